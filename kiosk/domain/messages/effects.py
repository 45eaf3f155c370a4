"""The effects: the requests that a visit sends to the runner. Each docstring tells the runner what to do.

The runner (kiosk/runner) is the part of the program that carries out the effects.
"""

from datetime import datetime
from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.model import CommitId, Item, ItemCode, Line, LineId, LoanId, Secret, VisitId
from kiosk.domain.search import Query
from kiosk.domain.terms import ReservationId
from kiosk.structs import hiding


class Identify(Struct, frozen=True):
    """Find the member who owns this fob.

    The answer is SignedIn, NotLinked, PinNeeded, LinkDead, WrongSecret, Throttled, FobsPaused, TurnedAwayBy or
    SignInAway.
    """

    visit: VisitId
    fob: Secret
    pin: Secret | None = None


class SignIn(Struct, frozen=True):
    """Log in with name and password.

    The answer is SignedIn, WrongSecret, Throttled, TurnedAwayBy or SignInAway.
    """

    visit: VisitId
    name: str
    """The log-in name. The code of a fob can be a log-in name."""
    secret: Secret

    __repr__ = hiding("name")


class ResetPassword(Struct, frozen=True):
    """Ask the library to send a mail with which this member can choose a new password. Answer: ResetAnswered."""

    visit: VisitId
    name: str

    __repr__ = hiding("name")


class KeepLink(Struct, frozen=True):
    """Remember this fob for the open account, with the PIN if the member has set one. Answer: LinkKept.

    `certain` is True if a reader or a rule says that the code belongs to a fob. If `certain` is False, the code could
    be the label of a tool.
    """

    visit: VisitId
    fob: Secret
    certain: bool
    pin: Secret | None = None


class AddLine(Struct, frozen=True):
    """Stage this line in the cart. Answer: LineAnswered.

    If the lending system acts at once, lend, take back or renew the item instead. If the outcome is NotSent, the runner
    sends the line again later.
    """

    visit: VisitId
    line: Line


class TakeOut(Struct, frozen=True):
    """Take this line out of the cart. Answer: LineGone or LineStays."""

    visit: VisitId
    line: Line


class ChangeLine(Struct, frozen=True):
    """Ask the server to give this staged line the terms of its `wish`. Answer: LineChanged.

    If the member makes a later wish for the same line before this wish is sent, send only the later wish.
    """

    visit: VisitId
    line: Line


class ReadOffers(Struct, frozen=True):
    """Read the projects and conditions from which the member can choose. Answer: OffersRead."""

    visit: VisitId


class ReadReservations(Struct, frozen=True):
    """Read the member's reservations. Writes to the server do not wait for this read. Answer: ReservationsRead."""

    visit: VisitId


class ReadTitles(Struct, frozen=True):
    """Read the names of these items, and the forms and covers of digital titles. Answer: TitlesRead.

    Writes to the server do not wait for this read.
    """

    visit: VisitId
    items: tuple[Item, ...]


class ReadBalance(Struct, frozen=True):
    """Read what the member owes. Writes to the server do not wait for this read. Answer: BalanceRead."""

    visit: VisitId


class JoinSystem(Struct, frozen=True):
    """Sign the member in at this digital system, and read the loans there. Answer: SystemJoined.

    Writes to the server do not wait for this sign-in. `card` and `pin` are the number and the PIN that the member
    has entered for this digital system. If `card` is None, use the remembered card or the log-in at the main system. If
    `remember` is True and the system accepts the entered card, remember the card with the fob of the visit.
    """

    visit: VisitId
    system: str
    card: Secret | None = None
    pin: Secret | None = None
    remember: bool = False


class DropCard(Struct, frozen=True):
    """Forget the card that the kiosk remembers for this digital system with the visit's fob. Answer: CardDropped."""

    visit: VisitId
    system: str


class AskLinks(Struct, frozen=True):
    """Ask the digital system for the addresses that open this loan now. Never store or log an address.

    Writes to the server do not wait for this read. Answer: TitleLinksCame, with the same number.
    """

    visit: VisitId
    number: int
    loan: LoanId


class Release(Struct, frozen=True):
    """Take this item out of its reservation. Answer: ReleaseAnswered.

    If `item` is None, cancel the whole reservation.
    """

    visit: VisitId
    reservation: ReservationId
    item: Item | None

    @property
    def named_item(self) -> str:
        """Return the server's own number for the item, or an empty text if the whole reservation is cancelled."""
        return self.item.ident if self.item is not None else ""


class Commit(Struct, frozen=True):
    """Commit these staged lines. The answer CommitAnswered comes at most 30 s later."""

    visit: VisitId
    commit: CommitId
    lines: tuple[Line, ...]


class ReadLoans(Struct, frozen=True):
    """Read the member's loans once to check the commit, but not before the time `not_before`. Answer: LoansRead.

    `not_before` is in seconds, as in `Moment.at`. `finished` is the local date and time of the commit. `lines` are the
    lines of the commit. `doubtful` are other lines that the server has perhaps recorded. The kiosk looks for these
    lines in the loans, too.
    """

    visit: VisitId
    commit: CommitId
    lines: tuple[Line, ...]
    finished: datetime
    not_before: float
    doubtful: tuple[Line, ...] = ()


class HandOver(Struct, frozen=True):
    """A commit whose effect is not proved yet when the visit ends.

    The kiosk continues to read the loans after the visit, to prove the effect.
    """

    commit: CommitId
    lines: tuple[Line, ...]
    finished: datetime


class Farewell(Struct, frozen=True):
    """Take the lines in `take_out` out of the cart, then sign the member out. There is no answer.

    If `hand_over` is given, continue to read the member's loans for this commit.
    """

    visit: VisitId
    take_out: tuple[Line, ...] = ()
    hand_over: HandOver | None = None


class RecordKind(StrEnum):
    """The kind of a row in the journal. Some rows also go to the inbox that staff read."""

    TRAY_WITHOUT_FOB = auto()
    CANCELLED = auto()
    WALKED_AWAY = auto()
    LEFT_UNCHECKED = auto()
    LINE_UNKNOWN = auto()
    COMMIT_UNSETTLED = auto()
    COMMIT_NOT_SENT = auto()
    COMMIT_SETTLED = auto()
    COMMIT_REFUSED = auto()
    INTERRUPTED = auto()
    MEMBER_CHANGED = auto()
    DATE_DIFFERS = auto()
    FOBS_GUESSED = auto()
    """Many unknown fobs were shown one after the other. The journal does not contain their codes."""
    NOT_FINISHED = auto()
    """A line was not recorded, and staff must look at its tool.

    There are three possible reasons. The server has committed the line alone, so that the tool counts as handed over,
    but the whole cart was never committed. The member did not say yes to the line, which another person or device had
    added. Or nothing could be recorded on the account when the member left.
    """
    JOURNAL_LOST = auto()
    VAULT_LOST = auto()
    """JOURNAL_LOST and VAULT_LOST: the file of the journal, or of the vault, was damaged.

    The kiosk has moved the damaged file away and has started a new file.
    """
    ALSO_LENT = auto()
    """The account has loans that began after the member pressed Finish and that fit no line of the basket."""
    CLOCK_WRONG = auto()
    """The kiosk's clock is wrong.

    While a record CLOCK_WRONG waits in the inbox for an answer of staff, a second record CLOCK_WRONG is not added. The
    same is true for ZONE_WRONG.
    """
    ZONE_WRONG = auto()
    RETURN_SEEN = auto()
    """Somebody has brought an item back, but this lending system takes items back only for a known member."""
    RETURN_NOT_BOOKED = auto()
    """Somebody has shown a fob for a return, but the kiosk could not book the return on the account of the fob."""
    RETURN_REFUSED = auto()
    """Somebody has brought an item back without an account, and the lending system has refused the return."""
    RETURN_UNCLEAR = auto()
    """The kiosk has sent a return without an account, and cannot find out if the system has taken the item back."""


class Record(Struct, frozen=True):
    """Write a record into the journal. If `inbox` is True, staff must see it. A record never has a name or a fob."""

    kind: RecordKind
    visit: VisitId | None = None
    codes: tuple[ItemCode, ...] = ()
    commit: CommitId | None = None
    inbox: bool = False
    note: str = ""
    """More details, in words for staff."""


class SpeakLanguage(Struct, frozen=True):
    """Ask the server to answer this visit in this language."""

    visit: VisitId
    code: str


class ReadLibrary(Struct, frozen=True):
    """Read the library's settings now. If a language is given, read only the library's own texts in that language.

    The settings arrive as LibraryRead, and the texts arrive as TextsRead. If the texts cannot be read, there is no
    answer.
    """

    language: str = ""


class TryServer(Struct, frozen=True):
    """Try to reach the server now. Read the library's settings, and send the lines that wait for the next try."""


class PutOnPaper(Struct, frozen=True):
    """Print these lines. The answer SlipAnswered comes within some seconds."""

    visit: VisitId
    lines: tuple[str, ...]


class SaveReturn(Struct, frozen=True):
    """Write to disk that somebody has brought this item back without an account. Answer: ReturnSaved or ReturnNotSaved.

    The kiosk also sends the return to the lending system in two cases: the system takes items back without an account,
    or somebody has shown a linked fob in this visit. The kiosk sends the return as soon as the system answers, and
    gives the second answer ReturnSettled when the result is known. In all other cases, staff must enter the return.

    `maybe_fob` is True if the code could be the code of a fob.
    """

    visit: VisitId
    line: LineId
    code: ItemCode
    maybe_fob: bool = False


class TakeFob(Struct, frozen=True):
    """Let the kiosk book the returns of this visit on the account of this fob, when the lending system answers again.

    The lending system does not answer at the moment, so the kiosk looks for the link of the fob in its own vault. The
    answer is FobTaken, NotLinked, LinkDead, PinNeeded, FobsPaused or SignInAway.
    """

    visit: VisitId
    fob: Secret


class DropFob(Struct, frozen=True):
    """Forget the fob that was shown on the page of this visit, because the page is closed. There is no answer.

    The kiosk still books the returns that are already saved.
    """

    visit: VisitId


class Search(Struct, frozen=True):
    """Wait `wait_s` seconds, then search for the tools or titles that fit this query. Answer: SearchAnswered.

    `query.system` names the system to ask. If the same visit asks for a later search, even during the wait, the later
    search replaces this search. If `visit` is None, the person at the kiosk is not logged in, and the library answers
    in `language`.
    """

    visit: VisitId | None
    number: int
    language: str
    query: Query
    wait_s: float = 0.0


class ReadShelves(Struct, frozen=True):
    """Read the categories and places from which a person can choose for a search. Answer: ShelvesRead."""

    visit: VisitId | None
    number: int
    language: str


class ReadDetails(Struct, frozen=True):
    """Read the details of one tool or title. `ident` is the server's own id of the tool or title. Answer: DetailsRead.

    `system` is the key of the digital system that lends the title. For the main system, `system` is an empty text.
    """

    visit: VisitId | None
    number: int
    language: str
    ident: str
    system: str = ""


class Sound(StrEnum):
    """The kiosk's five sounds."""

    SEEN = auto()
    ADDED = auto()
    ATTENTION = auto()
    REFUSED = auto()
    CONFIRMED = auto()


class Play(Struct, frozen=True):
    """Play this sound."""

    sound: Sound


Deed = (
    Identify | SignIn | ResetPassword | KeepLink | AddLine | TakeOut | ChangeLine | Commit | ReadLoans | ReadOffers
    | ReadReservations | ReadBalance | ReadTitles | AskLinks | JoinSystem | DropCard | Release | Farewell | Record
    | SpeakLanguage | ReadLibrary | TryServer | PutOnPaper | Play
)  # fmt: skip
Inquiry = Search | ReadShelves | ReadDetails
"""An inquiry is an effect that only reads. A later inquiry of the same class cancels an earlier inquiry.

A cancelled inquiry gets no answer.
"""
ReturnDeed = SaveReturn | TakeFob | DropFob
"""An effect for the page on which people bring items back without an account."""
Effect = Deed | Inquiry | ReturnDeed
