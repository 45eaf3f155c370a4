"""The record on disk of the tools that people have scanned and now hold, but that no other row mentions yet.

If the program ends suddenly, for example after a power cut, the row of this run of the program stays. After the next
start, staff are asked about the tools that no later row mentions. The codes are encrypted with the kiosk's key, because
a scanned code is perhaps the code of a fob. A row is later than another row if its number is higher. The times in the
rows are not compared for this, because the machine's clock can be wrong.
"""

import logging
import secrets
import sqlite3
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from kiosk.backends.ports import ActKind
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import ItemCode, VisitId
from kiosk.store.database import Database
from kiosk.store.encryption import AccountSeal, Seal, WrongSealError
from kiosk.store.inbox import codes_of, insert_entry
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.open_commits import Settlement
from kiosk.store.stored_lines import codes_in
from kiosk.store.times import Old, WallClock, milliseconds
from kiosk.structs import hiding

_log = logging.getLogger("kiosk.journal")

_NOTHING_WAS_DONE = frozenset({Settlement.NOT_SENT.value, Settlement.NOT_DONE.value})
_SHOWN = 2


class ScannedCode(msgspec.Struct, frozen=True, array_like=True):
    """A scanned code. `is_item` is True if the code is certainly not the code of a fob."""

    code: str
    is_item: bool


class Held(Struct, frozen=True):
    """The codes in the basket of a visit and in the tray. All visits until now have numbers below `next_number`."""

    next_number: int
    visit: VisitId | None = None
    basket: tuple[ScannedCode, ...] = ()
    tray: tuple[ScannedCode, ...] = ()
    account: str | None = None

    __repr__ = hiding("account")


class _Codes(msgspec.Struct, frozen=True):
    basket: list[ScannedCode]
    tray: list[ScannedCode]


class _Row(msgspec.Struct, array_like=True, frozen=True):
    run: int
    visit: int | None
    next_number: int
    codes: bytes
    account: bytes | None
    inbox_then: int
    notes_then: int


class _Later(msgspec.Struct, array_like=True, frozen=True):
    code: str | None
    lines: str | None


class InHandLog:
    """The table with one row for each run of the program.

    The row of the present run is replaced when the tools in people's hands change.
    """

    def __init__(self, database: Database, key: KioskKey, now: WallClock) -> None:
        self._database, self._now = database, now
        self._run = secrets.randbits(62)
        self._seal, self._accounts = Seal(key.derive("journal:in-hand")), AccountSeal(key)

    def keep(self, held: Held) -> None:
        """Write the basket and the tray in the background, instead of the earlier row of this run.

        If both are empty, only delete the earlier row.
        """
        now = milliseconds(self._now())
        self._database.write_behind(lambda connection: self._keep(connection, held, now))

    async def ask_about_former_runs(self, old: Old | None = None) -> int:
        """Ask staff about tools from earlier runs that no later row mentions. If `old` is given, use only old rows.

        Delete the rows that were used, and return the number of these tools. Raises StoreError if the disk fails.
        """
        now = milliseconds(self._now())
        return await self._database.write(lambda connection: self._ask(connection, old, now))

    def _keep(self, connection: sqlite3.Connection, held: Held, now: int) -> None:
        if not (held.basket or held.tray):
            connection.execute("DELETE FROM in_hand WHERE run = ?", (self._run,))
            return
        codes = msgspec.json.encode(_Codes(list(held.basket), list(held.tray))).decode()
        sealed = self._seal.close(codes, _bound(self._run))
        account = self._accounts.close(held.account, held.visit) if held.account else None
        connection.execute(
            "INSERT OR REPLACE INTO in_hand (run, visit, next_number, kept, codes, account, inbox_then, notes_then) "
            "VALUES (?, ?, ?, ?, ?, ?, coalesce((SELECT max(id) FROM inbox), 0), "
            "coalesce((SELECT max(id) FROM notes), 0))",
            (self._run, held.visit, held.next_number, now, sealed, account),
        )

    def _ask(self, connection: sqlite3.Connection, old: Old | None, now: int) -> int:
        found = connection.execute(
            "SELECT run, visit, next_number, codes, account, inbox_then, notes_then FROM in_hand "
            "WHERE run != ? AND (? OR kept <= ? OR kept >= ?) ORDER BY kept",
            (self._run, old is None, old.before if old else 0, old.after if old else 0),
        )
        asked = 0
        for row in msgspec.convert(found.fetchall(), list[_Row]):
            asked += self._ask_about(connection, row, now)
            connection.execute("DELETE FROM in_hand WHERE run = ?", (row.run,))
        return asked

    def _ask_about(self, connection: sqlite3.Connection, row: _Row, now: int) -> int:
        try:
            codes = msgspec.json.decode(self._seal.open(row.codes, _bound(row.run)), type=_Codes)
        except (WrongSealError, msgspec.MsgspecError):
            _log.error("tools of a former run cannot be named: was it another kiosk key?")
            return 0
        spoken_of = {code.casefold() for code in _spoken_of(connection, row)}
        basket = _left(codes.basket, spoken_of)
        tray = _left(codes.tray, spoken_of)
        visit = VisitId(row.visit) if row.visit is not None else None
        if basket:
            record = Record(RecordKind.INTERRUPTED, visit, basket, inbox=True)
            insert_entry(connection, record, row.account, now)
        if tray:
            insert_entry(connection, Record(RecordKind.TRAY_WITHOUT_FOB, codes=tray, inbox=True), None, now)
        return len(basket) + len(tray)


def _bound(run: int) -> str:
    return f"in hand in run {run}"


def _left(scanned: Iterable[ScannedCode], spoken_of: set[str]) -> tuple[ItemCode, ...]:
    """Return the scanned codes that are not in `spoken_of`.

    If a code is perhaps the code of a fob, return only its last two characters.
    """
    return tuple(
        ItemCode(each.code if each.is_item else f"…{each.code[-_SHOWN:]}")
        for each in scanned
        if each.code.casefold() not in spoken_of
    )


def _spoken_of(connection: sqlite3.Connection, row: _Row) -> Iterable[str]:
    """Yield the codes that later visits, questions and notes mention, and the codes in the commits of the row's visit.

    Leave out a commit of this visit if it certainly changed no loan.
    """
    later = connection.execute("SELECT code, lines FROM acts WHERE visit >= ?", (row.next_number,)).fetchall()
    own = connection.execute(
        "SELECT NULL, lines FROM acts WHERE visit = ? AND kind = ? "
        "AND (settlement IS NULL OR settlement NOT IN (?, ?))",
        (row.visit, ActKind.COMMIT.value, *sorted(_NOTHING_WAS_DONE)),
    ).fetchall()
    for each in msgspec.convert([*later, *own], list[_Later]):
        if each.code:
            yield each.code
        yield from codes_in(each.lines)
    told = connection.execute(
        "SELECT codes FROM inbox WHERE id > ? UNION ALL SELECT codes FROM notes WHERE id > ? AND kind != ?",
        (row.inbox_then, row.notes_then, RecordKind.INTERRUPTED.value),
    )
    for (codes,) in told.fetchall():
        yield from codes_of(codes)
