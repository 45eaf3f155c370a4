"""The answers of the runner to the effects. Each carries the visit that it answers."""

from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.carts import CartNow, CommitCame
from kiosk.domain.model import ChangeOutcome, CommitId, LineId, LineOutcome, Member, Opening, Truth, VisitId
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


class SignedIn(Struct, frozen=True):
    """The account is open.

    `renewable`: its token can be remembered, so linking can be offered; `reserves`: the account can have reservations.
    """

    visit: VisitId
    member: Member
    opening: Opening
    renewable: bool = False
    reserves: bool = False


class NotLinked(Struct, frozen=True):
    """The fob is not linked here, or fobs only save typing the name: ask for the password."""

    visit: VisitId


class PinNeeded(Struct, frozen=True):
    """A PIN guards the link; `wrong`: the PIN that was given is wrong."""

    visit: VisitId
    wrong: bool = False


class LinkDead(Struct, frozen=True):
    """The server refused the link, or the link was revoked or has expired: the member must log in once more."""

    visit: VisitId
    expired: bool = False


class WrongSecret(Struct, frozen=True):
    """Name and password do not fit; `words` are the server's, if any. `by_fob`: the server refused the fob itself."""

    visit: VisitId
    words: str = ""
    by_fob: bool = False


class Throttled(Struct, frozen=True):
    """Too many passwords were wrong: no password is tried for `wait_s` seconds."""

    visit: VisitId
    wait_s: float


class FobsPaused(Struct, frozen=True):
    """Too many unknown fobs were shown one after the other: no fob is looked up for `wait_s` seconds."""

    visit: VisitId
    wait_s: float


class TurnedAwayBy(Struct, frozen=True):
    """The member signed in but cannot be served; `words` are the server's own, `url` leads to the solution."""

    visit: VisitId
    reason: TurnAwayReason
    words: str = ""
    url: str = ""


class SignInAway(Struct, frozen=True):
    """The server cannot be reached, or did not answer as a server of this kind."""

    visit: VisitId


class LineAnswered(Struct, frozen=True):
    """The outcome of adding this line."""

    visit: VisitId
    line: LineId
    outcome: LineOutcome


class LineGone(Struct, frozen=True):
    """The line is no longer in the cart, or was never sent."""

    visit: VisitId
    line: LineId


class LineStays(Struct, frozen=True):
    """The line could not be taken out; it is still in the cart."""

    visit: VisitId
    line: LineId
    words: str = ""


class LineChanged(Struct, frozen=True):
    """The outcome of the wish with this number."""

    visit: VisitId
    line: LineId
    wish: int
    outcome: ChangeOutcome


class CartSeen(Struct, frozen=True):
    """The cart differs from what this visit put in and took out: another device changed the cart."""

    visit: VisitId
    now: CartNow


class BillSeen(Struct, frozen=True):
    """The costs of the cart now; told before the answer that brought them."""

    visit: VisitId
    bill: Bill


class OffersRead(Struct, frozen=True):
    """The choices of the member, or None if they could not be read."""

    visit: VisitId
    offers: Offers | None


class ReservationsRead(Struct, frozen=True):
    """The member's reservations, or None if they could not be read."""

    visit: VisitId
    reservations: Reservations | None


class ReleaseAnswered(Struct, frozen=True):
    """The outcome of releasing this item (the server's own number for it) from its reservation."""

    visit: VisitId
    reservation: ReservationId
    item: str
    outcome: ReleaseOutcome


class CommitAnswered(Struct, frozen=True):
    """The outcome of the commit."""

    visit: VisitId
    commit: CommitId
    outcome: CommitCame


class LoansRead(Struct, frozen=True):
    """The result of one read-back, or None if the server could not be read."""

    visit: VisitId
    commit: CommitId
    truth: Truth | None


class SignInLost(Struct, frozen=True):
    """The token is dead and could not be renewed; the same member must sign in again."""

    visit: VisitId


class LinkKept(Struct, frozen=True):
    """The fob is remembered from now on; or it is not, for the reason `why` (a key of the texts)."""

    visit: VisitId
    ok: bool
    why: str = ""


class ResetOutcome(StrEnum):
    """The outcome of asking for a new password; it never tells whether such a member exists."""

    ASKED = auto()
    TOO_OFTEN = auto()
    AWAY = auto()


class ResetAnswered(Struct, frozen=True):
    """The library was asked for the mail, or could not be asked."""

    visit: VisitId
    outcome: ResetOutcome


class SlipAnswered(Struct, frozen=True):
    """The printer took the slip, or `ok` is False."""

    visit: VisitId
    ok: bool


class SearchAnswered(Struct, frozen=True):
    """The results of the search, or None if the library did not answer."""

    visit: VisitId | None
    number: int
    results: Results | None


class ShelvesRead(Struct, frozen=True):
    """The categories and places for a search, or None if they could not be read."""

    visit: VisitId | None
    number: int
    shelves: Shelves | None


class DetailsRead(Struct, frozen=True):
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
