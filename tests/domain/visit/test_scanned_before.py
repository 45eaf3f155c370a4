"""Tests of tools that somebody scans during the commit of one member. Later they are on the list of the next member."""

from collections.abc import Callable

import pytest

from kiosk.domain.library import House, WalkAway
from kiosk.domain.messages.answers import NotLinked, SignInLost
from kiosk.domain.messages.effects import Commit
from kiosk.domain.messages.events import StoreBroken, StoreMended
from kiosk.domain.messages.intents import CloseReceipt, Finish, KeepLine, Yes
from kiosk.domain.model import ByOthers, Direction, InDoubt, LineState, NotSent
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskUndecided
from kiosk.domain.visit.states import Committing, Serving
from tests.domain.bench import Bench
from tests.domain.cast import JONAS, OTHER_FOB
from tests.domain.kiosks import committing, idle, receipt

STAGED, CHECKING = LineState.STAGED, LineState.CHECKING
EARLIER = ByOthers.EARLIER


def next_in_line(house: House | None = None, *, loans: tuple[str, ...] = ()) -> Bench:
    """Return a kiosk at which Jonas is signed in after Marta.

    During Marta's commit, a tool was scanned, and then Jonas's fob was shown.
    """
    bench = idle(house=house).fob().sign_in().stage("DR-1").later(1).fob().scan("SA-2").fob(OTHER_FOB)
    bench.answer_commit().later(1).read(proven=("DR-1",)).wait(11)
    return bench.sign_in(JONAS, loans=loans)


def from_welcome() -> Bench:
    bench = committing("DR-1").scan("SA-2").answer_commit().later(1).read(proven=("DR-1",)).tell(CloseReceipt())
    return bench.fob(OTHER_FOB).sign_in(JONAS)


def by_form() -> Bench:
    bench = committing("DR-1").scan("SA-2").answer_commit().later(1).read(proven=("DR-1",)).fob(OTHER_FOB)
    return bench.tell(NotLinked(bench.visit)).send_form().sign_in(JONAS)


def while_the_answer_is_lost() -> Bench:
    bench = committing("DR-1").answer_commit(InDoubt()).scan("SA-2").later(1).read(proven=("DR-1",))
    return bench.fob(OTHER_FOB).sign_in(JONAS)


@pytest.mark.parametrize("make", [next_in_line, from_welcome, by_form, while_the_answer_is_lost])
def test_it_is_marked_and_asked_about(make: Callable[[], Bench]) -> None:
    bench = make()
    assert bench.line("SA-2").by_others is EARLIER
    assert bench.notice() in {NoticeKey.SCANNED_EARLIER, NoticeKey.LINK_NOT_KEPT}
    bench.answer("SA-2")
    assert bench.line("SA-2").by_others is EARLIER
    assert isinstance(bench.tell(Finish()).is_in(Serving).question, AskUndecided)
    assert bench.tell(Yes()).work == ["Commit SA-2"]


@pytest.mark.parametrize("when", [CHECKING, STAGED])
@pytest.mark.parametrize("how", ["scan", "keep"])
def test_the_member_says_yes_on_the_line_or_by_scanning_it(when: LineState, how: str) -> None:
    bench = next_in_line()
    if when is STAGED:
        bench.answer("SA-2")
    bench.scan("SA-2") if how == "scan" else bench.tell(KeepLine(bench.line("SA-2").ident))
    if when is CHECKING:
        bench.answer("SA-2")
    assert (bench.line("SA-2").by_others, bench.line("SA-2").state) == (None, STAGED)
    assert bench.tell(Finish()).work == ["Commit SA-2"]


@pytest.mark.parametrize("walk_away", WalkAway)
def test_whoever_walks_away_has_not_borrowed_it(walk_away: WalkAway) -> None:
    bench = next_in_line(House(walk_away=walk_away)).answer("SA-2").wait(130)
    assert not isinstance(bench.state, Committing)
    assert [line.code for act in bench.wants(Commit) for line in act.lines] == ["DR-1"]


def test_an_own_loan_that_was_scanned_before_is_asked_about_too() -> None:
    bench = next_in_line(loans=("SA-2",))
    assert (bench.line("SA-2").direction, bench.line("SA-2").by_others) == (Direction.RETURN, EARLIER)


def test_the_mark_stays_when_the_kiosk_asks_again_by_itself() -> None:
    bench = next_in_line().answer("SA-2", NotSent()).tell(StoreBroken()).tell(StoreMended())
    assert (bench.line("SA-2").state, bench.line("SA-2").by_others) == (CHECKING, EARLIER)
    bench.tell(SignInLost(bench.visit)).send_form().sign_in(JONAS)
    assert (bench.line("SA-2").state, bench.line("SA-2").by_others) == (CHECKING, EARLIER)


def test_the_same_member_is_not_asked() -> None:
    bench = receipt().scan("SA-2").fob().sign_in()
    assert bench.line("SA-2").by_others is None
    bench = committing("DR-1").scan("SA-2").answer_commit().later(1).read(proven=("DR-1",)).fob().sign_in()
    assert bench.line("SA-2").by_others is None


def test_what_is_scanned_on_welcome_is_not_asked_about() -> None:
    bench = committing("DR-1").scan("SA-2").answer_commit().later(1).read(proven=("DR-1",)).tell(CloseReceipt())
    bench.wait(61).scan("SA-2").fob(OTHER_FOB).sign_in(JONAS)
    assert bench.line("SA-2").by_others is None
