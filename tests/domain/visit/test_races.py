"""Tests of two events at nearly the same time, for example a removal and an answer.

The file tests/scenarios/races.story has more of these cases.
"""

from datetime import timedelta

from kiosk.domain.messages.answers import LineAnswered, LineGone
from kiosk.domain.messages.effects import TakeOut
from kiosk.domain.messages.events import Tick
from kiosk.domain.messages.intents import Cancel, Yes
from kiosk.domain.model import (
    InDoubt,
    LineState,
    Moment,
    NotSent,
    Recorded,
    RefusalKind,
    Secret,
)
from kiosk.domain.visit import step
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskSwitch
from kiosk.domain.visit.states import Identifying, Resolving, Serving, Settling
from tests.domain.cast import NOON, OTHER_FOB, refused, staged
from tests.domain.kiosks import committing, identifying, remove, serving


def test_a_late_answer_of_an_ended_visit_changes_nothing() -> None:
    bench = serving().scan("DR-1")
    visit, line = bench.visit, bench.line("DR-1").ident
    bench.tell(Cancel()).tell(Yes())
    before = bench.kiosk
    bench.tell(LineAnswered(visit, line, staged("DR-1")))
    assert (bench.kiosk, bench.work) == (before, [])


def test_removed_while_checking_and_never_sent_is_gone() -> None:
    assert remove(serving().scan("DR-1"), "DR-1").answer("DR-1", NotSent()).basket == {}


def test_removed_while_checking_and_in_doubt_is_said() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").answer("DR-1", InDoubt())
    assert bench.basket == {"DR-1": LineState.UNKNOWN}
    assert bench.inbox == ["DR-1"]


def test_removed_twice_while_checking_is_removed_once() -> None:
    bench = remove(remove(serving().scan("DR-1"), "DR-1"), "DR-1")
    assert len(bench.wants(TakeOut)) == 1


def test_a_removal_that_found_nothing_to_remove_leaves_the_line_checking() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").stays("DR-1")
    assert bench.basket == {"DR-1": LineState.CHECKING}
    assert bench.answer("DR-1").basket == {"DR-1": LineState.STAGED}


def test_scanned_again_while_being_dropped_is_added_after_the_drop() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").scan("DR-1")
    assert bench.gone("DR-1").work == ["AddLine DR-1"]


def test_scanned_again_while_being_dropped_and_never_sent_is_added() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").scan("DR-1").answer("DR-1", NotSent())
    assert bench.work == ["AddLine DR-1"]


def test_scanned_again_and_refused_says_why() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").scan("DR-1").answer("DR-1", refused(RefusalKind.RESERVED))
    assert bench.basket == {"DR-1": LineState.REFUSED}


def test_scanned_again_while_being_removed_and_removed_again_is_gone() -> None:
    bench = remove(remove(serving("DR-1"), "DR-1").scan("DR-1"), "DR-1")
    assert bench.gone("DR-1").work == []
    assert bench.basket == {}


def test_scanned_again_and_not_taken_out_is_just_on_the_list() -> None:
    bench = remove(serving("DR-1"), "DR-1").scan("DR-1").stays("DR-1")
    assert bench.basket == {"DR-1": LineState.STAGED}
    assert bench.notice() is None


def test_finish_while_a_line_is_being_removed_waits_for_the_removal() -> None:
    bench = remove(serving("DR-1", "SA-2"), "SA-2").fob()
    bench.is_in(Settling)
    assert bench.gone("SA-2").work == ["Commit DR-1"]


def test_another_fob_during_checking_waits_for_the_answer_and_mixes_nothing() -> None:
    bench = serving().scan("DR-1").fob(OTHER_FOB).tell(Yes())
    bench.is_in(Settling)
    assert bench.answer("DR-1").work == ["Commit DR-1"]


def test_a_lost_answer_is_not_called_not_done_before_two_looks_fifteen_seconds_apart() -> None:
    bench = committing().answer_commit(InDoubt()).later(1).read(in_cart=("DR-1",)).later(14).read(in_cart=("DR-1",))
    bench.is_in(Resolving)
    bench.later(1).read(in_cart=("DR-1",))
    assert bench.basket == {"DR-1": LineState.STAGED}


def test_a_second_member_while_identifying_is_asked_about_afterwards() -> None:
    bench = identifying().fob(OTHER_FOB).sign_in()
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))


def test_a_second_member_while_committing_begins_afterwards() -> None:
    bench = committing().fob(OTHER_FOB).answer_commit().read(proven=("DR-1",)).wait(10)
    assert bench.is_in(Identifying).fob == Secret(OTHER_FOB)


def test_a_clock_set_back_ends_nothing_early_or_late() -> None:
    bench = serving("DR-1")
    yesterday = Moment(bench.at + 50, NOON - timedelta(days=1))
    assert step(bench.kiosk.at(yesterday), Tick()).kiosk.state == bench.state
    assert yesterday.today == NOON.date() - timedelta(days=1)


def test_an_immediate_system_that_answers_after_removal_was_pressed_has_done_it() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").answer("DR-1", Recorded())
    assert (bench.basket, bench.notice()) == ({"DR-1": LineState.DONE}, NoticeKey.ALREADY_RECORDED)


def test_a_removal_that_is_answered_twice_is_one_removal() -> None:
    bench = remove(serving("DR-1"), "DR-1")
    line = bench.line("DR-1").ident
    bench.gone("DR-1").tell(LineGone(bench.visit, line))
    assert bench.basket == {}
