"""Tests of Home and the basket.

A line is removed, the kiosk asks a question, somebody shows another fob, or the member does nothing.
"""

from collections.abc import Callable

import pytest

from kiosk.domain.library import FobLogin, House
from kiosk.domain.messages.answers import LineAnswered
from kiosk.domain.messages.effects import Farewell, Sound
from kiosk.domain.messages.events import StoreBroken, StoreMended, Tick, Touched
from kiosk.domain.messages.intents import Cancel, CloseReceipt, LogInWithoutFob, No, RemoveLine, StillHere, Yes
from kiosk.domain.model import (
    Direction,
    EarlierLine,
    InDoubt,
    ItemCode,
    LineState,
    NotSent,
    Opening,
    RefusalKind,
    Secret,
)
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskCancel, AskConfirm, AskFinishWithout, AskSwitch
from kiosk.domain.visit.states import Identifying, Idle, Serving, Trouble
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import FOB, LIBRARY, OTHER_FOB, item, refused, staged
from tests.domain.kiosks import idle, remove, serving

CHECKING, STAGED, REMOVING = LineState.CHECKING, LineState.STAGED, LineState.REMOVING
REFUSED, NOT_CHECKED, UNKNOWN, DONE = LineState.REFUSED, LineState.NOT_CHECKED, LineState.UNKNOWN, LineState.DONE
CONFIRMS = replace(LIBRARY, confirm_borrows=True)


def serving_without_fob() -> Bench:
    """Return a kiosk at which Marta has logged in with the form."""
    return idle().tell(LogInWithoutFob()).send_form().sign_in()


# --- removing -----------------------------------------------------------------------------------


def test_a_staged_line_is_taken_out() -> None:
    bench = remove(serving("DR-1"), "DR-1")
    assert (bench.basket, bench.work) == ({"DR-1": REMOVING}, ["TakeOut DR-1"])
    assert bench.gone("DR-1").basket == {}


@pytest.mark.parametrize("make", [lambda: serving("DR-1"), lambda: serving().scan("DR-1")], ids=["staged", "checking"])
def test_each_scan_of_a_tool_that_is_being_taken_off_is_answered(make: Callable[[], Bench]) -> None:
    bench = remove(make(), "DR-1")
    before = bench.state
    assert bench.scan("DR-1").state != before
    assert bench.later(1).scan("DR-1").notice() is NoticeKey.ALREADY_LISTED


def test_a_line_that_could_not_be_taken_out_stays_and_says_so() -> None:
    bench = remove(serving("DR-1"), "DR-1").stays("DR-1")
    assert (bench.basket, bench.notice()) == ({"DR-1": STAGED}, NoticeKey.STILL_IN_CART)


@pytest.mark.parametrize("kind", [RefusalKind.OTHER, RefusalKind.ITEM_UNKNOWN])
def test_a_refused_line_just_goes(kind: RefusalKind) -> None:
    bench = remove(serving().scan("DR-1").answer("DR-1", refused(kind)), "DR-1")
    assert (bench.basket, bench.work) == ({}, [])


def test_a_line_in_doubt_cannot_be_removed() -> None:
    bench = remove(serving().scan("DR-1").answer("DR-1", InDoubt()), "DR-1")
    assert (bench.basket, bench.notice()) == ({"DR-1": UNKNOWN}, NoticeKey.FINDING_OUT)


def test_answers_for_lines_that_are_no_more_change_nothing() -> None:
    bench = serving("DR-1")
    ident = bench.line("DR-1").ident
    bench.gone("DR-1").stays("DR-1")
    assert bench.basket == {"DR-1": STAGED}  # nobody asked to take the line out
    remove(bench, "DR-1").gone("DR-1")
    bench.tell(LineAnswered(bench.visit, ident, staged("DR-1")))
    assert bench.basket == {}
    assert bench.tell(RemoveLine(ident)).work == []


def test_without_a_store_nothing_is_taken_out() -> None:
    bench = remove(serving("DR-1").tell(StoreBroken()), "DR-1")
    assert (bench.basket, bench.work, bench.notice()) == ({"DR-1": STAGED}, [], NoticeKey.CANNOT_RECORD)


# --- store and questions ------------------------------------------------------------------------


def test_without_a_store_scans_are_kept_and_checked_when_it_is_back() -> None:
    bench = serving().tell(StoreBroken())
    assert bench.notice() is NoticeKey.CANNOT_RECORD
    bench.scan("DR-1", "SA-2")
    assert (bench.basket, bench.work) == ({"SA-2": NOT_CHECKED, "DR-1": NOT_CHECKED}, [])
    assert bench.notice() is NoticeKey.CANNOT_RECORD
    bench.scan("DR-1")
    assert bench.basket == {"DR-1": NOT_CHECKED, "SA-2": NOT_CHECKED}
    bench.tell(StoreMended())
    assert bench.basket == {"DR-1": CHECKING, "SA-2": CHECKING}
    assert bench.work == ["TakeOut SA-2", "AddLine SA-2", "TakeOut DR-1", "AddLine DR-1"]


def test_without_a_store_nothing_is_finished() -> None:
    bench = serving("DR-1").tell(StoreBroken()).fob()
    bench.is_in(Serving)
    assert (bench.work, bench.notice()) == ([], NoticeKey.CANNOT_RECORD)


def test_without_a_store_an_empty_visit_can_end() -> None:
    serving().tell(StoreBroken()).fob().is_in(Trouble)


def test_without_a_store_nobody_is_asked_to_take_out_at_the_end() -> None:
    bench = serving("DR-1").tell(StoreBroken()).tell(Cancel()).tell(Yes())
    assert bench.the(Farewell).take_out == ()


def test_cancel_with_lines_asks() -> None:
    bench = serving("DR-1").tell(Cancel())
    assert bench.is_in(Serving).question == AskCancel()
    assert bench.tell(No()).is_in(Serving).question is None
    assert bench.tell(Cancel()).tell(Cancel()).is_in(Serving).question == AskCancel()
    bench.tell(Yes())
    assert bench.state == Idle()
    assert bench.work == ["Record cancelled DR-1", "Farewell DR-1"]


def test_cancel_leaves_lines_from_before_where_they_are() -> None:
    found = (EarlierLine(Direction.BORROW, item("DR-1"), "r1"),)
    bench = idle().fob().sign_in(opening=Opening(earlier=found)).stage("SA-2").scan("HA-3")
    bench.tell(Cancel()).tell(Yes())
    assert [line.code for line in bench.the(Farewell).take_out] == ["HA-3", "SA-2"]


def test_cancel_without_lines_leaves_at_once() -> None:
    bench = serving().tell(Cancel())
    assert bench.state == Idle()
    assert bench.work == ["Farewell"]


def test_where_the_library_wants_it_leaving_with_nothing_is_asked_about_too() -> None:
    bench = serving(library=replace(LIBRARY, confirm_logout=True)).tell(Cancel())
    assert bench.is_in(Serving).question == AskCancel()
    assert bench.tell(Yes()).state == Idle()
    assert bench.work == ["Farewell"]


def test_yes_and_no_without_a_question_mean_nothing() -> None:
    bench = serving("DR-1")
    state = bench.state
    assert bench.tell(Yes()).tell(No()).tell(CloseReceipt()).state == state


@pytest.mark.parametrize("question", ["cancel", "confirm", "without"])
def test_a_scan_takes_a_question_away_that_would_cover_it(question: str) -> None:
    bench = serving("DR-1", library=CONFIRMS)
    match question:
        case "cancel":
            bench.tell(Cancel())
        case "confirm":
            bench.fob()
        case _:
            bench.scan("X").answer("X", NotSent()).fob()
    assert isinstance(bench.is_in(Serving).question, AskCancel | AskConfirm | AskFinishWithout)
    assert bench.scan("SA-2").is_in(Serving).question is None
    assert bench.basket["SA-2"] is CHECKING


# --- another fob --------------------------------------------------------------------------------


def test_another_fob_asks_whether_to_switch() -> None:
    bench = serving("DR-1").fob(OTHER_FOB)
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))
    assert bench.scan("SA-2").is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))


@pytest.mark.parametrize("how", ["no", "own fob", "time"])
def test_the_switch_is_forgotten(how: str) -> None:
    bench = serving("DR-1").fob(OTHER_FOB)
    match how:
        case "no":
            bench.tell(No())
        case "own fob":
            bench.fob()
        case _:
            bench.wait(14)
            assert bench.is_in(Serving).question is not None
            bench.wait(1)
    assert bench.is_in(Serving).question is None


@pytest.mark.parametrize("how", ["yes", "that fob again", "that code again"])
def test_yes_to_the_switch_finishes_and_confirm_counts_as_given(how: str) -> None:
    bench = serving("DR-1", library=CONFIRMS).fob(OTHER_FOB).later(1)
    match how:
        case "yes":
            bench.tell(Yes())
        case "that fob again":
            bench.fob(OTHER_FOB)
        case _:
            bench.either(OTHER_FOB)
    assert bench.work == ["Commit DR-1"]


def test_a_switch_with_nothing_to_finish_begins_at_once() -> None:
    bench = serving().fob(OTHER_FOB).tell(Yes())
    assert bench.is_in(Identifying).fob == Secret(OTHER_FOB)
    assert bench.work == ["Farewell", "Identify"]


def test_in_a_visit_without_a_fob_every_fob_is_another_member_s() -> None:
    assert serving_without_fob().fob().is_in(Serving).question == AskSwitch(Secret(FOB))


def test_where_fobs_are_off_a_fob_is_told_so() -> None:
    bench = idle(house=House(fob_login=FobLogin.OFF)).tell(LogInWithoutFob()).send_form().sign_in().fob()
    assert (bench.is_in(Serving).question, bench.notice()) == (None, NoticeKey.FOBS_NOT_USED)


# --- a member who does nothing ------------------------------------------------------------------


@pytest.mark.parametrize("event", [Touched(), StillHere()])
def test_any_sign_of_life_restarts_the_countdown(event: Touched | StillHere) -> None:
    bench = serving("DR-1").wait(100)
    assert bench.is_in(Serving).warned
    assert bench.sounds == [Sound.ATTENTION]
    bench.tell(event)
    assert not bench.is_in(Serving).warned
    assert bench.is_in(Serving).deadline == bench.at + 120


def test_a_tick_alone_changes_nothing_before_its_time() -> None:
    bench = serving("DR-1")
    state = bench.state
    assert bench.later(99).tell(Tick()).state == state


def test_an_item_code_is_what_it_says() -> None:
    assert serving().scan("118").line("118").code == ItemCode("118")
