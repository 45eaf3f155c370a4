"""Tests of the most common visit: a member borrows three tools and brings one back.

The installed command runs in a real window, with a real serial line and a real server.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.demo.pretend_readers import PretendReader
from kiosk.simulator import MEMBERS
from tests.e2e.desk import missing_parts, wait_until
from tests.e2e.kiosk_process import RunningKiosk
from tests.e2e.readers import KeyboardReaders
from tests.secrets_net import secrets_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
MARTA, THEO = MEMBERS[0], MEMBERS[3]
TO_BORROW = ("DR-0142", "SAND-0019", "100")


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[RunningKiosk]:
    with RunningKiosk(tmp_path) as running:
        yield running


def test_fob_three_tools_out_one_back_finish(kiosk: RunningKiosk) -> None:
    borrow_three_and_bring_one_back(kiosk)


@pytest.mark.skipif(KeyboardReaders.missing(), reason="this machine cannot pretend keyboards (umockdev)")
def test_the_same_with_two_identical_keyboard_like_readers(tmp_path: Path) -> None:
    with RunningKiosk(tmp_path, readers=KeyboardReaders()) as kiosk:
        borrow_three_and_bring_one_back(kiosk)


def borrow_three_and_bring_one_back(kiosk: RunningKiosk) -> None:
    kiosk.link_and_log_in(MARTA)
    for number, code in enumerate(TO_BORROW, start=1):
        kiosk.items.scan(code)
        # A busy machine may read two scans together and refuse both, so wait for the line of each scan.
        kiosk.desk.wait_for(f"{number} to borrow", f"line {number} of {number}")
    kiosk.items.scan("LVL-0002")
    kiosk.desk.wait_for("4", "3 to borrow", "1 to bring back")
    kiosk.desk.wait_for(*(f"line {place} of 4" for place in range(1, 5)))
    kiosk.desk.screenshot(kiosk.folder / "basket.png")

    kiosk.desk.press("Finish. 4 tools are ready")

    kiosk.desk.wait_for("Confirmed 4 of 4")
    kiosk.desk.screenshot(kiosk.folder / "receipt.png")
    loans = kiosk.loans("marta")
    assert set(TO_BORROW) <= set(loans)
    assert "LVL-0002" not in loans


def test_the_next_time_the_fob_is_enough(kiosk: RunningKiosk) -> None:
    kiosk.link_and_log_in(MARTA)
    kiosk.desk.press("Log out Marta")
    kiosk.desk.wait_for("Hold your key fob to the reader")
    kiosk.stop()
    kiosk.start()

    kiosk.fobs.scan(MARTA.fob)

    kiosk.desk.wait_for("Hello Marta")


def test_the_answer_to_finish_is_lost_after_the_server_acted(kiosk: RunningKiosk) -> None:
    kiosk.link_and_log_in(MARTA)
    kiosk.items.scan("DR-0142")
    kiosk.desk.wait_for("1 to borrow")
    kiosk.library.control.fault("convert", "drop", acts=True)

    kiosk.desk.press("Finish. 1 tool is ready")

    kiosk.desk.wait_for("Confirmed 1 of 1")
    assert "DR-0142" in kiosk.loans("marta")
    assert kiosk.library.library_state.call_counts()["convert"] == 1


def test_the_answer_to_finish_is_lost_before_the_server_acted(kiosk: RunningKiosk) -> None:
    kiosk.link_and_log_in(MARTA)
    kiosk.items.scan("DR-0142")
    kiosk.desk.wait_for("1 to borrow")
    kiosk.library.control.fault("convert", "drop", acts=False)

    kiosk.desk.press("Finish. 1 tool is ready")

    kiosk.desk.wait_for("Nothing was recorded", timeout_s=60)
    assert "DR-0142" not in kiosk.loans("marta")
    kiosk.desk.press("Finish. 1 tool is ready")
    kiosk.desk.wait_for("Confirmed 1 of 1")
    assert "DR-0142" in kiosk.loans("marta")


def test_a_power_cut_between_scanning_and_finish_loses_nothing(kiosk: RunningKiosk) -> None:
    kiosk.link_and_log_in(MARTA)
    kiosk.items.scan("DR-0142")
    kiosk.items.scan("LVL-0002")
    kiosk.desk.wait_for("1 to borrow", "1 to bring back")

    kiosk.kill()
    kiosk.start()
    kiosk.fobs.scan(MARTA.fob)

    kiosk.desk.wait_for("Cordless drill 18 V", "Laser level")
    kiosk.desk.press("Finish. 2 tools are ready")
    kiosk.desk.wait_for("Confirmed 2 of 2")
    loans = kiosk.loans("marta")
    assert "DR-0142" in loans
    assert "LVL-0002" not in loans


def test_a_power_cut_after_finish_is_settled_at_the_next_start(kiosk: RunningKiosk) -> None:
    kiosk.link_and_log_in(MARTA)
    kiosk.items.scan("DR-0142")
    kiosk.desk.wait_for("1 to borrow")
    kiosk.library.control.fault("convert", "delay", acts=True, answer_delay_s=30.0)
    kiosk.desk.press("Finish. 1 tool is ready")
    kiosk.desk.wait_for("Telling the library")
    wait_until(lambda: kiosk.library.library_state.call_counts()["convert"] == 1, "the request", kiosk.log_text)

    kiosk.kill()
    began = kiosk.log.stat().st_size
    kiosk.start()

    kiosk.wait_for_log(": done", since=began)
    assert kiosk.library.library_state.call_counts()["convert"] == 1


def test_a_reader_that_is_unplugged_is_said_and_found_again(kiosk: RunningKiosk) -> None:
    assert isinstance(kiosk.fobs, PretendReader)
    kiosk.fobs.unplug()
    kiosk.desk.wait_for("The fob reader is unplugged")

    kiosk.fobs.plug()
    kiosk.desk.wait_for("Hold your key fob to the reader", "Reader ready")
    kiosk.link_and_log_in(MARTA)


def test_nothing_secret_is_in_the_log_or_on_the_disk(kiosk: RunningKiosk) -> None:
    kiosk.link_and_log_in(MARTA)
    kiosk.items.scan("DR-0142")
    kiosk.desk.wait_for("1 to borrow")
    kiosk.desk.press("Finish. 1 tool is ready")
    kiosk.desk.wait_for("Confirmed 1 of 1")
    assert kiosk.stop() == 0

    left = kiosk.log.read_bytes() + b"".join(path.read_bytes() for path in (kiosk.folder / "state").glob("*.db*"))
    assert not secrets_in(left, (MARTA.fob, MARTA.password, MARTA.last, MARTA.username))
