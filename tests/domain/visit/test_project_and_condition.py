"""Tests of the project for which a tool is borrowed, and of the condition in which it comes back."""

import pytest

from kiosk.domain.messages.answers import OffersRead
from kiosk.domain.messages.effects import AddLine, ChangeLine, Commit, ReadOffers
from kiosk.domain.messages.intents import ChooseCondition, ChooseProject, ClosePanel, Finish
from kiosk.domain.model import (
    Direction,
    EarlierLine,
    InDoubt,
    LineId,
    Opening,
)
from kiosk.domain.terms import TermKind, Terms, Wish
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import Panel
from kiosk.structs import replace
from tests.domain.cast import LIBRARY, NEXT_WEEK, item
from tests.domain.kiosks import identifying, serving
from tests.domain.visit.chosen import (
    AUDIT,
    BEDS,
    DAYS,
    LATER,
    OFFERING,
    OFFERS,
    WORN,
    borrowing,
    offered,
    opened,
    returning,
    settle,
)

# --- projects -------------------------------------------------------------------------------------


def test_a_project_is_chosen_once_for_all_and_for_what_follows() -> None:
    bench = opened(borrowing("DR-1", "SA-2", library=OFFERING), "SA-2", TermKind.PROJECT)
    bench.tell(ChooseProject(None, AUDIT))
    assert {line.wanted.project for line in bench.serving.lines} == {AUDIT}
    bench.scan("HA-4")
    assert bench.the(AddLine).line.project == AUDIT
    bench.tell(ChooseProject(bench.line("SA-2").ident, BEDS))
    assert [line.wanted.project for line in bench.serving.lines] == [AUDIT, BEDS, AUDIT]


def test_a_project_can_be_taken_back() -> None:
    bench = borrowing("DR-1", library=OFFERING).tell(ChooseProject(None, AUDIT))
    settle(bench, "DR-1").tell(ChooseProject(bench.line("DR-1").ident, None))
    assert bench.line("DR-1").wanted.project is None
    assert settle(bench, "DR-1").line("DR-1").project is None


def test_choosing_the_same_project_for_all_again_closes_the_panel() -> None:
    bench = opened(borrowing("DR-1", library=OFFERING).tell(ChooseProject(None, AUDIT)), "DR-1", TermKind.PROJECT)
    assert bench.tell(ChooseProject(None, AUDIT)).serving.panel is None


def test_a_required_project_is_asked_for_with_the_first_tool_and_finish_asks_again() -> None:
    bench = borrowing("DR-1", required=True, library=OFFERING)
    ident = bench.line("DR-1").ident
    assert bench.serving.panel == Panel(ident, TermKind.PROJECT)
    bench.tell(ClosePanel()).tell(Finish())
    assert bench.serving.panel == Panel(ident, TermKind.PROJECT)
    assert bench.notice() is NoticeKey.CHOOSE_PROJECT
    assert bench.wants(Commit) == []
    settle(bench.tell(ChooseProject(None, AUDIT)), "DR-1").tell(Finish())
    assert [line.project for line in bench.the(Commit).lines] == [AUDIT]


def test_an_open_panel_is_not_replaced_by_the_next_tool() -> None:
    bench = borrowing("DR-1", required=True, library=OFFERING)
    first = bench.serving.panel
    bench.scan("SA-2")
    opened(bench, "DR-1", TermKind.PROJECT).answer("SA-2", offered("SA-2"))
    assert bench.serving.panel == first


def test_projects_that_need_a_log_in_are_read_when_they_are_first_wanted() -> None:
    needs = replace(LIBRARY, projects=True)
    bench = opened(borrowing("DR-1", library=needs), "DR-1", TermKind.PROJECT)
    assert bench.work == ["ReadOffers"]
    bench.tell(OffersRead(bench.visit, OFFERS))
    assert bench.serving.panel is not None
    assert opened(bench, "DR-1", TermKind.PROJECT).work == []


def test_without_a_list_of_projects_the_panel_closes_and_says_so() -> None:
    bench = opened(borrowing("DR-1", library=replace(LIBRARY, projects=True)), "DR-1", TermKind.PROJECT)
    bench.tell(OffersRead(bench.visit, None))
    assert (bench.serving.panel, bench.notice()) == (None, NoticeKey.NO_PROJECTS)


# --- condition ------------------------------------------------------------------------------------


def test_the_condition_of_a_returned_tool() -> None:
    bench = returning().tell(ChooseCondition(LineId(0), WORN))
    assert bench.wants(ChangeLine) == []
    bench.tell(ChooseCondition(bench.line("LA-3").ident, WORN))
    assert bench.the(ChangeLine).line.wanted.condition == WORN
    assert settle(bench, "LA-3").line("LA-3").condition == WORN


def test_a_condition_in_doubt_leaves_the_day_alone() -> None:
    bench = returning()
    bench.tell(ChooseCondition(bench.line("LA-3").ident, WORN))
    settle(bench, "LA-3", InDoubt())
    assert bench.line("LA-3").due == NEXT_WEEK


@pytest.mark.parametrize(
    ("library", "reads"),
    [
        (replace(LIBRARY, asks_condition=True), 1),
        (replace(LIBRARY, asks_condition=True, offers=OFFERS), 0),
        (LIBRARY, 0),
    ],
)
def test_conditions_that_need_a_log_in_are_read_with_the_first_return(library: object, reads: int) -> None:
    bench = serving("LA-3", loans=("LA-3", "SA-9"), library=library)  # type: ignore[arg-type]
    assert len(bench.wants(ReadOffers)) == reads
    bench.tell(OffersRead(bench.visit, OFFERS)).stage("SA-9")
    assert len(bench.wants(ReadOffers)) == reads


def test_lines_from_before_keep_their_terms() -> None:
    borrowed = EarlierLine(Direction.BORROW, item("DR-1"), "r1", NEXT_WEEK, days=DAYS, project=AUDIT)
    returned = EarlierLine(Direction.RETURN, item("LA-3"), "r2", NEXT_WEEK, condition=WORN)
    bench = identifying().sign_in(opening=Opening(earlier=(borrowed, returned)))
    assert bench.line("DR-1").terms == Terms(NEXT_WEEK, AUDIT)
    assert bench.line("DR-1").days == DAYS
    assert bench.line("LA-3").terms == Terms(NEXT_WEEK, None, WORN)


def test_a_wish_is_seen_before_what_holds() -> None:
    line = replace(borrowing("DR-1").line("DR-1"), wish=Wish(1, Terms(LATER)))
    assert (line.terms.due, line.wanted.due) == (NEXT_WEEK, LATER)
