"""Tests of Welcome: its opening hours, languages, and words about readers.

The presenter also makes plain text from the HTML texts of the library and from the names of members and tools.
"""

import re
from datetime import datetime, time

import pytest

from kiosk.domain.library import FobLogin, House, Language, LoginKind, OpeningHours
from kiosk.domain.messages.events import ReaderKind
from kiosk.domain.messages.intents import ChooseLanguage, TypeCode
from kiosk.domain.model import ItemCode
from kiosk.domain.visit.lasting import Lasting, ReaderHere, Sheet
from kiosk.domain.visit.states import Idle, Kiosk
from kiosk.presenter import present
from kiosk.presenter.server_words import clean, without_tags
from kiosk.structs import replace
from kiosk.texts import Texts
from kiosk.texts.formats import PlainFormats
from kiosk.views.pieces import Emphasis
from kiosk.views.welcome import WelcomePage
from tests.presenter.kiosks import (
    AROUND,
    LIBRARY,
    SATURDAY,
    house,
    nothing,
    seen,
    words,
)

NO_HOURS: tuple[OpeningHours, ...] = ()
DAILY = (OpeningHours(time(10), time(17)),) * 7
LATE = (OpeningHours(time(10), time(0)),) * 7


def welcome(lasting: Lasting = AROUND) -> WelcomePage:
    page = seen(Idle(), lasting).page
    assert isinstance(page, WelcomePage)
    return page


def at(wall: datetime) -> Lasting:
    return replace(AROUND, moment=replace(AROUND.moment, wall=wall))


@pytest.mark.parametrize(
    ("hours", "clock", "title", "text"),
    [
        (LIBRARY.hours, time(14, 5), "Open today until 17:00", "Closed Sunday and Monday. Next: Tuesday, 15:00."),
        (
            LIBRARY.hours,
            time(9, 0),
            "Open today from 10:00 to 17:00",
            "Closed Sunday and Monday. Next: Tuesday, 15:00.",
        ),
        (LIBRARY.hours, time(17, 0), "Closed now", "Closed Sunday and Monday. Next: Tuesday, 15:00."),
        (DAILY, time(12, 0), "Open today until 17:00", "Tomorrow from 10:00."),
        (LATE, time(23, 30), "Open today until 00:00", "Tomorrow from 10:00."),
        (NO_HOURS, time(12, 0), "", ""),
        ((OpeningHours(),) * 7, time(12, 0), "", ""),
        (
            (*(OpeningHours(),) * 3, DAILY[0], *(OpeningHours(),) * 3),
            time(12, 0),
            "Closed now",
            "Next: Thursday, 10:00.",
        ),
    ],
)
def test_opening_hours(hours: tuple[OpeningHours, ...], clock: time, title: str, text: str) -> None:
    lasting = replace(at(datetime.combine(SATURDAY.date(), clock)), library=replace(LIBRARY, hours=hours))
    assert (welcome(lasting).hours_title, welcome(lasting).hours_text) == (title, text)


@pytest.mark.parametrize(
    ("offered", "spoken", "buttons"),
    [
        ((), "en", [("English", "en", True), ("Français", "fr", False)]),
        ((Language("fr-CA", "Français (Canada)"), Language("en", "English")), "fr-CA",
         [("Français (Canada)", "fr-CA", True), ("English", "en", False)]),
        ((Language("fr-CA", "Français"), Language("en", "English")), "fr",
         [("Français", "fr-CA", True), ("English", "en", False)]),
        ((Language("es", "Español"),), "en", [("English", "en", True), ("Français", "fr", False)]),
        ((Language("es", "Español"), Language("en", "English")), "en", []),
    ],
)  # fmt: skip
def test_languages_are_those_of_the_library_that_we_speak(
    offered: tuple[Language, ...], spoken: str, buttons: list[tuple[str, str, bool]]
) -> None:
    lasting = replace(AROUND, language=spoken, library=replace(LIBRARY, languages=offered))
    page = present(Kiosk(Idle(), lasting), Texts.for_language(spoken), PlainFormats(), nothing).page
    assert isinstance(page, WelcomePage)
    found = [
        (it.label, it.intent.code, it.look is Emphasis.CHOSEN)
        for it in page.languages
        if isinstance(it.intent, ChooseLanguage)
    ]
    assert found == buttons


def test_without_any_reader_the_screen_says_both_ways_around_it() -> None:
    gone = tuple(ReaderHere(kind.value, kind, ready=False) for kind in (ReaderKind.FOBS, ReaderKind.ITEMS))
    banner = welcome(replace(AROUND, readers=gone)).banner
    assert banner is not None
    assert banner.title == "Nothing can be scanned just now"
    assert "Everything else works" not in banner.text
    assert [button.intent for button in banner.buttons] == [TypeCode()]


def test_without_a_fob_reader_the_form_is_the_way_in() -> None:
    gone = replace(AROUND, readers=(ReaderHere("fob", ReaderKind.FOBS, ready=False),))
    page = welcome(gone)
    assert page.headline == "Log in here to start"
    assert page.banner is not None
    assert page.banner.title == "The fob reader is unplugged"
    assert page.log_in is not None
    assert page.log_in.look is Emphasis.PRIMARY
    assert seen(Idle(), gone).top.pill is not None
    off = welcome(house(fob_login=FobLogin.OFF))
    assert (off.headline, off.banner) == ("Log in here to start", None)


def test_a_reader_is_called_ready_only_if_it_was_seen_at_work() -> None:
    assert seen(Idle()).top.pill is None
    ready = seen(Idle(), replace(AROUND, readers=(ReaderHere("all", ReaderKind.ANYTHING, ready=True),))).top.pill
    assert ready is not None
    assert ready.text == "Reader ready"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("A\u202eB\u2066", "AB"),
        (" two\nlines\t", "two lines"),
        ("Zoë & Łukasz", "Zoë & Łukasz"),
        ("\x00\x1b[2J", "[2J"),
    ],
)
def test_names_become_one_harmless_line(given: str, shown: str) -> None:
    assert clean(given) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One Two Three"),
        ("1 < 2 &amp; 3 > 2", "1 < 2 & 3 > 2"),
        ("<!-- no --><script>x</script>", "x"),
    ],
)
def test_words_that_may_be_html_become_plain(given: str, shown: str) -> None:
    assert without_tags(given) == shown


def test_the_rest_of_the_tray_is_counted_for_each_number_of_cards() -> None:
    codes = tuple(ItemCode(f"DR-{n}") for n in range(5))
    page = seen(Idle(codes)).page
    assert isinstance(page, WelcomePage)
    assert len(page.tray) == 3
    assert page.tray_more == ("and 4 more tools", "and 3 more tools", "and 2 more tools")
    two = seen(Idle(codes[:2])).page
    assert isinstance(two, WelcomePage)
    assert two.tray_more == ("and 1 more tool", "", "")


def test_a_phone_number_stays_on_one_line() -> None:
    assert without_tags("Call <b>Jane</b> at (888) 555-1212 (now)") == "Call Jane at (888)\u00a0555-1212 (now)"


def test_without_an_item_scanner_nobody_is_told_to_scan() -> None:
    readers = (ReaderHere("fob", ReaderKind.FOBS, ready=True), ReaderHere("items", ReaderKind.ITEMS, ready=False))
    page = seen(Idle(), replace(AROUND, readers=readers)).page
    assert isinstance(page, WelcomePage)
    assert (page.headline, page.lead, page.steps) == ("Hold your key fob to the reader", "", ())


@pytest.mark.parametrize(
    ("form_login", "says"),
    [
        (True, "Several unknown fobs were shown. Please try again in 31 seconds, or log in on this screen."),
        (False, "Several unknown fobs were shown. Please try again in 31 seconds."),
    ],
)
def test_a_pause_for_fobs_counts_down_and_shows_the_other_way_in(form_login: bool, says: str) -> None:  # noqa: FBT001
    library = replace(LIBRARY, form_login=form_login)
    lasting = replace(AROUND, library=library, fobs_paused_until=AROUND.moment.at + 30.2)
    page = welcome(lasting)
    assert page.banner is not None
    assert (page.banner.title, page.banner.text) == ("Fobs work again in a moment", says)
    assert (page.log_in is not None and page.log_in.look is Emphasis.PRIMARY) is form_login
    assert page.headline == ("Log in here to start" if form_login else "Please ask staff")

    over = welcome(replace(lasting, moment=replace(AROUND.moment, at=AROUND.moment.at + 30.2)))
    assert over.banner is None
    assert over.headline == "Hold your key fob to the reader"


def test_where_fobs_are_not_used_nothing_is_said_of_a_pause() -> None:
    lasting = replace(house(fob_login=FobLogin.OFF), fobs_paused_until=AROUND.moment.at + 30.0)
    assert welcome(lasting).banner is None


def test_where_fobs_are_cards_and_scans_count_at_once_welcome_and_help_say_so() -> None:
    house = House(fob_login=FobLogin.ASK_PASSWORD, can_link=False, fob_is_card=True)
    library = replace(LIBRARY, login=LoginKind.CARD_AND_PIN, at_once=True)
    view = seen(Idle(), replace(AROUND, house=house, library=library, sheet=Sheet.HELP))
    assert isinstance(view.page, WelcomePage)
    assert view.page.headline == "Scan your library card"
    assert [step.text for step in view.page.steps] == ["Scan your card", "Scan your tools", "Press Done"]
    assert not [each for each in words(view).splitlines() if re.search(r" fob\b|\bFinish\b", each)]
    assert "Every scan counts at once. Press Done, or scan your card again, and you see the receipt." in words(view)
