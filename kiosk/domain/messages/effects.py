"""The effects: requests of the visit to the runner, each said as an order."""

from datetime import datetime
from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.model import CommitId, Item, ItemCode, Line, Secret, VisitId
from kiosk.domain.search import Query
from kiosk.domain.terms import ReservationId
from kiosk.structs import hiding


class Identify(Struct, frozen=True):
    """Find the member of this fob.

    Answers: SignedIn, NotLinked, PinNeeded, LinkDead, WrongSecret, TurnedAwayBy, SignInAway.
    """

    visit: VisitId
    fob: Secret
    pin: Secret | None = None


class SignIn(Struct, frozen=True):
    """Log in with name and password. Answers: SignedIn, WrongSecret, Throttled, TurnedAwayBy, SignInAway."""

    visit: VisitId
    name: str
    """The name, which can be a fob's code."""
    secret: Secret

    __repr__ = hiding("name")


class ResetPassword(Struct, frozen=True):
    """Ask the library to send a mail with which this member can choose a new password. Answer: ResetAnswered."""

    visit: VisitId
    name: str

    __repr__ = hiding("name")


class KeepLink(Struct, frozen=True):
    """Remember this fob for the account that is open (with the PIN, if the member set one). Answer: LinkKept.

    `certain`: a reader or a rule says that the code is a fob's. Any other code may be a tool's label.
    """

    visit: VisitId
    fob: Secret
    certain: bool
    pin: Secret | None = None


class AddLine(Struct, frozen=True):
    """Stage this line, or perform it at once. Answer: LineAnswered. The runner sends a NotSent line again."""

    visit: VisitId
    line: Line


class TakeOut(Struct, frozen=True):
    """Take this line out again. Answer: LineGone or LineStays."""

    visit: VisitId
    line: Line


class ChangeLine(Struct, frozen=True):
    """Give this staged line the terms of its wish. Answer: LineChanged. A later wish replaces one that was not sent."""

    visit: VisitId
    line: Line


class ReadOffers(Struct, frozen=True):
    """Read the choices of the member. Answer: OffersRead."""

    visit: VisitId


class ReadReservations(Struct, frozen=True):
    """Read the member's reservations without delaying any write. Answer: ReservationsRead."""

    visit: VisitId


class Release(Struct, frozen=True):
    """Take this item out of its reservation. Answer: ReleaseAnswered."""

    visit: VisitId
    reservation: ReservationId
    item: Item


class Commit(Struct, frozen=True):
    """Commit these staged lines. Answer: CommitAnswered, within 30 s."""

    visit: VisitId
    commit: CommitId
    lines: tuple[Line, ...]


class ReadLoans(Struct, frozen=True):
    """Read the loans back once, not before `not_before` (Moment.at). Answer: LoansRead.

    `lines` are those of the commit. `doubtful` lines were not part of the commit; the kiosk looks for them because
    nobody knows whether they had an effect.
    """

    visit: VisitId
    commit: CommitId
    lines: tuple[Line, ...]
    finished: datetime
    not_before: float
    doubtful: tuple[Line, ...] = ()


class HandOver(Struct, frozen=True):
    """A commit whose read-back goes on without a screen."""

    commit: CommitId
    lines: tuple[Line, ...]
    finished: datetime


class Farewell(Struct, frozen=True):
    """End the account: remove the lines that the member did not want, then sign out. Never answered."""

    visit: VisitId
    take_out: tuple[Line, ...] = ()
    hand_over: HandOver | None = None


class RecordKind(StrEnum):
    """The kind of a row in the journal; some rows go to the staff inbox."""

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
    """Many unknown fobs were shown one after the other; the journal keeps no code."""
    NOT_FINISHED = auto()
    """A tool was handed over and its cart is not converted, or another device added it and nobody said yes."""
    JOURNAL_LOST = auto()
    VAULT_LOST = auto()
    """A damaged file was moved away, and a new one was started."""
    ALSO_LENT = auto()
    """The account has loans that are new since Finish and fit no line of the basket."""
    CLOCK_WRONG = auto()
    """The kiosk itself reports CLOCK_WRONG and ZONE_WRONG, each only once until staff have answered."""
    ZONE_WRONG = auto()


class Record(Struct, frozen=True):
    """A note for the journal; `inbox`: staff must see the note. It never holds a name or a fob."""

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
    """Read the library's settings now, or, with a language, only its own texts in that language.

    Answer to a language: TextsRead, or none.
    """

    language: str = ""


class TryServer(Struct, frozen=True):
    """Try now everything that waits for the server."""


class PutOnPaper(Struct, frozen=True):
    """Print these lines. Answer: SlipAnswered, within some seconds."""

    visit: VisitId
    lines: tuple[str, ...]


class Search(Struct, frozen=True):
    """Search for this query. Answer: SearchAnswered.

    A later search of this visit replaces this one, also within `wait_s` seconds. Without a visit, the search is for
    anyone, in this language.
    """

    visit: VisitId | None
    number: int
    language: str
    query: Query
    wait_s: float = 0.0


class ReadShelves(Struct, frozen=True):
    """Read the categories and places that a search can be narrowed to. Answer: ShelvesRead."""

    visit: VisitId | None
    number: int
    language: str


class ReadDetails(Struct, frozen=True):
    """Read the details of the tool with this id, which the server gave it. Answer: DetailsRead."""

    visit: VisitId | None
    number: int
    language: str
    ident: str


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
    | ReadReservations | Release | Farewell | Record | SpeakLanguage | ReadLibrary | TryServer | PutOnPaper | Play
)  # fmt: skip
Inquiry = Search | ReadShelves | ReadDetails
"""An effect that changes nothing, waits for nothing, and may stay without an answer."""
Effect = Deed | Inquiry
