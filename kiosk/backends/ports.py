"""What a lending system needs of the stores. Every act that changes something goes through a `WriteLog` first."""

from datetime import datetime
from enum import StrEnum, auto
from typing import NewType, Protocol

from kiosk.domain.frozen import dataclass
from kiosk.domain.model import (
    CommitId,
    ItemCode,
    Line,
    LineId,
    LoanId,
    Secret,
    VisitId,
)

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


@dataclass(frozen=True, slots=True)
class Act:
    """One write that is about to be sent. `account` names the member to the system and is kept sealed.

    A commit carries its lines, the moment of Finish, the loans that were out before it, and the access token with which
    it can be settled later.
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


class ActEnd(StrEnum):
    """What became of a write, as far as its answer told."""

    DONE = auto()
    REFUSED = auto()
    NOT_SENT = auto()
    UNKNOWN = auto()


class WriteLog(Protocol):
    """On disk before it is sent."""

    async def begin(self, act: Act) -> ActId:
        """The row's number; the row is on disk when this returns. Raises LogBroken."""
        ...

    async def end(self, act: ActId, end: ActEnd, note: str = "") -> None:
        """Remember the answer. Never raises: an open row is settled later."""
        ...


class ClockWatch(Protocol):
    """Compares the server's clock with the machine's."""

    def heard(self, server: datetime) -> None:
        """An answer, which nobody can have forged or kept, says this time."""
        ...

    def unsure_s(self) -> float | None:
        """In how many seconds another answer decides whose clock is right; None where there is nothing to decide."""
        ...


class SecretKeeper(Protocol):
    """Keeps the remembered token of one linked fob."""

    async def rotated(self, token: Secret) -> None:
        """The server gave a new token: it is on disk when this returns, and only then used."""
        ...


@dataclass(frozen=True, slots=True)
class ItemMemo:
    """What the kiosk remembers of an item between visits; nothing personal."""

    name: str = ""
    loan_days: int | None = None


class ItemMemory(Protocol):
    """Names and loan lengths by label, from earlier answers."""

    def recall(self, code: ItemCode) -> ItemMemo | None:
        """What is known, at once (it is kept in memory)."""
        ...

    def remember(self, code: ItemCode, memo: ItemMemo) -> None:
        """Keep it; written in the background."""
        ...
