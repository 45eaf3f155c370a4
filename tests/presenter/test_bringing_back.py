"""Tests of the pages for returns without an account.

The tests check the sentences, and the place where people must put each thing. Only a thing that the system has taken
back may be green.
"""

import pytest

from kiosk.domain.library import House
from kiosk.domain.model import ItemCode, Refusal, RefusalKind
from kiosk.domain.returns import BroughtItem, BroughtState
from kiosk.domain.visit.states import Idle, Starting
from kiosk.structs import replace
from kiosk.views.basket import BasketPage
from kiosk.views.finish import ReceiptPage
from kiosk.views.pieces import Tone
from kiosk.views.view import View
from tests.presenter.kiosks import AROUND, MARTA, NOW, seen, words
from tests.ui.samples_returns import AT_BOX, GIVEN, LINKED, OFFLINE, SAVED, page, thing

GREEN = {BroughtState.DONE}


def list_page(view: View) -> BasketPage:
    assert isinstance(view.page, BasketPage)
    return view.page


def end_page(view: View) -> ReceiptPage:
    assert isinstance(view.page, ReceiptPage)
    return view.page


@pytest.mark.parametrize("lasting", [AT_BOX, OFFLINE], ids=["online", "away"])
@pytest.mark.parametrize("state", list(BroughtState))
def test_only_what_the_system_has_taken_back_is_green(state: BroughtState, lasting: object) -> None:
    view = page(thing(1, state, "Saw"), lasting=AT_BOX if lasting is AT_BOX else OFFLINE)
    assert (list_page(view).lines[0].tone is Tone.OK) is (state in GREEN)


@pytest.mark.parametrize(
    ("brought", "tone", "text"),
    [
        (GIVEN[2:], Tone.OK, "2 things given back"),
        (GIVEN[1:], Tone.WARN, "2 things given back"),
        (SAVED[1:], Tone.WARN, "2 things saved"),
        ((thing(1, BroughtState.NOT_SAVED),), Tone.BAD, "Nothing was taken back"),
    ],
)
def test_the_band_is_green_only_if_everything_is_back(brought: tuple[BroughtItem, ...], tone: Tone, text: str) -> None:
    band = end_page(page(*brought, over=True)).band
    assert (band.tone, band.text) == (tone, text)


def test_saved_is_said_only_while_the_system_does_not_answer() -> None:
    assert "Saved here, will be sent" in words(page(SAVED[1], lasting=OFFLINE))
    assert "Saved here, will be sent" not in words(page(SAVED[1]))


def test_each_thing_goes_where_the_answer_says() -> None:
    assert [row.plate.text for row in end_page(page(*GIVEN[2:], over=True)).shelves] == ["Blue crate", "C2"]


SHOWN = "What you brought will be taken off the account of the fob that was shown."
HOLD_UP = "If you have used your fob here before, hold it up"


@pytest.mark.parametrize("over", [False, True])
def test_a_fob_that_was_shown_is_said_without_a_name(*, over: bool) -> None:
    said = words(page(SAVED[1], slip=27, lasting=LINKED, fob=True, over=over))
    assert SHOWN in said
    assert HOLD_UP not in said


def test_nothing_more_is_said_of_the_fob_if_staff_are_asked() -> None:
    assert SHOWN not in words(page(thing(1, BroughtState.FOR_STAFF), slip=27, lasting=LINKED, fob=True))


@pytest.mark.parametrize("brought", [(), (thing(1, BroughtState.FOR_STAFF),)])
def test_a_member_is_told_that_the_fob_can_be_shown(brought: tuple[BroughtItem, ...]) -> None:
    said = words(page(*brought, slip=27 if brought else 0, lasting=LINKED))
    assert HOLD_UP in said
    assert SHOWN not in said
    assert HOLD_UP not in words(page(*brought, slip=27 if brought else 0, lasting=OFFLINE))
    assert HOLD_UP not in words(page(*brought, lasting=replace(LINKED, away_since=None)))


def test_a_shops_code_is_explained() -> None:
    shop = BroughtItem(GIVEN[0].ident, GIVEN[0].code, BroughtState.REFUSED, refusal=Refusal(RefusalKind.ITEM_UNKNOWN))
    shop = replace(shop, code=ItemCode("4006381333931"))
    assert "Scan our label instead" in words(page(shop))


def test_the_slip_is_shown_only_if_something_is_not_done() -> None:
    assert "Your slip number: 27" in words(page(*SAVED[1:], slip=27, over=True))
    assert "slip" not in words(page(*GIVEN[2:], slip=27, over=True)).casefold()


def test_nobody_is_named() -> None:
    for view in (page(*GIVEN), page(*SAVED, slip=27, lasting=OFFLINE), page(*GIVEN[2:], over=True)):
        assert MARTA.first_name not in words(view)
        assert view.page.rail.who == ""  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("house", "away", "offered"),
    [(House(), False, ""), (House(), True, "Bring things back"), (House(drop_box=True), False, "Only bringing back")],
)
def test_welcome_offers_returns_where_they_are_possible(house: House, offered: str, *, away: bool) -> None:
    lasting = replace(AROUND, house=house, away_since=NOW - 5 if away else None)
    said = words(seen(Idle(), lasting))
    assert [each for each in ("Bring things back", "Only bringing back") if each in said] == (
        [offered] if offered else []
    )


def test_the_page_before_the_first_answer_offers_returns_too() -> None:
    assert "Bring things back" in words(seen(Starting(), replace(AROUND, library=None, away_since=NOW - 5)))
