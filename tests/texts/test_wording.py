"""Tests of the sentences for libraries that differ from a tool library with fobs, passwords and a cart.

Such a library has cards or PINs, or each scan counts at once, or the library lends other things than tools.

For example, if members have PINs, no sentence may say "password". If scans count at once, no sentence may say "Finish".
"""

import itertools
import re

import pytest

from kiosk.domain.library import FoundThings, LoginKind
from kiosk.texts import NATIVE_NAMES, Texts
from kiosk.texts.found_titles import TITLES_ONLY, TOOLS_AND_TITLES
from kiosk.texts.lent_items import BY_ITEM
from kiosk.texts.translation import voice_for
from kiosk.texts.wording import AT_ONCE, BY_CARD, BY_NUMBER, BY_PIN, PLAIN, Instead, Wording, replaced
from tests.texts.catalogue import template

ONLY_OF_LINKED_FOBS = re.compile(
    r"linked|[Ll]ink fob|the old link|link of this fob|new fob"
    r"|not remembered|[Rr]emember this fob|fob is enough( again)?\."
    r"|for this fob|PIN of this fob|Fob read|number of a fob|locked with your fob|this fob before. Log in once"
)
"""Sentences that are only about linked fobs. They need no other wording for a library with cards.

A library card is never linked to an account, because the card's number already names the account.
"""
ONLY_OF_A_CART = re.compile(
    r"Nothing (was|has been) (recorded|sent)|handed over|[Hh]anded over|Finish puts it back|Finish now|finish with"
    r"|Another device|last change|not recorded\. Please|Not everything on your list is recorded\. Please|press Finish$"
    r"|instead of pressing Finish|We are finishing|Not finished yet$|we finish for you"
)
"""Sentences that are only about a cart. A library where a scan counts at once shows no such sentence."""
ONLY_WITH_A_MAIL = re.compile(r"sends you a mail|Mail address|new password on")
"""Sentences that are only about a mail with a new password.

They need no other wording for a library with PINs, because the kiosk cannot ask for a mail with a new PIN.
"""

ONLY_WITH_A_SEARCH_OR_A_PRICE = re.compile(
    r"basket when you scan|in your basket\.$|tools? found|finds fewer|more tools$|Find (a tool|one like)"
    r"|cannot be lent here"
)
"""Sentences that are only about a search or about prices.

A lending system at which each scan counts at once has no search and no prices.
"""
ONLY_WITH_PROJECTS = re.compile(r"What are the tools for|what the tools are for|Not every tool can stay")
"""Sentences that are only about projects and chosen days. Only a lending system with a cart has these."""
ONLY_IN_A_BASKET = re.compile(
    r"joins your basket|straight into your basket|clear the basket|Your basket|your basket(: \{about\})?\.?$"
    r"|Yes, confirm|your yes|along\?|last tool of a reservation|Scan on: your tools stay|before you came"
)
"""Sentences about a basket that is not recorded yet. If each scan counts at once, the table AT_ONCE replaces them."""

SENTENCES = [
    (one if isinstance(one, str) else one[1], one if isinstance(one, str) else one[0])
    for one in (message.id for message in template())
    if one
]
SAID = dict(SENTENCES)
PLURALS = {message.id[1] for message in template() if isinstance(message.id, tuple | list)}
TABLES: dict[str, Instead] = {
    "AT_ONCE": AT_ONCE,
    "BY_PIN": BY_PIN,
    "BY_NUMBER": BY_NUMBER,
    "BY_CARD": BY_CARD,
    "BY_ITEM": BY_ITEM,
    "TITLES_ONLY": TITLES_ONLY,
    "TOOLS_AND_TITLES": TOOLS_AND_TITLES,
}
SIERRA = Wording(by_card=True, login=LoginKind.CARD_AND_PIN, at_once=True, items=True, finds=FoundThings.TITLES)
TOOL = {"en": r"\btools?\b", "de": r"werkzeug", "es": r"herramienta", "fr": r"\boutils?\b", "nl": r"gereedschap"}
"""The word for a tool in each language, as a regular expression."""


def either(*patterns: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile("|".join(each.pattern for each in patterns))


NOT_SAID_OF_ITEMS = either(
    ONLY_OF_A_CART,
    ONLY_WITH_A_SEARCH_OR_A_PRICE,
    ONLY_WITH_PROJECTS,
    ONLY_IN_A_BASKET,
    re.compile(r"[Ff]inish|\{tools\}"),
)


def names(said: str | tuple[str, str]) -> set[str]:
    return set(re.findall(r"{\w+}", said if isinstance(said, str) else said[1]))


@pytest.mark.parametrize("table", TABLES)
def test_each_replaced_sentence_is_one_of_the_code_with_the_same_parameters(table: str) -> None:
    for said, other in TABLES[table].items():
        assert said in SAID, f"{table}: no sentence is {said!r}"
        assert isinstance(other, tuple) is (said in PLURALS), said
        assert names(other) == names(said), said


@pytest.mark.parametrize(
    ("word", "table", "elsewhere"),
    [
        (r"\bfobs?\b", BY_CARD, ONLY_OF_LINKED_FOBS),
        (r"password|user name|your membership|membership ID", BY_PIN, ONLY_WITH_A_MAIL),
        (r"\b[Ff]inish", AT_ONCE, ONLY_OF_A_CART),
        (r"\bbasket\b", AT_ONCE, either(ONLY_WITH_A_SEARCH_OR_A_PRICE, re.compile("clear the basket"))),
        (r"\btools?\b", BY_ITEM, NOT_SAID_OF_ITEMS),
    ],
)
def test_each_sentence_with_a_word_of_some_libraries_has_another_for_the_rest(
    word: str, table: Instead, elsewhere: re.Pattern[str]
) -> None:
    made = (BY_ITEM,) if table is BY_ITEM else (table, BY_CARD, BY_ITEM)
    own = {other if isinstance(other, str) else other[1] for each in made for other in each.values()}
    those = [
        said
        for said in SAID
        if re.search(word, said, re.IGNORECASE) and said not in table and said not in own and not elsewhere.search(said)
    ]
    assert not those, f"kiosk/texts/wording.py says nothing instead of {those}"


def test_with_cards_and_pins_at_once_no_replaced_sentence_has_such_a_word_left() -> None:
    for login in (LoginKind.CARD_AND_PIN, LoginKind.CARD):
        for said, other in replaced(Wording(by_card=True, login=login, at_once=True)).items():
            text = " ".join((other,) if isinstance(other, str) else other)
            assert not re.search(r"\bfob|password|user name|\bPress Finish", text), said


@pytest.mark.parametrize("language", NATIVE_NAMES)
def test_every_wording_is_translated(language: str) -> None:
    texts = Texts.for_language(language, Wording(by_card=True, login=LoginKind.CARD_AND_PIN, at_once=True))
    plain = Texts.for_language(language)
    pairs = [
        (texts.welcome.headline, plain.welcome.headline),
        (texts.forms.field_name, plain.forms.field_name),
        (texts.forms.password_lead, plain.forms.password_lead),
        (texts.help.finish_how, plain.help.finish_how),
        (texts.readers.paused(2), plain.readers.paused(2)),
        (texts.readers.paused(1), texts.readers.paused(2)),
    ]
    assert all(one and other and one != other for one, other in pairs)


@pytest.mark.parametrize("language", NATIVE_NAMES)
def test_where_other_things_than_tools_are_lent_no_language_speaks_of_tools(language: str) -> None:
    voice, table = voice_for(language), replaced(SIERRA)
    from_a_table = {said if isinstance(said, str) else said[1] for each in TABLES.values() for said in each.values()}
    plain = {said for said in SAID if not NOT_SAID_OF_ITEMS.search(said)} - from_a_table - set(table)
    for other in (*table.values(), *((SAID[said], said) if said in PLURALS else said for said in plain)):
        if NOT_SAID_OF_ITEMS.search(other if isinstance(other, str) else other[1]):
            continue
        given = {name.strip("{}"): name for name in names(other)}
        words = [voice.say(other, **given)] if isinstance(other, str) else []
        given.pop("n", None)
        words += [voice.count(*other, n, **given) for n in (1, 2)] if isinstance(other, tuple) else []
        for each in words:
            assert not re.search(TOOL[language], each, re.IGNORECASE), f"{other!r}: {each!r}"


def test_the_plain_wording_replaces_nothing_and_a_voice_speaks_the_language_that_it_spoke() -> None:
    assert not replaced(PLAIN)
    french = voice_for("fr").for_library(Wording(by_card=True))
    assert french.language == "fr"
    assert french.say("Scan your card") == french.say("Hold up your fob")


def test_what_is_held_up_and_what_is_typed_do_not_depend_on_each_other() -> None:
    by_fob = Texts.for_language("en", Wording(login=LoginKind.CARD_AND_PIN))
    assert by_fob.welcome.headline == "Hold your key fob to the reader"
    assert (by_fob.forms.field_name, by_fob.forms.field_password) == ("Card number", "PIN")
    assert by_fob.forms.password_lead == "Your card number comes from your fob. Now its PIN."
    seen = {
        (texts.welcome.step_finish, texts.welcome.step_fob, texts.forms.log_in_lead)
        for by_card, login, at_once in itertools.product((False, True), LoginKind, (False, True))
        for texts in (Texts.for_language("en", Wording(by_card=by_card, login=login, at_once=at_once)),)
    }
    assert len(seen) == 2 * 3 * 2


def test_a_search_says_what_it_finds() -> None:
    said = {
        (finds, by_card): (texts.find.find, texts.find.found(2), texts.find.borrow_title_with_fob)
        for finds, by_card in itertools.product(FoundThings, (False, True))
        for texts in (Texts.for_language("en", Wording(by_card=by_card, finds=finds)),)
    }
    assert said[FoundThings.THINGS, False][:2] == ("Find a tool", "2 tools found")
    assert said[FoundThings.TITLES, False][:2] == ("Find e-books", "2 titles found")
    assert said[FoundThings.BOTH, False][:2] == ("Find something", "2 results")
    assert said[FoundThings.BOTH, False][2] == "Show your fob, then scan its label to borrow it."
    assert said[FoundThings.TITLES, True][2] == "Scan your card, then its label to borrow it."
