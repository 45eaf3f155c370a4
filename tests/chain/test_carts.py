"""Tests of a member with several carts, or with a return that another device has committed, in the whole kiosk."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kiosk.simulator import Knobs, SimulatorThread
from tests.chain.contract_rows import finish, loans
from tests.chain.kiosk import ChainedKiosk
from tests.chain.scenes import DRILL, LEVEL

pytestmark = pytest.mark.slow
SANDER, ROUTER = "SAND-0019", "DR-0143"
Story = Callable[[ChainedKiosk], Awaitable[None]]


def play(folder: Path, before: Callable[[SimulatorThread], None], story: Story, *, settings: str = "") -> None:
    async def run() -> None:
        with SimulatorThread(knobs=Knobs(organization={"useTwoPhaseCommitOnKiosk": True}, sweep_after_s=0)) as library:
            before(library)
            async with ChainedKiosk(folder, library, settings) as kiosk:
                await story(kiosk)

    asyncio.run(asyncio.wait_for(run(), 60))


def two_carts(library: SimulatorThread) -> None:
    """Put the sander into an older cart, and the drill into a newer cart."""
    for code in (SANDER, DRILL):
        cart = library.control.other_device("marta", "open")
        library.control.other_device("marta", "borrow", code, cart)


def handed_over(library: SimulatorThread) -> None:
    """Commit the return of the level in a cart that is not converted."""
    library.control.other_device("marta", "return", LEVEL)
    library.control.other_device("marta", "commit", LEVEL)


def in_carts(kiosk: ChainedKiosk) -> list[tuple[str, ...]]:
    return [(*each.borrows, *each.returns) for each in kiosk.library.library_state.open_carts_of("marta")]


def test_what_lies_in_the_other_cart_is_said_and_stays_there(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.log_in()
        sander = kiosk.library.library_state.item(SANDER).name
        await kiosk.sees("You have another list, too", sander, "On your list from before.")
        await kiosk.press("Leave it there")
        await finish(kiosk, "Confirmed 1 of 1")
        assert DRILL in loans(kiosk)
        assert in_carts(kiosk)[0] == (SANDER,)

    play(tmp_path, two_carts, story)


def test_what_lies_in_the_other_cart_is_taken_over(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.log_in()
        await kiosk.press("Put it on this list")
        await kiosk.sees("2 to borrow")
        await finish(kiosk, "Confirmed 2 of 2")
        assert {DRILL, SANDER} <= loans(kiosk)
        assert not any(in_carts(kiosk))

    play(tmp_path, two_carts, story)


def test_a_tool_that_was_handed_over_before_is_recorded_by_finish(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.log_in()
        await kiosk.sees("Handed over before, not yet finished. Press Finish to record it.")
        assert "Remove Laser level" not in kiosk.words()
        await finish(kiosk, "Confirmed 1 of 1")
        assert LEVEL not in loans(kiosk)
        assert kiosk.calls("commit_checkin") == 0

    play(tmp_path, handed_over, story)


def test_a_tool_that_was_handed_over_before_is_recorded_though_its_member_walks_away(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.log_in()
        await kiosk.scan(DRILL, "1 to borrow")
        kiosk.pass_time(301)
        kiosk.pass_time(1)
        await kiosk.until(lambda: LEVEL not in loans(kiosk), "the return")
        assert DRILL not in loans(kiosk)
        await kiosk.sees("Hold your key fob to the reader")

    play(tmp_path, handed_over, story, settings='[visit]\nwalk_away = "abandon"\n')


def test_a_return_told_line_by_line_is_not_taken_back_by_walking_away(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.log_in()
        await kiosk.scan(LEVEL, "1 to bring back")
        await kiosk.scan(ROUTER, "1 to borrow")
        kiosk.pass_time(301)
        kiosk.pass_time(1)
        await kiosk.until(lambda: LEVEL not in loans(kiosk), "the return")
        assert ROUTER not in loans(kiosk)

    play(tmp_path, lambda _: None, story, settings='[visit]\nwalk_away = "abandon"\n')
