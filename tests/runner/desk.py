"""The writes of an open visit, with an account that gives the answers which a test has chosen.

A test plays a story: a function that asks for effects and waits for the events of this visit.
"""

import asyncio
from collections.abc import Awaitable, Callable

from kiosk.domain.messages.effects import Farewell
from kiosk.domain.messages.events import Event
from kiosk.domain.model import (
    Direction,
    ItemCode,
    Line,
    LineId,
    LineState,
    VisitId,
)
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.tasks import Patience, Wiring
from kiosk.runner.visit_writes import OpenVisit
from tests.runner.fakes import ScriptedAccount, TurnedClock

VISIT = VisitId(7)


def line(ident: int, code: str = "") -> Line:
    return Line(LineId(ident), ItemCode(code or f"T-{ident}"), Direction.BORROW, LineState.CHECKING)


class Desk:
    """An open visit with a ScriptedAccount, and all events that the visit has told."""

    def __init__(self, tasks: asyncio.TaskGroup, account: ScriptedAccount, patience: Patience) -> None:
        self.told: list[Event] = []
        self.changed = asyncio.Event()
        self.account = account
        self.clock = TurnedClock()
        self.open = OpenVisit(
            VISIT,
            account,
            wiring=Wiring(self.tell, tasks.create_task, self.clock, patience),
            server=ServerWatch(self.tell),
        )
        self.running = tasks.create_task(self.open.run())

    def tell(self, event: Event) -> None:
        self.told.append(event)
        self.changed.set()

    async def heard(self, count: int) -> list[Event]:
        """Wait until the visit has told `count` events, and return all of them."""
        async with asyncio.timeout(5):
            while len(self.told) < count:
                self.changed.clear()
                await self.changed.wait()
        return self.told

    async def until_called(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.account.calls) < count:  # noqa: ASYNC110 - the fake has no event for it
                await asyncio.sleep(0)

    async def leave(self, *lines: Line) -> None:
        self.open.leave(Farewell(VISIT, lines))
        await self.running


Story = Callable[[Desk], Awaitable[None]]


def play(account: Callable[[], ScriptedAccount], story: Story, patience: Patience | None = None) -> Desk:
    """Play the story with this account until the visit has ended, and return the desk.

    `patience` says how many seconds a commit may stay without an answer.
    """
    desks: list[Desk] = []

    async def main() -> None:
        async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
            desk = Desk(tasks, account(), patience or Patience())
            desks.append(desk)
            await story(desk)
            if not desk.running.done():
                await desk.leave()

    asyncio.run(main())
    return desks[0]
