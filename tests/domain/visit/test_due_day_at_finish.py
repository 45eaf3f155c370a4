"""Tests of changed due days that the server has not confirmed when Finish is pressed or the log-in is lost."""

from datetime import date

import pytest

from kiosk.domain.library import House, WalkAway
from kiosk.domain.messages.answers import OffersRead, SignedIn, SignInLost
from kiosk.domain.messages.effects import Commit
from kiosk.domain.messages.intents import Finish
from kiosk.domain.model import (
    Direction,
    EarlierLine,
    LineState,
    NotSent,
    Opening,
)
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import AskingSecret, Committing, Serving, Settling
from tests.domain.cast import MARTA, NEXT_WEEK, item
from tests.domain.kiosks import identifying
from tests.domain.visit.chosen import DAYS, LATER, OFFERS, borrowing, due, offered, settle

# --- Finish ---------------------------------------------------------------------------------------


def test_finish_waits_for_the_answer_to_a_change() -> None:
    bench = due(borrowing("DR-1"), "DR-1", LATER).tell(Finish())
    bench.is_in(Settling)
    assert bench.wants(Commit) == []
    settle(bench, "DR-1")
    assert [line.due for line in bench.the(Commit).lines] == [LATER]


def test_a_change_that_is_not_taken_after_finish_is_seen_before_the_old_day_is_recorded() -> None:
    bench = settle(due(borrowing("DR-1"), "DR-1", LATER).tell(Finish()), "DR-1", NotSent())
    bench.is_in(Serving)
    assert bench.notice() is NoticeKey.NOT_CHANGED
    bench.tell(Finish())
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
    again = EarlierLine(Direction.BORROW, item("DR-1"), "ref-DR-1", found, days=DAYS)
    bench.send_form().tell(SignedIn(form.visit, MARTA, Opening(earlier=(again,))))
    assert (bench.line("DR-1").due, bench.line("DR-1").wish, bench.notice()) == (found, None, notice)
