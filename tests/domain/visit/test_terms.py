"""Due day, project, condition: chosen on the line, asked of the server, answered in any order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.domain.library import House, WalkAway
from kiosk.domain.messages import (
    AddLine,
    Cancel,
    ChangeLine,
    ChooseCondition,
    ChooseDue,
    ChooseProject,
    ClosePanel,
    Commit,
    Finish,
    LineChanged,
    OffersRead,
    OpenPanel,
    ReadOffers,
    SameDueForAll,
    SignedIn,
    SignInLost,
    StoreBroken,
    TakeOut,
)
from kiosk.domain.model import (
    ChangeOutcome,
    Direction,
    FoundLine,
    InDoubt,
    LineId,
    LineState,
    NotSent,
    Opening,
    Refusal,
    RefusalKind,
    Refused,
    Staged,
)
from kiosk.domain.terms import Changed, Condition, Offers, Project, TermKind, Terms, Wish
from kiosk.domain.visit.state import AskingSecret, AskSwitch, Committing, NoticeKey, Panel, Serving, Settling
from tests.domain.bench import Bench
from tests.domain.cast import LIBRARY, MARTA, NEXT_WEEK, item
from tests.domain.kiosks import identifying, remove, serving

DAYS = tuple(NEXT_WEEK + timedelta(days=ahead) for ahead in range(-3, 10))
LATER, LATEST = NEXT_WEEK + timedelta(days=2), NEXT_WEEK + timedelta(days=4)
AUDIT, BEDS = Project("156", "Energy audit"), Project("157", "Raised beds")
WORN, BROKEN = Condition("6", "Needs a look"), Condition("7", "Broken")
OFFERS = Offers((AUDIT, BEDS), (WORN, BROKEN))
OFFERING = replace(LIBRARY, projects=True, offers=OFFERS, asks_condition=True)


def offered(code: str, *, latest: date | None = None) -> Staged:
    """In the cart, with days to choose from."""
    tool = replace(item(code), max_due=latest)
    return Staged(f"ref-{code}", tool, NEXT_WEEK, Direction.BORROW, days=DAYS)


def borrowing(*codes: str, required: bool = False, **more: object) -> Bench:
    """Marta has these tools on her list, each with days to choose from."""
    bench = identifying(**more)  # type: ignore[arg-type]
    bench.sign_in(opening=Opening(project_required=required))
    for code in codes:
        bench.scan(code).answer(code, offered(code))
    return bench


def returning() -> Bench:
    """Marta brings the ladder back."""
    return serving("LA-3", loans=("LA-3",), library=OFFERING).tell(Cancel()).tell(ClosePanel())


def due(bench: Bench, code: str, day: date) -> Bench:
    return bench.tell(ChooseDue(bench.line(code).ident, day))


def opened(bench: Bench, code: str, kind: TermKind = TermKind.DUE) -> Bench:
    return bench.tell(OpenPanel(bench.line(code).ident, kind))


def settle(bench: Bench, code: str, outcome: ChangeOutcome | None = None, wish: int | None = None) -> Bench:
    """The server answers a wish of this line: the last one, and as it was wished."""
    line = bench.line(code)
    number = line.wish.number if line.wish and wish is None else wish or 0
    return bench.tell(LineChanged(bench.visit, line.ident, number, outcome or Changed(line.wanted)))


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


# --- Finish ---------------------------------------------------------------------------------------


def test_finish_waits_for_the_answer_to_a_change() -> None:
    bench = due(borrowing("DR-1"), "DR-1", LATER).tell(Finish())
    bench.is_in(Settling)
    assert bench.wants(Commit) == []
    settle(bench, "DR-1")
    assert [line.due for line in bench.the(Commit).lines] == [LATER]


def test_a_change_that_is_refused_after_finish_goes_on_with_the_old_day() -> None:
    bench = settle(due(borrowing("DR-1"), "DR-1", LATER).tell(Finish()), "DR-1", NotSent())
    assert [line.due for line in bench.the(Commit).lines] == [NEXT_WEEK]


def test_a_change_that_is_not_answered_in_time_is_said_and_nothing_is_recorded() -> None:
    bench = due(borrowing("DR-1"), "DR-1", LATER).tell(Finish()).wait(16)
    bench.is_in(Serving)
    assert bench.notice() is NoticeKey.CHANGE_WAITS
    assert bench.wants(Commit) == []


def test_the_list_of_projects_may_come_while_finish_waits() -> None:
    bench = due(borrowing("DR-1"), "DR-1", LATER).tell(Finish())
    bench.tell(OffersRead(bench.visit, OFFERS))
    assert bench.is_in(Settling).serving.offers == OFFERS


def test_nobody_is_there_and_the_change_is_answered_after_the_commit_was_asked_for() -> None:
    bench = due(borrowing("DR-1", house=House(walk_away=WalkAway.FINISH)), "DR-1", LATER).wait(200)
    settle(bench, "DR-1")
    act = bench.is_in(Committing)
    assert [line.due for line in (*act.lines, *act.serving.lines)] == [LATER, LATER]


def test_returns_only_takes_a_line_out_whatever_was_wished_for_it() -> None:
    house = House(walk_away=WalkAway.RETURNS_ONLY)
    bench = identifying(house=house).sign_in(loans=("LA-3",)).stage("LA-3")
    bench.scan("DR-1").answer("DR-1", offered("DR-1"))
    due(bench, "DR-1", LATER).wait(155)
    assert (bench.line("DR-1").state, bench.line("DR-1").wish) == (LineState.REMOVING, None)


# --- the sign-in is lost --------------------------------------------------------------------------


@pytest.mark.parametrize(("found", "notice"), [(NEXT_WEEK, NoticeKey.NOT_CHANGED), (LATER, None)])
def test_after_a_new_sign_in_the_cart_says_which_day_holds(found: date, notice: NoticeKey | None) -> None:
    bench = due(borrowing("DR-1"), "DR-1", LATER)
    bench.tell(SignInLost(bench.visit))
    form = bench.is_in(AskingSecret)
    again = FoundLine(Direction.BORROW, item("DR-1"), "ref-DR-1", found, days=DAYS)
    bench.send_form().tell(SignedIn(form.visit, MARTA, Opening(found=(again,))))
    assert (bench.line("DR-1").due, bench.line("DR-1").wish, bench.notice()) == (found, None, notice)


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
    borrowed = FoundLine(Direction.BORROW, item("DR-1"), "r1", NEXT_WEEK, days=DAYS, project=AUDIT)
    returned = FoundLine(Direction.RETURN, item("LA-3"), "r2", NEXT_WEEK, condition=WORN)
    bench = identifying().sign_in(opening=Opening(found=(borrowed, returned)))
    assert bench.line("DR-1").terms == Terms(NEXT_WEEK, AUDIT)
    assert bench.line("DR-1").days == DAYS
    assert bench.line("LA-3").terms == Terms(NEXT_WEEK, None, WORN)


def test_a_wish_is_seen_before_what_holds() -> None:
    line = replace(borrowing("DR-1").line("DR-1"), wish=Wish(1, Terms(LATER)))
    assert (line.terms.due, line.wanted.due) == (NEXT_WEEK, LATER)
