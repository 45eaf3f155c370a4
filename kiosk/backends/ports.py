"""The ports through which a lending system uses the stores. A `WriteLog` records every write before it is sent."""

from datetime import datetime
from enum import StrEnum, auto
from typing import NewType, Protocol

from msgspec import Struct

from kiosk.domain.model import (
    CommitId,
    ItemCode,
    Line,
    LineId,
    LoanId,
    Secret,
    VisitId,
)
from kiosk.structs import hiding

ActId = NewType("ActId", int)


class ActKind(StrEnum):
    """The writes that are logged before they are sent."""

    BORROW = auto()
    GIVE_BACK = auto()
    RENEW = auto()
    CHANGE = auto()
    TAKE_OUT = auto()
    LINE_COMMIT = auto()
    COMMIT = auto()
    RESERVATION = auto()


class PlannedWrite(Struct, frozen=True):
    """One write that is about to be sent. `account` identifies the member to the system and is stored encrypted.

    A commit carries its lines, the moment of Finish, the loans that were out before it, and the access token that
    allows the kiosk to settle the commit later.
    """

    kind: ActKind
    visit: VisitId
    account: str
    line: LineId | None = None
    code: ItemCode | None = None
    commit: CommitId | None = None
    lines: tuple[Line, ...] = ()
    finished: datetime | None = None
    before: frozenset[LoanId] | None = None
    token: Secret | None = None

    __repr__ = hiding("account")


class ActEnd(StrEnum):
    """The result of a write, as its answer says it."""

    DONE = auto()
    REFUSED = auto()
    NOT_SENT = auto()
    UNKNOWN = auto()


class WriteLog(Protocol):
    """A log that has every write on disk before the write is sent."""

    async def begin(self, act: PlannedWrite) -> ActId:
        """Write a row to disk and then return its number. Raises LogBrokenError."""
        ...

    async def end(self, act: ActId, end: ActEnd, note: str = "") -> None:
        """Remember the result of a write. Never raises: a row that stays open is settled later."""
        ...


class ClockWatch(Protocol):
    """A watch that compares the server's clock with this machine's clock."""

    def heard(self, server: datetime) -> None:
        """Compare the time in an answer that is neither forged nor old with this machine's clock."""
        ...

    def unsure_s(self) -> float | None:
        """Return the seconds until another answer can decide which clock is right, or None if nothing is undecided."""
        ...


class SecretKeeper(Protocol):
    """A keeper of the remembered token of one linked fob."""

    async def rotated(self, token: Secret) -> None:
        """Write the server's new token to disk. The token is used only after this returns."""
        ...


class ItemMemo(Struct, frozen=True):
    """The facts that the kiosk remembers about an item between visits, none of them personal."""

    name: str = ""
    loan_days: int | None = None


class ItemMemory(Protocol):
    """A memory of names and loan lengths by label, from earlier answers."""

    def recall(self, code: ItemCode) -> ItemMemo | None:
        """Return what is known of this label, or None. Never waits, because everything is in memory."""
        ...

    def remember(self, code: ItemCode, memo: ItemMemo) -> None:
        """Keep this memo, and write it to disk in the background."""
        ...
