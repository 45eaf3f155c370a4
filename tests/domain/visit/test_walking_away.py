"""Tests of a member who walks away.

First the kiosk shows a warning. Then it ends the visit in the way that the library has chosen in its settings.
"""

import pytest

from kiosk.domain.library import House, WalkAway
from kiosk.domain.messages.answers import CommitAnswered, LineGone, LineStays, SignInLost
from kiosk.domain.messages.events import ServerAway, StoreBroken, Touched
from kiosk.domain.messages.intents import Cancel, Finish, RemoveLine
from kiosk.domain.model import CommitDone, CommitRefused, Direction, EarlierLine, InDoubt, NotSent, Opening, Recorded
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import ThenQuietly
from kiosk.domain.visit.states import Committing, Identifying, Idle, Serving, Trouble
from tests.domain.bench import Bench
from tests.domain.cast import FOB, OTHER_FOB, item
from tests.domain.kiosks import identifying, idle, serving

FINISH = House(walk_away=WalkAway.FINISH)
RETURNS_ONLY = House(walk_away=WalkAway.RETURNS_ONLY)
ABANDON = House(walk_away=WalkAway.ABANDON)
TIME_OUT_S = 120


def test_twenty_seconds_before_the_end_the_kiosk_asks_still_here() -> None:
    bench = serving("DR-1").wait(99)
    assert not bench.is_in(Serving).warned
    assert bench.wait(1).is_in(Serving).warned
    assert bench.wait(19).is_in(Serving).warned


@pytest.mark.parametrize("house", [FINISH, RETURNS_ONLY, ABANDON])
def test_an_empty_basket_is_just_closed(house: House) -> None:
    bench = serving(house=house).wait(TIME_OUT_S)
    assert (bench.state, bench.work) == (Idle(), ["Farewell"])


def test_finish_commits_for_somebody_who_is_not_there() -> None:
    bench = serving("DR-1", house=FINISH).wait(TIME_OUT_S)
    act = bench.is_in(Committing)
    assert (act.attended, act.then) == (False, ThenQuietly())
    assert bench.work == ["Commit DR-1"]


def test_abandon_takes_out_what_this_visit_added() -> None:
    found = (EarlierLine(Direction.BORROW, item("OLD"), "r1"),)
    bench = idle(house=ABANDON).fob().sign_in(opening=Opening(earlier=found)).stage("DR-1").wait(TIME_OUT_S)
    assert bench.state == Idle()
    assert bench.work == ["Record walked_away OLD DR-1", "Farewell DR-1"]


def test_lines_that_nobody_knows_of_always_go_to_staff() -> None:
    bench = serving("DR-1", house=ABANDON)
    bench.scan("SA-2").answer("SA-2", NotSent()).scan("HA-3").answer("HA-3", InDoubt()).wait(TIME_OUT_S)
    assert bench.work[0] == "Record left_unchecked! SA-2"
    # staff are told once about each code; they were told about HA-3 when its answer was lost
    assert bench.inbox == ["HA-3", "SA-2"]
    bench = serving("DR-1", house=FINISH).scan("SA-2").answer("SA-2", NotSent()).wait(TIME_OUT_S)
    assert bench.work == ["Record left_unchecked! SA-2", "TakeOut SA-2"]
    assert bench.gone("SA-2").work == ["Commit DR-1"]


def test_what_was_done_at_once_needs_no_commit() -> None:
    bench = serving(house=FINISH).scan("DR-1").answer("DR-1", Recorded(item("DR-1"))).wait(TIME_OUT_S)
    assert (bench.state, bench.work) == (Idle(), ["Record walked_away DR-1", "Farewell"])


def test_a_line_in_flight_holds_the_end_up_for_half_a_minute() -> None:
    bench = serving("DR-1", house=FINISH).scan("SA-2").wait(TIME_OUT_S)
    assert bench.is_in(Serving).overdue_since == bench.at
    bench.wait(29).is_in(Serving)
    bench.wait(1)
    assert bench.work == ["Record left_unchecked! SA-2", "TakeOut SA-2"]
    assert bench.gone("SA-2").work == ["Commit DR-1"]


def test_the_end_comes_as_soon_as_the_line_is_answered() -> None:
    bench = serving(house=FINISH).scan("SA-2").wait(TIME_OUT_S + 5).answer("SA-2").wait(1)
    assert bench.work == ["Commit SA-2"]


def test_somebody_who_comes_back_in_time_goes_on() -> None:
    bench = serving(house=FINISH).scan("SA-2").wait(TIME_OUT_S + 5).tell(Touched()).answer("SA-2").wait(30)
    assert bench.is_in(Serving).overdue_since is None


def test_without_a_store_nothing_is_committed_for_anybody() -> None:
    bench = serving("DR-1", house=FINISH).tell(StoreBroken()).wait(TIME_OUT_S)
    bench.is_in(Trouble)
    assert bench.work == ["Record walked_away DR-1", "Record not_finished! DR-1", "Farewell"]


# --- libraries that ask for a project -----------------------------------------------------------


def lacking_a_project(house: House, *, loans: tuple[str, ...] = ()) -> Bench:
    bench = identifying(house=house)
    account = bench.sign_in(loans=loans).serving.loans
    bench = identifying(house=house).sign_in(opening=Opening(account, project_required=True))
    return bench.stage("DR-1", *loans)


def test_what_lacks_a_project_is_no_reason_to_forget_what_comes_back() -> None:
    bench = lacking_a_project(FINISH, loans=("HA-3",)).wait(TIME_OUT_S)
    assert bench.work == ["Record walked_away! DR-1", "TakeOut DR-1"]
    assert bench.gone("DR-1").work == ["Commit HA-3"]


def test_with_nothing_else_there_is_nothing_to_send_and_staff_must_know() -> None:
    bench = lacking_a_project(FINISH).wait(TIME_OUT_S)
    assert bench.state == Idle()
    assert bench.work == ["Record walked_away! DR-1", "Record walked_away DR-1", "Farewell DR-1"]
    assert bench.inbox == ["DR-1"]


# --- returns only --------------------------------------------------------------------------------


def returns_only() -> Bench:
    return serving("HA-3", "DR-1", loans=("HA-3",), house=RETURNS_ONLY).wait(TIME_OUT_S)


def test_returns_only_takes_the_borrowed_out_before_it_commits() -> None:
    bench = returns_only()
    assert bench.work == ["TakeOut DR-1"]
    assert not bench.is_in(Committing).sent
    bench.later(2).gone("DR-1")
    assert bench.work == ["Commit HA-3"]
    assert bench.is_in(Committing).sent
    assert bench.is_in(Committing).began == bench.at


def test_returns_only_takes_out_also_what_was_in_the_cart_before() -> None:
    found = (EarlierLine(Direction.BORROW, item("OLD"), "r1"),)
    bench = idle(house=RETURNS_ONLY).fob().sign_in(opening=Opening((), found), loans=())
    bench = idle(house=RETURNS_ONLY).fob()
    bench.sign_in(opening=Opening(serving(loans=("HA-3",)).serving.loans, found)).stage("HA-3").wait(TIME_OUT_S)
    assert bench.work == ["TakeOut OLD"]


def test_returns_only_without_returns_abandons() -> None:
    bench = serving("DR-1", house=RETURNS_ONLY).wait(TIME_OUT_S)
    assert bench.work == ["Record walked_away DR-1", "Farewell DR-1"]


def test_returns_only_without_borrows_commits_at_once() -> None:
    bench = serving("HA-3", loans=("HA-3",), house=RETURNS_ONLY).wait(TIME_OUT_S)
    assert bench.work == ["Commit HA-3"]


def test_returns_only_lends_nothing_when_a_line_cannot_be_taken_out() -> None:
    bench = returns_only().stays("DR-1")
    assert bench.state == Idle()
    assert bench.work == ["Record commit_not_sent! HA-3", "Farewell DR-1"]


def test_returns_only_does_not_wait_for_ever() -> None:
    bench = returns_only().wait(29)
    assert not bench.is_in(Committing).sent
    bench.wait(1)
    assert bench.state == Idle()
    assert bench.inbox == ["HA-3"]


def test_returns_only_listens_to_its_own_lines_only() -> None:
    bench = returns_only()
    waiting, kept = bench.line("DR-1").ident, bench.line("HA-3").ident
    bench.tell(LineStays(bench.visit, kept)).tell(LineGone(bench.visit, kept))
    assert not bench.is_in(Committing).sent
    bench.tell(CommitAnswered(bench.visit, bench.commit.commit, CommitDone()))
    assert not bench.is_in(Committing).sent
    assert bench.tell(LineGone(bench.visit, waiting)).work == ["Commit HA-3"]


def test_a_sign_in_lost_while_nobody_is_there_goes_to_staff() -> None:
    bench = returns_only()
    bench.tell(SignInLost(bench.visit))
    assert bench.state == Idle()
    assert bench.inbox == ["HA-3"]


# --- commits without a receipt -------------------------------------------------------------------


def quietly() -> Bench:
    return serving("DR-1", house=FINISH).wait(TIME_OUT_S)


def test_no_receipt_is_drawn_for_nobody() -> None:
    bench = quietly().answer_commit().read(proven=("DR-1",))
    assert bench.state == Idle()
    assert bench.work == ["Record commit_settled DR-1", "Farewell"]


def test_the_next_member_s_scans_wait_for_the_quiet_end() -> None:
    bench = quietly().scan("SA-2").fob(OTHER_FOB)
    assert bench.is_in(Committing).tray == ("SA-2",)
    bench.answer_commit().read(proven=("DR-1",))
    assert bench.is_in(Identifying).tray == ("SA-2",)


def test_a_touch_or_the_own_fob_at_the_quiet_end_waits_a_moment() -> None:
    for bench in (quietly().tell(Touched()), quietly().fob(FOB), quietly().tell(Finish())):
        bench.is_in(Committing)
        assert bench.notice() is NoticeKey.ONE_MOMENT
    assert quietly().tell(Cancel()).notice() is NoticeKey.CANNOT_STOP


def test_a_commit_that_was_not_sent_for_nobody_goes_to_staff() -> None:
    bench = quietly().answer_commit(NotSent())
    assert bench.state == Idle()
    assert bench.work == ["Record commit_not_sent! DR-1", "Farewell"]


def test_a_commit_that_is_refused_while_nobody_is_there_goes_to_staff() -> None:
    bench = quietly().answer_commit(CommitRefused("Agreement missing")).read(in_cart=("DR-1",))
    assert bench.state == Idle()
    assert bench.work == ["Record commit_refused! DR-1", "Farewell DR-1"]


def test_a_commit_that_did_nothing_for_nobody_goes_to_staff() -> None:
    bench = quietly().answer_commit(InDoubt()).read(in_cart=("DR-1",)).later(20).read(in_cart=("DR-1",))
    assert bench.state == Idle()
    assert bench.inbox == ["DR-1"]


def test_a_commit_that_stays_unknown_for_nobody_goes_to_staff() -> None:
    bench = quietly().answer_commit(InDoubt()).wait(90)
    assert bench.state == Idle()
    assert bench.work == ["Record commit_unsettled! DR-1", "Farewell"]


def test_what_was_being_removed_is_not_lent_by_the_walk_away() -> None:
    bench = serving("DR-1", "SA-2", house=FINISH)
    bench.tell(RemoveLine(bench.line("SA-2").ident)).tell(ServerAway()).wait(TIME_OUT_S + 30)
    assert not bench.is_in(Committing).sent
    bench.wait(30)
    assert bench.state == Idle()
    assert bench.work == ["Record commit_not_sent! DR-1", "Farewell SA-2"]
