"""Tests of the receipt: how long it is shown, which events close it, and how the next visit begins."""

import pytest

from kiosk.domain.library import FobLogin, House
from kiosk.domain.messages.events import StoreBroken, Touched
from kiosk.domain.messages.intents import Cancel, CloseReceipt, Finish, LogInWithoutFob, MoreTime, Yes
from kiosk.domain.model import CommitRefused, NotSent, RefusalKind, Secret
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import Identifying, Idle, Receipt, Trouble
from tests.domain.cast import FOB, OTHER_FOB, refused
from tests.domain.kiosks import committing, idle, receipt, serving


def test_a_receipt_stays_half_a_minute() -> None:
    bench = receipt().wait(29)
    bench.is_in(Receipt)
    bench.wait(1)
    assert (bench.state, bench.work) == (Idle(), ["Farewell"])


@pytest.mark.parametrize("event", [Touched(), MoreTime()])
def test_a_touch_gives_more_time_but_not_for_ever(event: Touched | MoreTime) -> None:
    bench = receipt()
    for _ in range(5):
        bench.wait(20).tell(event).is_in(Receipt)
    bench.wait(19).is_in(Receipt)
    assert bench.wait(1).state == Idle()


@pytest.mark.parametrize("leave", [CloseReceipt(), Finish(), Cancel()])
def test_a_receipt_can_be_closed(leave: CloseReceipt | Finish | Cancel) -> None:
    bench = receipt().tell(leave)
    assert (bench.state, bench.work) == (Idle(), ["Farewell"])


def test_the_own_fob_closes_it() -> None:
    assert receipt().fob().state == Idle()


def test_an_item_waits_for_a_fob_and_never_reaches_the_account_on_the_screen() -> None:
    bench = receipt().scan("SA-2")
    assert (bench.is_in(Receipt).tray, bench.work) == (("SA-2",), [])
    assert bench.notice() is NoticeKey.SHOW_FOB_TO_GO_ON


def test_with_the_own_fob_it_goes_on_in_a_new_visit() -> None:
    bench = receipt().scan("SA-2")
    first = bench.visit
    bench.fob()
    state = bench.is_in(Identifying)
    assert (state.fob, state.tray) == (Secret(FOB), ("SA-2",))
    assert state.visit != first
    assert bench.work == ["Farewell", "Identify"]


def test_without_a_fob_the_tray_goes_to_welcome() -> None:
    bench = receipt().scan("SA-2").wait(30)
    assert bench.is_in(Idle).tray == ("SA-2",)


def test_another_fob_begins_at_once() -> None:
    bench = receipt().scan("SA-2").fob(OTHER_FOB)
    assert (bench.is_in(Identifying).fob, bench.is_in(Identifying).tray) == (Secret(OTHER_FOB), ("SA-2",))
    assert bench.work == ["Farewell", "Identify"]


def test_a_code_that_could_be_either_is_taken_for_a_fob() -> None:
    assert receipt().either("118").is_in(Identifying).unclassified
    assert receipt().either(FOB).state == Idle()


def test_a_member_who_waits_has_the_kiosk_after_ten_seconds() -> None:
    bench = committing().fob(OTHER_FOB).answer_commit().read(proven=("DR-1",))
    assert bench.is_in(Receipt).deadline == bench.at + 10
    assert bench.wait(10).is_in(Identifying).fob == Secret(OTHER_FOB)


def test_after_a_switch_the_other_member_has_the_kiosk_after_ten_seconds() -> None:
    bench = serving("DR-1").fob(OTHER_FOB).tell(Yes()).answer_commit().read(proven=("DR-1",))
    assert bench.is_in(Receipt).deadline == bench.at + 10
    assert bench.tell(CloseReceipt()).is_in(Identifying).fob == Secret(OTHER_FOB)


def test_where_fobs_are_off_another_fob_is_told_so() -> None:
    bench = idle(house=FobsOff).tell(LogInWithoutFob()).send_form().sign_in().stage("DR-1").tell(Finish())
    bench.answer_commit().read(proven=("DR-1",)).fob()
    bench.is_in(Receipt)
    assert bench.notice() is NoticeKey.FOBS_NOT_USED


FobsOff = House(fob_login=FobLogin.OFF)


def test_lines_that_were_not_part_of_it_are_listed_apart() -> None:
    bench = serving("DR-1").scan("NO").answer("NO", refused(RefusalKind.RESERVED))
    bench.scan("AWAY").answer("AWAY", NotSent()).fob().tell(Yes()).gone("AWAY")
    bench.answer_commit().read(proven=("DR-1",))
    assert [line.code for line in bench.is_in(Receipt).lines] == ["DR-1"]
    assert [line.code for line in bench.is_in(Receipt).others] == ["AWAY", "NO"]


def test_without_a_store_the_farewell_takes_nothing_out_and_the_kiosk_is_in_trouble() -> None:
    bench = committing().answer_commit(CommitRefused("No")).read(in_cart=("DR-1",)).tell(StoreBroken()).fob()
    bench.is_in(Trouble)
    assert bench.work == ["Farewell"]


def test_foreign_intents_mean_nothing() -> None:
    receipt().tell(Yes()).is_in(Receipt)
