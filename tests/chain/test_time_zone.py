"""Tests of a kiosk whose time zone is not the library's time zone.

If the due days are then wrong, staff are told once. `check` names a time zone that fits the due times of the loans.
"""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.simulator import Knobs, SimulatorThread
from tests.chain.contract_rows import finish
from tests.chain.kiosk import ChainedKiosk
from tests.chain.scenes import DRILL

pytestmark = pytest.mark.slow
SAW, SANDER = "SAW-0087", "SAND-0019"


async def _lent(kiosk: ChainedKiosk, *codes: str) -> None:
    await kiosk.log_in()
    for code in codes:
        await kiosk.scan(code, kiosk.library.library_state.item(code).name)
    await finish(kiosk, f"Confirmed {len(codes)} of {len(codes)}")


def checked(config: Path) -> str:
    words = [sys.executable, "-m", "kiosk", "check", "--config", str(config), "--no-readers", "--no-server", "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    findings = json.loads(done.stdout)["findings"]
    return "\n".join(f"{each['text']} > {each['advice']}" for each in findings if each["section"] == "Time")


@pytest.mark.parametrize(
    ("library_zone", "kiosk_zone", "is_asked", "named"),
    [
        ("America/New_York", "UTC", True, "America/New_York"),
        ("America/Los_Angeles", "America/New_York", True, "America/Los_Angeles"),
        ("America/New_York", "America/Los_Angeles", False, "America/New_York"),
        ("America/New_York", "America/Toronto", False, ""),
    ],
)
def test_one_question_for_a_constant_day(
    tmp_path: Path, library_zone: str, kiosk_zone: str, *, is_asked: bool, named: str
) -> None:
    async def run() -> None:
        knobs = Knobs(organization={"locale": "en-US"})
        with SimulatorThread(knobs=knobs, time_zone=ZoneInfo(library_zone)) as library:
            async with ChainedKiosk(tmp_path, library, zone=kiosk_zone) as kiosk:
                await _lent(kiosk, DRILL, SAW)
                if is_asked:
                    await kiosk.until_inbox(bool, "the question")
                await kiosk.press("Done")
                await _lent(kiosk, SANDER)
                asked = [(entry.kind, entry.note) for entry in await asyncio.to_thread(kiosk._ground.inbox().entries)]
                note = "due days are read back one day later than they are shown"
                assert asked == ([("zone_wrong", note)] if is_asked else [])
                known = kiosk._ground.stores.library
                kiosk._ground.serving._library.now()
                await kiosk.until(lambda: bool((found := known.load()) and found.due_moments), "the moments")
            said = checked(kiosk.config)
            assert ("so due days can be one day off" in said) is bool(named)
            assert named in said

    asyncio.run(asyncio.wait_for(run(), 90))
