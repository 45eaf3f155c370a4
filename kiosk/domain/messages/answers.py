"""The answers of the runner to the effects. Each carries the visit that it answers."""

from enum import StrEnum, auto

from kiosk.domain.carts import CartNow, CommitCame
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
from kiosk.domain.reservations import ReleaseOutcome, Reservations
from kiosk.domain.search import Details, Results, Shelves
from kiosk.domain.terms import Offers, ReservationId


class TurnAwayReason(StrEnum):
    """The reason why a member who did sign in cannot be served here."""

    NOT_FOR_KIOSK = auto()
    SELF_SERVICE_OFF = auto()
    AGREEMENT = auto()
    DETAILS = auto()
    PAYMENT_METHOD = auto()
    FOB_UNKNOWN = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The account is open.

    `renewable`: its token can be remembered, so linking can be offered; `reserves`: the account can have reservations.
    """

    visit: VisitId
    member: Member
    opening: Opening
    renewable: bool = False
    reserves: bool = False


@dataclass(frozen=True, slots=True)
class NotLinked:
    """The fob is not linked here, or fobs only save typing the name: ask for the password."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class PinNeeded:
    """A PIN guards the link; `wrong`: the PIN that was given is wrong."""

    visit: VisitId
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class LinkDead:
    """The server refused the link, or the link was revoked or has expired: the member must log in once more."""

    visit: VisitId
    expired: bool = False


@dataclass(frozen=True, slots=True)
class WrongSecret:
    """Name and password do not fit; `words` are the server's, if any. `by_fob`: the server refused the fob itself."""

    visit: VisitId
    words: str = ""
    by_fob: bool = False


@dataclass(frozen=True, slots=True)
class Throttled:
    """Too many passwords were wrong: no password is tried for `wait_s` seconds."""

    visit: VisitId
    wait_s: float


@dataclass(frozen=True, slots=True)
class FobsPaused:
    """Too many unknown fobs were shown one after the other: no fob is looked up for `wait_s` seconds."""

    visit: VisitId
    wait_s: float


@dataclass(frozen=True, slots=True)
class TurnedAwayBy:
    """The member signed in but cannot be served; `words` are the server's own, `url` leads to the solution."""

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
    """The outcome of adding this line."""

    visit: VisitId
    line: LineId
    outcome: LineOutcome


@dataclass(frozen=True, slots=True)
class LineGone:
    """The line is no longer in the cart, or was never sent."""

    visit: VisitId
    line: LineId


@dataclass(frozen=True, slots=True)
class LineStays:
    """The line could not be taken out; it is still in the cart."""

    visit: VisitId
    line: LineId
    words: str = ""


@dataclass(frozen=True, slots=True)
class LineChanged:
    """The outcome of the wish with this number."""

    visit: VisitId
    line: LineId
    wish: int
    outcome: ChangeOutcome


@dataclass(frozen=True, slots=True)
class CartSeen:
    """The cart differs from what this visit put in and took out: another device changed the cart."""

    visit: VisitId
    now: CartNow


@dataclass(frozen=True, slots=True)
class BillSeen:
    """The costs of the cart now; told before the answer that brought them."""

    visit: VisitId
    bill: Bill


@dataclass(frozen=True, slots=True)
class OffersRead:
    """The choices of the member, or None if they could not be read."""

    visit: VisitId
    offers: Offers | None


@dataclass(frozen=True, slots=True)
class ReservationsRead:
    """The member's reservations, or None if they could not be read."""

    visit: VisitId
    reservations: Reservations | None


@dataclass(frozen=True, slots=True)
class ReleaseAnswered:
    """The outcome of releasing this item (the server's own number for it) from its reservation."""

    visit: VisitId
    reservation: ReservationId
    item: str
    outcome: ReleaseOutcome


@dataclass(frozen=True, slots=True)
class CommitAnswered:
    """The outcome of the commit."""

    visit: VisitId
    commit: CommitId
    outcome: CommitCame


@dataclass(frozen=True, slots=True)
class LoansRead:
    """The result of one read-back, or None if the server could not be read."""

    visit: VisitId
    commit: CommitId
    truth: Truth | None


@dataclass(frozen=True, slots=True)
class SignInLost:
    """The token is dead and could not be renewed; the same member must sign in again."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class LinkKept:
    """The fob is remembered from now on; or it is not, for the reason `why` (a key of the texts)."""

    visit: VisitId
    ok: bool
    why: str = ""


class ResetOutcome(StrEnum):
    """The outcome of asking for a new password; it never tells whether such a member exists."""

    ASKED = auto()
    TOO_OFTEN = auto()
    AWAY = auto()


@dataclass(frozen=True, slots=True)
class ResetAnswered:
    """The library was asked for the mail, or could not be asked."""

    visit: VisitId
    outcome: ResetOutcome


@dataclass(frozen=True, slots=True)
class SlipAnswered:
    """The printer took the slip, or `ok` is False."""

    visit: VisitId
    ok: bool


@dataclass(frozen=True, slots=True)
class SearchAnswered:
    """The results of the search, or None if the library did not answer."""

    visit: VisitId | None
    number: int
    results: Results | None


@dataclass(frozen=True, slots=True)
class ShelvesRead:
    """The categories and places for a search, or None if they could not be read."""

    visit: VisitId | None
    number: int
    shelves: Shelves | None


@dataclass(frozen=True, slots=True)
class DetailsRead:
    """The details of one tool, or None if there are none or they could not be read."""

    visit: VisitId | None
    number: int
    details: Details | None


Answer = (
    SignedIn | NotLinked | PinNeeded | LinkDead | WrongSecret | Throttled | FobsPaused | TurnedAwayBy | SignInAway
    | LineAnswered | LineGone | LineStays | LineChanged | CartSeen | OffersRead | CommitAnswered | LoansRead
    | SignInLost | LinkKept | SlipAnswered | ResetAnswered | BillSeen | SearchAnswered | ShelvesRead | DetailsRead
    | ReservationsRead | ReleaseAnswered
)  # fmt: skip
