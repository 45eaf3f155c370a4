"""Tests that a commit is settled when the result of each of its own lines is known.

A line that is not part of the commit may still be in doubt.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kiosk.domain.model import LineState
from kiosk.domain.visit.states import Serving
from kiosk.simulator import Knobs, SimulatorThread
from tests.chain.kiosk import ChainedKiosk
from tests.chain.scenes import DRILL, LEVEL

pytestmark = pytest.mark.slow
SAW = "SAW-0087"
Story = Callable[[ChainedKiosk], Awaitable[None]]


def play(folder: Path, story: Story, *, logs_out: bool = True) -> None:
    async def run() -> None:
        with SimulatorThread(knobs=Knobs(logout_revokes=logs_out)) as library:
            settings = f"[login]\nlogout_call = {str(logs_out).lower()}\n"
            async with ChainedKiosk(folder, library, settings) as kiosk:
                await kiosk.log_in()
                await story(kiosk)

    asyncio.run(asyncio.wait_for(run(), 100))


async def saw_in_doubt(kiosk: ChainedKiosk, *, acts: bool) -> None:
    """Scan a saw, and let the server's answers be lost, so that nobody can tell if the saw is in the cart.

    If `acts` is True, the server puts the saw into the cart.
    """
    kiosk.library.control.fault("add_checkout", "drop", acts=acts, count=3)
    kiosk.library.control.fault("carts", "status", count=None)
    await kiosk.scan(SAW)

    def is_in_doubt() -> bool:
        state = kiosk.state.state
        return isinstance(state, Serving) and any(line.state is LineState.UNKNOWN for line in state.lines)

    await kiosk.until(is_in_doubt, "doubt")
    kiosk.library.control.clear_faults()


@pytest.mark.parametrize("logs_out", [True, False])
@pytest.mark.parametrize("code", [DRILL, LEVEL])
def test_what_the_receipt_confirms_is_closed_and_staff_are_asked_about_the_other_alone(
    tmp_path: Path, code: str, *, logs_out: bool
) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await saw_in_doubt(kiosk, acts=False)
        await kiosk.scan(code, "1 to b")
        await kiosk.press("Finish")
        await kiosk.sees("Confirmed 1 of 2")
        assert await kiosk.journal.open_commits() == ()
        assert kiosk.disk.tokens() == 0
        kiosk.pass_time(30 * 3600)
        await kiosk.journal.to_inbox_after(24)
        assert await kiosk.inbox() == [("line_unknown", (SAW,))]

    play(tmp_path, story, logs_out=logs_out)


def test_a_failed_commit_is_not_called_done_when_the_desk_takes_the_tool_in_later(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await saw_in_doubt(kiosk, acts=False)
        await kiosk.scan(LEVEL, "1 to bring back")
        kiosk.library.control.fault("convert", "status", status=500, acts=False)
        await kiosk.press("Finish")
        await kiosk.sees("Nothing was recorded", within_s=40)
        assert await kiosk.journal.open_commits() == ()
        assert kiosk.disk.tokens() == 0
        kiosk.library.control.other_device("marta", "return", LEVEL)
        kiosk.library.control.other_device("marta", "convert")
        await kiosk.until(lambda: not kiosk.out(LEVEL), "the desk")
        assert [each.settlement for each in kiosk.disk.commits()] == ["not_done"]

    play(tmp_path, story)
