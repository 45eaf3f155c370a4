"""Tests of the basket: the button Finish, the tools that the member has at home, refused lines, and notices."""

from datetime import date, timedelta

import pytest

from kiosk.domain.model import Direction, Item, ItemCode, Line, LineState, Loan, LoanId, Member, RefusalKind
from kiosk.domain.visit.lasting import Notice, NoticeKey
from kiosk.domain.visit.questions import ThenReceipt
from kiosk.domain.visit.states import Settling
from kiosk.structs import replace
from kiosk.views.basket import BasketPage
from kiosk.views.pieces import Tone
from kiosk.views.view import View
from tests.presenter.kiosks import (
    AROUND,
    DRILL,
    FIVE,
    NOW,
    SANDER,
    SATURDAY,
    line,
    loan,
    seen,
    serving,
)


def basket(view: View) -> BasketPage:
    assert isinstance(view.page, BasketPage)
    return view.page


def test_a_library_that_is_away_is_said_with_the_seconds_until_the_next_try() -> None:
    away = replace(AROUND, away_since=NOW - 5, retry_at=NOW + 11.4)
    banner = basket(seen(serving(*FIVE), away)).banner
    assert banner is not None
    assert banner.title == "We cannot reach the library"
    assert banner.text.endswith("Asking again in 12 seconds.")
    assert [button.label for button in banner.buttons] == ["Ask again now"]


def test_a_disk_that_cannot_be_written_switches_finish_off_and_says_why() -> None:
    page = basket(seen(serving(DRILL), replace(AROUND, store_ok=False)))
    assert page.finish is not None
    assert (page.finish.enabled, page.finish.hint) == (False, "It cannot be recorded now")
    assert page.banner is not None
    assert page.banner.title == "This kiosk cannot write to its disk"


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ((DRILL,), "1 tool is ready"),
        (FIVE, "2 tools are ready, 2 are not known yet"),
        ((line(1, state=LineState.CHECKING),), "1 tool is not known yet"),
        ((line(1, state=LineState.DONE), line(2, state=LineState.DONE)), "2 tools are recorded"),
        ((line(1, state=LineState.REFUSED),), "There is nothing to record"),
        ((DRILL, line(9, state=LineState.REMOVING)), "1 tool is ready"),
    ],
)
def test_finish_says_what_it_will_do(lines: tuple[Line, ...], hint: str) -> None:
    finish = basket(seen(serving(*lines))).finish
    assert finish is not None
    assert finish.hint == hint


def test_tools_at_home_are_sorted_by_what_presses() -> None:
    today = SATURDAY.date()
    loans = (
        loan("Tile cutter", date(2026, 12, 3)),
        loan("Nailer", today - timedelta(days=2)),
        loan("Level", today),
        loan("Clamp", today + timedelta(days=1)),
        loan("Ladder", None),
    )
    page = basket(seen(replace(serving(), loans=loans)))
    assert page.loans_title == "You have 5 tools"
    assert [(row.title, row.due, row.tone) for row in page.loans] == [
        ("Nailer", "2 days late", Tone.WARN),
        ("Level", "Due today", Tone.WARN),
        ("Clamp", "Due tomorrow", Tone.PLAIN),
        ("Tile cutter", "Due Thu 3 Dec", Tone.PLAIN),
        ("Ladder", "No date", Tone.PLAIN),
    ]
    with_line = basket(seen(replace(serving(DRILL), loans=loans[2:4])))
    assert with_line.loans_line == "You also have 2 tools at home, 1 due today"


def test_a_tool_that_is_being_brought_back_is_not_at_home_any_more() -> None:
    own = loan("Nailer", None)
    back = replace(line(1, "Nailer", Direction.RETURN), loan=own.ident)
    assert basket(seen(replace(serving(back), loans=(own,)))).loans_line == ""


@pytest.mark.parametrize("direction", list(Direction))
def test_every_refusal_says_why_in_both_languages(direction: Direction) -> None:
    for kind in RefusalKind:
        refused = line(1, "Drill", direction, LineState.REFUSED, refused=kind)
        english, french = (basket(seen(serving(refused), language=it)).lines[0].reason for it in ("en", "fr"))
        assert english, kind
        assert french, kind
        assert english != french, kind


def test_the_library_s_own_words_stand_in_the_refusal_as_plain_text() -> None:
    refused = line(1, "Drill", state=LineState.REFUSED, refused=RefusalKind.OTHER)
    assert refused.refusal is not None
    worded = replace(refused, refusal=replace(refused.refusal, words="<b>Not</b> before &amp; after"))
    reason = basket(seen(serving(worded))).lines[0].reason
    assert reason == "The library said no. “Not before & after.” Please put it back on its shelf."


def test_a_member_who_may_only_bring_back_is_told_so_before_scanning() -> None:
    expired = replace(serving(), member=Member("r", "Marta", is_expired=True))
    assert basket(seen(expired)).lead == "Your membership has ended. You can still bring tools back."


def test_a_member_without_a_first_name_is_welcome() -> None:
    page = basket(seen(replace(serving(), member=Member("r"))))
    assert page.headline == "Welcome. Scan a tool."
    assert page.rail.who == ""


def test_a_notice_names_the_tool_and_goes_when_its_time_is_over() -> None:
    notice = Notice(NoticeKey.ALREADY_LISTED, NOW + 6, about=DRILL.code)
    shown = seen(serving(DRILL), replace(AROUND, notice=notice)).notice
    assert shown is not None
    assert shown.text == "Already in your basket: Cordless drill 18 V."
    assert seen(serving(DRILL), replace(AROUND, notice=replace(notice, until=NOW))).notice is None


def test_the_library_is_not_blamed_for_a_disk_that_cannot_be_written() -> None:
    named = replace(DRILL, state=LineState.NOT_CHECKED)
    asked, unasked = (
        basket(seen(serving(named, SANDER), replace(AROUND, store_ok=store_ok))).lines for store_ok in (True, False)
    )
    assert [(row.code, row.reason) for row in unasked] == [
        ("CODE-2", "Your scan is kept. We ask again by ourselves."),
        ("", "Your scan is kept. We ask again by ourselves."),
    ]
    assert [row.code for row in asked] == ["CODE-2", "the library does not answer"]


def test_who_has_pressed_finish_is_not_told_to_press_it() -> None:
    page = basket(seen(Settling(serving(DRILL, line(1, state=LineState.CHECKING)), ThenReceipt(), NOW + 15)))
    assert page.headline == "One moment: 1 tool is still being checked"
    assert page.banner is not None
    assert page.banner.text == "Then we go on by ourselves. Nothing has been recorded yet."
    assert [button.label for button in page.banner.buttons] == ["Back to scanning"]


_RECORDED = [
    (line(2, state=LineState.DONE), False),
    (line(2, state=LineState.UNKNOWN), False),
    (replace(line(2), committed=True), False),
    (line(2), True),
    (line(2, state=LineState.REFUSED), True),
    (line(2, state=LineState.NOT_CHECKED), True),
]


@pytest.mark.parametrize(("other", "nothing"), _RECORDED)
def test_nothing_has_been_recorded_is_said_only_while_it_is_true(other: Line, *, nothing: bool) -> None:
    stopped = replace(serving(DRILL, other), not_finished=True)
    waits = Settling(serving(line(1, state=LineState.CHECKING), other), ThenReceipt(), NOW + 15)
    for view in (seen(stopped), seen(waits)):
        banner = basket(view).banner
        assert banner is not None
        assert ("Nothing has been recorded" in banner.text) is nothing


@pytest.mark.parametrize("lines", [(), (line(1, state=LineState.REFUSED),), (line(1, state=LineState.DONE),)])
def test_with_nothing_left_to_finish_no_finish_is_missed(lines: tuple[Line, ...]) -> None:
    assert basket(seen(replace(serving(*lines), not_finished=True))).banner is None


def test_a_tool_without_a_label_that_comes_back_hides_no_other_one() -> None:
    bench = Loan(LoanId("1"), Item(ItemCode(""), "Bench"))
    trolley = Loan(LoanId("2"), Item(ItemCode(""), "Trolley"))
    coming = replace(line(1, "Bench", Direction.RETURN), code=ItemCode(""), item=bench.item, loan=bench.ident)
    page = basket(seen(replace(serving(coming), loans=(bench, trolley))))
    assert page.loans_line
