"""The interfaces (ports) through which a lending system uses the kiosk's stores, such as the log of all writes."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum, auto
from typing import NewType, Protocol

from msgspec import Struct

from kiosk.domain.model import (
    CommitId,
    Direction,
    ItemCode,
    Line,
    LineId,
    Loan,
    LoanId,
    Secret,
    VisitId,
)
from kiosk.structs import hiding

ActId = NewType("ActId", int)


class ActKind(StrEnum):
    """The kinds of writes that are logged before they are sent."""

    BORROW = auto()
    GIVE_BACK = auto()
    RENEW = auto()
    CHANGE = auto()
    TAKE_OUT = auto()
    LINE_COMMIT = auto()
    COMMIT = auto()
    RESERVATION = auto()


_KINDS = {Direction.BORROW: ActKind.BORROW, Direction.RETURN: ActKind.GIVE_BACK, Direction.RENEW: ActKind.RENEW}


class PlannedWrite(Struct, frozen=True):
    """One write, before the kiosk sends it. `account` identifies the member to the system and is stored encrypted.

    The fields from `commit` to `token` are only for a commit, and for an act at a system that acts at once. `commit` is
    the id of the commit, and `lines` are the lines that the write makes real. `finished` is the moment when the member
    pressed the button Finish, or when the act was sent. `before` are the ids of the member's loans just before the
    write. With the access token `token`, the kiosk can later read the loans and find out if the write succeeded.
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

    @classmethod
    def at_once(cls, line: Line, visit: VisitId, account: str, now: datetime, before: Iterable[Loan]) -> "PlannedWrite":
        """Return the write for this line at a system that acts at once. `before` are the loans that the member has now.

        The write counts as a commit whose id is the id of the line. So the journal keeps the write open until an answer
        or the member's loans show if the act was done.
        """
        kind, loans = _KINDS[line.direction], frozenset(each.ident for each in before)
        commit = CommitId(line.ident)
        return cls(kind, visit, account, line.ident, line.code, commit, (line,), now, loans)


class ActEnd(StrEnum):
    """The result of a write, as far as the server's answer shows it."""

    DONE = auto()
    REFUSED = auto()
    NOT_SENT = auto()
    UNKNOWN = auto()


class WriteLog(Protocol):
    """A log that stores every write on disk before the write is sent."""

    async def begin(self, act: PlannedWrite) -> ActId:
        """Store this write as a new row on disk, and return the row's number. Raises LogBrokenError if that fails."""
        ...

    async def end(self, act: ActId, end: ActEnd, note: str = "") -> None:
        """Store the result of a write in its row. Never raises an error.

        If the result cannot be stored, the row has no result, and the kiosk finds out the result later.
        """
        ...


class ClockWatch(Protocol):
    """An object that compares the server's clock with this machine's clock."""

    def heard(self, server: datetime) -> None:
        """Compare this machine's clock with the server's time.

        The caller must not pass an old time, or a time that another machine could have changed.
        """
        ...

    def unsure_s(self) -> float | None:
        """Return the number of seconds until the kiosk must ask the server for its time a second time.

        The kiosk needs the second answer if the two clocks differ, because it shows which clock is right. Return None
        if no second answer is needed.
        """
        ...


class SecretKeeper(Protocol):
    """A store for the remembered token of one linked fob."""

    async def rotated(self, token: Secret) -> None:
        """Write the server's new token to disk. The caller uses the token only after this method has returned."""
        ...


class RememberedCard(Struct, frozen=True):
    """A card for a digital system, as the member has entered it. `pin` is None if the system's cards have no PIN."""

    number: Secret
    pin: Secret | None


class CardKeeper(Protocol):
    """A store for the cards that the kiosk remembers with one linked fob. Each card is for one digital system."""

    async def card_of(self, system: str) -> RememberedCard | None:
        """Return the card for the digital system with this key, or None if there is no card. Raises LogBrokenError."""
        ...

    async def keep_card(self, system: str, card: RememberedCard) -> bool:
        """Store this card, and return True when the card is on disk. Raises LogBrokenError.

        If the link of the fob was revoked, store nothing and return False.
        """
        ...

    async def forget_card(self, system: str) -> bool:
        """Delete the card for this digital system. Return True when the card is deleted on disk. Never raises.

        If the disk fails, return False. The card is then deleted later.
        """
        ...


class KeptLoan(Struct, frozen=True):
    """A digital loan that was made at this kiosk. `ident` is the id that the digital system gave to the loan.

    `code` is the scanned label. `record` is the system's id of the title, and `format` is the system's id of the
    title's format. `ends` is the time when the loan ends, or None if this time is not known.
    """

    ident: str
    code: str
    record: str
    format: str = ""
    ends: datetime | None = None

    __repr__ = hiding("ident", "code", "record", "format")


class LoanRegister(Protocol):
    """A store for the digital loans that were made at this kiosk. If the disk fails, the methods raise no error.

    `member` is a text that names one member, and is the same in each visit of this member.
    """

    async def loans_of(self, member: str) -> tuple[KeptLoan, ...]:
        """Return the stored loans of the member that have not ended yet. If the disk fails, return no loans."""
        ...

    async def keep(self, member: str, loan: KeptLoan) -> None:
        """Store this new loan of the member."""
        ...

    async def forget(self, member: str, ident: str) -> None:
        """Delete the member's loan with this id, because it has ended."""
        ...


class ItemMemo(Struct, frozen=True):
    """The facts that the kiosk remembers about an item between visits. None of these facts is personal."""

    name: str = ""
    loan_days: int | None = None


class ItemMemory(Protocol):
    """A store for the names and loan lengths in earlier answers. The label of an item is the key to its facts."""

    def recall(self, code: ItemCode) -> ItemMemo | None:
        """Return the facts about the item with this label, or None if there are none. Never waits for the disk."""
        ...

    def remember(self, code: ItemCode, memo: ItemMemo) -> None:
        """Store these facts about the item in memory, and write them to disk in the background."""
        ...
