"""The answers that the runner gives to the effects, and its news about the cart.

The runner (kiosk/runner) is the part of the program that carries out the effects. Each answer contains the id of the
visit that asked for the effect. In an answer to a search on the page Welcome, the id is None.
"""

from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.carts import CartNow, CommitCame
from kiosk.domain.digital import CardWanted, DigitalSystem, ItemFacts, Joined, NotVouched, OpeningRefused, TitleLink
from kiosk.domain.model import ChangeOutcome, CommitId, LineId, LineOutcome, Member, Opening, Truth, VisitId
from kiosk.domain.money import Balance, Bill
from kiosk.domain.reservations import ReleaseOutcome, Reservations
from kiosk.domain.returns import ReturnOutcome
from kiosk.domain.search import Details, Results, Shelves
from kiosk.domain.terms import Offers, ReservationId


class TurnAwayReason(StrEnum):
    """The reason why a member cannot be served here.

    FOB_UNKNOWN means that the lending system knows no account for the fob. For all other reasons, the account was found
    or opened.
    """

    NOT_FOR_KIOSK = auto()
    SELF_SERVICE_OFF = auto()
    AGREEMENT = auto()
    DETAILS = auto()
    PAYMENT_METHOD = auto()
    FOB_UNKNOWN = auto()
    OTHER = auto()


class SignedIn(Struct, frozen=True):
    """The account is open.

    If `renewable` is True, the account's token can be remembered, so a fob can be linked. If `reserves` is True, the
    account can have reservations. If `at_once` is True, each act is real as soon as the lending system has answered, so
    there is nothing to commit at Finish. If `owing` is True, the system can say how much money the member owes. If
    `digital` is True, the account can have digital loans.
    """

    visit: VisitId
    member: Member
    opening: Opening
    renewable: bool = False
    reserves: bool = False
    at_once: bool = False
    owing: bool = False
    digital: bool = False
    systems: tuple[DigitalSystem, ...] = ()
    """The digital systems beside the main system. The member is not signed in at these systems yet."""


class NotLinked(Struct, frozen=True):
    """The fob does not open an account without a password.

    Perhaps no member has linked the fob. Perhaps the settings use a fob's code only as a log-in name. Or perhaps the
    code is the label of a tool.
    """

    visit: VisitId


class PinNeeded(Struct, frozen=True):
    """The member must enter the PIN of the fob. `wrong` is True if the member has just entered a wrong PIN."""

    visit: VisitId
    wrong: bool = False


class LinkDead(Struct, frozen=True):
    """The fob is linked, but the link no longer works, so the member must log in with the password.

    There are three possible reasons. The link has expired, somebody has revoked it, or the server has refused it.
    `expired` is True if the link has expired.
    """

    visit: VisitId
    expired: bool = False


class WrongSecret(Struct, frozen=True):
    """The server refused the log-in. `words` are the server's own words, if it gave any.

    If `by_fob` is True, the server refused the fob itself. If `by_fob` is False, the name or the password is wrong.
    """

    visit: VisitId
    words: str = ""
    by_fob: bool = False


class Throttled(Struct, frozen=True):
    """Too many passwords or PINs were wrong, so the kiosk sends no password or PIN for `wait_s` seconds."""

    visit: VisitId
    wait_s: float


class FobsPaused(Struct, frozen=True):
    """Too many unknown fobs were shown one after the other, so the kiosk looks up no fob for `wait_s` seconds."""

    visit: VisitId
    wait_s: float


class TurnedAwayBy(Struct, frozen=True):
    """The member cannot be served. `words` are the server's own words, and `url` is a web page that helps."""

    visit: VisitId
    reason: TurnAwayReason
    words: str = ""
    url: str = ""


class SignInAway(Struct, frozen=True):
    """The member could not be signed in, although the fob or the password is perhaps right.

    Perhaps the server did not answer in time, or the answer did not come from the expected lending system. Or perhaps
    the kiosk could not use its own files.
    """

    visit: VisitId


class LineAnswered(Struct, frozen=True):
    """The outcome of the effect AddLine for this line."""

    visit: VisitId
    line: LineId
    outcome: LineOutcome


class LineGone(Struct, frozen=True):
    """The line is not in the cart now. It was taken out of the cart, or the kiosk never sent it to the server."""

    visit: VisitId
    line: LineId


class LineStays(Struct, frozen=True):
    """The line could not be taken out of the cart, and is still there. `words` are the server's own words."""

    visit: VisitId
    line: LineId
    words: str = ""


class LineChanged(Struct, frozen=True):
    """The outcome of a change of the line's terms. `wish` is the number of the wish that asked for the change."""

    visit: VisitId
    line: LineId
    wish: int
    outcome: ChangeOutcome


class CartSeen(Struct, frozen=True):
    """The cart differs from the cart that this visit knows, because another device changed the cart."""

    visit: VisitId
    now: CartNow


class BillSeen(Struct, frozen=True):
    """The costs of the cart have changed, and `bill` has the new costs.

    If a write has changed the costs, the visit gets this message first, and then the message with the outcome of the
    write.
    """

    visit: VisitId
    bill: Bill


class OffersRead(Struct, frozen=True):
    """The projects and conditions from which the member can choose, or None if they could not be read."""

    visit: VisitId
    offers: Offers | None


class ReservationsRead(Struct, frozen=True):
    """The member's reservations, or None if they could not be read."""

    visit: VisitId
    reservations: Reservations | None


class BalanceRead(Struct, frozen=True):
    """The money that the member owes, or None if it could not be read."""

    visit: VisitId
    balance: Balance | None


class TitlesRead(Struct, frozen=True):
    """The facts about items that were read. An item is left out if nothing about it could be read."""

    visit: VisitId
    facts: tuple[ItemFacts, ...]


class TitleLinksCame(Struct, frozen=True):
    """The addresses that open a digital loan now, or the refusal of the digital system.

    `links` is None if the system did not answer. `number` is the number of the effect AskLinks.
    """

    visit: VisitId
    number: int
    links: tuple[TitleLink, ...] | OpeningRefused | None


class SystemJoined(Struct, frozen=True):
    """The answer of a digital system beside the main system to the log-in of the member.

    `outcome` is None if the system did not answer.
    """

    visit: VisitId
    system: str
    outcome: Joined | CardWanted | NotVouched | None


class CardDropped(Struct, frozen=True):
    """The outcome of the effect DropCard. `ok` is True if the remembered card is deleted on disk."""

    visit: VisitId
    system: str
    ok: bool


class ReleaseAnswered(Struct, frozen=True):
    """The outcome of the effect Release, which takes one item out of its reservation.

    `item` is the server's own number for the item. It is empty if the whole reservation should be cancelled.
    """

    visit: VisitId
    reservation: ReservationId
    item: str
    outcome: ReleaseOutcome


class CommitAnswered(Struct, frozen=True):
    """The outcome of the commit with this id."""

    visit: VisitId
    commit: CommitId
    outcome: CommitCame


class LoansRead(Struct, frozen=True):
    """The result of one read-back. `truth` is None if the loans could not be read from the server."""

    visit: VisitId
    commit: CommitId
    truth: Truth | None


class SignInLost(Struct, frozen=True):
    """The token no longer works and could not be renewed, so the same member must sign in again."""

    visit: VisitId


class LinkKept(Struct, frozen=True):
    """The outcome of the effect KeepLink. `ok` is True if the kiosk remembers the fob from now on.

    If `ok` is False, `why` is the reason. It is a key of `NOT_KEPT` in kiosk/texts/notices.py.
    """

    visit: VisitId
    ok: bool
    why: str = ""


class ResetOutcome(StrEnum):
    """The outcome of asking for a new password.

    A known and an unknown name have the same outcome, so that nobody can find out who is a member.
    """

    ASKED = auto()
    TOO_OFTEN = auto()
    AWAY = auto()


class ResetAnswered(Struct, frozen=True):
    """The outcome of asking the library to send a mail for a new password."""

    visit: VisitId
    outcome: ResetOutcome


class ReturnSaved(Struct, frozen=True):
    """The return of this item is on disk. `slip` is the number that the person can write down.

    If `sends` is True, the kiosk sends the return to the lending system. If `sends` is False, staff must enter the
    return in the lending system.
    """

    visit: VisitId
    line: LineId
    slip: int
    sends: bool


class ReturnNotSaved(Struct, frozen=True):
    """The return of this item could not be written to disk."""

    visit: VisitId
    line: LineId


class FobTaken(Struct, frozen=True):
    """The kiosk will book the returns of this visit on the account of the fob that was shown.

    `lines` are the returns that were saved before the fob was shown, and that staff should enter. The kiosk will send
    these returns, too, so staff need not enter them.
    """

    visit: VisitId
    lines: tuple[LineId, ...] = ()


class ReturnSettled(Struct, frozen=True):
    """The result of a return that was saved on disk and then sent to the lending system."""

    visit: VisitId
    line: LineId
    outcome: ReturnOutcome


class SlipAnswered(Struct, frozen=True):
    """The outcome of printing a slip. `ok` is True if the printer accepted the slip."""

    visit: VisitId
    ok: bool


class SearchAnswered(Struct, frozen=True):
    """The results of the search with this number, or None if the library did not answer."""

    visit: VisitId | None
    number: int
    results: Results | None


class ShelvesRead(Struct, frozen=True):
    """The categories and places for a search, or None if they could not be read."""

    visit: VisitId | None
    number: int
    shelves: Shelves | None


class DetailsRead(Struct, frozen=True):
    """The details of one tool, or None if the library has no details or they could not be read."""

    visit: VisitId | None
    number: int
    details: Details | None


Answer = (
    SignedIn | NotLinked | PinNeeded | LinkDead | WrongSecret | Throttled | FobsPaused | TurnedAwayBy | SignInAway
    | LineAnswered | LineGone | LineStays | LineChanged | CartSeen | OffersRead | CommitAnswered | LoansRead
    | SignInLost | LinkKept | SlipAnswered | ResetAnswered | BillSeen | SearchAnswered | ShelvesRead | DetailsRead
    | ReservationsRead | ReleaseAnswered | BalanceRead | TitlesRead | TitleLinksCame | SystemJoined | CardDropped
    | ReturnSaved | ReturnNotSaved | ReturnSettled | FobTaken
)  # fmt: skip
