"""The functions that find open commits in the journal, decrypt them, and close them."""

import logging
import sqlite3
from datetime import datetime, timedelta
from enum import StrEnum, auto

import msgspec
from msgspec import Struct

from kiosk.backends.ports import ActEnd
from kiosk.domain.model import CommitId, Line, LoanId, Secret, VisitId
from kiosk.store.encryption import AccountSeal, Seal, WrongSealError
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.stored_lines import UnreadableLinesError, restored
from kiosk.store.times import milliseconds, moment
from kiosk.structs import hiding

TOKEN_LIVES = timedelta(hours=24)
# If the server answers a commit with the HTTP status 401, the kiosk sends the commit a second time. The commit then has
# two rows with the same `commit_id`. `max(id)` makes SQLite return the newer of the two.
_OPEN = (
    "SELECT commit_id, visit, account, lines, finished, begun, answer, before, max(id) FROM acts "
    "WHERE (kind = 'commit' OR lines IS NOT NULL) AND settled IS NULL"
)
"""The beginning of a query for the rows that are not settled yet: commits, and acts of a system that acts at once.

Only commits and such acts have lines. So a row that has lines but is no commit is such an act.
"""

_log = logging.getLogger("kiosk.journal")


class Settlement(StrEnum):
    """The result with which a commit was closed.

    NOT_SENT means that the commit certainly did not leave the kiosk. PARTLY means that only some lines were done.
    TO_STAFF means that the kiosk has asked staff for the real result. BY_STAFF means that staff have answered.
    """

    DONE = auto()
    NOT_DONE = auto()
    PARTLY = auto()
    NOT_SENT = auto()
    TO_STAFF = auto()
    BY_STAFF = auto()


class OpenCommit(Struct, frozen=True):
    """A commit whose result is not known yet.

    `account` is empty if it was encrypted with another kiosk key. `token` is None if no token was stored, or if the
    token is too old or cannot be decrypted. `answer` is the result that the kiosk read from the server's answer
    to the commit. It is None if the program ended before the kiosk wrote such a result.
    """

    commit: CommitId
    visit: VisitId
    account: str
    lines: tuple[Line, ...]
    finished: datetime
    token: Secret | None
    sent_at: datetime
    answer: ActEnd | None
    before: frozenset[LoanId] | None = None
    """The loans that the member had before the commit was sent, or None if the kiosk did not read them at that time."""

    __repr__ = hiding("account")


class OpenRow(msgspec.Struct, array_like=True, frozen=True):
    """The row of an open commit as it is stored, with encrypted columns."""

    commit: int
    visit: int
    account: bytes
    lines: str | None
    finished: str | None
    begun: int
    answer: str | None
    before: str | None

    def restored(self) -> tuple[Line, ...]:
        """Return the lines of the commit. Return an empty tuple if the row has no lines or they cannot be read."""
        try:
            return restored(self.lines) if self.lines else ()
        except UnreadableLinesError:
            _log.error("the lines of commit %s cannot be read", self.commit)
            return ()


def open_rows(connection: sqlite3.Connection, account_key: bytes | None = None) -> list[OpenRow]:
    """Return the rows of open commits, the oldest first. If `account_key` is given, return only this member's rows."""
    whose, given = ("", ()) if account_key is None else (" AND account_key = ?", (account_key,))
    found = connection.execute(f"{_OPEN}{whose} GROUP BY commit_id ORDER BY id", given)
    return msgspec.convert(found.fetchall(), list[OpenRow])


def close_commit(connection: sqlite3.Connection, commit: CommitId, settlement: Settlement, now: int) -> bool:
    """Close a commit and delete its token. Return False if the commit was not open."""
    connection.execute("DELETE FROM sealed WHERE commit_id = ?", (commit,))
    done = connection.execute(
        "UPDATE acts SET settled = ?, settlement = ? "
        "WHERE commit_id = ? AND (kind = 'commit' OR lines IS NOT NULL) AND settled IS NULL",
        (now, settlement.value, commit),
    )
    return done.rowcount > 0


def settlement_of(connection: sqlite3.Connection, commit: CommitId) -> Settlement | None:
    """Return the result of this commit, or None while the commit is open.

    If the journal has no row of this commit, return NOT_SENT: the kiosk sends a commit only after it has written the
    row, so a commit without a row was not sent.
    """
    rows = connection.execute(
        "SELECT settlement FROM acts WHERE commit_id = ? AND (kind = 'commit' OR lines IS NOT NULL) ORDER BY id",
        (commit,),
    ).fetchall()
    found = [Settlement(settlement) if settlement else None for (settlement,) in rows]
    return None if None in found else (found or [Settlement.NOT_SENT])[-1]


def forget_token_unless_open(connection: sqlite3.Connection, commit: CommitId) -> None:
    """Delete the token of a commit, unless a row of this commit is still open."""
    connection.execute(
        "DELETE FROM sealed WHERE commit_id = ? AND NOT EXISTS "
        "(SELECT 1 FROM acts WHERE commit_id = ? AND (kind = 'commit' OR lines IS NOT NULL) AND settled IS NULL)",
        (commit, commit),
    )


class CommitSeals:
    """An object that encrypts and decrypts the account and the token of a commit."""

    def __init__(self, key: KioskKey) -> None:
        self.accounts = AccountSeal(key)
        self._tokens = Seal(key.derive("journal:token"))

    def keep_token(
        self, connection: sqlite3.Connection, commit: CommitId, visit: VisitId, token: Secret, now: int
    ) -> None:
        """Encrypt and store the token. Call this in the transaction that writes the commit's row."""
        sealed = self._tokens.close(token.reveal(), _bound(commit, visit))
        connection.execute("INSERT OR REPLACE INTO sealed VALUES (?,?,?)", (commit, now, sealed))

    def opened(self, connection: sqlite3.Connection, row: OpenRow, now: datetime) -> OpenCommit:
        """Return the commit of this row, with the account and the token if this kiosk's key can decrypt them."""
        commit, visit = CommitId(row.commit), VisitId(row.visit)
        return OpenCommit(
            commit=commit,
            visit=visit,
            account=self.accounts.open(row.account, visit) or "",
            lines=row.restored(),
            finished=datetime.fromisoformat(row.finished) if row.finished else moment(row.begun),
            token=self._token(connection, commit, visit, milliseconds(now - TOKEN_LIVES)),
            sent_at=moment(row.begun),
            answer=ActEnd(row.answer) if row.answer else None,
            before=msgspec.json.decode(row.before, type=frozenset[LoanId]) if row.before else None,
        )

    def _token(self, connection: sqlite3.Connection, commit: CommitId, visit: VisitId, oldest: int) -> Secret | None:
        found = connection.execute("SELECT token FROM sealed WHERE commit_id = ? AND kept > ?", (commit, oldest))
        row = found.fetchone()
        try:
            return Secret(self._tokens.open(row[0], _bound(commit, visit))) if row else None
        except WrongSealError:
            _log.warning("the token of commit %s cannot be opened: was it sealed with another kiosk key?", commit)
            return None


def _bound(commit: CommitId, visit: VisitId) -> str:
    return f"token of commit {commit} of visit {visit}"
