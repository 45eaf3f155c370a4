"""The main job on real input: the installed command, a real window, a real serial line, a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.simulator import MEMBERS
from tests.e2e.desk import missing_parts
from tests.e2e.kiosk_process import RunningKiosk

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


def link_and_log_in(kiosk: RunningKiosk, member: int = 0) -> None:
    person = MEMBERS[member]
    kiosk.fobs.scan(person.fob)
    kiosk.desk.wait_for("A new fob: log in once")
    kiosk.desk.fill("User name or membership ID", person.username)
    kiosk.desk.fill("Password", person.password)
    kiosk.desk.press("Link fob")
    kiosk.desk.wait_for(f"Hello {person.first}")


def test_fob_three_tools_out_one_back_finish(kiosk: RunningKiosk) -> None:
    link_and_log_in(kiosk)
    for code in TO_BORROW:
        kiosk.items.scan(code)
    kiosk.items.scan("LVL-0002")
    kiosk.desk.wait_for("4", "3 to borrow", "1 to bring back")
    kiosk.desk.screenshot(kiosk.folder / "basket.png")

    kiosk.desk.press("Finish. 4 tools are ready")

    kiosk.desk.wait_for("Confirmed 4 of 4")
    kiosk.desk.screenshot(kiosk.folder / "receipt.png")
    loans = kiosk.loans("marta")
    assert set(TO_BORROW) <= set(loans)
    assert "LVL-0002" not in loans
