"""Tests of the questions at Finish, which list the tools that go home, that stay here, and that are left out."""

import pytest

from kiosk.domain.model import Direction, Item, ItemCode, Line, LineState, Refusal, RefusalKind
from kiosk.domain.visit.questions import AskConfirm, AskFinishWithout
from kiosk.structs import replace
from kiosk.views.basket import BasketPage
from kiosk.views.finish import ConfirmPage, GroupRow
from kiosk.views.pieces import PlateView
from tests.presenter.kiosks import DRILL, LADDER, SANDER, SAW, line, seen, serving


def asked(*lines: Line, without: tuple[Line, ...] = ()) -> ConfirmPage:
    question = AskFinishWithout(tuple(it.ident for it in without)) if without else AskConfirm()
    page = seen(replace(serving(*lines), question=question)).page
    assert isinstance(page, ConfirmPage)
    return page


def test_a_tool_that_goes_home_has_its_day_and_one_that_stays_its_shelf() -> None:
    late, bare = replace(LADDER, days_late=2), line(8, "Reel", Direction.RETURN)
    home, here = asked(DRILL, late, bare).groups
    assert home.rows == (GroupRow("Cordless drill 18 V", day="Sat 5 Dec"),)
    assert here.rows == (
        GroupRow("Extension ladder 4 m", "2 days late, thank you for bringing it.", plate=PlateView("C2", "Shelf C2")),
        GroupRow("Reel"),
    )


@pytest.mark.parametrize(
    ("left_out", "lead"),
    [
        ((SANDER,), "Not checked yet: CODE-5. Please leave it here or wait a little."),
        ((SANDER, SAW), "Not checked yet: CODE-5 and CODE-1. Please leave them here or wait a little."),
    ],
)
def test_what_is_left_out_is_named(left_out: tuple[Line, ...], lead: str) -> None:
    assert asked(DRILL, *left_out, without=left_out).lead == lead


def test_a_refused_tool_is_called_by_the_name_that_came_with_the_no() -> None:
    no = Refusal(RefusalKind.RESERVED, item=Item(ItemCode("WASH-1"), "Pressure washer"))
    refused = Line(DRILL.ident, ItemCode("WASH-1"), Direction.BORROW, LineState.REFUSED, refusal=no)
    page = seen(serving(refused)).page
    assert isinstance(page, BasketPage)
    assert [it.title for it in page.lines] == ["Pressure washer"]
