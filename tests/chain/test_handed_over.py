"""Tests of servers that commit each line separately. Finish commits one line, and a later call of this Finish fails.

The kiosk must never say that nothing was recorded. If the sign-in is lost after the line is committed, staff are asked
about the tool of this line.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kiosk.domain.visit.states import Idle
from kiosk.simulator import Knobs, SimulatorThread
from tests.chain.kiosk import ChainedKiosk
from tests.chain.scenes import DRILL, LEVEL

pytestmark = pytest.mark.slow
SANDER = "SAND-0019"
Story = Callable[[ChainedKiosk], Awaitable[None]]


def play(folder: Path, story: Story, walk_away: str = "finish") -> None:
    async def run() -> None:
        with SimulatorThread(knobs=Knobs(organization={"useTwoPhaseCommitOnKiosk": True}, sweep_after_s=0)) as library:
            settings = f'[visit]\nwalk_away = "{walk_away}"\n[login]\nlogout_call = true\n'
            async with ChainedKiosk(folder, library, settings) as kiosk:
                await kiosk.log_in()
                await story(kiosk)

    asyncio.run(asyncio.wait_for(run(), 100))


async def walked_away(kiosk: ChainedKiosk) -> None:
    kiosk.pass_time(301)
    kiosk.pass_time(1)
    await kiosk.until(lambda: isinstance(kiosk.state.state, Idle), "Welcome")


@pytest.mark.parametrize("walk_away", ["finish", "returns-only", "abandon"])
@pytest.mark.parametrize("status", [429, 408, 425])
def test_a_tool_that_was_handed_over_is_lent_though_its_member_walks_away_when_the_rest_was_not_sent(
    tmp_path: Path, walk_away: str, status: int
) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.scan(DRILL, "1 to borrow")
        kiosk.library.control.fault("convert", "status", status=status)
        await kiosk.press("Finish")
        await kiosk.sees("Not finished yet: a tool on your list is handed over already")
        assert "Nothing was" not in kiosk.words()
        await walked_away(kiosk)
        await kiosk.until(lambda: kiosk.out(DRILL), "the loan")
        assert kiosk.calls("remove_checkout") == 0
        assert await kiosk.inbox() == []

    play(tmp_path, story, walk_away)


@pytest.mark.parametrize("walk_away", ["returns-only", "abandon"])
def test_what_was_not_handed_over_yet_stays_here(tmp_path: Path, walk_away: str) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.scan(DRILL, "1 to borrow")
        await kiosk.scan(SANDER, "2 to borrow")
        kiosk.library.control.fault("commit_checkout", "status", status=429, skip=1)
        await kiosk.press("Finish")
        await kiosk.sees("Not finished yet")
        [cart] = kiosk.library.library_state.open_carts_of("marta")
        await walked_away(kiosk)
        await kiosk.until(lambda: any(map(kiosk.out, (DRILL, SANDER))), "the loan")
        assert {code for code in (DRILL, SANDER) if kiosk.out(code)} == set(cart.committed)

    play(tmp_path, story, walk_away)


@pytest.mark.parametrize("kind", ["status", "drop", "html", "cut", "redirect"])
def test_a_lost_answer_to_a_line_s_own_commit_that_acted_costs_the_member_nothing(tmp_path: Path, kind: str) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.scan(LEVEL, "1 to bring back")
        await kiosk.scan(DRILL, "1 to borrow")
        kiosk.library.control.fault("commit_checkout", kind, acts=True, status=500)
        await kiosk.press("Finish")
        await kiosk.sees("Confirmed 2 of 2")
        assert kiosk.calls("commit_checkout") == 1
        assert kiosk.out(DRILL)
        assert not any("Nothing was" in str(view) for view in kiosk.seen)

    play(tmp_path, story)


def test_a_lost_answer_to_a_line_s_own_commit_whose_cart_cannot_be_read_is_never_called_nothing(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.scan(DRILL, "1 to borrow")
        kiosk.library.control.fault("commit_checkout", "drop", acts=True)
        kiosk.library.control.fault("carts", "status", count=4, skip=1)
        await kiosk.press("Finish")
        await kiosk.sees("Not finished yet: a tool on your list is handed over already", within_s=60)
        await kiosk.press("Finish")
        await kiosk.sees("Confirmed 1 of 1")
        assert kiosk.calls("commit_checkout") == 1
        assert not any("Nothing was" in str(view) for view in kiosk.seen)

    play(tmp_path, story)


def test_staff_are_asked_about_a_tool_that_was_handed_over_when_the_sign_in_is_lost_after_it(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.scan(DRILL, "1 to borrow")
        kiosk.library.control.fault("convert", "status", status=401, count=None)
        kiosk.library.control.fault("renew_token", "status", status=401, count=None)
        await kiosk.press("Finish")
        await kiosk.sees("Password")
        await walked_away(kiosk)
        await kiosk.until_inbox(lambda entries: any(codes == (DRILL,) for _, codes in entries), "the drill")

    play(tmp_path, story, "abandon")
