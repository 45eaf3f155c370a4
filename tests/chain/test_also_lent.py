"""Tests of a tool that another device adds after the kiosk has read the cart at Finish, but before the commit.

The library lends this tool, too, and staff are asked about the tool. If the kiosk can read the loans before the member
goes, the receipt names the tool.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.visit.states import Idle
from kiosk.simulator import MEMBERS, Knobs, SimulatorThread
from kiosk.store.open_commits import Settlement
from tests.chain.kiosk import ChainedKiosk
from tests.chain.scenes import DRILL, LEVEL

pytestmark = pytest.mark.slow
SAW, ASKED = "SAW-0087", [("also_lent", ("SAW-0087",))]
Story = Callable[[ChainedKiosk], Awaitable[None]]


def play(folder: Path, story: Story, *, settings: str = "", **organization: object) -> None:
    async def run() -> None:
        with SimulatorThread(knobs=Knobs(organization=organization, sweep_after_s=0)) as library:
            async with ChainedKiosk(folder, library, settings) as kiosk:
                await kiosk.log_in()
                await story(kiosk)

    asyncio.run(asyncio.wait_for(run(), 100))


async def added_meanwhile(kiosk: ChainedKiosk, *codes: str) -> None:
    """Add these tools from the member's phone while the server converts the cart."""
    await kiosk.until(lambda: not kiosk.library.library_state.faults.waiting(), "the conversion at the server")
    for code in codes:
        kiosk.library.control.other_device("marta", "borrow", code)


@pytest.mark.parametrize("two_phase", [False, True])
@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("fault", ["delay", "drop"])
def test_it_is_named_on_the_receipt_and_put_to_staff(
    tmp_path: Path, fault: str, *, two_phase: bool, hidden: bool
) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.scan(DRILL, "1 to borrow")
        kiosk.library.control.fault("convert", fault, acts=True, delay_s=1.5)
        await kiosk.press("Finish")
        await added_meanwhile(kiosk, SAW)
        await kiosk.sees("Confirmed 1 of 1", "Also on your account since today", "Circular saw", "Please tell staff")
        assert kiosk.out(SAW)
        assert await kiosk.inbox() == ASKED

    play(tmp_path, story, useTwoPhaseCommitOnKiosk=two_phase, hideMoney=hidden)


def test_beside_a_return_and_more_than_one(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.scan(LEVEL, "1 to bring back")
        kiosk.library.control.fault("convert", "delay", delay_s=1.5)
        await kiosk.press("Finish")
        await added_meanwhile(kiosk, SAW, "SAND-0019")
        await kiosk.sees("Confirmed 1 of 1", "Also on your account since today", "Circular saw", "Orbital sander")
        assert await kiosk.inbox() == [("also_lent", (SAW, "SAND-0019"))]

    play(tmp_path, story)


def test_when_the_member_walks_away_staff_alone_hear_of_it(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.scan(DRILL, "1 to borrow")
        kiosk.library.control.fault("convert", "delay", delay_s=1.5)
        kiosk.pass_time(301)
        await added_meanwhile(kiosk, SAW)
        await kiosk.until(lambda: isinstance(kiosk.state.state, Idle), "Welcome")
        await kiosk.until_inbox(lambda entries: entries == ASKED, "the saw")
        assert "Circular saw" not in kiosk.words()

    play(tmp_path, story)


def test_when_it_cannot_be_read_before_the_member_goes_staff_hear_of_it_later(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.scan(DRILL, "1 to borrow")
        kiosk.library.control.fault("convert", "delay", delay_s=1.5)
        await kiosk.press("Finish")
        await added_meanwhile(kiosk, SAW)
        kiosk.library.control.fault("carts", "status", count=None)
        await kiosk.sees("Accepted, not yet compared", within_s=40)
        kiosk.library.control.clear_faults()
        await kiosk.press("Understood, done")
        await kiosk.until_inbox(lambda entries: entries == ASKED, "the saw")

    play(tmp_path, story)


def test_after_a_restart_staff_hear_of_it_and_not_of_what_was_lent_before_or_later(tmp_path: Path) -> None:
    async def before_the_kill(kiosk: ChainedKiosk) -> None:
        await kiosk.log_in()
        kiosk.library.control.other_device("marta", "borrow", "SAND-0019")
        # The phone borrows this tool before the member presses Finish at the kiosk.
        kiosk.library.control.other_device("marta", "convert")
        await kiosk.scan(DRILL, "1 to borrow")
        kiosk.library.control.fault("convert", "delay", delay_s=1.5)
        await kiosk.press("Finish")
        await added_meanwhile(kiosk, SAW)

    async def run() -> None:
        with SimulatorThread() as library:
            async with ChainedKiosk(tmp_path, library) as kiosk:
                await before_the_kill(kiosk)
            async with ChainedKiosk(tmp_path, library) as kiosk:
                await kiosk.until(lambda: kiosk.out(SAW), "the loan")
                # Put the server's clock forward, so that this loan begins in an hour. Then set the clock right.
                hour_s = timedelta(hours=1).total_seconds()
                kiosk.library.control.put_forward(hour_s)
                kiosk.library.control.other_device("marta", "borrow", "DR-0143")
                kiosk.library.control.other_device("marta", "convert")
                kiosk.library.control.put_forward(-hour_s)
                await kiosk.until(
                    lambda: [each.settlement for each in kiosk.disk.commits()] == [Settlement.DONE], "the settling"
                )
                await kiosk.until_inbox(lambda entries: entries == ASKED, "the saw")

    asyncio.run(asyncio.wait_for(run(), 100))


@pytest.mark.parametrize("own", ["borrow", "renewal", "reservation"])
def test_what_is_the_member_s_own_doing_is_no_alarm(tmp_path: Path, own: str) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        if own == "renewal":
            kiosk.library.control.turn(own_loan_add="renew")
        kept = next(each.codes[0] for each in MEMBERS[0].reservations if each.start <= 0 <= each.end)
        code = {"borrow": DRILL, "renewal": LEVEL, "reservation": kept}[own]
        await kiosk.scan(code, "1 to b")
        await kiosk.press("Finish")
        await kiosk.sees("Confirmed 1 of 1")
        assert "Also on your account" not in kiosk.words()
        assert await kiosk.inbox() == []

    play(tmp_path, story)
