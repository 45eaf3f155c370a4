"""Tests of SIGTERM while the kiosk renews the token of a fob.

Each token can be renewed only once. So the kiosk must store the new token with the fob's link before it ends.
"""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.simulator import Knobs, SimulatorThread
from tests.app.standing import MARTA, link_fobs
from tests.e2e.desk import wait_until
from tests.faults.process import KioskProcess

pytestmark = pytest.mark.slow
Story = Callable[[KioskProcess, SimulatorThread], None]


def renewing(kiosk: KioskProcess, library: SimulatorThread, before: int) -> None:
    """Wait until the server works on the renewal of the token. The answer has not arrived yet."""
    wait_until(lambda: library.library_state.call_counts()["renew_token"] > before, "the renewal", kiosk.said)


def by_fob(kiosk: KioskProcess, library: SimulatorThread) -> None:
    before = library.library_state.call_counts()["renew_token"]
    library.control.fault("renew_token", "delay", answer_delay_s=0.7)
    kiosk.fobs.scan(MARTA.fob)
    renewing(kiosk, library, before)


def in_mid_visit(kiosk: KioskProcess, library: SimulatorThread) -> None:
    kiosk.fobs.scan(MARTA.fob)
    kiosk.says("SignedIn -> Serving")
    before = library.library_state.call_counts()["renew_token"]
    library.control.expire_tokens()
    library.control.fault("renew_token", "delay", answer_delay_s=0.7)
    kiosk.items.scan("DR-0142")
    renewing(kiosk, library, before)


def given_up(kiosk: KioskProcess, library: SimulatorThread) -> None:
    """Let the member cancel during the renewal."""
    by_fob(kiosk, library)
    kiosk.items.scan("CMD:CANCEL")
    kiosk.says("Scanned -> Idle")


@pytest.mark.parametrize("story", [by_fob, in_mid_visit, given_up])
def test_the_renewal_is_seen_through_and_the_fob_opens_the_account_again(tmp_path: Path, story: Story) -> None:
    with SimulatorThread(knobs=Knobs(refresh_rotates=True)) as library:
        asyncio.run(link_fobs(tmp_path, library, MARTA))
        with KioskProcess(tmp_path, library) as kiosk:
            story(kiosk, library)
            assert kiosk.ends(by=signal.SIGTERM, within_s=4.0) == 0
            kiosk.start()
            again = len(kiosk.said())
            kiosk.fobs.scan(MARTA.fob)
            kiosk.says("SignedIn -> Serving", since=again)
