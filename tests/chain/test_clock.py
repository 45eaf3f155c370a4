"""Tests of the whole kiosk on a machine with a wrong clock: all days are right, and staff are told once."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.simulator import SimulatorThread
from tests.chain.contract_rows import finish
from tests.chain.kiosk import ChainedKiosk
from tests.chain.scenes import DRILL

pytestmark = pytest.mark.slow
WRONG = {
    "at 1970": timedelta(days=-20_780),
    "400 days behind": timedelta(days=-400),
    "a day ahead": timedelta(days=1),
    "on the day before": timedelta(hours=-16),
    "three years ahead": timedelta(days=1096),
}
Story = Callable[[ChainedKiosk], Awaitable[None]]


def play(folder: Path, ahead: timedelta, story: Story) -> None:
    async def run() -> None:
        with SimulatorThread() as library:
            async with ChainedKiosk(folder, library, ahead=ahead) as kiosk:
                await story(kiosk)

    asyncio.run(asyncio.wait_for(run(), 60))


def due(kiosk: ChainedKiosk, code: str) -> date:
    return next(loan.due for loan in kiosk.library.library_state.loans_of("marta") if loan.code == code)


def days_in(words: str) -> list[str]:
    """Return the lines with the name of a day. Other lines, for example lines with a time, differ from run to run."""
    return [line for line in words.splitlines() if re.search(r"\b(days?|[Tt]oday|[A-Z][a-z]{2} \d{1,2})\b", line)]


async def a_visit(kiosk: ChainedKiosk, said: list[str]) -> None:
    """Let Marta log in, borrow a drill and finish. Add the lines with a day on Home and on the receipt to `said`."""
    await kiosk.log_in()
    said += days_in(kiosk.words())
    await kiosk.scan(DRILL, kiosk.library.library_state.item(DRILL).name)
    await finish(kiosk, "Confirmed 1 of 1")
    said += days_in(kiosk.words())


@pytest.mark.parametrize("ahead", WRONG.values(), ids=WRONG.keys())
def test_every_day_is_the_librarys(tmp_path: Path, ahead: timedelta, caplog: pytest.LogCaptureFixture) -> None:
    right: list[str] = []
    wrong: list[str] = []
    dues: list[date] = []

    async def by_a_right_clock(kiosk: ChainedKiosk) -> None:
        await a_visit(kiosk, right)
        dues.append(due(kiosk, DRILL))

    async def by_a_wrong_clock(kiosk: ChainedKiosk) -> None:
        await a_visit(kiosk, wrong)
        dues.append(due(kiosk, DRILL))
        assert abs(kiosk.clock().wall - kiosk.machine.true()) < timedelta(minutes=2)
        await kiosk.until_inbox(bool, "the clock")
        assert await kiosk.inbox() == [("clock_wrong", ())]

    play(tmp_path / "right", timedelta(), by_a_right_clock)
    with caplog.at_level(logging.WARNING, "kiosk.clock"):
        play(tmp_path / "wrong", ahead, by_a_wrong_clock)
    assert len(right) >= 4
    assert wrong == right
    assert dues[0] == dues[1]
    assert caplog.text.count("whose time is taken") == 1


def test_a_clock_that_is_set_in_the_middle_of_a_visit_moves_no_day(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.log_in()
        right = days_in(kiosk.words())
        kiosk.machine.ahead = timedelta(days=300)
        assert days_in(kiosk.words()) == right
        assert "2 days late" in right
        await kiosk.scan(DRILL, kiosk.library.library_state.item(DRILL).name)
        await finish(kiosk, "Confirmed 1 of 1")
        assert due(kiosk, DRILL) < kiosk.machine.true().date() + timedelta(days=60)

    play(tmp_path, timedelta(), story)


def test_a_clock_that_is_set_right_is_gone_by_again(tmp_path: Path) -> None:
    async def story(kiosk: ChainedKiosk) -> None:
        await kiosk.log_in()
        kiosk.machine.ahead = timedelta(seconds=30)
        await kiosk.scan(DRILL, kiosk.library.library_state.item(DRILL).name)
        await finish(kiosk, "Confirmed 1 of 1")
        assert kiosk.clock().wall - kiosk.machine.true() > timedelta(seconds=20)

    play(tmp_path, timedelta(days=-400), story)
