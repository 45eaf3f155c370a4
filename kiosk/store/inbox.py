"""The staff inbox: questions about problems that the kiosk cannot settle itself. Staff read and answer them."""

import sqlite3
from datetime import datetime

import msgspec
from msgspec import Struct

from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import CommitId, ItemCode, VisitId
from kiosk.store.database import Database
from kiosk.store.encryption import AccountSeal
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.open_commits import Settlement, close_commit
from kiosk.store.times import WallClock, milliseconds, moment
from kiosk.structs import hiding, replace

_COLUMNS = (
    "id, created, kind, question, visit, commit_id, codes, account, note, resolved, resolved_by, answer FROM inbox"
)

_UNSETTLED = RecordKind.COMMIT_UNSETTLED.value
_DATE_DIFFERS = RecordKind.DATE_DIFFERS.value
"""The kind of a question about a due date. The questions of most other kinds ask where a tool is."""


class InboxEntry(Struct, frozen=True):
    """One question to staff. `member` is the member's reference, or None if it is missing or cannot be decrypted."""

    ident: int
    kind: str
    question: str
    created: datetime
    visit: VisitId | None
    commit: CommitId | None
    codes: tuple[ItemCode, ...]
    has_member: bool
    member: str | None
    note: str
    resolved: datetime | None
    resolved_by: str
    answer: str

    __repr__ = hiding("member")


class StaffInbox:
    """The inbox for the commands with which staff read and answer questions.

    These commands also work while the kiosk runs.

    Without a kiosk key, the references of members cannot be decrypted.
    """

    def __init__(self, database: Database, key: KioskKey | None, now: WallClock) -> None:
        self._database = database
        self._accounts = AccountSeal(key) if key else None
        self._now = now

    def entries(self, *, with_resolved: bool = False) -> tuple[InboxEntry, ...]:
        """Return the open questions, the oldest first. If `with_resolved` is True, return the answered questions, too.

        Raises StoreError if the file cannot be read.
        """
        return self._entries("1 = 1" if with_resolved else "resolved IS NULL")

    def entry(self, ident: int) -> InboxEntry | None:
        """Return the question with this number, even if it is answered. Return None if there is no such question.

        Raises StoreError if the file cannot be read.
        """
        return next(iter(self._entries("id = ?", ident)), None)

    def resolve(self, ident: int, answer: str, by: str) -> bool:
        """Store the answer to the open question with this number, and return True.

        If the question asked for the result of a commit, also close the commit. Return False if no open question has
        this number. Raises StoreError if the file cannot be written.
        """
        now = milliseconds(self._now())

        def write(connection: sqlite3.Connection) -> bool:
            done = connection.execute(
                "UPDATE inbox SET resolved = ?, resolved_by = ?, answer = ? WHERE id = ? AND resolved IS NULL",
                (now, by, answer, ident),
            )
            if done.rowcount != 1:
                return False
            asked = connection.execute(
                "SELECT commit_id FROM inbox WHERE id = ? AND kind = ? AND commit_id IS NOT NULL", (ident, _UNSETTLED)
            ).fetchone()
            if asked:
                close_commit(connection, CommitId(asked[0]), Settlement.BY_STAFF, now)
            return True

        return self._database.write_now(write)

    def _entries(self, where: str, *given: int) -> tuple[InboxEntry, ...]:
        query = f"SELECT {_COLUMNS} WHERE {where} ORDER BY id"
        rows = self._database.read_now(lambda connection: connection.execute(query, given).fetchall())
        return tuple(_entry(row, self._accounts) for row in msgspec.convert(rows, list[_Row]))


class _Row(msgspec.Struct, array_like=True, frozen=True):
    """A row from SQLite. When a row is converted to this class, the type of each column is checked."""

    ident: int
    created: int
    kind: str
    question: str
    visit: int | None
    commit: int | None
    codes: str
    account: bytes | None
    note: str
    resolved: int | None
    resolved_by: str
    answer: str


def _entry(row: _Row, accounts: AccountSeal | None) -> InboxEntry:
    visit = VisitId(row.visit) if row.visit is not None else None
    return InboxEntry(
        ident=row.ident,
        kind=row.kind,
        question=row.question,
        created=moment(row.created),
        visit=visit,
        commit=CommitId(row.commit) if row.commit is not None else None,
        codes=codes_of(row.codes),
        has_member=row.account is not None,
        member=accounts.open(row.account, visit) if accounts and row.account is not None else None,
        note=row.note,
        resolved=moment(row.resolved) if row.resolved is not None else None,
        resolved_by=row.resolved_by,
        answer=row.answer,
    )


def codes_of(text: str) -> tuple[ItemCode, ...]:
    """Return the item codes in the column `codes` of a row."""
    return tuple(ItemCode(code) for code in msgspec.json.decode(text, type=list[str]))


def question_of(kind: RecordKind) -> str:
    """Return the key of the question for a record of this kind. kiosk/commands/inbox.py has the text of each key."""
    return f"inbox.{kind.value}"


def insert_entry(
    connection: sqlite3.Connection, record: Record, account: bytes | None, now: int, *, note: str = ""
) -> None:
    """Add the question `record` to the inbox, if the same question does not wait there already.

    If `record` names tools but no commit, leave out each tool that a waiting question of the same visit already names.
    If no tool is left, add nothing. If `record` is about the result of a commit, first close the waiting questions of
    the same visit that name only tools of this commit.
    """
    if record.commit is None and not record.codes and _is_asked(connection, record):
        return
    if record.commit is None and record.codes:
        record = replace(record, codes=_not_asked_yet(connection, record))
        if not record.codes:
            return
    codes = msgspec.json.encode(record.codes).decode()
    if record.commit is not None:
        if _is_asked_with_commit(connection, record, codes):
            return
        _resolve_single_questions(connection, record, now)
    connection.execute(
        "INSERT INTO inbox (created, kind, question, visit, commit_id, codes, account, note) VALUES (?,?,?,?,?,?,?,?)",
        (
            now,
            record.kind.value,
            question_of(record.kind),
            record.visit,
            record.commit,
            codes,
            account,
            note or record.note,
        ),
    )


def _is_asked(connection: sqlite3.Connection, record: Record) -> bool:
    """Return True if a question of this kind that names no tools already waits for the visit of the record."""
    asked = "SELECT 1 FROM inbox WHERE kind = ? AND visit IS ? AND codes = '[]' AND resolved IS NULL"
    return connection.execute(asked, (record.kind.value, record.visit)).fetchone() is not None


def _not_asked_yet(connection: sqlite3.Connection, record: Record) -> tuple[ItemCode, ...]:
    """Return the codes of the record, without the codes that a waiting question about this visit already names.

    Questions about due dates are ignored, because they do not ask where a tool is. If the record has the kind
    LINE_UNKNOWN, other questions of this kind are ignored, too: each is about one line, and two lines can have the same
    label.
    """
    rows = connection.execute(
        "SELECT codes FROM inbox WHERE visit = ? AND resolved IS NULL AND kind NOT IN (?, ?)",
        (record.visit, _DATE_DIFFERS, record.kind.value if record.kind is RecordKind.LINE_UNKNOWN else _DATE_DIFFERS),
    )
    asked = {code for (codes,) in rows.fetchall() for code in codes_of(codes)}
    return tuple(code for code in record.codes if code not in asked)


def _resolve_single_questions(connection: sqlite3.Connection, record: Record, now: int) -> None:
    """Close waiting questions about single tools, because the new question `record` asks about the whole commit.

    A waiting question is closed if it is about the same visit, and if the record names all tools of the question. If
    the record is only about a due date, close nothing.
    """
    if record.kind.value == _DATE_DIFFERS:
        return
    rows = connection.execute(
        "SELECT id, codes FROM inbox WHERE visit = ? AND commit_id IS NULL AND resolved IS NULL", (record.visit,)
    )
    for ident, codes in rows.fetchall():
        if set(codes_of(codes)) <= set(record.codes):
            connection.execute(
                "UPDATE inbox SET resolved = ?, resolved_by = 'kiosk', answer = ? WHERE id = ?",
                (now, f"asked with commit {record.commit}", ident),
            )


def insert_note(connection: sqlite3.Connection, record: Record, now: int) -> None:
    """Write a note. A note only records what has happened. It is not a question, so staff need not answer it."""
    connection.execute(
        "INSERT INTO notes (created, kind, visit, commit_id, codes) VALUES (?,?,?,?,?)",
        (now, record.kind.value, record.visit, record.commit, msgspec.json.encode(record.codes).decode()),
    )


def answer_commit(connection: sqlite3.Connection, commit: CommitId, answer: str, now: int) -> None:
    """Close the waiting question about the result of this commit, and store this answer.

    The answer comes from the kiosk and not from staff, because the kiosk itself has found the result.
    """
    connection.execute(
        "UPDATE inbox SET resolved = ?, resolved_by = 'kiosk', answer = ? "
        "WHERE commit_id = ? AND resolved IS NULL AND kind = ?",
        (now, answer, commit, _UNSETTLED),
    )


def withdraw_entry(connection: sqlite3.Connection, record: Record, answer: str, now: int) -> bool:
    """Close the waiting question with the visit, kind and codes of `record`, store this answer, and return True.

    Return False if no such question waits.
    """
    done = connection.execute(
        "UPDATE inbox SET resolved = ?, resolved_by = 'kiosk', answer = ? "
        "WHERE visit = ? AND kind = ? AND codes = ? AND resolved IS NULL",
        (now, answer, record.visit, record.kind.value, msgspec.json.encode(record.codes).decode()),
    )
    return done.rowcount > 0


def answer_lines(connection: sqlite3.Connection, visit: VisitId, codes: tuple[ItemCode, ...], now: int) -> None:
    """Close the waiting questions that ask if the lines with these codes were done in this visit.

    Call this when the kiosk has seen in the loans that the lines were done.
    """
    for code in codes:
        withdraw_entry(connection, Record(RecordKind.LINE_UNKNOWN, visit, (code,)), "read back: done", now)


def commit_waits(connection: sqlite3.Connection, commit: CommitId) -> bool:
    """Return True if a question about the result of this commit still waits for staff."""
    found = connection.execute(
        "SELECT 1 FROM inbox WHERE commit_id = ? AND kind = ? AND resolved IS NULL", (commit, _UNSETTLED)
    )
    return found.fetchone() is not None


def _is_asked_with_commit(connection: sqlite3.Connection, record: Record, codes: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM inbox WHERE commit_id = ? AND kind = ? AND codes = ? AND resolved IS NULL",
        (record.commit, record.kind.value, codes),
    )
    return found.fetchone() is not None
