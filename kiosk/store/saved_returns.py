"""The returns that people made without an account. A return is on disk before the screen says that it is saved.

A return is first WAITING. The kiosk writes SENT to disk before it sends the return, and the return is SENT until its
result is known. Because of this order, a return is never sent a second time after a crash.

Some lending systems take no items back without an account. With such a system, a return is usually not sent, and staff
are asked at once. There is one exception: a member has scanned a linked fob while the system did not answer. Then the
kiosk stores a pass for the link of the fob, and can send the returns later with the member's account. Each return of
this visit is WAITING until one commit sends all of them. If the kiosk crashes, the journal knows the result of this
commit.

The code of an item is stored as plain text. If the code could be the code of a fob, it is encrypted.
"""

import sqlite3
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum, auto

import msgspec
from msgspec import Struct

from kiosk.backends.ports import ActKind
from kiosk.domain.messages.effects import Record, RecordKind, SaveReturn
from kiosk.domain.model import CommitId, ItemCode, LineId, VisitId
from kiosk.store.database import Database
from kiosk.store.encryption import AccountSeal, Seal, WrongSealError
from kiosk.store.inbox import insert_entry, withdraw_entry
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.link_passes import LinkPass, LinkPasses, drop_pass_if_settled
from kiosk.store.open_commits import Settlement, settlement_of
from kiosk.store.stored_lines import codes_in
from kiosk.store.times import WallClock, milliseconds
from kiosk.structs import hiding

_SHOWN = 2
_SLIPS = 999


class ReturnStage(StrEnum):
    """The stage of a return on its way to the lending system."""

    WAITING = auto()
    SENT = auto()
    DONE = auto()
    TO_STAFF = auto()


class LentSince(StrEnum):
    """Says if an item was borrowed at the kiosk after it was brought back.

    PERHAPS means that the kiosk has sent the borrow or will send it now, and does not know its result yet.
    """

    NO = auto()
    PERHAPS = auto()
    YES = auto()


class SavedReturn(Struct, frozen=True):
    """A return that is not settled yet. `was_sent` is True if the kiosk has sent the return, perhaps before a crash.

    It is also True if the kiosk crashed just before it could send the return. `was_out` is True if the lending system
    said, just before the return was sent, that the item was on loan. `shown` is the text that staff may see. It is the
    code, or only its last characters if the code could be the code of a fob.
    """

    ident: int
    visit: VisitId
    line: LineId
    slip: int
    code: ItemCode
    shown: ItemCode
    was_sent: bool
    was_out: bool
    commit: CommitId | None = None
    """The commit that sends all returns of this visit, or None if the kiosk has begun no such commit."""
    settlement: Settlement | None = None
    """The result of this commit, or None if the result is not known. NOT_SENT means that nothing was sent."""

    __repr__ = hiding("code")


class _Row(msgspec.Struct, array_like=True, frozen=True):
    ident: int
    visit: int
    line: int
    slip: int
    code: str
    sealed: bytes | None
    stage: str
    was_out: int
    commit: int | None


class SavedReturns:
    """The table of saved returns, in the file of the journal."""

    def __init__(self, database: Database, key: KioskKey, now: WallClock) -> None:
        self._database, self._now = database, now
        self._seal, self._passes = Seal(key.derive("journal:returns")), LinkPasses(key)
        self._accounts = AccountSeal(key)

    async def save(self, one: SaveReturn, question: Record | None = None, given: LinkPass | None = None) -> int:
        """Write a return to disk, and return the number of its slip. All returns of one visit have the same number.

        Without a `question`, the return is sent later. With a `question` but no pass, the return is not sent, and staff
        are asked this question. With a pass (`given`), store the pass for the visit: the return is sent later with the
        pass, and staff are not asked. Raises StoreError.
        """
        moment = self._now()
        now = milliseconds(moment)

        def write(connection: sqlite3.Connection) -> int:
            if given is not None:
                self._passes.keep(connection, one.visit, given, moment)
            return self._save(connection, one, question if given is None else None, now)

        return await self._database.write(write)

    async def send_after_all(self, visit: VisitId, given: LinkPass) -> tuple[LineId, ...]:
        """Let the returns of this visit be sent later with this pass, although staff were already asked about them.

        Store the pass, close the questions to staff about these returns, and give back the ids of their lines. If staff
        have already answered the question about a return, leave this return out. Raises StoreError.
        """
        moment = self._now()
        return await self._database.write(lambda connection: self._send_after_all(connection, visit, given, moment))

    async def pass_of(self, visit: VisitId) -> LinkPass | None:
        """Return the pass of this visit, or None if there is none or if it is too old. Raises StoreError."""
        now = self._now()
        return await self._database.read(lambda connection: self._passes.of(connection, visit, now))

    async def open_ones(self) -> tuple[SavedReturn, ...]:
        """Return the returns that are not settled, in the order in which people scanned them. Raises StoreError."""
        return await self._database.read(self._open_ones)

    async def lent_since(self, one: SavedReturn) -> LentSince:
        """Return if somebody has borrowed this item at the kiosk after it was brought back. Raises StoreError."""
        return await self._database.read(lambda connection: _lent_since(connection, one))

    async def sending(self, ident: int, *, was_out: bool) -> None:
        """Write to disk that this return will be sent now. If this raises StoreError, the return must not be sent.

        `was_out` is True if the lending system has just said that the item is on loan.
        """

        def write(connection: sqlite3.Connection) -> None:
            _stage(connection, ident, ReturnStage.SENT)
            connection.execute("UPDATE returns SET was_out = ? WHERE id = ?", (int(was_out), ident))

        await self._database.write(write)

    async def committing(self, idents: Collection[int], commit: CommitId) -> None:
        """Write to disk that these returns will be sent now with this commit.

        If this raises StoreError, the commit must not be sent.
        """

        def write(connection: sqlite3.Connection) -> None:
            for ident in idents:
                connection.execute("UPDATE returns SET commit_id = ? WHERE id = ?", (commit, ident))

        await self._database.write(write)

    async def not_sent(self, ident: int) -> None:
        """Write to disk that this return certainly did not leave the kiosk, so that it is sent later. Never raises."""
        await self._database.write_or_postpone(lambda connection: _stage(connection, ident, ReturnStage.WAITING))

    async def settle(self, ident: int, question: Record | None = None, member: str = "") -> None:
        """Write to disk that the result of this return is known. Never raises.

        Without a `question`, the return was done. Give a `question` if the return was refused or if its result cannot
        be found out: staff are then asked this question about the member with the reference `member`. If all returns
        of the visit are now settled, delete the pass of the visit.
        """
        now = milliseconds(self._now())
        sealed = self._accounts.close(member, question.visit) if member and question is not None else None

        def write(connection: sqlite3.Connection) -> None:
            stage = ReturnStage.DONE if question is None else ReturnStage.TO_STAFF
            _stage(connection, ident, stage, now)
            if question is not None:
                insert_entry(connection, question, sealed, now)
            (visit,) = connection.execute("SELECT visit FROM returns WHERE id = ?", (ident,)).fetchone()
            drop_pass_if_settled(connection, visit)

        await self._database.write_or_postpone(write)

    def _save(self, connection: sqlite3.Connection, one: SaveReturn, question: Record | None, now: int) -> int:
        slip = _slip_of(connection, one.visit)
        shown = f"…{one.code[-_SHOWN:]}" if one.maybe_fob else one.code
        sealed = self._seal.close(one.code, _bound(one.line)) if one.maybe_fob else None
        stage = ReturnStage.WAITING if question is None else ReturnStage.TO_STAFF
        connection.execute(
            "INSERT INTO returns (saved, visit, line, slip, code, sealed, stage, settled) VALUES (?,?,?,?,?,?,?,?)",
            (now, one.visit, one.line, slip, shown, sealed, stage.value, None if question is None else now),
        )
        if question is not None:
            about = msgspec.structs.replace(question, codes=(ItemCode(shown),), note=f"slip {slip}")
            insert_entry(connection, about, None, now)
        return slip

    def _send_after_all(
        self, connection: sqlite3.Connection, visit: VisitId, given: LinkPass, moment: datetime
    ) -> tuple[LineId, ...]:
        rows = connection.execute(
            "SELECT id, line, code FROM returns WHERE visit = ? AND stage = ? AND commit_id IS NULL ORDER BY id",
            (visit, ReturnStage.TO_STAFF.value),
        ).fetchall()
        # For some codes, the inbox has only the last characters. If two codes end with the same characters, their two
        # returns have one question, which is closed only once.
        withdrawn = {shown for shown in {row[2] for row in rows} if _withdrawn(connection, visit, shown, moment)}
        again = [(ident, LineId(line)) for ident, line, shown in rows if shown in withdrawn]
        for ident, _ in again:
            _stage(connection, ident, ReturnStage.WAITING)
        if again:
            self._passes.keep(connection, visit, given, moment)
        return tuple(line for _, line in again)

    def _open_ones(self, connection: sqlite3.Connection) -> tuple[SavedReturn, ...]:
        rows = connection.execute(
            "SELECT id, visit, line, slip, code, sealed, stage, was_out, commit_id FROM returns "
            "WHERE settled IS NULL ORDER BY id"
        )
        return tuple(self._opened(connection, row) for row in msgspec.convert(rows.fetchall(), list[_Row]))

    def _opened(self, connection: sqlite3.Connection, row: _Row) -> SavedReturn:
        line, shown = LineId(row.line), ItemCode(row.code)
        try:
            code = ItemCode(self._seal.open(row.sealed, _bound(line))) if row.sealed is not None else shown
        except WrongSealError:
            code = ItemCode("")
        was_sent = row.stage == ReturnStage.SENT.value
        commit = CommitId(row.commit) if row.commit is not None else None
        settlement = settlement_of(connection, commit) if commit is not None else None
        where = (row.ident, VisitId(row.visit), line, row.slip)
        return SavedReturn(*where, code, shown, was_sent, bool(row.was_out), commit, settlement)


def _bound(line: LineId) -> str:
    return f"return {line}"


def _withdrawn(connection: sqlite3.Connection, visit: VisitId, shown: str, moment: datetime) -> bool:
    asked = Record(RecordKind.RETURN_SEEN, visit, (ItemCode(shown),))
    return withdraw_entry(connection, asked, "the kiosk books it with the member's fob", milliseconds(moment))


def _slip_of(connection: sqlite3.Connection, visit: VisitId) -> int:
    """Return the number of the slip of this visit, or the next number if this is the first return of the visit."""
    known = connection.execute("SELECT slip FROM returns WHERE visit = ? LIMIT 1", (visit,)).fetchone()
    if known:
        return int(known[0])
    last = connection.execute("SELECT value FROM counters WHERE name = 'slip'").fetchone()
    slip = int(last[0]) % _SLIPS + 1 if last else 1
    connection.execute("INSERT OR REPLACE INTO counters VALUES ('slip', ?)", (slip,))
    return slip


def _lent_since(connection: sqlite3.Connection, one: SavedReturn) -> LentSince:
    later = connection.execute(
        "SELECT lines, settlement FROM acts WHERE kind = ? AND commit_id > ? AND lines IS NOT NULL",
        (ActKind.BORROW.value, one.line),
    )
    code = one.code.casefold()
    found = {settlement for lines, settlement in later if code in {each.casefold() for each in codes_in(lines)}}
    if found - {None, Settlement.NOT_DONE.value, Settlement.NOT_SENT.value}:
        return LentSince.YES
    return LentSince.PERHAPS if None in found else LentSince.NO


def _stage(connection: sqlite3.Connection, ident: int, stage: ReturnStage, settled: int | None = None) -> None:
    connection.execute("UPDATE returns SET stage = ?, settled = ? WHERE id = ?", (stage.value, settled, ident))
