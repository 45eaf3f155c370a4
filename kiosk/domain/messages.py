"""What goes into a visit (intents, answers, events of the world) and what it asks for (effects)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from kiosk.domain.library import Library
from kiosk.domain.model import (
    CommitId,
    CommitOutcome,
    ItemCode,
    Line,
    LineId,
    LineOutcome,
    Member,
    Moment,
    Opening,
    Secret,
    Truth,
    VisitId,
)

# --- input: scans -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FobRead:
    """The code is a member's fob."""

    code: Secret


@dataclass(frozen=True, slots=True)
class ItemRead:
    """The code is on an item's label."""

    code: ItemCode


@dataclass(frozen=True, slots=True)
class EitherRead:
    """A reader that reads anything, and no rule that tells: the place decides (visit or Welcome)."""

    code: Secret


class CommandName(StrEnum):
    """The acts that a printed command card can do."""

    FINISH = auto()
    CANCEL = auto()
    HELP = auto()
    LANGUAGE = auto()


@dataclass(frozen=True, slots=True)
class CommandRead:
    """A command card was scanned; `argument` is the language code of LANGUAGE."""

    name: CommandName
    argument: str = ""


class OddReason(StrEnum):
    """Why a code cannot be used at all."""

    CONTROL_CHARACTERS = auto()
    TOO_LONG = auto()
    UNKNOWN_COMMAND = auto()
    EMPTY = auto()


@dataclass(frozen=True, slots=True)
class OddRead:
    """A code that means nothing here; `shown` is a short, harmless rendering of it (empty for a fob reader)."""

    reason: OddReason
    shown: str = ""


Meaning = FobRead | ItemRead | EitherRead | CommandRead | OddRead


@dataclass(frozen=True, slots=True)
class Scanned:
    """A reader decoded a code."""

    meaning: Meaning
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Misread:
    """A reader saw something that it could not read; `reason` is the reader's own word for it."""

    reader: str
    reason: str


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody touched the screen, wherever."""


# --- input: intents (imperative; a button carries one) -------------------------------------------


@dataclass(frozen=True, slots=True)
class Finish:
    """Make it real."""


@dataclass(frozen=True, slots=True)
class Yes:
    """To the open question."""


@dataclass(frozen=True, slots=True)
class No:
    """To the open question."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Leave; on a form: Back."""


@dataclass(frozen=True, slots=True)
class RemoveLine:
    """Take this line out of the basket."""

    line: LineId


@dataclass(frozen=True, slots=True)
class RemoveFromTray:
    """This item in the tray is not mine."""

    code: ItemCode


@dataclass(frozen=True, slots=True)
class RetryLine:
    """Check this line again."""

    line: LineId


@dataclass(frozen=True, slots=True)
class StillHere:
    """Keep going."""


@dataclass(frozen=True, slots=True)
class LogInWithoutFob:
    """Show the log-in form."""


@dataclass(frozen=True, slots=True)
class ThatWasATool:
    """The code that was taken for a fob is a tool's."""


@dataclass(frozen=True, slots=True)
class Link:
    """Remember this fob, or only this time."""

    yes: bool


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Speak this language until the visit ends."""

    code: str


@dataclass(frozen=True, slots=True)
class Help:
    """Show or hide the help."""


@dataclass(frozen=True, slots=True)
class CloseReceipt:
    """Done with what is shown; also leaves TurnedAway, and Resolving once it says so."""


@dataclass(frozen=True, slots=True)
class MoreTime:
    """The countdown on the receipt starts again."""


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Try the server now, not at the next turn of the back-off."""


@dataclass(frozen=True, slots=True)
class FormSent:
    """The form with this id was sent. Fields that it does not have are empty."""

    form: int
    name: str = ""
    secret: Secret = Secret("")  # noqa: RUF009 - a Secret cannot be changed
    pin: Secret = Secret("")  # noqa: RUF009 - a Secret cannot be changed


Intent = (
    Finish | Yes | No | Cancel | RemoveLine | RemoveFromTray | RetryLine | StillHere | LogInWithoutFob | ThatWasATool
    | Link | ChooseLanguage | Help | CloseReceipt | MoreTime | AskAgain | FormSent
)  # fmt: skip

# --- input: answers of the runner ----------------------------------------------------------------


class TurnAwayReason(StrEnum):
    """Why a member who did sign in cannot be served here."""

    NOT_FOR_KIOSK = auto()
    SELF_SERVICE_OFF = auto()
    AGREEMENT = auto()
    DETAILS = auto()
    PAYMENT_METHOD = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The account is open. `renewable`: its token can be remembered, so linking can be offered."""

    visit: VisitId
    member: Member
    opening: Opening
    renewable: bool = False


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
class CommitAnswered:
    """What the commit came to."""

    visit: VisitId
    commit: CommitId
    outcome: CommitOutcome


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


Answer = (
    SignedIn | NotLinked | PinNeeded | LinkDead | WrongSecret | Throttled | TurnedAwayBy | SignInAway | LineAnswered
    | LineGone | LineStays | CommitAnswered | LoansRead | SignInLost | LinkKept
)  # fmt: skip

# --- input: the world ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed. Every event finds the present moment in `Around.moment`."""


@dataclass(frozen=True, slots=True)
class LibraryRead:
    """The library's settings, overrides applied."""

    library: Library


@dataclass(frozen=True, slots=True)
class ServerAway:
    """The library's server stopped answering; `retry_s` until it is asked again."""

    retry_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ServerBack:
    """It answers again."""


class ReaderKind(StrEnum):
    """What a reader is for, as the settings file says."""

    FOBS = auto()
    ITEMS = auto()
    ANYTHING = auto()


@dataclass(frozen=True, slots=True)
class ReaderChanged:
    """A reader works, or does not; `why` is written for staff."""

    reader: str
    kind: ReaderKind
    ready: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class StoreBroken:
    """Nothing can be written to disk."""


@dataclass(frozen=True, slots=True)
class StoreMended:
    """It can again."""


@dataclass(frozen=True, slots=True)
class ClosedByStaff:
    """Staff closed the kiosk; it takes effect when nobody is being served."""


@dataclass(frozen=True, slots=True)
class OpenedByStaff:
    """Staff opened it again."""


@dataclass(frozen=True, slots=True)
class SettingsWrong:
    """The settings file cannot be used; `problems` are lines for staff."""

    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stopping:
    """The process is about to end."""


World = (
    Tick | LibraryRead | ServerAway | ServerBack | ReaderChanged | StoreBroken | StoreMended | ClosedByStaff
    | OpenedByStaff | SettingsWrong | Stopping
)  # fmt: skip
Event = Scanned | Misread | Touched | Intent | Answer | World

# --- output: effects -----------------------------------------------------------------------------


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
    name: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class KeepLink:
    """Remember this fob for the account that is open (with a PIN where one is set). Answer: LinkKept."""

    visit: VisitId
    fob: Secret
    pin: Secret | None = None


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
class Commit:
    """Make these staged lines real. Answer: CommitAnswered, within 30 s."""

    visit: VisitId
    commit: CommitId
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReadLoans:
    """Read the loans back once, not before `not_before` (Moment.at). Answer: LoansRead."""

    visit: VisitId
    commit: CommitId
    lines: tuple[Line, ...]
    finished: datetime
    not_before: float


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
    INTERRUPTED = auto()
    MEMBER_CHANGED = auto()
    DATE_DIFFERS = auto()


@dataclass(frozen=True, slots=True)
class Record:
    """A note for the journal; `inbox`: staff must see it. Never holds a name or a fob."""

    kind: RecordKind
    visit: VisitId | None = None
    codes: tuple[ItemCode, ...] = ()
    commit: CommitId | None = None
    inbox: bool = False


@dataclass(frozen=True, slots=True)
class SpeakLanguage:
    """Ask the server to answer this visit in this language."""

    visit: VisitId
    code: str


@dataclass(frozen=True, slots=True)
class ReadLibrary:
    """Read the library's settings now."""


@dataclass(frozen=True, slots=True)
class TryServer:
    """Try what waits for the server now."""


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


Effect = (
    Identify | SignIn | KeepLink | AddLine | TakeOut | Commit | ReadLoans | Farewell | Record | SpeakLanguage
    | ReadLibrary | TryServer | Play
)  # fmt: skip
