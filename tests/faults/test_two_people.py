"""Tests of failures with people: tools without a member, and two members at one kiosk."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.domain.visit.states import Idle
from kiosk.simulator import SimulatorThread
from tests.app.standing import JAMAL, MARTA, StandingKiosk, link_fobs

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]

COMMAND = Path(sys.executable).with_name("lending-kiosk")


def as_staff_see_it(config: Path) -> str:
    """Return the output of the command `inbox list`."""
    command = [str(COMMAND), "inbox", "list", "--config", str(config)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


async def test_tools_are_scanned_and_nobody_shows_a_fob(tmp_path: Path) -> None:
    """The screen asks "Whose tools are these?". Later it shows Welcome without the codes. The inbox has the codes."""
    async with StandingKiosk(tmp_path) as kiosk:
        kiosk.scan("DR-0142", "SAND-0019")
        await kiosk.sees("Got it. Now your key fob, please", "DR-0142", "SAND-0019")
        kiosk.put_forward(50)
        await kiosk.sees("Whose tools are these?")

        kiosk.put_forward(11)

        await kiosk.until(lambda: kiosk.program.kiosk.state == Idle(), "a clean Welcome")
        assert "DR-0142" not in kiosk.words()
        await kiosk.until_inbox(("tray_without_fob", ("DR-0142", "SAND-0019")))
    listed = as_staff_see_it(tmp_path / "kiosk.toml")
    assert "DR-0142" in listed
    assert "SAND-0019" in listed
    assert "tray without fob" in listed


async def test_a_second_member_shows_a_fob_in_the_middle_of_a_visit(tmp_path: Path) -> None:
    """The kiosk asks before it switches to the second member. It never mixes two visits."""
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA, JAMAL)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142")
            await kiosk.sees("1 to borrow")
            kiosk.fobs.scan(JAMAL.fob)
            await kiosk.sees("Finish for Marta, then start for the next person?")
            await kiosk.press("Finish and switch")
            await kiosk.sees("Confirmed 1 of 1")
            kiosk.put_forward(11)

            await kiosk.sees("Log out Jamal")
            assert "Marta" not in kiosk.words()
            assert "Cordless drill" not in kiosk.words()
            kiosk.scan("SAND-0019")
            await kiosk.sees("1 to borrow")
            kiosk.fobs.scan(JAMAL.fob)
            await kiosk.sees("Confirmed 1 of 1")
            assert ("DR-0142" in kiosk.loans(MARTA), "SAND-0019" in kiosk.loans(JAMAL)) == (True, True)
            assert not {"SAND-0019"} & kiosk.loans(MARTA)


async def test_two_members_show_their_fobs_at_once(tmp_path: Path) -> None:
    """The visit of the second member begins after the visit of the first member.

    A tool that is scanned while the first member is still being signed in belongs to the first member.
    """
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA, JAMAL)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            library.control.fault("renew_token", "delay", delay_s=0.5)
            kiosk.fobs.scan(MARTA.fob)
            await kiosk.sees("We are looking up your fob")
            kiosk.fobs.scan(JAMAL.fob)
            await kiosk.sees("One after the other")
            kiosk.items.scan("DR-0142")

            await kiosk.sees("Log out Marta", "1 to borrow")
            await kiosk.sees("then start for the next person?")
            await kiosk.press("Finish and switch")
            await kiosk.sees("Confirmed 1 of 1")
            kiosk.put_forward(11)
            await kiosk.sees("Log out Jamal")
            assert "DR-0142" in kiosk.loans(MARTA)
