"""Tests of the panel of a line, and of the due day that a member chooses there."""

from datetime import date

import pytest

from kiosk.domain.messages.answers import LineChanged
from kiosk.domain.messages.effects import ChangeLine, TakeOut
from kiosk.domain.messages.events import StoreBroken
from kiosk.domain.messages.intents import Cancel, ChooseDue, ClosePanel, Finish, OpenPanel, SameDueForAll
from kiosk.domain.model import (
    ChangeOutcome,
    Direction,
    InDoubt,
    LineId,
    LineState,
    NotSent,
    Refusal,
    RefusalKind,
    Refused,
)
from kiosk.domain.terms import Changed, TermKind, Terms
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskSwitch
from kiosk.domain.visit.states import Panel
from tests.domain.cast import NEXT_WEEK
from tests.domain.kiosks import remove, serving
from tests.domain.visit.chosen import LATER, LATEST, borrowing, due, offered, opened, settle

# --- the panel ------------------------------------------------------------------------------------


def test_a_chip_opens_its_panel_and_the_big_button_closes_it() -> None:
    bench = opened(borrowing("DR-1"), "DR-1")
    assert bench.serving.panel == Panel(bench.line("DR-1").ident, TermKind.DUE)
    assert bench.tell(ClosePanel()).serving.panel is None


@pytest.mark.parametrize("kind", TermKind)
def test_a_line_opens_only_what_it_has(kind: TermKind) -> None:
    borrowed, returned = opened(borrowing("DR-1"), "DR-1", kind), opened(serving("LA-3", loans=("LA-3",)), "LA-3", kind)
    assert (borrowed.serving.panel is None) == (kind is TermKind.CONDITION)
    back = returned.line("LA-3")
    assert back.direction is Direction.RETURN
    assert (returned.serving.panel is None) == (kind is not TermKind.CONDITION)


def test_nothing_opens_in_a_line_that_is_not_there_or_not_staged() -> None:
    bench = borrowing("DR-1").scan("SA-2")
    assert bench.tell(OpenPanel(LineId(999), TermKind.DUE)).serving.panel is None
    assert opened(bench, "SA-2").serving.panel is None
    assert due(bench, "SA-2", LATER).wants(ChangeLine) == []
    assert bench.tell(ChooseDue(LineId(999), LATER)).wants(ChangeLine) == []


def test_a_scan_closes_the_panel_and_keeps_the_day() -> None:
    bench = due(opened(borrowing("DR-1"), "DR-1"), "DR-1", LATER).scan("SA-2")
    assert bench.serving.panel is None
    assert bench.line("DR-1").wanted.due == LATER


@pytest.mark.parametrize("leave", ["remove", "log out", "other fob", "finish"])
def test_what_comes_next_closes_the_panel(leave: str) -> None:
    bench = opened(borrowing("DR-1"), "DR-1")
    match leave:
        case "remove":
            remove(bench, "DR-1")
        case "log out":
            bench.tell(Cancel())
        case "other fob":
            bench.fob("FOB-JONAS")
            assert isinstance(bench.serving.question, AskSwitch)
        case _:
            bench.tell(Finish())
    assert bench.serving.panel is None


# --- a due day ------------------------------------------------------------------------------------


def test_a_chosen_day_is_shown_at_once_and_asked_of_the_server() -> None:
    bench = due(borrowing("DR-1"), "DR-1", LATER)
    assert bench.work == ["ChangeLine"]
    line = bench.line("DR-1")
    assert (line.due, line.wanted.due, line.state) == (NEXT_WEEK, LATER, LineState.STAGED)
    assert bench.the(ChangeLine).line == line
    settle(bench, "DR-1")
    assert (bench.line("DR-1").due, bench.line("DR-1").wish) == (LATER, None)


def test_choosing_what_is_chosen_closes_the_panel_and_asks_nothing() -> None:
    bench = due(opened(borrowing("DR-1"), "DR-1"), "DR-1", NEXT_WEEK)
    assert bench.serving.panel is None
    assert bench.work == []


def test_the_server_may_make_the_day_earlier() -> None:
    bench = due(borrowing("DR-1"), "DR-1", LATEST)
    settle(bench, "DR-1", Changed(Terms(LATER)))
    assert bench.line("DR-1").wanted.due == LATER


@pytest.mark.parametrize(
    ("outcome", "notice", "day"),
    [
        (Refused(Refusal(RefusalKind.DUE_DATE)), NoticeKey.CHANGE_REFUSED, NEXT_WEEK),
        (NotSent(), NoticeKey.NOT_CHANGED, NEXT_WEEK),
        (InDoubt(), NoticeKey.CHANGE_IN_DOUBT, None),
    ],
)
def test_without_a_yes_the_old_day_is_back_and_that_is_said(
    outcome: ChangeOutcome, notice: NoticeKey, day: date | None
) -> None:
    bench = settle(due(borrowing("DR-1"), "DR-1", LATER), "DR-1", outcome)
    assert (bench.line("DR-1").wanted.due, bench.line("DR-1").wish, bench.notice()) == (day, None, notice)


@pytest.mark.parametrize("first", [Changed(Terms(LATER)), Refused(Refusal(RefusalKind.DUE_DATE)), NotSent(), InDoubt()])
def test_of_two_quick_changes_the_last_one_wins(first: ChangeOutcome) -> None:
    bench = due(borrowing("DR-1"), "DR-1", LATER)
    number = bench.the(ChangeLine).line.wish
    assert number is not None
    due(bench, "DR-1", LATEST)
    settle(bench, "DR-1", first, number.number)
    assert bench.line("DR-1").wanted.due == LATEST
    assert bench.notice() is None
    assert settle(bench, "DR-1").line("DR-1").due == LATEST


def test_removed_while_its_change_is_on_the_way() -> None:
    bench = remove(due(borrowing("DR-1"), "DR-1", LATER), "DR-1")
    assert bench.the(TakeOut).line.wish is not None
    assert bench.line("DR-1").wish is None
    settle(bench, "DR-1", Changed(Terms(LATER)))
    assert bench.basket == {"DR-1": LineState.REMOVING}
    assert bench.stays("DR-1").line("DR-1").due == LATER


def test_an_answer_for_a_line_that_is_gone_changes_nothing() -> None:
    bench = borrowing("DR-1")
    before = bench.state
    bench.tell(LineChanged(bench.visit, LineId(999), 1, NotSent()))
    assert bench.state == before


def test_without_a_disk_nothing_is_changed() -> None:
    bench = due(borrowing("DR-1").tell(StoreBroken()), "DR-1", LATER)
    assert bench.wants(ChangeLine) == []
    assert bench.notice() is NoticeKey.CANNOT_RECORD


def test_the_same_day_for_all_that_may() -> None:
    bench = borrowing("DR-1", "SA-2")
    bench.scan("HA-4").answer("HA-4", offered("HA-4", latest=NEXT_WEEK))
    due(bench, "DR-1", LATER).tell(SameDueForAll(LATER))
    assert [effect.line.code for effect in bench.last if isinstance(effect, ChangeLine)] == ["SA-2"]
    assert {line.code: line.wanted.due for line in bench.serving.lines} == {
        "DR-1": LATER,
        "SA-2": LATER,
        "HA-4": NEXT_WEEK,
    }
    assert bench.notice() is NoticeKey.NOT_ALL_THAT_DAY
