"""The tools in people's hands: tools that were scanned, but that nothing else on disk mentions yet.

While there are such tools, the program has one row with them in the table `in_hand`. If the program ends suddenly, for
example because of a power cut, this row stays on disk. After the next start, the kiosk reads the old row and asks staff
about each tool in the row. There are three exceptions, in which staff are not asked about a tool:

* A later row of the journal, the inbox or the notes mentions the tool. A row counts as later if its number is higher.
  The times in the rows are not compared, because the machine's clock can be wrong.
* The tool's line was an act of a system that acts at once, and this act was done.
* The tool was brought back without an account, and this return is on disk.

The codes are encrypted with the kiosk's key, because a scanned code is perhaps the code of a fob.
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
    """A scanned code. `is_item` is True if the code is certainly not the code of a fob.

    `line` is the number of the line with this code, or 0 if the code has no line.
    """

    code: str
    is_item: bool
    line: int = 0


class Held(Struct, frozen=True):
    """The codes in the basket of a visit, and the codes in the tray.

    The tray has the codes that were scanned while no account was open. The next visit gets the number `next_number`
    or a higher number.
    """

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
    """The table of the tools in people's hands. Each run of the program has at most one row.

    When the tools in people's hands change, a new row replaces the row of this run.
    """

    def __init__(self, database: Database, key: KioskKey, now: WallClock) -> None:
        self._database, self._now = database, now
        self._run = secrets.randbits(62)
        self._seal, self._accounts = Seal(key.derive("journal:in-hand")), AccountSeal(key)

    def keep(self, held: Held) -> None:
        """Replace the row of this run with a row for this basket and tray, in the background.

        If the basket and the tray are empty, delete the row of this run.
        """
        now = milliseconds(self._now())
        self._database.write_behind(lambda connection: self._keep(connection, held, now))

    async def ask_about_former_runs(self, old: Old | None = None) -> int:
        """Ask staff about the tools in the rows of earlier runs of the program, and delete these rows.

        The module's docstring says about which tools staff are not asked. If `old` is given, read and delete only the
        rows that are old by its limits. Return the number of tools that staff are asked about. Raises StoreError if the
        disk fails.
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
        basket, tray = (
            _left([each for each in found if not _has_result(connection, each.line)], spoken_of)
            for found in (codes.basket, codes.tray)
        )
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
    """Return the scanned codes that no other row mentions. `spoken_of` has the codes that other rows mention.

    If a code is perhaps the code of a fob, return only its last two characters.
    """
    return tuple(
        ItemCode(each.code if each.is_item else f"…{each.code[-_SHOWN:]}")
        for each in scanned
        if each.code.casefold() not in spoken_of
    )


def _has_result(connection: sqlite3.Connection, line: int) -> bool:
    """Return True if the act of this line was done, or if the return of this line is in the table of returns.

    In both cases staff need not be asked about the tool. If the program ended just after it had written the result, the
    row of the tools in people's hands still has the tool. Return False if the result of the act is not known.
    """
    found = connection.execute(
        "SELECT 1 FROM acts WHERE commit_id = ? AND kind != ? AND lines IS NOT NULL AND settlement NOT IN (?, ?) "
        "UNION ALL SELECT 1 FROM returns WHERE line = ?",
        (line, ActKind.COMMIT.value, *sorted(_NOTHING_WAS_DONE), line),
    )
    return line != 0 and found.fetchone() is not None


def _spoken_of(connection: sqlite3.Connection, row: _Row) -> Iterable[str]:
    """Yield the codes of tools about which staff need not be asked, because other rows mention the tools.

    These other rows are the writes of later visits, later questions to staff, and later notes. Notes of the kind
    INTERRUPTED do not count. The commits of the visit of `row` also count, except commits that certainly changed no
    loan.
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
