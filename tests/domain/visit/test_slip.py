"""Tests of the receipt on paper. A button prints the receipt, and the kiosk does not wait for the printer."""

import pytest

from kiosk.domain.library import House
from kiosk.domain.messages.answers import SlipAnswered
from kiosk.domain.messages.effects import PutOnPaper, Sound
from kiosk.domain.messages.intents import CloseReceipt, PrintSlip
from kiosk.domain.model import VisitId
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import Idle, Receipt, Slip
from tests.domain.bench import Bench
from tests.domain.kiosks import receipt, serving

LINES = ("Tool library", "Back by Sat 5 Dec", "- Drill")
PRESSED = PrintSlip(LINES)


def with_printer() -> Bench:
    bench = serving("DR-1", house=House(prints=True)).later(1).fob().later(1).answer_commit()
    return bench.later(1).read(proven=("DR-1",))


def test_a_press_prints_what_the_button_carries() -> None:
    bench = with_printer().tell(PRESSED)
    assert bench.the(PutOnPaper) == PutOnPaper(bench.visit, LINES)
    assert bench.is_in(Receipt).slip is Slip.ASKED
    assert bench.notice() is None


def test_it_is_printed_once() -> None:
    bench = with_printer().tell(PRESSED).tell(PRESSED)
    assert len(bench.wants(PutOnPaper)) == 1
    bench.tell(SlipAnswered(bench.visit, ok=True))
    assert bench.notice() is NoticeKey.SLIP_PRINTING
    bench.tell(PRESSED)
    assert len(bench.wants(PutOnPaper)) == 1


def test_a_failure_is_said_and_can_be_tried_again() -> None:
    bench = with_printer().tell(PRESSED)
    bench.tell(SlipAnswered(bench.visit, ok=False))
    assert (bench.notice(), bench.sounds) == (NoticeKey.SLIP_FAILED, [Sound.ATTENTION])
    assert bench.tell(PRESSED).the(PutOnPaper).lines == LINES


@pytest.mark.parametrize("ok", [True, False])
def test_the_visit_ends_without_the_printer(ok: bool) -> None:  # noqa: FBT001 - a parameter of the test
    bench = with_printer().tell(PRESSED)
    visit = bench.visit
    bench.tell(CloseReceipt())
    assert (bench.state, bench.work) == (Idle(), ["Farewell"])
    bench.tell(SlipAnswered(visit, ok=ok))
    assert (bench.state, bench.last, bench.notice()) == (Idle(), (), None)


def test_a_press_gives_more_time_and_the_printer_s_answer_none() -> None:
    bench = with_printer().wait(25).tell(PRESSED).wait(25)
    bench.is_in(Receipt)
    bench.tell(SlipAnswered(bench.visit, ok=True)).wait(5)
    assert bench.state == Idle()


def test_without_a_printer_nothing_is_printed() -> None:
    assert receipt().tell(PRESSED).wants(PutOnPaper) == []


def test_nothing_is_printed_before_the_receipt() -> None:
    bench = serving("DR-1", house=House(prints=True)).tell(PRESSED)
    assert bench.wants(PutOnPaper) == []
    assert bench.tell(SlipAnswered(VisitId(99), ok=False)).notice() is None
