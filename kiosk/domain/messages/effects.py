"""What the visit asks for (imperative with an object)."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum, auto

from kiosk.domain.finding import Query
from kiosk.domain.frozen import dataclass
from kiosk.domain.model import (
    CommitId,
    Item,
    ItemCode,
    Line,
    Secret,
    VisitId,
)
from kiosk.domain.terms import ReservationId


@dataclass(frozen=True, slots=True)
class Identify:
    """Whose fob is this? Answers: SignedIn, NotLinked, PinNeeded, LinkDead, WrongSecret, TurnedAwayBy, SignInAway."""

    visit: VisitId
    fob: Secret
    pin: Secret | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """Log in with name and password. Answers: SignedIn, WrongSecret, Throttled, TurnedAwayBy, SignInAway."""

    visit: VisitId
    name: str = field(repr=False)
    """May be a fob's code."""
    secret: Secret


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """Have a mail sent with which this member can choose a new password. Answer: ResetAnswered."""

    visit: VisitId
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepLink:
    """Remember this fob for the account that is open (with a PIN where one is set). Answer: LinkKept.

    `certain`: a reader or a rule names its code as a fob's. Any other one may be a tool's label.
    """

    visit: VisitId
    fob: Secret
    pin: Secret | None = None
    certain: bool = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class AddLine:
    """Stage (or do) this line. Answer: LineAnswered; NotSent lines are tried again by the runner."""

    visit: VisitId
    line: Line


@dataclass(frozen=True, slots=True)
class TakeOut:
    """Take this line out again. Answer: LineGone or LineStays."""

    visit: VisitId
    line: Line


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Give this staged line the terms of its wish. Answer: LineChanged; a later wish replaces one that was not sent."""

    visit: VisitId
    line: Line


@dataclass(frozen=True, slots=True)
class ReadOffers:
    """Read what the member may choose from. Answer: OffersRead."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class ReadReservations:
    """Read what is kept for the member, beside the writes and in nobody's way. Answer: ReservationsRead."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class Release:
    """Take this item out of its reservation. Answer: ReleaseAnswered."""

    visit: VisitId
    reservation: ReservationId
    item: Item


@dataclass(frozen=True, slots=True)
class Commit:
    """Make these staged lines real. Answer: CommitAnswered, within 30 s."""

    visit: VisitId
    commit: CommitId
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReadLoans:
    """Read the loans back once, not before `not_before` (Moment.at). Answer: LoansRead.

    `lines` are those of the commit; `doubtful` were no part of it, and are looked for because nobody knows their fate.
    """

    visit: VisitId
    commit: CommitId
    lines: tuple[Line, ...]
    finished: datetime
    not_before: float
    doubtful: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """A commit whose read-back goes on without a screen."""

    commit: CommitId
    lines: tuple[Line, ...]
    finished: datetime


@dataclass(frozen=True, slots=True)
class Farewell:
    """End the account: empty what the member did not want, then sign out; never answered, never in the way."""

    visit: VisitId
    take_out: tuple[Line, ...] = ()
    hand_over: HandOver | None = None


class RecordKind(StrEnum):
    """What is worth a row in the journal; some go to the staff inbox."""

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
    """Many unknown fobs were shown one after the other; no code is kept."""
    NOT_FINISHED = auto()
    """A tool was handed over, and its cart is not converted; or another device put it in, and nobody said yes."""
    JOURNAL_LOST = auto()
    VAULT_LOST = auto()
    """A damaged file was put aside, and begun anew."""
    ALSO_LENT = auto()
    """Loans that are new since Finish, and fit no line of the basket."""
    CLOCK_WRONG = auto()
    """Of the kiosk itself, as the next one: asked once, until staff have answered."""
    ZONE_WRONG = auto()


@dataclass(frozen=True, slots=True)
class Record:
    """A note for the journal; `inbox`: staff must see it. Never holds a name or a fob."""

    kind: RecordKind
    visit: VisitId | None = None
    codes: tuple[ItemCode, ...] = ()
    commit: CommitId | None = None
    inbox: bool = False
    note: str = ""
    """More, in words for staff."""


@dataclass(frozen=True, slots=True)
class SpeakLanguage:
    """Ask the server to answer this visit in this language."""

    visit: VisitId
    code: str


@dataclass(frozen=True, slots=True)
class ReadLibrary:
    """Read the library's settings now; with a language only its own texts in that one (answer: TextsRead, or none)."""

    language: str = ""


@dataclass(frozen=True, slots=True)
class TryServer:
    """Try what waits for the server now."""


@dataclass(frozen=True, slots=True)
class PutOnPaper:
    """Print these lines. Answer: SlipAnswered, within some seconds."""

    visit: VisitId
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """Inquiry for this; a later one of this visit takes its place, also within `wait_s`. Answer: SearchAnswered.

    Without a visit, in this language: for anyone.
    """

    visit: VisitId | None
    number: int
    language: str
    query: Query
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ReadShelves:
    """Read what a search can be narrowed to. Answer: ShelvesRead."""

    visit: VisitId | None
    number: int
    language: str


@dataclass(frozen=True, slots=True)
class ReadDetails:
    """Read more of the tool with this id of the server's. Answer: DetailsRead."""

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


@dataclass(frozen=True, slots=True)
class Play:
    """Let this be heard."""

    sound: Sound


Deed = (
    Identify | SignIn | ResetPassword | KeepLink | AddLine | TakeOut | ChangeLine | Commit | ReadLoans | ReadOffers
    | ReadReservations | Release | Farewell | Record | SpeakLanguage | ReadLibrary | TryServer | PutOnPaper | Play
)  # fmt: skip
Inquiry = Search | ReadShelves | ReadDetails
"""What changes nothing, waits for nothing, and may be answered by nobody."""
Effect = Deed | Inquiry
