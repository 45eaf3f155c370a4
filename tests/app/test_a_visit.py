"""The joined app on real input: what a member does, and what stands on the screen."""

from pathlib import Path

import pytest

from kiosk.simulator import SimulatorThread
from tests.app.standing import MARTA, StandingKiosk, link_fobs

pytestmark = pytest.mark.slow


async def test_a_linked_fob_three_tools_out_one_back(tmp_path: Path) -> None:
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142", "SAND-0019", "100", "LVL-0002")
            await kiosk.sees("3 to borrow", "1 to bring back")

            await kiosk.press("Finish. 4 tools are ready")

            await kiosk.sees("Confirmed 4 of 4")
            assert kiosk.loans() & {"DR-0142", "SAND-0019", "100", "LVL-0002"} == {"DR-0142", "SAND-0019", "100"}
