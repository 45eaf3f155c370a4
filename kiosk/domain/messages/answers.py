"""What the runner answers to an effect. Each carries the visit that it answers."""

from enum import StrEnum, auto

from kiosk.domain.carts import CartNow, CommitCame
from kiosk.domain.finding import Details, Results, Shelves
from kiosk.domain.frozen import dataclass
from kiosk.domain.model import (
    ChangeOutcome,
    CommitId,
    LineId,
    LineOutcome,
    Member,
    Opening,
    Truth,
    VisitId,
)
from kiosk.domain.money import Bill
from kiosk.domain.reserving import ReleaseOutcome, Reservations
from kiosk.domain.terms import Offers, ReservationId


class TurnAwayReason(StrEnum):
    """Why a member who did sign in cannot be served here."""

    NOT_FOR_KIOSK = auto()
    SELF_SERVICE_OFF = auto()
    AGREEMENT = auto()
    DETAILS = auto()
    PAYMENT_METHOD = auto()
    FOB_UNKNOWN = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The account is open. `renewable`: its token can be remembered, so linking can be offered; `reserves`: it can have
    reservations.
    """

    visit: VisitId
    member: Member
    opening: Opening
    renewable: bool = False
    reserves: bool = False


@dataclass(frozen=True, slots=True)
class NotLinked:
    """This fob is not linked here (or fobs only save typing: ask for the password)."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class PinNeeded:
    """The link is guarded by a PIN; `wrong` after a wrong one."""

    visit: VisitId
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class LinkDead:
    """The link was refused by the server, revoked or has expired: log in once more."""

    visit: VisitId
    expired: bool = False


@dataclass(frozen=True, slots=True)
class WrongSecret:
    """Name and password do not fit; `words` are the server's, if any. `by_fob`: the fob itself was refused."""

    visit: VisitId
    words: str = ""
    by_fob: bool = False


@dataclass(frozen=True, slots=True)
class Throttled:
    """Too many wrong passwords: no try is made for `wait_s` seconds."""

    visit: VisitId
    wait_s: float


@dataclass(frozen=True, slots=True)
class FobsPaused:
    """Too many unknown fobs were shown one after the other: none is looked up for `wait_s` seconds."""

    visit: VisitId
    wait_s: float


@dataclass(frozen=True, slots=True)
class TurnedAwayBy:
    """Signed in, but not to be served; `words` are the server's, `url` where it is mended."""

    visit: VisitId
    reason: TurnAwayReason
    words: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SignInAway:
    """The server cannot be reached, or did not answer as a server of this kind."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class LineAnswered:
    """What adding this line came to."""

    visit: VisitId
    line: LineId
    outcome: LineOutcome


@dataclass(frozen=True, slots=True)
class LineGone:
    """The line is out of the cart, or was never sent."""

    visit: VisitId
    line: LineId


@dataclass(frozen=True, slots=True)
class LineStays:
    """Taking the line out did not work; it is still in the cart."""

    visit: VisitId
    line: LineId
    words: str = ""


@dataclass(frozen=True, slots=True)
class LineChanged:
    """What the wish of this number came to."""

    visit: VisitId
    line: LineId
    wish: int
    outcome: ChangeOutcome


@dataclass(frozen=True, slots=True)
class CartSeen:
    """The cart holds something else than this visit has put in or taken out: another device changed it."""

    visit: VisitId
    now: CartNow


@dataclass(frozen=True, slots=True)
class BillSeen:
    """What the cart costs now; told before the answer that brought it."""

    visit: VisitId
    bill: Bill


@dataclass(frozen=True, slots=True)
class OffersRead:
    """What can be chosen; None when it could not be read."""

    visit: VisitId
    offers: Offers | None


@dataclass(frozen=True, slots=True)
class ReservationsRead:
    """What is kept for the member; None when it could not be read."""

    visit: VisitId
    reservations: Reservations | None


@dataclass(frozen=True, slots=True)
class ReleaseAnswered:
    """What taking this item (by its server's number) out of its reservation came to."""

    visit: VisitId
    reservation: ReservationId
    item: str
    outcome: ReleaseOutcome


@dataclass(frozen=True, slots=True)
class CommitAnswered:
    """What the commit came to."""

    visit: VisitId
    commit: CommitId
    outcome: CommitCame


@dataclass(frozen=True, slots=True)
class LoansRead:
    """What one read-back saw; None when the server could not be read."""

    visit: VisitId
    commit: CommitId
    truth: Truth | None


@dataclass(frozen=True, slots=True)
class SignInLost:
    """The token is dead and could not be renewed; the same member must sign in again."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class LinkKept:
    """The fob is remembered from now on, or is not and why (`why` is a key of the texts)."""

    visit: VisitId
    ok: bool
    why: str = ""


class ResetOutcome(StrEnum):
    """What became of the wish for a new password; never whether there is such a member."""

    ASKED = auto()
    TOO_OFTEN = auto()
    AWAY = auto()


@dataclass(frozen=True, slots=True)
class ResetAnswered:
    """The library was asked for the mail, or could not be."""

    visit: VisitId
    outcome: ResetOutcome


@dataclass(frozen=True, slots=True)
class SlipAnswered:
    """Whether the printer has taken the slip."""

    visit: VisitId
    ok: bool


@dataclass(frozen=True, slots=True)
class SearchAnswered:
    """What was found; None when the library did not answer."""

    visit: VisitId | None
    number: int
    results: Results | None


@dataclass(frozen=True, slots=True)
class ShelvesRead:
    """What a search can be narrowed to; None when it could not be read."""

    visit: VisitId | None
    number: int
    shelves: Shelves | None


@dataclass(frozen=True, slots=True)
class DetailsRead:
    """More of one tool; None when there is nothing, or it could not be read."""

    visit: VisitId | None
    number: int
    details: Details | None


Answer = (
    SignedIn | NotLinked | PinNeeded | LinkDead | WrongSecret | Throttled | FobsPaused | TurnedAwayBy | SignInAway
    | LineAnswered | LineGone | LineStays | LineChanged | CartSeen | OffersRead | CommitAnswered | LoansRead
    | SignInLost | LinkKept | SlipAnswered | ResetAnswered | BillSeen | SearchAnswered | ShelvesRead | DetailsRead
    | ReservationsRead | ReleaseAnswered
)  # fmt: skip
