"""Tests of reservations in the installed command.

A member picks up a tool by scanning it. The line of another tool has a button that cancels its reservation.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.simulator import MEMBERS, Knobs
from tests.e2e.desk import missing_parts, wait_until
from tests.e2e.kiosk_process import RunningKiosk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
MARTA = MEMBERS[0]
SAW, REEL = "SAW-0097", "REEL-0001"


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[RunningKiosk]:
    with RunningKiosk(tmp_path, knobs=Knobs(picks_up="by-id")) as running:
        yield running


def kept(kiosk: RunningKiosk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of all tools in Marta's first reservation, and the codes of those that are not picked up yet."""
    ready = kiosk.library.library_state.reservations_of("marta")[0]
    return ready.codes, ready.open


def test_what_is_offered_is_scanned_and_fulfilled(kiosk: RunningKiosk) -> None:
    kiosk.link_and_log_in(MARTA, "2 tools are ready for you")
    kiosk.desk.screenshot(kiosk.folder / "offered.png")
    ends = kiosk.library.library_state.reservations_of("marta")[0].end
    kiosk.items.scan(SAW)
    kiosk.desk.wait_for("Mitre saw 254 mm: In your basket", "Extension reel 40 m: Not scanned yet")
    kiosk.desk.screenshot(kiosk.folder / "ticked.png")
    kiosk.items.scan(REEL)
    kiosk.desk.wait_for("Extension reel 40 m: In your basket", "2 to borrow")

    kiosk.desk.press("Finish. 2 tools are ready")

    kiosk.desk.wait_for("Confirmed 2 of 2", "Mitre saw 254 mm (from your reservation)")
    assert kept(kiosk) == ((SAW, REEL), ())
    assert all(kiosk.loans("marta")[code].due <= ends for code in (SAW, REEL))


def test_one_that_is_no_longer_needed_is_cancelled_on_its_line(kiosk: RunningKiosk) -> None:
    kiosk.link_and_log_in(MARTA, "2 tools are ready for you")
    kiosk.desk.press("Reservations")
    kiosk.desk.wait_for("Your reservations", "Pressure washer 140 bar")
    kiosk.desk.screenshot(kiosk.folder / "reservations.png")
    kiosk.desk.press("Cancel the reservation of Extension reel 40 m")
    kiosk.desk.wait_for("Cancel this reservation?")
    assert kept(kiosk) == ((SAW, REEL), (SAW, REEL))

    kiosk.desk.press("Yes, cancel: Extension reel 40 m")

    wait_until(lambda: kept(kiosk) == ((SAW,), (SAW,)), "the reel is out of the reservation", kiosk.desk.words)
    kiosk.desk.wait_for("Cancelled: Extension reel 40 m.")
    assert "Cancel the reservation of Mitre saw 254 mm" not in kiosk.desk.words()
    kiosk.desk.press("Back to scanning")
    kiosk.desk.wait_for("1 tool is ready for you")
