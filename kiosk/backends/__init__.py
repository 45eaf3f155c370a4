"""The lending systems behind one protocol: what the kiosk asks of any of them, and the errors it can meet.

    LendingError                what a person can act on
    ├── ServerAway              it cannot be reached, or does not answer as such a server does
    │   └── WrongAnswer         it answered, but not in the contract's shape (names the JSON path)
    ├── WrongLogin              name and password (or a scanned fob) do not fit
    ├── RenewalRefused          the remembered token is dead (400, 401, 403)
    ├── NotServed               signed in, but may not use this kiosk
    ├── SignInLost              the token died in mid-visit and could not be renewed
    └── Misconfigured           the settings do not fit this server (a path, a verb, a site)

Every act that changes something at the server goes through a `WriteLog` first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import NewType, Protocol

from kiosk.domain.library import Library
from kiosk.domain.messages import TurnAwayReason
from kiosk.domain.model import (
    CommitId,
    CommitOutcome,
    ItemCode,
    Line,
    LineId,
    LineOutcome,
    Loan,
    Member,
    Opening,
    Secret,
    TakeOutOutcome,
    Truth,
    VisitId,
)

# --- errors --------------------------------------------------------------------------------------


class LendingError(Exception):
    """The lending system could not do what was asked."""


class ServerAway(LendingError):
    """The server cannot be reached, or what answers is not such a server. `retry_after_s` as it asked."""

    def __init__(self, why: str, retry_after_s: float | None = None) -> None:
        super().__init__(why)
        self.retry_after_s = retry_after_s


class WrongAnswer(ServerAway):
    """An answer outside the contract; `path` is where in the JSON, e.g. `$.outstandingLoans[0].id`."""

    def __init__(self, why: str, path: str = "$") -> None:
        super().__init__(f"{why} (at {path})")
        self.path = path


class WrongLogin(LendingError):
    """Name and password do not fit; `words` are the server's own, if it sent any."""

    def __init__(self, words: str = "") -> None:
        super().__init__("wrong log-in")
        self.words = words


class RenewalRefused(LendingError):
    """The remembered token is not taken any more."""


class NotServed(LendingError):
    """The member is known but not to be served here."""

    def __init__(self, reason: TurnAwayReason, words: str = "", url: str = "") -> None:
        super().__init__(reason.value)
        self.reason, self.words, self.url = reason, words, url


class SignInLost(LendingError):
    """The access token is dead and there was no way to renew it."""


class Misconfigured(LendingError):
    """Staff must change the settings; the text says what."""


class LogBroken(Exception):
    """The write log cannot write; nothing may be sent."""


# --- ports: what a back end needs of the stores ---------------------------------------------------

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

    A commit carries its lines, the moment of Finish, and the access token with which it can be settled later.
    """

    kind: ActKind
    visit: VisitId
    account: str
    line: LineId | None = None
    code: ItemCode | None = None
    commit: CommitId | None = None
    lines: tuple[Line, ...] = ()
    finished: datetime | None = None
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


# --- what a lending system is ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Password:
    """Log in by form: user name or membership ID, and password."""

    name: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class Renewal:
    """Log in with a remembered token; a rotated one goes to `keeper` before it is used."""

    token: Secret
    keeper: SecretKeeper


@dataclass(frozen=True, slots=True)
class ScannedFob:
    """Log in by the vendor's own call that takes a fob code ([login] fob = "endpoint")."""

    code: Secret


@dataclass(frozen=True, slots=True)
class SealedToken:
    """An access token kept while a commit is open: good for reading back, nothing else."""

    token: Secret
    account: str


Credential = Password | Renewal | ScannedFob | SealedToken


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a lending system can do. None: not known before somebody has logged in."""

    stages: bool
    renews: bool = False
    links: bool | None = None
    searches: bool = False
    reservations: bool = False
    detail: str = ""
    """One line for staff: what answered, which version."""


@dataclass(frozen=True, slots=True)
class OwnLoan:
    """The member has this item out."""

    loan: Loan


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The system has no call that would say; a borrow will."""


Finding = OwnLoan | CannotTell


class Account(Protocol):
    """One member, signed in for one visit. Writes are called one at a time, in scan order."""

    @property
    def member(self) -> Member:
        """Who signed in."""
        ...

    @property
    def opening(self) -> Opening:
        """Loans, lines found in the open cart, limits, as read at sign-in."""
        ...

    @property
    def renewable(self) -> Secret | None:
        """A token that can be remembered for a linked fob, where the server gives one."""
        ...

    def keep_with(self, keeper: SecretKeeper) -> None:
        """The fob was linked in this visit: a token that the server changes from now on goes to its keeper first."""
        ...

    def speak(self, language: str) -> None:
        """Ask for answers in this language from now on (two letters)."""
        ...

    def find(self, code: ItemCode) -> Finding:
        """What is known of this label without asking the server."""
        ...

    async def borrow(self, line: Line) -> LineOutcome:
        """Stage (or do) a borrow with the best due date; `Staged.direction` is RETURN if it was an own loan.

        Staging that got no answer is settled by reading the cart, three times at most. Raises SignInLost, LogBroken.
        """
        ...

    async def give_back(self, line: Line) -> LineOutcome:
        """Mark an own loan for return. Raises SignInLost, LogBroken."""
        ...

    async def renew(self, line: Line) -> LineOutcome:
        """Lengthen an own loan, where the system can. Raises SignInLost, LogBroken."""
        ...

    async def take_out(self, line: Line) -> TakeOutOutcome:
        """Undo the staging of this line. Raises SignInLost, LogBroken."""
        ...

    async def commit(self, commit: CommitId, lines: Sequence[Line], *, finished: datetime) -> CommitOutcome:
        """Make the staged lines real; sent once. Raises SignInLost, LogBroken."""
        ...

    async def reconcile(self, lines: Sequence[Line], *, finished: datetime) -> Truth:
        """Read what the server holds now and compare. Raises ServerAway, SignInLost."""
        ...

    async def sign_out(self) -> None:
        """Forget the tokens; delete the cart only if it is empty and ours. Never raises."""
        ...


class LendingBackend(Protocol):
    """A lending system. Reads may be retried inside; writes never are, but by the rules of staging."""

    async def probe(self) -> Capabilities:
        """What this server can do. Raises ServerAway, Misconfigured."""
        ...

    async def library(self, language: str) -> Library:
        """The organisation and its kiosk settings, local overrides applied, texts sanitised.

        Raises ServerAway, Misconfigured.
        """
        ...

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> Account:
        """Open an account and read its loans and open cart.

        Raises WrongLogin, RenewalRefused, NotServed, ServerAway, Misconfigured.
        """
        ...

    async def aclose(self) -> None:
        """Let go of all connections."""
        ...
