"""Tools that were handed over line by line, and whose cart nobody is known to have finished: a question to staff.

A per-line commit is a fact of its own: what becomes of it without a conversion is the server's affair, and it may be
lent long afterwards. Whoever left in between (a cut cable, a crash, "Go now") left nothing else that speaks of it.
"""

import sqlite3
from collections.abc import Iterable

import msgspec

from kiosk.backends import ActEnd, ActKind
from kiosk.domain.messages import Record, RecordKind
from kiosk.domain.model import ItemCode, VisitId
from kiosk.store.commits import Settlement
from kiosk.store.inbox import insert_entry
from kiosk.store.lines import UnreadableLines, restored
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
    """Put old hand-overs to staff that no commit has finished; each is looked at once. Return how many tools."""
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
    """The first thing that settles it; None while a commit with it is open."""
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
    except UnreadableLines:
        return False
    return any(_same(line.code, code) or (line.item is not None and _same(line.item.code, code)) for line in lines)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _asked(connection: sqlite3.Connection, row: _Handed) -> bool:
    """Its visit has left a question about it already."""
    asked = connection.execute("SELECT codes FROM inbox WHERE visit = ?", (row.visit,)).fetchall()
    return any(row.code in msgspec.json.decode(codes, type=list[str]) for (codes,) in asked)
