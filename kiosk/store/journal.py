"""The journal. Every write gets a row in the journal before it is sent. A commit is open until its result is known.

The kiosk can commit a single line before it commits the whole cart, so that the tool of the line can be handed over. If
the kiosk then never commits the cart, it cannot know if the tool was lent. The last part of this module asks staff
about such tools.
"""

import sqlite3
from collections.abc import Callable, Iterable
from datetime import timedelta

import msgspec

from kiosk.backends.ports import ActEnd, ActId, ActKind, PlannedWrite
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import CommitId, ItemCode, VisitId
from kiosk.store.database import Database
from kiosk.store.inbox import answer_commit, answer_lines, codes_of, commit_waits, insert_entry, insert_note
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.link_passes import PASS_LIVES
from kiosk.store.open_commits import (
    TOKEN_LIVES,
    CommitSeals,
    OpenCommit,
    OpenRow,
    Settlement,
    close_commit,
    forget_token_unless_open,
    open_rows,
)
from kiosk.store.sqlite_file import StoreError
from kiosk.store.stored_lines import codes_in, stored
from kiosk.store.times import Old, WallClock, milliseconds

_IDS_PER_RUN = 1_000_000
_YEAR_2025_MS = 1_735_689_600_000
_LONGEST_NOTE = 200
_SETTLED_BY_ANSWER = {ActEnd.DONE: Settlement.DONE, ActEnd.REFUSED: Settlement.NOT_DONE}
_SEEDS_WITHOUT_DISK = 2**51  # All numbers from the clock are lower. JSON can store this number exactly.


class Journal:
    """The log of all writes. It implements the protocol `WriteLog`.

    The log also stores the notes about visits, and the questions to staff.
    """

    def __init__(self, database: Database, key: KioskKey, now: WallClock) -> None:
        self._database = database
        self._now = now
        self._seals = CommitSeals(key)

    # --- the write log ---------------------------------------------------------------------------

    async def begin(self, act: PlannedWrite) -> ActId:
        """Put a row for a planned write on disk, and return the row's number.

        Raises StoreError (a LogBrokenError) if the row cannot be written.
        """
        if (act.kind is ActKind.COMMIT or act.lines) and act.commit is None:
            raise ValueError("a commit without its number could never be settled")
        now = milliseconds(self._now())
        return await self._database.write(lambda connection: self._begin(connection, act, now))

    async def end(self, act: ActId, end: ActEnd, note: str = "") -> None:
        """Store the result of a write. Never raises. If the disk fails, the result is stored when the disk works again.

        If the write is a commit that was not sent, close the commit. Every other commit stays open until the kiosk has
        read the loans and knows the result. An act of a system that acts at once is also closed if the answer says that
        the act was done or refused.
        """
        now = milliseconds(self._now())
        await self._database.write_or_postpone(lambda connection: _end(connection, act, end, note[:_LONGEST_NOTE], now))

    async def record(self, record: Record, account: str | None = None) -> bool:
        """Write a note or a question to staff, and return True. Never raises.

        If the disk fails, return False. The record is then written when the disk works again.
        """
        now = milliseconds(self._now())

        def write(connection: sqlite3.Connection) -> None:
            if record.inbox:
                sealed = self._seals.accounts.close(account, record.visit) if account else None
                insert_entry(connection, record, sealed, now)
            else:
                insert_note(connection, record, now)

        return await self._database.write_or_postpone(write)

    def record_behind(self, record: Record) -> None:
        """Write a question to staff in the background. The question is stored without a member.

        If the disk fails, the question is lost.
        """
        now = milliseconds(self._now())
        self._database.write_behind(lambda connection: insert_entry(connection, record, None, now))

    # --- open commits ----------------------------------------------------------------------------

    async def open_commits(self) -> tuple[OpenCommit, ...]:
        """Return all open commits, the oldest first. Raises StoreError if the file cannot be read."""
        return await self._opened(open_rows)

    async def commits_of(self, account: str) -> tuple[OpenCommit, ...]:
        """Return the open commits of this member. Raises StoreError if the file cannot be read.

        The kiosk must find the results of these commits before it sends the member's next write.
        """
        found_by = self._seals.accounts.find_by(account)
        return await self._opened(lambda connection: open_rows(connection, found_by))

    async def settle(
        self, commit: CommitId, settlement: Settlement, question: Record | None = None, account: str = ""
    ) -> bool:
        """Close a commit whose result is known, delete its token, and return True. Never raises.

        `settlement` is the result. If it is DONE or NOT_DONE, also close the question about this commit that waits for
        staff. With any other result, such a question stays open. `question` is a new question to staff, and `account`
        is the reference of its member. The question is added if the commit was still open and no other question about
        the result of the commit waits. If the disk fails, return False, and do all this when the disk works again.
        """
        now = milliseconds(self._now())

        def write(connection: sqlite3.Connection) -> None:
            was_open = close_commit(connection, commit, settlement, now)
            if settlement in (Settlement.DONE, Settlement.NOT_DONE):
                answer_commit(connection, commit, f"read back: {settlement.value}", now)
            if question is not None and was_open and not commit_waits(connection, commit):
                sealed = self._seals.accounts.close(account, question.visit) if account else None
                insert_entry(connection, question, sealed, now)

        return await self._database.write_or_postpone(write)

    async def found_out(self, visit: VisitId, codes: tuple[ItemCode, ...]) -> bool:
        """Close the questions that wait for staff about the lines with these codes, and return True. Never raises.

        Staff need not answer, because the kiosk has seen that these lines were done. If the disk fails, return False.
        The questions are then closed when the disk works again.
        """
        now = milliseconds(self._now())
        return await self._database.write_or_postpone(lambda connection: answer_lines(connection, visit, codes, now))

    async def to_inbox_after(self, hours: float) -> int:
        """Ask staff about each commit and each handed-over tool whose result is still not known after `hours` hours.

        Such a commit is still open. The line of such a tool was committed alone, and no commit of the cart followed.
        Return the number of these commits and tools. Raises StoreError if the disk fails.
        """
        old, now = Old.by(self._now(), timedelta(hours=hours)), milliseconds(self._now())

        def write(connection: sqlite3.Connection) -> int:
            return _to_inbox(connection, old, now) + _ask_about_unfinished(connection, old, now)

        return await self._database.write(write)

    async def close_unanswered(self, *, staged: bool) -> int:
        """Give the result UNKNOWN to each write of an earlier run that has no result yet.

        Ignore writes that are open commits: their results are found in another way. Call this after a start, before the
        first write. `staged` is True if the other writes only change a cart. In this case staff are not asked, because
        the member sees the cart at the next sign-in. If `staged` is False, ask staff about each of these writes. Return
        the number of these writes. Raises StoreError if the disk fails.
        """
        now = milliseconds(self._now())
        return await self._database.write(lambda connection: _close_unanswered(connection, now, staged=staged))

    async def purge(self, keep_days: int) -> int:
        """Delete old rows, and return their number. Raises StoreError if the disk fails.

        A row is deleted if it is finished and older than `keep_days` days. Open commits and open questions are not
        finished, so they stay. A token is deleted if it is older than TOKEN_LIVES, and a pass if it is older than
        PASS_LIVES.
        """
        now = self._now()
        before = milliseconds(now - timedelta(days=keep_days))
        tokens_before, passes_before = milliseconds(now - TOKEN_LIVES), milliseconds(now - PASS_LIVES)
        return await self._database.write(lambda connection: _purge(connection, before, tokens_before, passes_before))

    def next_id_seed(self) -> int:
        """Return the first number for the visits, lines and commits after this start. All earlier numbers are lower.

        The file stores the number of the last start, so the new number is higher even if the clock is wrong. If the
        file was lost, the number comes from the clock only. If the file cannot be written, the number comes from a
        separate range of very high numbers, and the kiosk sends no writes because it cannot note them. Blocks for some
        milliseconds. Does not raise if the disk fails.
        """
        by_clock = milliseconds(self._now()) - _YEAR_2025_MS
        try:
            return self._database.write_now(lambda connection: _next_seed(connection, by_clock))
        except StoreError:
            return _SEEDS_WITHOUT_DISK + by_clock

    async def _opened(self, find: Callable[[sqlite3.Connection], list[OpenRow]]) -> tuple[OpenCommit, ...]:
        now = self._now()
        return await self._database.read(
            lambda connection: tuple(self._seals.opened(connection, row, now) for row in find(connection))
        )

    def _begin(self, connection: sqlite3.Connection, act: PlannedWrite, now: int) -> ActId:
        accounts = self._seals.accounts
        row = (
            now,
            act.kind.value,
            act.visit,
            act.line,
            act.code,
            act.commit,
            stored(act.lines) if act.lines else None,
            act.finished.isoformat() if act.finished else None,
            msgspec.json.encode(sorted(act.before)).decode() if act.before is not None else None,
            accounts.close(act.account, act.visit),
            accounts.find_by(act.account),
        )
        columns = "begun, kind, visit, line, code, commit_id, lines, finished, before, account, account_key"
        done = connection.execute(f"INSERT INTO acts ({columns}) VALUES (?,?,?,?,?,?,?,?,?,?,?)", row)  # noqa: S608
        if act.token is not None and act.commit is not None and (act.kind is ActKind.COMMIT or act.lines):
            self._seals.keep_token(connection, act.commit, act.visit, act.token, now)
        return ActId(done.lastrowid or 0)


def _end(connection: sqlite3.Connection, act: ActId, end: ActEnd, note: str, now: int) -> None:
    connection.execute("UPDATE acts SET ended = ?, answer = ?, note = ? WHERE id = ?", (now, end.value, note, act))
    settled = _SETTLED_BY_ANSWER.get(end)
    if settled is not None:  # If a system acts at once, the answer to an act already settles the act.
        answered = connection.execute(
            "UPDATE acts SET settled = ?, settlement = ? WHERE id = ? AND kind != 'commit' AND lines IS NOT NULL "
            "RETURNING commit_id",
            (now, settled.value, act),
        ).fetchone()
        if answered:
            forget_token_unless_open(connection, answered[0])
    if end is not ActEnd.NOT_SENT:
        return
    not_sent = connection.execute(
        "UPDATE acts SET settled = ?, settlement = ? "
        "WHERE id = ? AND (kind = 'commit' OR lines IS NOT NULL) AND settled IS NULL "
        "RETURNING commit_id",
        (now, Settlement.NOT_SENT.value, act),
    ).fetchone()
    if not_sent:
        forget_token_unless_open(connection, not_sent[0])


def _to_inbox(connection: sqlite3.Connection, old: Old, now: int) -> int:
    rows = [row for row in open_rows(connection) if row.begun in old]
    for row in rows:
        commit, visit = CommitId(row.commit), VisitId(row.visit)
        if not commit_waits(connection, commit):
            codes = tuple(line.code for line in row.restored())
            record = Record(RecordKind.COMMIT_UNSETTLED, visit, codes, commit, inbox=True)
            insert_entry(connection, record, row.account, now)
        close_commit(connection, commit, Settlement.TO_STAFF, now)
    return len(rows)


def _close_unanswered(connection: sqlite3.Connection, now: int, *, staged: bool) -> int:
    rows = connection.execute(
        "UPDATE acts SET ended = ?, answer = ? WHERE ended IS NULL AND kind != 'commit' AND lines IS NULL "
        "RETURNING visit, code, commit_id, account",
        (now, ActEnd.UNKNOWN.value),
    ).fetchall()
    for visit, code, commit, account in () if staged else rows:
        codes = (ItemCode(code),) if code else ()
        insert_entry(
            connection, Record(RecordKind.LINE_UNKNOWN, VisitId(visit), codes, commit, inbox=True), account, now
        )
    return len(rows)


def _purge(connection: sqlite3.Connection, before: int, tokens_before: int, passes_before: int) -> int:
    gone = 0
    for statement, limit in (
        ("DELETE FROM acts WHERE settled < ?", before),
        ("DELETE FROM acts WHERE kind != 'commit' AND lines IS NULL AND ended < ?", before),
        ("DELETE FROM inbox WHERE resolved < ?", before),
        ("DELETE FROM notes WHERE created < ?", before),
        ("DELETE FROM returns WHERE settled < ?", before),
        ("DELETE FROM sealed WHERE kept <= ?", tokens_before),
        ("DELETE FROM passes WHERE kept <= ?", passes_before),
    ):
        gone += connection.execute(statement, (limit,)).rowcount
    return gone


def _next_seed(connection: sqlite3.Connection, by_clock: int) -> int:
    found = connection.execute("SELECT value FROM counters WHERE name = 'seed'").fetchone()
    seed = max(by_clock, found[0] + _IDS_PER_RUN if found else 1)
    connection.execute("INSERT OR REPLACE INTO counters VALUES ('seed', ?)", (seed,))
    return seed


# --- tools that were handed over line by line ---
# The kiosk can commit a single line before it commits the whole cart. The server decides when it lends the tool of this
# line: at once, or perhaps only when the cart is committed. After a power cut, a crash or a tap on "Go now", the kiosk
# perhaps never commits the cart. Then no later row says what has happened to the tool.

_NOT_FINISHED = (Settlement.NOT_DONE, Settlement.NOT_SENT)


class _Handed(msgspec.Struct, array_like=True, frozen=True):
    ident: int
    visit: int
    code: str
    account: bytes
    account_key: bytes


class _Later(msgspec.Struct, array_like=True, frozen=True):
    """A row of the same member that was written after the hand-over: a removal from the cart, or a commit."""

    kind: str
    code: str | None
    answer: str | None
    lines: str | None
    settlement: str | None


def _ask_about_unfinished(connection: sqlite3.Connection, old: Old, now: int) -> int:
    """Ask staff about each tool that was handed over long ago and that no commit has finished.

    Staff are asked only once about each tool. Return the number of tools that staff are asked about.
    """
    found: dict[int, list[_Handed]] = {}
    for row in _handed(connection, old):
        result = _result_of(row, _later(connection, row))
        if result is Settlement.TO_STAFF and not _asked(connection, row):
            found.setdefault(row.visit, []).append(row)
        if result is not None:
            connection.execute(
                "UPDATE acts SET settled = ?, settlement = ? WHERE id = ?", (now, result.value, row.ident)
            )
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


def _result_of(row: _Handed, later: Iterable[_Later]) -> Settlement | None:
    """Return the result of the hand-over in `row`. `later` are the later rows of the same member.

    The first later row with the same tool decides. If this later row is a closed commit, return the result of the
    commit. If it is a commit that is still open, return None. If it is a removal of the tool's line, return NOT_DONE.
    Removals that failed and commits that did nothing are ignored. If no later row decides, return TO_STAFF, which means
    that staff must be asked.
    """
    for each in later:
        if each.kind == ActKind.TAKE_OUT.value:
            if each.answer == ActEnd.DONE.value and each.code is not None and _same(each.code, row.code):
                return Settlement.NOT_DONE
        elif _holds(each, row.code) and each.settlement not in _NOT_FINISHED:
            return Settlement(each.settlement) if each.settlement else None
    return Settlement.TO_STAFF


def _holds(commit: _Later, code: str) -> bool:
    return any(_same(each, code) for each in codes_in(commit.lines))


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _asked(connection: sqlite3.Connection, row: _Handed) -> bool:
    """Return True if the inbox already has a question about this tool for the visit of the hand-over."""
    asked = connection.execute("SELECT codes FROM inbox WHERE visit = ?", (row.visit,)).fetchall()
    return any(_same(row.code, code) for (codes,) in asked for code in codes_of(codes))
