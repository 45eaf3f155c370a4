"""A part for tests of returns without an account: it saves returns on disk and sends them to a simulated Sierra."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

from kiosk.backends.http import Wire
from kiosk.backends.ports import ActId, PlannedWrite
from kiosk.backends.sierra.backend import SierraBackend
from kiosk.backends.sierra.service import SierraSite
from kiosk.domain.library import Library
from kiosk.domain.messages.answers import ReturnSettled
from kiosk.domain.messages.effects import SaveReturn
from kiosk.domain.messages.events import Event
from kiosk.domain.model import Direction, ItemCode, Line, LineId, LineState, Moment, Secret, VisitId
from kiosk.runner.saved_returns import ReturnSender
from kiosk.runner.server_watch import ServerWatch
from kiosk.simulator.sierra import KEY, KEY_SECRET, SierraThread
from kiosk.store.inbox import StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import load_key
from kiosk.store.saved_returns import SavedReturns
from kiosk.store.store import Store
from tests.backends.ports import MemoryItems, MemoryLog


@dataclass
class ReturnDesk:
    """A sender of returns that uses real files and a simulated Sierra. Its clock is `forward_s` seconds ahead."""

    folder: Path
    sierra: SierraThread
    told: list[Event] = field(default_factory=list)
    forward_s: float = 0.0
    lines: int = 0

    async def __aenter__(self) -> Self:
        self.store = Store.open(self.folder)
        site = SierraSite(
            self.sierra.url,
            Secret(f"{KEY}:{KEY_SECRET}"),
            ZoneInfo("America/New_York"),
            timeout_s=1.0,
            library=Library(name="Millbrook"),
        )
        self.backend = SierraBackend(
            site, MemoryLog(), MemoryItems(), datetime.now, wire=Wire(timeout_s=1.0, pauses_s=(0.0, 0.0))
        )
        self.key = load_key(self.folder)
        self.journal = Journal(self.store.journal, self.key, lambda: datetime.now().astimezone())
        self.saved = SavedReturns(self.store.journal, self.key, lambda: datetime.now().astimezone())
        self.sender = ReturnSender(
            self.backend, self.saved, tell=self.told.append, clock=self._moment, server=ServerWatch(self.told.append)
        )
        self._group = asyncio.TaskGroup()
        await self._group.__aenter__()
        self._run = self._group.create_task(self.sender.run())
        return self

    def _moment(self) -> Moment:
        return Moment(time.monotonic() + self.forward_s, datetime.now().astimezone())

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run.cancel()
        await self._group.__aexit__(kind, error, trace)
        await self.backend.aclose()
        self.store.close()

    async def bring(self, *codes: str, maybe_fob: bool = False) -> None:
        """Save a return for each code, all in one visit."""
        for code in codes:
            self.lines += 1
            await self.sender.save(SaveReturn(VisitId(5), LineId(self.lines), ItemCode(code), maybe_fob))

    async def begins_to_borrow(self, code: str) -> ActId:
        """Write the row of a borrow of this item by another member. Return the number of the row, which has no end."""
        self.lines += 1
        line = Line(LineId(self.lines), ItemCode(code), Direction.BORROW, LineState.CHECKING)
        return await self.journal.begin(PlannedWrite.at_once(line, VisitId(6), "1042514", datetime.now(UTC), ()))

    async def until(self, fact: Callable[[], bool]) -> None:
        """Wake the sender again and again, until `fact` returns True."""
        end = time.monotonic() + 20
        while not fact():
            assert time.monotonic() < end, self.told
            if self._run.done():
                self._run.result()
            self.sender.now()
            await asyncio.sleep(0.02)

    async def settled(self, count: int) -> list[Any]:
        """Wait until at least `count` returns have an outcome, and return all outcomes."""
        await self.until(lambda: len(self.outcomes()) >= count)
        return self.outcomes()

    async def at_rest(self) -> None:
        """Wake the sender and move its clock forward, again and again, until no return is open."""
        while await self.saved.open_ones():
            self.forward_s += 16
            self.sender.now()
            await asyncio.sleep(0.05)

    def outcomes(self) -> list[Any]:
        return [each.outcome for each in self.told if isinstance(each, ReturnSettled)]

    def inbox(self) -> list[tuple[str, tuple[ItemCode, ...]]]:
        entries = StaffInbox(self.store.journal, self.key, lambda: datetime.now().astimezone()).entries()
        return [(each.kind, each.codes) for each in entries]

    def check_ins(self) -> list[str]:
        """Return the label of each check-in that has come to the server, also if the server has not answered it."""
        return [call.about for call in self.sierra.library_state.calls() if call.name == "checkin"]

    def is_out(self, code: str) -> bool:
        state = self.sierra.library_state
        return any(each.item.barcode == code for each in state.checkouts.values())
