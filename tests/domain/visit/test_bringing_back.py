"""Tests of returns without an account.

The tests check when the page for these returns opens. The kiosk must save an item before the page confirms the item.
"""

import pytest

from kiosk.domain.library import FobLogin, House
from kiosk.domain.messages.answers import ReturnNotSaved, ReturnSaved, ReturnSettled
from kiosk.domain.messages.effects import Identify, SaveReturn, Sound
from kiosk.domain.messages.events import ServerAway, ServerBack, StoreBroken
from kiosk.domain.messages.intents import BringBack, Cancel, CloseReceipt, Finish
from kiosk.domain.model import ItemCode, Put, RefusalKind
from kiosk.domain.returns import BroughtItem, BroughtState, LeftToStaff, ReturnOutcome, TakenIn
from kiosk.domain.visit.in_bringing_back import can_bring_back
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.state_parts import HeldTool, in_hand
from kiosk.domain.visit.states import BringingBack, Identifying, Idle, Starting, Trouble
from tests.domain.bench import Bench
from tests.domain.cast import LIBRARY, item, refused

BOX = House(drop_box=True)


def away() -> Bench:
    """Return a kiosk whose server does not answer."""
    return Bench().tell(ServerAway(5.0))


def at_box() -> Bench:
    """Return a kiosk at which somebody has opened the page of the drop box."""
    return Bench(house=BOX).tell(BringBack())


def page(kiosk: Bench) -> BringingBack:
    assert isinstance(kiosk.kiosk.state, BringingBack)
    return kiosk.kiosk.state


def brought(kiosk: Bench, code: str) -> BroughtItem:
    return next(each for each in page(kiosk).brought if each.code == code)


def saved(kiosk: Bench, code: str, *, sends: bool = True) -> Bench:
    return kiosk.tell(ReturnSaved(kiosk.visit, brought(kiosk, code).ident, 27, sends))


def settled(kiosk: Bench, code: str, outcome: ReturnOutcome) -> Bench:
    return kiosk.tell(ReturnSettled(kiosk.visit, brought(kiosk, code).ident, outcome))


@pytest.mark.parametrize(
    ("kiosk", "opens"),
    [
        (Bench(), False),
        (away(), True),
        (Bench(house=House(offline_returns=False)).tell(ServerAway(5.0)), False),
        (Bench(house=BOX), True),
        (Bench(house=House(drop_box=True, offline_returns=False)).tell(ServerAway(5.0)), True),
        (Bench(None), True),
        (Bench(None, House(offline_returns=False)), False),
    ],
    ids=["online", "away", "away, not wanted", "box", "box, away", "no library yet", "no library yet, not wanted"],
)
def test_the_page_opens_only_where_it_may(kiosk: Bench, *, opens: bool) -> None:
    assert can_bring_back(kiosk.kiosk.lasting) is opens
    assert isinstance(kiosk.tell(BringBack()).kiosk.state, BringingBack if opens else Idle | Starting)


def test_a_broken_disk_takes_nothing_back() -> None:
    kiosk = Bench(house=BOX).tell(StoreBroken()).tell(BringBack())
    assert isinstance(kiosk.kiosk.state, Trouble)
    kiosk = at_box().tell(StoreBroken()).scan("DR-1")
    assert brought(kiosk, "DR-1").state is BroughtState.NOT_SAVED
    assert not kiosk.wants(SaveReturn)
    assert kiosk.notice() is NoticeKey.CANNOT_RECORD


def test_the_tray_comes_along_in_its_order() -> None:
    kiosk = away().scan("DR-1", "SA-2").tell(BringBack())
    assert [each.code for each in page(kiosk).brought] == ["SA-2", "DR-1"]
    assert [each.code for each in kiosk.wants(SaveReturn)] == ["DR-1", "SA-2"]


def test_an_item_is_in_hand_until_it_is_on_disk() -> None:
    kiosk = at_box().scan("DR-1", "SA-2")
    assert [each.code for each in in_hand(kiosk.kiosk.state).tray] == ["DR-1", "SA-2"]
    saved(kiosk, "DR-1")
    assert in_hand(kiosk.kiosk.state).tray == (HeldTool(ItemCode("SA-2"), brought(kiosk, "SA-2").ident),)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (TakenIn(item("DR-1"), Put.IN_TRANSIT), BroughtState.DONE),
        (refused(RefusalKind.ITEM_UNKNOWN), BroughtState.REFUSED),
        (LeftToStaff(), BroughtState.FOR_STAFF),
    ],
)
def test_the_item_shows_what_the_system_did(outcome: ReturnOutcome, state: BroughtState) -> None:
    kiosk = saved(at_box().scan("DR-1"), "DR-1")
    assert brought(kiosk, "DR-1").state is BroughtState.SAVED
    assert page(kiosk).slip == 27
    assert brought(settled(kiosk, "DR-1", outcome), "DR-1").state is state
    assert page(kiosk).slip == 27


def test_what_is_not_sent_is_for_staff_and_what_is_not_saved_is_said() -> None:
    kiosk = saved(away().tell(BringBack()).scan("DR-1", "SA-2"), "DR-1", sends=False)
    kiosk.tell(ReturnNotSaved(kiosk.visit, brought(kiosk, "SA-2").ident))
    assert [each.state for each in page(kiosk).brought] == [BroughtState.NOT_SAVED, BroughtState.FOR_STAFF]


@pytest.mark.parametrize("again", ["DR-1", "dr-1"])
def test_an_item_twice_is_one_return(again: str) -> None:
    kiosk = saved(at_box().scan("DR-1", "SA-2"), "DR-1").scan(again)
    assert [each.code for each in kiosk.wants(SaveReturn)] == ["DR-1", "SA-2"]
    assert kiosk.notice() is NoticeKey.ALREADY_LISTED
    assert page(kiosk).fresh == brought(kiosk, "DR-1").ident


def test_a_refused_or_unsaved_item_can_be_scanned_again() -> None:
    kiosk = saved(at_box().scan("DR-1"), "DR-1")
    settled(kiosk, "DR-1", refused(RefusalKind.OTHER)).scan("DR-1")
    assert len(kiosk.wants(SaveReturn)) == 2
    assert [each.state for each in page(kiosk).brought] == [BroughtState.SAVING]


def test_a_code_that_could_be_a_fob_is_marked() -> None:
    kiosk = at_box().either("0007").scan("DR-1")
    assert [(each.code, each.maybe_fob) for each in kiosk.wants(SaveReturn)] == [("0007", True), ("DR-1", False)]


def test_done_shows_where_each_one_goes_and_then_welcome() -> None:
    kiosk = saved(at_box().scan("DR-1"), "DR-1").tell(Finish())
    assert page(kiosk).is_over
    assert isinstance(kiosk.tell(CloseReceipt()).kiosk.state, Idle)
    kiosk = saved(at_box().scan("DR-1"), "DR-1").tell(Finish())
    assert isinstance(kiosk.tell(Finish()).kiosk.state, Idle)


def test_a_scan_on_the_last_page_goes_on() -> None:
    kiosk = saved(at_box().scan("DR-1"), "DR-1").tell(Finish()).scan("SA-2")
    assert not page(kiosk).is_over
    assert [each.code for each in page(kiosk).brought] == ["SA-2", "DR-1"]


@pytest.mark.parametrize("intent", [Finish(), Cancel()])
def test_an_empty_page_is_left_at_once(intent: Finish | Cancel) -> None:
    assert isinstance(at_box().tell(intent).kiosk.state, Idle)


def test_the_page_closes_by_itself_and_a_person_keeps_it() -> None:
    assert isinstance(at_box().scan("DR-1").wait(62).kiosk.state, Idle)
    kiosk = at_box().scan("DR-1").wait(50).scan("SA-2").wait(50)
    assert len(page(kiosk).brought) == 2
    kiosk = saved(at_box().scan("DR-1"), "DR-1").tell(Finish()).wait(32)
    assert isinstance(kiosk.kiosk.state, Idle)


def test_a_fob_begins_a_visit_if_the_system_answers() -> None:
    kiosk = saved(at_box().scan("DR-1"), "DR-1").fob()
    assert isinstance(kiosk.kiosk.state, Identifying)
    assert kiosk.kiosk.state.tray == ()
    assert kiosk.wants(Identify)


def test_a_fob_cannot_be_looked_up_while_the_system_does_not_answer() -> None:
    kiosk = away().tell(BringBack()).scan("DR-1").fob()
    assert kiosk.notice() is NoticeKey.CANNOT_REACH_YET
    assert isinstance(kiosk.kiosk.state, BringingBack)
    kiosk = Bench(None).tell(BringBack()).fob()
    assert kiosk.notice() is NoticeKey.CANNOT_REACH_YET


def test_fobs_that_open_nothing_here_are_said_to_be_unused() -> None:
    kiosk = Bench(house=House(drop_box=True, fob_login=FobLogin.OFF), library=LIBRARY).tell(BringBack()).fob()
    assert kiosk.notice() is NoticeKey.FOBS_NOT_USED


def test_an_answer_of_an_earlier_page_changes_nothing() -> None:
    kiosk = at_box().scan("DR-1")
    late = ReturnSaved(kiosk.visit, brought(kiosk, "DR-1").ident, 1, sends=True)
    kiosk.tell(Cancel()).tell(BringBack()).tell(late)
    assert page(kiosk).brought == ()


def test_each_item_has_one_sound_when_the_person_may_go_on() -> None:
    kiosk = saved(at_box().scan("DR-1"), "DR-1")
    assert kiosk.sounds == []
    assert settled(kiosk, "DR-1", TakenIn()).sounds == [Sound.ADDED]
    kiosk = saved(away().tell(BringBack()).scan("DR-1"), "DR-1")
    assert kiosk.sounds == [Sound.ADDED]
    assert settled(kiosk.tell(ServerBack()), "DR-1", refused(RefusalKind.OTHER)).sounds == [Sound.REFUSED]
