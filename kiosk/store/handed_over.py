"""Questions to staff about tools that were handed over line by line, but whose cart was perhaps never finished.

The commit of one line is valid without the cart's conversion. The server decides what follows from it, and may still
lend the tool much later. After a cut cable, a crash or "Go now", no other row of the journal mentions the tool.
"""

import sqlite3
from collections.abc import Iterable

import msgspec

from kiosk.backends import ActEnd, ActKind
from kiosk.domain.messages import Record, RecordKind
from kiosk.domain.model import ItemCode, VisitId
from kiosk.store.commits import Settlement
from kiosk.store.inbox import insert_entry
from kiosk.store.lines import UnreadableLinesError, restored
from kiosk.store.times import Old

_NOT_FINISHED = (Settlement.NOT_DONE, Settlement.NOT_SENT)


class _Handed(msgspec.Struct, array_like=True):
    ident: int
    visit: int
    code: str
    account: bytes
    account_key: bytes


class _Later(msgspec.Struct, array_like=True):
    """A removal or a commit of the same member."""

    kind: str
    code: str | None
    answer: str | None
    lines: str | None
    settlement: str | None


def ask_about_unfinished(connection: sqlite3.Connection, old: Old, now: int) -> int:
    """Ask staff about old hand-overs that no commit has finished, each one once. Return the number of tools."""
    found: dict[int, list[_Handed]] = {}
    for row in _handed(connection, old):
        fate = _fate(row, _later(connection, row))
        if fate is Settlement.TO_STAFF and not _asked(connection, row):
            found.setdefault(row.visit, []).append(row)
        if fate is not None:
            connection.execute("UPDATE acts SET settled = ?, settlement = ? WHERE id = ?", (now, fate.value, row.ident))
    for visit, rows in found.items():
        codes = tuple(dict.fromkeys(ItemCode(row.code) for row in rows))
        record = Record(RecordKind.NOT_FINISHED, VisitId(visit), codes, inbox=True)
        insert_entry(connection, record, rows[0].account, now)
    return sum(map(len, found.values()))


def _handed(connection: sqlite3.Connection, old: Old) -> list[_Handed]:
    rows = connection.execute(
        "SELECT id, visit, code, account, account_key FROM acts WHERE kind = ? AND settled IS NULL "
        "AND (begun <= ? OR begun >= ?) AND code IS NOT NULL AND (answer IS NULL OR answer IN (?, ?)) ORDER BY id",
        (ActKind.LINE_COMMIT.value, old.before, old.after, ActEnd.DONE.value, ActEnd.UNKNOWN.value),
    )
    return msgspec.convert(rows.fetchall(), list[_Handed])


def _later(connection: sqlite3.Connection, row: _Handed) -> list[_Later]:
    rows = connection.execute(
        "SELECT kind, code, answer, lines, settlement FROM acts "
        "WHERE id > ? AND account_key = ? AND kind IN (?, ?) ORDER BY id",
        (row.ident, row.account_key, ActKind.TAKE_OUT.value, ActKind.COMMIT.value),
    )
    return msgspec.convert(rows.fetchall(), list[_Later])


def _fate(row: _Handed, later: Iterable[_Later]) -> Settlement | None:
    """Return the settlement by the first later row that settles it, or None while a commit with it is open."""
    for each in later:
        if each.kind == ActKind.TAKE_OUT.value:
            if each.answer == ActEnd.DONE.value and each.code is not None and _same(each.code, row.code):
                return Settlement.NOT_DONE
        elif _holds(each, row.code) and each.settlement not in _NOT_FINISHED:
            return Settlement(each.settlement) if each.settlement else None
    return Settlement.TO_STAFF


def _holds(commit: _Later, code: str) -> bool:
    try:
        lines = restored(commit.lines) if commit.lines else ()
    except UnreadableLinesError:
        return False
    return any(_same(line.code, code) or (line.item is not None and _same(line.item.code, code)) for line in lines)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _asked(connection: sqlite3.Connection, row: _Handed) -> bool:
    """Return True if its visit has already asked staff about this tool."""
    asked = connection.execute("SELECT codes FROM inbox WHERE visit = ?", (row.visit,)).fetchall()
    return any(_same(row.code, code) for (codes,) in asked for code in msgspec.json.decode(codes, type=list[str]))
