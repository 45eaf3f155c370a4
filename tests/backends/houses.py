"""Two lending systems, each with the same member: one that stages lines, one that acts at once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kiosk.backends.http import Wire
from kiosk.backends.myturn.backend import MyTurnBackend
from kiosk.backends.myturn.site import MyTurnSite
from kiosk.backends.protocol import Account, LendingBackend, Password
from kiosk.domain.model import VisitId
from kiosk.simulator import SimulatorThread
from tests.backends.immediate import ImmediateBackend, Shelf
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.visits import FREE, FREE_TOO, MINE, TAKEN, ZONE, by_password


@dataclass
class House:
    """A lending system with a member who has MINE out; TAKEN is out to somebody else. `out`: its own records."""

    backend: LendingBackend
    log: MemoryLog
    who: Password
    out: Callable[[], set[str]]
    requests: Callable[[], int]
    go_away: Callable[[], None]
    come_back: Callable[[], None]
    now: Callable[[], datetime]
    stages: bool
    """True if lines are staged in a cart; False if each scan is recorded at once."""

    async def enter(self) -> Account:
        await self.backend.library("en")
        return await self.backend.sign_in(self.who, VisitId(1), "en")


def myturn_house(library: SimulatorThread) -> House:
    log, state = MemoryLog(), library.library_state
    site = MyTurnSite(url=library.url, time_zone=ZONE, timeout_s=5.0)
    return House(
        MyTurnBackend(site, log, MemoryItems(), state.clock.now, wire=Wire(timeout_s=5.0, pauses_s=(0.0, 0.0))),
        log,
        by_password(),
        lambda: {each.code for each in state.loans_of("marta")},
        lambda: len(state.calls()),
        library.control.go_away,
        library.control.come_back,
        state.clock.now,
        stages=True,
    )


def immediate_house() -> House:
    def now() -> datetime:
        return datetime.now(UTC)

    log = MemoryLog()
    earlier = (now() - timedelta(days=3), now().date() + timedelta(days=4))
    items = {code: f"Tool {code}" for code in (FREE, FREE_TOO, MINE, TAKEN)}
    shelf = Shelf({"marta": "sawdust-and-tea"}, items, {MINE: ("marta", *earlier), TAKEN: ("theo", *earlier)})
    return House(
        ImmediateBackend(shelf, log, now),
        log,
        by_password(),
        lambda: {code for code, (who, _, _) in shelf.loans.items() if who == "marta"},
        lambda: shelf.requests,
        lambda: setattr(shelf, "away", True),
        lambda: setattr(shelf, "away", False),
        now,
        stages=False,
    )


def play(house: House, story: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        try:
            await story()
        finally:
            await house.backend.aclose()

    asyncio.run(run())
