"""`python -m tests.power.workload FOLDER SEED STEPS`: use all stores of a kiosk in this folder, as visits use them.

After each step whose result the kiosk would rely on, write a mark into the file MARKS. strace records the marks and the
writes of the stores in order. So all results before a mark must be on the disk if the power fails after this mark.
"""

import asyncio
import os
import random
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.backends.ports import ActEnd, ActId, ItemMemo
from kiosk.domain.messages.effects import Record, RecordKind, SaveReturn
from kiosk.domain.model import CommitId, ItemCode, LineId, Secret, VisitId
from kiosk.store.cache import ItemCache
from kiosk.store.in_hand import Held, InHandLog, ScannedCode
from kiosk.store.inbox import StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import load_key
from kiosk.store.link_encryption import RememberedToken
from kiosk.store.open_commits import Settlement
from kiosk.store.saved_returns import SavedReturns
from kiosk.store.store import Store
from kiosk.store.vault import Linked, Vault
from tests.power.disk_events import MARKS
from tests.store.samples import ANNA, SITE, borrow, commit

_FOBS = tuple(Secret(f"FOB-0011{number}") for number in range(4))
_ENDS = (ActEnd.DONE, ActEnd.REFUSED, ActEnd.UNKNOWN, ActEnd.NOT_SENT)
_SETTLEMENTS = (Settlement.DONE, Settlement.NOT_DONE, Settlement.PARTLY)


class Workload:
    """The stores of a kiosk, and the steps that use them. `dice` chooses the steps. `marks` is the open file MARKS."""

    def __init__(self, folder: Path, dice: random.Random, marks: int) -> None:
        self._folder, self._dice, self._marks = folder, dice, marks
        self._moment = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
        self._slow = ThreadPoolExecutor(1)
        self._number = 0
        self._begun = 0
        self._open: list[tuple[ActId, CommitId]] = []
        self._settled: list[CommitId] = []
        self._saved: list[int] = []
        self._start()

    def _start(self) -> None:
        self._store = Store.open(self._folder)
        key = load_key(self._folder, {})
        self._mark("key")
        self._journal = Journal(self._store.journal, key, self._now)
        self._inbox = StaffInbox(self._store.journal, key, self._now)
        self._returns = SavedReturns(self._store.journal, key, self._now)
        self._in_hand = InHandLog(self._store.journal, key, self._now)
        self._vault = Vault(self._store.vault, key, self._slow, self._now, lambda _report: None, site=SITE)
        self._items = ItemCache(self._store.cache)

    def _now(self) -> datetime:
        self._moment += timedelta(seconds=self._dice.randint(1, 300))
        return self._moment

    def _mark(self, what: str) -> None:
        """Write a mark with this word and the number of acts that were begun until now."""
        os.write(self._marks, f"{what} {self._begun}".encode())

    def _next(self) -> int:
        self._number += 1
        return self._number

    async def run(self, steps: int) -> None:
        """Do this number of steps, then close the stores."""
        ways: tuple[Callable[[], Awaitable[None]], ...] = (
            self._begin_commit,
            self._begin_commit,
            self._end_commit,
            self._end_commit,
            self._settle,
            self._stage,
            self._ask_staff,
            self._staff_answers,
            self._hold,
            self._save_return,
            self._send_return,
            self._link,
            self._use_link,
            self._remember_items,
            self._tidy,
        )
        for _ in range(steps):
            way = self._dice.choice(ways)
            await way()
            self._mark(way.__name__.strip("_"))
            if self._dice.random() < 0.02:
                self._store.close()
                self._mark("closed")
                self._start()
        self._store.close()
        self._mark("closed")
        self._slow.shutdown()

    # --- the journal ---

    async def _begin_commit(self) -> None:
        number = CommitId(self._next())
        self._open.append((await self._journal.begin(commit(number, visit=number // 3)), number))
        self._begun += 1

    async def _end_commit(self) -> None:
        if self._open:
            act, number = self._open.pop(self._dice.randrange(len(self._open)))
            await self._journal.end(act, self._dice.choice(_ENDS), "HTTP 200")
            self._settled.append(number)

    async def _settle(self) -> None:
        if self._settled:
            question = Record(RecordKind.COMMIT_UNSETTLED, VisitId(3), (ItemCode("DR-0142"),), inbox=True)
            await self._journal.settle(self._settled.pop(), self._dice.choice(_SETTLEMENTS), question, "member-4711")

    async def _stage(self) -> None:
        act = await self._journal.begin(borrow(self._next(), code=f"DR-{self._number}"))
        self._begun += 1
        await self._journal.end(act, ActEnd.DONE, "HTTP 200")

    async def _ask_staff(self) -> None:
        codes = tuple(ItemCode(f"A-{self._next()}") for _ in range(3))
        await self._journal.record(Record(RecordKind.COMMIT_UNSETTLED, VisitId(3), codes, inbox=True), "member")

    async def _staff_answers(self) -> None:
        for entry in self._inbox.entries()[:1]:
            self._inbox.resolve(entry.ident, "yes", "Ines")

    async def _hold(self) -> None:
        codes = tuple(ScannedCode(f"B-{self._next()}", is_item=True) for _ in range(5))
        self._in_hand.keep(Held(self._next(), VisitId(self._number), codes))
        await self._store.journal.read(lambda _connection: None)

    # --- returns without an account ---

    async def _save_return(self) -> None:
        number = self._next()
        one = SaveReturn(VisitId(number // 2), LineId(number), ItemCode(f"R-{number}"), maybe_fob=number % 3 == 0)
        await self._returns.save(one, Record(RecordKind.RETURN_SEEN, one.visit, inbox=True) if number % 2 else None)
        self._saved = [each.ident for each in await self._returns.open_ones()]

    async def _send_return(self) -> None:
        if self._saved:
            ident = self._saved.pop()
            await self._returns.sending(ident, was_out=True)
            self._mark("sending")
            await self._returns.settle(ident)

    # --- the vault ---

    async def _link(self) -> None:
        fob = self._dice.choice(_FOBS)
        await self._vault.keep(fob, RememberedToken(Secret(f"token-{self._next()}")), ANNA)

    async def _use_link(self) -> None:
        found = await self._vault.find(self._dice.choice(_FOBS))
        if isinstance(found, Linked):
            await found.keeper.rotated(Secret(f"token-{self._next()}"))
            self._mark("rotated")
            await (self._vault.succeeded if self._dice.random() < 0.8 else self._vault.refused)(found.link)

    # --- the cache, and the logs of all files ---

    async def _remember_items(self) -> None:
        for _ in range(self._dice.randint(1, 30)):
            self._items.remember(ItemCode(f"C-{self._dice.randint(1, 300)}"), ItemMemo(f"Tool {self._next()}", 7))

    async def _tidy(self) -> None:
        self._store.tidy()


def main() -> None:
    """Do the steps that the command line asks for."""
    folder, seed, steps = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    marks = os.open(folder / MARKS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    asyncio.run(Workload(folder, random.Random(seed), marks).run(steps))
    os.close(marks)


if __name__ == "__main__":
    main()
