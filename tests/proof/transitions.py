"""Counters of places. A place is a moment when the journal changes. The process can kill itself at one place.

There is a place just before SQLite changes the journal, and just before and after each call that writes to the journal.
At one place, for example, the row of an act is on disk, and the act is not sent yet. At another place, the answer has
come, and is not on disk yet.
"""

import os
import signal
import sqlite3
from collections.abc import Callable, Collection
from pathlib import Path

from kiosk.backends.ports import ActEnd, ActId, PlannedWrite
from kiosk.domain.messages.effects import Record, SaveReturn
from kiosk.domain.model import CommitId, ItemCode, VisitId
from kiosk.store.database import Database
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.link_passes import LinkPass
from kiosk.store.open_commits import Settlement
from kiosk.store.saved_returns import SavedReturns
from kiosk.store.times import WallClock

_CHANGES = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE")


class Places:
    """A counter of places. It kills the process at the place with the number `at`, or never if `at` is 0.

    The first place has the number 1. The counter writes the name of each place to the file `path`.
    """

    def __init__(self, at: int, path: Path) -> None:
        self._at, self._count = at, 0
        self._file = path.open("a", encoding="utf-8")

    def reach(self, name: str) -> None:
        """Count one more place, and write down its name. If its number is `at`, kill the process."""
        self._count += 1
        self._file.write(f"{name}\n")
        self._file.flush()
        if self._count == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, database: Database) -> None:
        """Count each SQL statement that changes this database as a place, from now on."""
        database.write_now(self._trace)

    def _trace(self, connection: sqlite3.Connection) -> None:
        connection.set_trace_callback(self._statement)

    def _statement(self, text: str) -> None:
        words = text.split()
        if words and words[0] in _CHANGES:
            self.reach(" ".join(words[:3]))


class CountedJournal(Journal):
    """The real journal. Each of the calls below is two places: one just before the call, and one just after it."""

    def __init__(self, database: Database, key: KioskKey, now: WallClock, reach: Callable[[str], None]) -> None:
        super().__init__(database, key, now)
        self._reach = reach

    async def begin(self, act: PlannedWrite) -> ActId:
        self._reach(f"before the row of {act.kind}")
        row = await super().begin(act)
        self._reach(f"the row of {act.kind} is on disk, nothing was sent")
        return row

    async def end(self, act: ActId, end: ActEnd, note: str = "") -> None:
        self._reach(f"the answer {end} has come, and is not on disk")
        await super().end(act, end, note)
        self._reach(f"the answer {end} is on disk, and nobody was told")

    async def settle(
        self, commit: CommitId, settlement: Settlement, question: Record | None = None, account: str = ""
    ) -> bool:
        self._reach(f"before {settlement} is on disk")
        done = await super().settle(commit, settlement, question, account)
        self._reach(f"{settlement} is on disk")
        return done

    async def record(self, record: Record, account: str | None = None) -> bool:
        self._reach(f"before a record of {record.kind}")
        done = await super().record(record, account)
        self._reach(f"a record of {record.kind} is on disk")
        return done

    async def found_out(self, visit: VisitId, codes: tuple[ItemCode, ...]) -> bool:
        self._reach("before questions are answered")
        done = await super().found_out(visit, codes)
        self._reach("questions are answered")
        return done


class CountedReturns(SavedReturns):
    """The real table of saved returns. Each of the calls below is two places: one just before it, one just after it."""

    def __init__(self, database: Database, key: KioskKey, now: WallClock, reach: Callable[[str], None]) -> None:
        super().__init__(database, key, now)
        self._reach = reach

    async def save(self, one: SaveReturn, question: Record | None = None, given: LinkPass | None = None) -> int:
        self._reach("before the row of a return")
        slip = await super().save(one, question, given)
        self._reach("the row of a return is on disk, and nobody was told")
        return slip

    async def sending(self, ident: int, *, was_out: bool) -> None:
        self._reach("before a return is marked as sent")
        await super().sending(ident, was_out=was_out)
        self._reach("the mark of a return is on disk, nothing was sent")

    async def not_sent(self, ident: int) -> None:
        self._reach("before a return is marked as not sent")
        await super().not_sent(ident)
        self._reach("a return is marked as not sent")

    async def committing(self, idents: Collection[int], commit: CommitId) -> None:
        self._reach("before returns are marked with their commit")
        await super().committing(idents, commit)
        self._reach("the commit of the returns is on disk, nothing was sent")

    async def settle(self, ident: int, question: Record | None = None, member: str = "") -> None:
        self._reach("the result of a return has come, and is not on disk")
        await super().settle(ident, question, member)
        self._reach("the result of a return is on disk, and nobody was told")
