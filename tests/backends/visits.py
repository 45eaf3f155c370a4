"""A visit at the simulated library, with the calls that the runner would make."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.backends.http import Wire
from kiosk.backends.myturn.account import MyTurnAccount
from kiosk.backends.myturn.backend import MyTurnBackend
from kiosk.backends.myturn.site import MyTurnSite
from kiosk.backends.protocol import Credential, Password
from kiosk.domain.carts import CommitCame
from kiosk.domain.model import (
    CommitId,
    Direction,
    ItemCode,
    Line,
    LineId,
    LineOutcome,
    LineState,
    Refusal,
    Refused,
    Secret,
    Staged,
    Truth,
    VisitId,
)
from kiosk.simulator import MEMBERS, SimulatorThread
from kiosk.structs import replace
from tests.backends.ports import MemoryItems, MemoryLog

WEDNESDAY = date(2026, 3, 11)
ZONE = ZoneInfo("America/New_York")
FREE, FREE_TOO, FREE_14_DAYS, FREE_UNTIL_TOMORROW = "DR-0143", "DR-0147", "CLMP-0001", "APPL 04"
MINE, MINE_LATE, TAKEN, IN_REPAIR, NOT_A_LABEL = "TILE-0003", "NAIL-0004", "CLMP-0003", "DR-0163", "4006381333931"
MARTA_FOB = next(each.fob for each in MEMBERS if each.username == "marta")
TWO_PHASE = {"useTwoPhaseCommitOnKiosk": True}
# After these faults, the answer does not tell if the server has done the act.
UNUSABLE = [
    "drop",
    "cut",
    "html",
    "garbage",
    "empty",
    "truncated",
    "wrong-type",
    "nested",
    "huge",
    "redirect",
    "status",
]


def by_password(name: str = "marta") -> Password:
    password = next(each.password for each in MEMBERS if each.username == name)
    return Password(name, Secret(password))


@dataclass
class Visit:
    """A visit with one back end at the simulated library: its log, its account and its lines."""

    library: SimulatorThread
    backend: MyTurnBackend
    log: MemoryLog
    items: MemoryItems
    account: MyTurnAccount = field(init=False)
    lines: list[Line] = field(default_factory=list)
    finished: datetime = field(init=False)
    ahead: timedelta = timedelta()
    """The time by which the kiosk's clock is ahead of the server's clock."""

    async def enter(self, credential: Credential | None = None, language: str = "en") -> MyTurnAccount:
        self.account = await self.backend.sign_in(credential or by_password(), VisitId(7), language)
        return self.account

    def line(self, code: str, direction: Direction = Direction.BORROW, **more: Any) -> Line:
        return Line(LineId(len(self.lines) + 1), ItemCode(code), direction, LineState.CHECKING, **more)

    async def add(self, code: str, direction: Direction = Direction.BORROW) -> LineOutcome:
        """Scan this code, and return the answer. If the line is staged, put it into the basket."""
        line = self.line(code, direction)
        outcome = await self.account.act(line)
        if isinstance(outcome, Staged):
            self.lines.append(as_staged(line, outcome))
        return outcome

    async def finish(self, commit: int = 1) -> CommitCame:
        self.finished = self.now()
        return await self.account.staging.commit(CommitId(commit), self.lines, finished=self.finished)

    async def look(self) -> Truth:
        return await self.account.reconcile(self.lines, finished=self.finished)

    def now(self) -> datetime:
        return self.library.library_state.clock.now() + self.ahead

    def out(self, username: str = "marta") -> set[str]:
        """Return the codes of the tools that this member has on loan, from the records of the library."""
        return {each.code for each in self.library.library_state.loans_of(username)}

    def called(self) -> dict[str, int]:
        return dict(self.library.library_state.call_counts())

    def forget_calls(self) -> None:
        self.library.library_state._calls.clear()


def as_staged(line: Line, staged: Staged) -> Line:
    return replace(
        line,
        state=LineState.STAGED,
        ref=staged.ref,
        item=staged.item,
        due=staged.due,
        direction=staged.direction or line.direction,
        loan=staged.loan,
    )


def at(
    library: SimulatorThread,
    story: Callable[[Visit], Awaitable[None]],
    *,
    enter: str | None = "marta",
    timeout_s: float = 5.0,
    **site: Any,
) -> Visit:
    """Run a story with a new back end, and return its Visit.

    If `enter` is not None, this member is signed in first, and the calls before the story are not counted.
    """

    async def play() -> Visit:
        log, items = MemoryLog(), MemoryItems()
        settings = MyTurnSite(url=library.url, timeout_s=timeout_s, time_zone=ZONE, **site)
        wire = Wire(timeout_s=timeout_s, pauses_s=(0.0, 0.0))

        def now() -> datetime:
            return visit.now()

        backend = MyTurnBackend(settings, log, items, now, wire=wire)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(backend.aclose)
            visit = Visit(library, backend, log, items)
            visit.finished = datetime(2026, 3, 11, tzinfo=UTC)
            if enter is not None:
                await backend.library("en")
                await visit.enter(by_password(enter))
                visit.forget_calls()
            await story(visit)
        return visit

    return asyncio.run(play())


async def basket(visit: Visit) -> None:
    """Scan two tools to borrow and one to bring back. Then set the count of the calls to zero."""
    for code in (FREE, MINE, FREE_TOO):
        await visit.add(code)
    visit.forget_calls()


def refused(outcome: LineOutcome) -> Refusal:
    assert isinstance(outcome, Refused)
    return outcome.refusal


def staged(outcome: LineOutcome) -> Staged:
    assert isinstance(outcome, Staged)
    return outcome
