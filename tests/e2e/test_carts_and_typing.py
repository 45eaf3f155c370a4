"""Tests of the installed command: a member types a code on the screen, and another device changes the member's list."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.demo.pretend_readers import PretendReader
from kiosk.simulator import MEMBERS
from tests.e2e.desk import missing_parts
from tests.e2e.kiosk_process import RunningKiosk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
MARTA = MEMBERS[0]
DRILL, SAW, LEVEL = "DR-0142", "SAW-0087", "LVL-0002"


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[RunningKiosk]:
    with RunningKiosk(tmp_path) as running:
        running.fobs.scan(MARTA.fob)
        running.desk.wait_for("A new fob: log in once")
        running.desk.fill("User name or membership ID", MARTA.username)
        running.desk.fill("Password", MARTA.password)
        running.desk.press("Link fob")
        running.desk.wait_for(f"Hello {MARTA.first}")
        yield running


def test_without_a_scanner_the_code_is_typed(kiosk: RunningKiosk) -> None:
    assert isinstance(kiosk.items, PretendReader)
    kiosk.items.unplug()
    kiosk.desk.wait_for("The item scanner is unplugged", "Type the code on the label instead.")
    kiosk.desk.press("Type the code")
    kiosk.desk.wait_for("Type the code on the label")
    for key in ("D", "R", "-", "0", "1", "4", "2"):
        kiosk.desk.press(key)
    kiosk.desk.screenshot(kiosk.folder / "typing.png")
    kiosk.desk.press("Add the tool")
    kiosk.desk.wait_for("Cordless drill", "1 to borrow")
    kiosk.desk.screenshot(kiosk.folder / "typed.png")
    kiosk.desk.press("Finish. 1 tool is ready")
    kiosk.desk.wait_for("Confirmed 1 of 1")
    assert DRILL in kiosk.loans("marta")


def test_what_another_device_adds_is_lent_only_after_a_yes(kiosk: RunningKiosk) -> None:
    kiosk.items.scan(DRILL)
    kiosk.desk.wait_for("1 to borrow")
    kiosk.library.control.other_device("marta", "borrow", SAW)
    kiosk.items.scan(LEVEL)
    kiosk.desk.wait_for("added elsewhere", "Do you take it along?", "Keep Circular saw 190 mm")
    kiosk.desk.screenshot(kiosk.folder / "added.png")
    kiosk.desk.press("Finish. 2 tools are ready")
    kiosk.desk.wait_for("Take 1 more tool along?")
    kiosk.desk.screenshot(kiosk.folder / "question.png")
    assert SAW not in kiosk.loans("marta")
    kiosk.desk.press("Yes, 1 more")
    kiosk.desk.wait_for("Confirmed 3 of 3")
    assert {DRILL, SAW} <= set(kiosk.loans("marta"))
