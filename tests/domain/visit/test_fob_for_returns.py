"""Tests of returns while the system does not answer, if the member also shows a linked fob.

The tests check to which account each return belongs.
"""

import pytest

from kiosk.domain.library import FobLogin, House
from kiosk.domain.messages.answers import (
    Answer,
    FobsPaused,
    FobTaken,
    LinkDead,
    NotLinked,
    PinNeeded,
    ReturnSaved,
    ReturnSettled,
    SignInAway,
)
from kiosk.domain.messages.effects import DropFob, Identify, Record, RecordKind, SaveReturn, Sound, TakeFob
from kiosk.domain.messages.events import ServerAway, ServerBack, StoreBroken
from kiosk.domain.messages.intents import BringBack, Cancel, CloseReceipt, Finish
from kiosk.domain.model import LineId
from kiosk.domain.returns import BroughtState, LeftToStaff, TakenIn
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import BringingBack, Identifying, Idle
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import LIBRARY

HOUSE = House(fob_returns=True)


def away(house: House = HOUSE) -> Bench:
    """Return a kiosk whose server does not answer, with an open page for returns."""
    return Bench(house=house).tell(ServerAway(5.0)).tell(BringBack())


def page(kiosk: Bench) -> BringingBack:
    assert isinstance(kiosk.kiosk.state, BringingBack)
    return kiosk.kiosk.state


def saved(kiosk: Bench, *, sends: bool) -> Bench:
    return kiosk.tell(ReturnSaved(kiosk.visit, page(kiosk).brought[0].ident, 27, sends))


def taken(kiosk: Bench, *lines: LineId, fob: str = "fob-1") -> Bench:
    return kiosk.fob(fob).tell(FobTaken(kiosk.visit, lines))


def states(kiosk: Bench) -> list[BroughtState]:
    return [each.state for each in page(kiosk).brought]


def test_a_fob_is_looked_up_on_this_kiosk_and_its_returns_are_sent() -> None:
    kiosk = away().fob("fob-1")
    (asked,) = kiosk.wants(TakeFob)
    assert (asked.visit, asked.fob.reveal()) == (page(kiosk).visit, "fob-1")
    assert not page(kiosk).by_fob
    kiosk.tell(FobTaken(kiosk.visit))
    assert page(kiosk).by_fob
    assert kiosk.notice() is NoticeKey.FOB_TAKEN
    assert kiosk.sounds == [Sound.ADDED]
    assert states(saved(kiosk.scan("DR-1"), sends=True)) == [BroughtState.SAVED]
    assert not kiosk.wants(Identify)


def test_a_fob_after_the_scans_takes_the_returns_from_staff() -> None:
    kiosk = saved(away().scan("DR-1"), sends=False)
    first = page(kiosk).brought[0].ident
    saved(kiosk.scan("SA-2"), sends=False)
    assert states(taken(kiosk, first)) == [BroughtState.FOR_STAFF, BroughtState.SAVED]
    assert kiosk.sounds == [Sound.ADDED]


def test_a_fob_on_the_last_page_is_looked_up_too() -> None:
    kiosk = saved(away().scan("DR-1"), sends=False).tell(Finish()).fob("fob-1")
    assert kiosk.wants(TakeFob)
    assert page(kiosk).is_over


@pytest.mark.parametrize(
    ("answer", "notice"),
    [
        (NotLinked, NoticeKey.FOB_NOT_LINKED_HERE),
        (LinkDead, NoticeKey.FOB_NOT_LINKED_HERE),
        (PinNeeded, NoticeKey.FOB_NEEDS_PIN),
        (SignInAway, NoticeKey.CANNOT_RECORD),
    ],
)
def test_a_fob_that_is_not_taken_is_told_and_another_one_can_be_shown(answer: type[Answer], notice: NoticeKey) -> None:
    kiosk = saved(away().scan("DR-1"), sends=False).fob("fob-1")
    kiosk.tell(answer(kiosk.visit))  # type: ignore[call-arg]
    assert kiosk.notice() is notice
    assert (page(kiosk).fob, page(kiosk).by_fob) == (None, False)
    assert states(kiosk) == [BroughtState.FOR_STAFF]
    assert len(kiosk.fob("fob-2").wants(TakeFob)) == 2


def test_unknown_fobs_make_a_pause_in_which_no_fob_is_looked_up() -> None:
    kiosk = away().fob("fob-1")
    kiosk.tell(FobsPaused(kiosk.visit, 15.0))
    assert kiosk.notice() is NoticeKey.FOBS_PAUSED
    assert [each.kind for each in kiosk.wants(Record)] == [RecordKind.FOBS_GUESSED]
    kiosk.fob("fob-2")
    assert len(kiosk.wants(TakeFob)) == 1
    assert kiosk.notice() is NoticeKey.FOBS_PAUSED
    assert len(kiosk.wait(16).fob("fob-2").wants(TakeFob)) == 2


def test_one_fob_is_looked_up_after_the_other() -> None:
    kiosk = away().fob("fob-1").fob("fob-2")
    assert kiosk.notice() is NoticeKey.ONE_MOMENT
    assert len(kiosk.wants(TakeFob)) == 1


def test_the_same_fob_again_changes_nothing() -> None:
    kiosk = taken(away()).wait(10).fob("fob-1")
    assert kiosk.notice() is NoticeKey.FOB_TAKEN
    assert len(kiosk.wants(TakeFob)) == 1


def test_the_fob_of_another_member_begins_a_new_page() -> None:
    kiosk = saved(taken(away()).scan("DR-1"), sends=True)
    before = page(kiosk).visit
    kiosk.fob("fob-2")
    assert page(kiosk).visit != before
    assert page(kiosk).brought == ()
    assert [each.visit for each in kiosk.wants(DropFob)] == [before]
    assert kiosk.wants(TakeFob)[-1].visit == page(kiosk).visit


def test_another_member_waits_until_the_last_return_is_on_disk() -> None:
    kiosk = taken(away()).scan("DR-1").fob("fob-2")
    assert kiosk.notice() is NoticeKey.ONE_MOMENT
    assert len(kiosk.wants(TakeFob)) == 1


@pytest.mark.parametrize("how", [Finish(), Cancel(), CloseReceipt(), None])
def test_the_fob_is_forgotten_with_the_page(how: Finish | Cancel | CloseReceipt | None) -> None:
    kiosk = taken(away())
    visit = kiosk.visit
    kiosk = kiosk.wait(62) if how is None else kiosk.tell(how)
    assert isinstance(kiosk.kiosk.state, Idle)
    assert [each.visit for each in kiosk.wants(DropFob)] == [visit]


def test_a_fob_when_the_system_answers_again_opens_the_account() -> None:
    kiosk = saved(taken(away()).scan("DR-1"), sends=True).tell(ServerBack())
    visit = kiosk.visit
    kiosk.fob("fob-1")
    assert isinstance(kiosk.kiosk.state, Identifying)
    assert [each.visit for each in kiosk.wants(DropFob)] == [visit]


def test_the_lines_show_what_became_of_the_returns() -> None:
    kiosk = saved(taken(away()).scan("DR-1"), sends=True)
    saved(kiosk.scan("SA-2"), sends=True)
    second, first = page(kiosk).brought
    kiosk.tell(ServerBack()).tell(ReturnSettled(kiosk.visit, first.ident, TakenIn()))
    kiosk.tell(ReturnSettled(kiosk.visit, second.ident, LeftToStaff()))
    assert states(kiosk) == [BroughtState.FOR_STAFF, BroughtState.DONE]


@pytest.mark.parametrize(
    ("house", "notice"),
    [
        (House(), NoticeKey.CANNOT_REACH_YET),
        (replace(HOUSE, fob_login=FobLogin.OFF), NoticeKey.FOBS_NOT_USED),
    ],
)
def test_where_fobs_are_not_linked_none_is_looked_up(house: House, notice: NoticeKey) -> None:
    kiosk = away(house).fob("fob-1")
    assert kiosk.notice() is notice
    assert not kiosk.wants(TakeFob)


def test_a_library_that_does_not_use_fobs_looks_up_none() -> None:
    library = replace(LIBRARY, scan_login=False)
    kiosk = Bench(library, HOUSE).tell(ServerAway(5.0)).tell(BringBack()).fob("fob-1")
    assert kiosk.notice() is NoticeKey.FOBS_NOT_USED


def test_a_broken_disk_looks_up_no_fob() -> None:
    kiosk = away().tell(StoreBroken()).fob("fob-1")
    assert kiosk.notice() is NoticeKey.CANNOT_REACH_YET
    assert not kiosk.wants(TakeFob)


def test_before_the_library_is_known_a_fob_is_looked_up_all_the_same() -> None:
    kiosk = Bench(None, HOUSE).tell(BringBack()).fob("fob-1")
    assert kiosk.wants(TakeFob)


def test_a_code_that_could_be_a_fob_is_still_a_return() -> None:
    kiosk = away().either("0007")
    assert [each.maybe_fob for each in kiosk.wants(SaveReturn)] == [True]
