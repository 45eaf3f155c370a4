"""Tests of Finish, from the press of the button until the commit is sent.

The kiosk asks the member its questions, and waits for the server's answers to lines that are still being checked.
"""

import pytest

from kiosk.domain.library import Library
from kiosk.domain.messages.answers import LinkKept, SignInLost
from kiosk.domain.messages.effects import Commit, Sound, TakeOut
from kiosk.domain.messages.events import StoreBroken
from kiosk.domain.messages.intents import Cancel, CloseReceipt, Finish, No, RemoveLine, Yes
from kiosk.domain.model import Direction, InDoubt, LineState, NotSent, Recorded, RefusalKind, Secret
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskCancel, AskConfirm, AskFinishWithout, AskSwitch, ThenReceipt, ThenSwitch
from kiosk.domain.visit.states import AskingSecret, Committing, Identifying, Idle, ReadingBack, Serving, Settling
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import LIBRARY, OTHER_FOB, item, refused
from tests.domain.kiosks import serving

CONFIRM_ALL = replace(LIBRARY, confirm_borrows=True, confirm_returns=True)
CONFIRM_RETURNS = replace(LIBRARY, confirm_returns=True)
SWITCH = ThenSwitch(Secret(OTHER_FOB))


@pytest.mark.parametrize("how", ["fob", "button"])
def test_staged_lines_are_committed(how: str) -> None:
    bench = serving("DR-1", "SA-2")
    bench.fob() if how == "fob" else bench.tell(Finish())
    act = bench.is_in(Committing)
    assert [line.code for line in bench.the(Commit).lines] == ["SA-2", "DR-1"]
    assert (act.attended, act.then, act.began) == (True, ThenReceipt(), bench.at)


def test_nothing_to_record_ends_the_visit() -> None:
    bench = serving().fob()
    assert (bench.state, bench.work) == (Idle(), ["Farewell"])


def test_only_refused_lines_end_the_visit() -> None:
    bench = serving().scan("DR-1").answer("DR-1", refused(RefusalKind.OTHER)).fob()
    assert (bench.state, bench.work) == (Idle(), ["Farewell"])


@pytest.mark.parametrize(
    ("library", "code", "asks"),
    [
        (LIBRARY, "DR-1", False),
        (CONFIRM_RETURNS, "DR-1", False),
        (CONFIRM_RETURNS, "HA-3", True),
        (replace(LIBRARY, confirm_borrows=True), "DR-1", True),
        (replace(LIBRARY, confirm_borrows=True), "HA-3", False),
    ],
)
def test_confirm_is_asked_where_a_direction_is_not_skipped(library: Library, code: str, asks: bool) -> None:  # noqa: FBT001
    bench = serving(code, loans=("HA-3",), library=library).fob()
    assert isinstance(bench.state, Serving) is asks


@pytest.mark.parametrize("how", ["yes", "own fob"])
def test_confirmed_is_committed(how: str) -> None:
    bench = serving("DR-1", library=CONFIRM_ALL).fob()
    assert bench.is_in(Serving).question == AskConfirm()
    bench.tell(Yes()) if how == "yes" else bench.later(1).fob()
    assert bench.work == ["Commit DR-1"]


def test_the_finish_button_does_not_answer_its_own_question() -> None:
    bench = serving("DR-1", library=CONFIRM_ALL).tell(Finish()).tell(Finish())
    assert bench.is_in(Serving).question == AskConfirm()
    assert bench.tell(No()).is_in(Serving).question is None


def test_lines_not_checked_are_asked_about_and_go_to_staff() -> None:
    bench = serving("DR-1").scan("SA-2").answer("SA-2", NotSent()).fob()
    question = bench.is_in(Serving).question
    assert question == AskFinishWithout((bench.line("SA-2").ident,))
    bench.tell(Yes())
    assert bench.work == ["Record left_unchecked! SA-2", "TakeOut SA-2"]
    assert bench.gone("SA-2").work == ["Commit DR-1"]


def test_both_questions_follow_each_other() -> None:
    bench = serving("DR-1", library=CONFIRM_ALL).scan("SA-2").answer("SA-2", NotSent()).fob()
    bench.later(1).fob()
    assert bench.is_in(Serving).question == AskConfirm(frozenset({bench.line("SA-2").ident}))
    bench.later(1).fob()
    assert bench.gone("SA-2").work == ["Commit DR-1"]


def test_a_line_that_fails_behind_the_question_is_asked_about_too() -> None:
    bench = serving("DR-1").scan("SA-2").answer("SA-2", NotSent()).fob().tell(No())
    bench.scan("HA-3").answer("HA-3", NotSent()).fob()
    question = bench.is_in(Serving).question
    assert isinstance(question, AskFinishWithout)
    assert set(question.lines) == {bench.line("SA-2").ident, bench.line("HA-3").ident}


def test_only_lines_not_checked_end_the_visit_without_a_commit() -> None:
    bench = serving().scan("DR-1").answer("DR-1", NotSent()).fob().tell(Yes())
    assert bench.state == Idle()
    assert bench.work == ["Record left_unchecked! DR-1", "Farewell"]


def test_the_own_fob_at_cancel_finishes_instead() -> None:
    bench = serving("DR-1").tell(Cancel())
    assert bench.is_in(Serving).question == AskCancel()
    assert bench.fob().work == ["Commit DR-1"]


@pytest.mark.parametrize("outcome", [Recorded(item("DR-1")), InDoubt()])
def test_what_a_system_did_at_once_is_read_back(outcome: Recorded | InDoubt) -> None:
    bench = serving().scan("DR-1").answer("DR-1", outcome).later(5).fob()
    bench.is_in(ReadingBack)
    assert bench.work[-1] == "ReadLoans DR-1"
    assert bench.wants(Commit) == []


# --- Settling ------------------------------------------------------------------------------------


def settling() -> Bench:
    return serving("DR-1").scan("SA-2").later(1).fob()


def test_finish_waits_for_a_line_that_is_checking() -> None:
    bench = settling()
    assert bench.is_in(Settling).deadline == bench.at + 15
    assert bench.work == []
    assert bench.answer("SA-2").work == ["Commit SA-2 DR-1"]


def test_finish_waits_for_all_of_them() -> None:
    bench = serving().scan("DR-1", "SA-2").fob().answer("DR-1")
    bench.is_in(Settling)
    assert bench.answer("SA-2").work == ["Commit SA-2 DR-1"]


@pytest.mark.parametrize("kind", RefusalKind)
def test_a_refusal_of_any_kind_ends_the_waiting_and_is_shown_first(kind: RefusalKind) -> None:
    bench = serving("DR-1").scan("SA-2", "HA-3").later(1).fob().answer("SA-2", refused(kind))
    serving_now = bench.is_in(Serving)
    assert (bench.work, bench.notice()) == ([], NoticeKey.REFUSED_FINISH_AGAIN)
    assert serving_now.lines[0].code == "SA-2"
    assert Sound.ATTENTION in bench.sounds or Sound.REFUSED in bench.sounds
    bench.answer("HA-3").fob()
    assert bench.work == ["Commit HA-3 DR-1"]


def test_a_refusal_while_another_member_waits_lets_the_question_be_asked_again() -> None:
    bench = settling().fob(OTHER_FOB).answer("SA-2", refused(RefusalKind.RESERVED))
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))


def test_a_line_that_was_refused_before_does_not_keep_finish_from_going_on() -> None:
    bench = serving("DR-1").scan("SA-2").answer("SA-2", refused(RefusalKind.RESERVED)).scan("HA-3").later(1).fob()
    assert bench.answer("HA-3").work == ["Commit HA-3 DR-1"]


def test_while_settling_a_line_that_fails_is_asked_about() -> None:
    bench = settling().answer("SA-2", NotSent())
    assert isinstance(bench.is_in(Serving).question, AskFinishWithout)


def test_a_new_scan_takes_finish_back() -> None:
    bench = settling().scan("HA-3")
    assert bench.is_in(Serving).question is None
    assert (bench.work, bench.notice()) == (["AddLine HA-3"], NoticeKey.ADDED_PRESS_FINISH)


def test_a_scan_of_what_is_listed_does_not_take_finish_back() -> None:
    bench = settling().scan("DR-1")
    bench.is_in(Settling)
    assert bench.notice() is NoticeKey.ALREADY_LISTED


@pytest.mark.parametrize("back", [Cancel(), No()])
def test_finish_can_be_taken_back(back: Cancel | No) -> None:
    bench = settling().tell(back)
    assert bench.is_in(Serving).question is None
    assert bench.basket == {"SA-2": LineState.CHECKING, "DR-1": LineState.STAGED}


def test_the_own_fob_waits_too() -> None:
    for bench in (settling().fob(), settling().tell(CloseReceipt()).tell(Finish())):
        bench.is_in(Settling)
        assert bench.notice() is NoticeKey.ONE_MOMENT


def test_another_fob_while_settling_is_next() -> None:
    bench = settling().fob(OTHER_FOB)
    assert bench.notice() is NoticeKey.ONE_AFTER_THE_OTHER
    bench.answer("SA-2")
    assert bench.is_in(Committing).then == SWITCH


def test_after_fifteen_seconds_the_member_is_asked_never_silently_left_short() -> None:
    bench = settling().wait(14)
    bench.is_in(Settling)
    bench.wait(1)
    assert bench.is_in(Serving).question == AskFinishWithout((bench.line("SA-2").ident,))
    bench.tell(Yes())
    assert bench.work == ["Record left_unchecked! SA-2", "TakeOut SA-2"]
    assert bench.gone("SA-2").work == ["Commit DR-1"]


def test_a_switch_survives_the_question() -> None:
    bench = serving("DR-1", library=CONFIRM_ALL).scan("SA-2").fob(OTHER_FOB).tell(Yes()).wait(15)
    assert bench.is_in(Serving).question == AskFinishWithout((bench.line("SA-2").ident,), True, SWITCH)
    assert bench.tell(Yes()).is_in(Committing).then == SWITCH


def test_a_switch_with_only_failed_lines_begins_after_the_question() -> None:
    bench = serving().scan("DR-1").answer("DR-1", NotSent()).fob(OTHER_FOB).tell(Yes()).tell(Yes())
    assert bench.is_in(Identifying).fob == Secret(OTHER_FOB)


def test_a_lost_sign_in_while_settling_keeps_basket_and_next_member() -> None:
    bench = settling().fob(OTHER_FOB)
    state = bench.tell(SignInLost(bench.visit)).is_in(AskingSecret)
    assert state.kept is not None
    assert state.kept.question == AskSwitch(Secret(OTHER_FOB))


def test_a_store_that_breaks_while_settling_leads_back() -> None:
    bench = settling().tell(StoreBroken()).answer("SA-2")
    bench.is_in(Serving)
    assert (bench.work, bench.notice()) == ([], NoticeKey.CANNOT_RECORD)


def test_a_link_kept_while_settling_is_told() -> None:
    bench = settling()
    assert bench.tell(LinkKept(bench.visit, ok=True)).notice() is NoticeKey.LINK_KEPT


def test_a_return_is_committed_like_a_borrow() -> None:
    bench = serving("HA-3", "DR-1", loans=("HA-3",)).fob()
    assert [line.direction for line in bench.the(Commit).lines] == [Direction.BORROW, Direction.RETURN]


def test_a_line_that_is_on_its_way_out_is_not_taken_out_twice() -> None:
    bench = serving("DR-1").scan("SA-2")
    bench.tell(RemoveLine(bench.line("SA-2").ident)).fob().wait(15).tell(Yes())
    assert bench.work == []
    assert len(bench.wants(TakeOut)) == 1
    assert bench.gone("SA-2").work == ["Commit DR-1"]
