"""Tests that the library's answers are in the language (one of five) that the client asks for.

This is true for refusals, the library's own texts, amounts of money, and the names of categories and conditions.
"""

from collections.abc import Callable
from string import Formatter
from typing import Any

import pytest

from kiosk.simulator.catalogue import read_catalogue
from kiosk.simulator.organization import TEXTS
from kiosk.simulator.refusals import DEFAULT_LANGUAGE, LANGUAGES, PERIODS, SAYINGS, Code, ServerRefusalError, money

As = Callable[[str], Any]
SPOKEN = {each.code for each in LANGUAGES}
OTHERS = sorted(SPOKEN - {DEFAULT_LANGUAGE})


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_every_refusal_is_said_with_what_it_is_about(language: str) -> None:
    english, other = SAYINGS[DEFAULT_LANGUAGE], SAYINGS[language]
    assert set(other) == set(english) == set(Code)
    assert {code for code in Code if parameters(other[code]) != parameters(english[code])} == set()
    assert {code for code in Code if other[code] == english[code]} == set()


def test_the_library_s_own_texts_and_its_fees_are_there_in_every_language() -> None:
    assert set(TEXTS) == SPOKEN
    assert all(set(texts) == set(TEXTS[DEFAULT_LANGUAGE]) for texts in TEXTS.values())
    assert all(set(words) == SPOKEN for words in PERIODS.values())


def test_kinds_and_states_have_a_name_in_every_language() -> None:
    held = read_catalogue()
    named = [*held.statuses.values(), *held.categories.values()]
    assert all(each.called(language).strip() for each in named for language in SPOKEN)
    assert held.statuses[5].called("de") == "In Reparatur"
    assert held.statuses[5].called("tlh") == "In maintenance"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "$1,234.50"), ("fr", "1 234,50 $"), ("es", "1.234,50 $"), ("de", "1.234,50 $"), ("nl", "$ 1.234,50")],
)
def test_money(language: str, said: str) -> None:
    assert money(123450, language) == said


def test_a_language_that_nobody_speaks_is_answered_in_english() -> None:
    assert ServerRefusalError(Code.NOT_FOUND).message("tlh") == "There is nothing here."


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("es", "Pressure washer 140 bar está reservado para otra persona."),
        ("de", "Pressure washer 140 bar ist für ein anderes Mitglied reserviert."),
        ("nl", "Pressure washer 140 bar is gereserveerd voor een ander lid."),
    ],
)
def test_a_refusal_follows_the_language_asked_for(member: As, language: str, message: str) -> None:
    theo = member("theo")
    theo.http.headers["Accept-Language"] = f"{language};q=0.9"
    theo.open_cart()
    assert theo.borrow("WASH-0031").json() == {"code": "Item Reserved", "message": message}
