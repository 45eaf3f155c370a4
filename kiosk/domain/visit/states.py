"""The states, in the order in which a visit passes them; what a state is made of stands before it.

Everything of a member is in `Kiosk.state`. Deadlines are in seconds of `Moment.at`.
"""

from datetime import datetime
from enum import StrEnum, auto

from msgspec import Struct, field

from kiosk.domain.library import ClosedReason
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.messages.effects import Effect, HandOver
from kiosk.domain.model import (
    CommitId,
    EarlierLine,
    ItemCode,
    Limits,
    Line,
    LineId,
    Loan,
    Member,
    Moment,
    Secret,
    VisitId,
)
from kiosk.domain.money import Bill
from kiosk.domain.reservations import Reservations
from kiosk.domain.search import Choosing, Details, FoundTool, Place, Shelves, ToolCategory
from kiosk.domain.terms import Offers, Project, ReservationId, TermKind
from kiosk.domain.visit.lasting import Lasting
from kiosk.structs import replace

# --- nobody is served ---


Tray = tuple[ItemCode, ...]
"""Codes that were scanned while no account was open, with the newest first."""


class Starting(Struct, frozen=True):
    """Nothing is known of the library yet."""

    tray: Tray = ()


class Closed(Struct, frozen=True):
    """Nobody is served."""

    reason: ClosedReason


class TroubleReason(StrEnum):
    """The kind of trouble that the kiosk itself has."""

    STORE_BROKEN = auto()
    SETTINGS_WRONG = auto()
    RUNS_ALREADY = auto()
    KEY_UNUSABLE = auto()


class Trouble(Struct, frozen=True):
    """A trouble that staff must see; `details` are lines for them."""

    reason: TroubleReason
    details: tuple[str, ...] = ()


# --- pages that are shown instead of Welcome or the basket ---


class SearchProgress(StrEnum):
    """The progress of the search."""

    BEFORE = auto()
    """Nothing is being searched for yet."""
    RUNNING = auto()
    HERE = auto()
    AWAY = auto()
    """The library did not answer the search."""


class Opened(Struct, frozen=True):
    """A result with its details; `number` is the number of the question for the details."""

    found: FoundTool
    number: int
    details: Details | None = None


class ToolSearch(Struct, frozen=True):
    """The search for a tool. An answer counts only if it has the number of the last question of its kind.

    `field` is the id of the field that is typed into; `offset` is the index of the first result that was last asked
    for.
    """

    field: int
    number: int
    words: str = ""
    kind: ToolCategory | None = None
    place: Place | None = None
    shelves: Shelves | None = None
    shelves_number: int = 0
    looking: SearchProgress = SearchProgress.BEFORE
    found: tuple[FoundTool, ...] = ()
    offset: int = 0
    more: bool = False
    opened: Opened | None = None
    choosing: Choosing | None = None
    like: str = ""
    """The name of the category to begin with, until the library's categories are known."""


class KeptItem(Struct, frozen=True):
    """An item of a reservation, given by the server's own number."""

    reservation: ReservationId
    item: str


class Reserving(Struct, frozen=True):
    """The member's reservations. `asked`: the item that the page asks about; `leaving`: the item being released."""

    reading: bool = False
    asked: KeptItem | None = None
    leaving: KeptItem | None = None


SidePage = ToolSearch | Reserving


class Idle(Struct, frozen=True):
    """Welcome, where a visit begins."""

    tray: Tray = ()
    tray_until: float | None = None
    language_until: float | None = None
    """The time when the chosen language goes back to the default and an open help closes."""
    finding: ToolSearch | None = None
    """The search of somebody who is not logged in."""
    finding_until: float | None = None


# --- the member signs in ---


class Identifying(Struct, frozen=True):
    """A fob was shown; `unclassified`: the code may have been a tool's.

    `asked` and `untried` are codes that were scanned meanwhile and may be fobs, oldest first: the `asked` ones open no
    account, the `untried` ones may. `former` holds the code of the earlier log-in form, which joins the tray when the
    answer comes.
    """

    visit: VisitId
    fob: Secret
    tray: Tray = ()
    next_fob: Secret | None = None
    unclassified: bool = False
    asked: Tray = ()
    untried: Tray = ()
    former: Tray = ()
    in_tray: bool = False
    """The code that is looked up is also in the tray, until the answer says that it is a fob's."""


class Purpose(StrEnum):
    """The reason why a form is shown."""

    LINK = auto()
    PASSWORD = auto()
    FORM = auto()
    PIN = auto()
    AGAIN = auto()


class FormError(StrEnum):
    """The problem with the typed text, or with the log-in itself."""

    INCOMPLETE = auto()
    PIN_SHORT = auto()
    WRONG = auto()
    WRONG_PIN = auto()
    FOB_UNKNOWN = auto()
    FORGOT_ASK_LIBRARY = auto()
    RESET_ASKED = auto()
    RESET_TOO_OFTEN = auto()
    RESET_AWAY = auto()
    AWAY = auto()
    THROTTLED = auto()
    LINK_DEAD = auto()
    LINK_EXPIRED = auto()


class AskOtherFob(Struct, frozen=True):
    """The question whether to log in with this fob instead (on the log-in form)."""

    fob: Secret
    unclassified: bool = False


class AskingSecret(Struct, frozen=True):
    """A form is open. `words` are the library's own for `error`; `kept` is the basket that waits (AGAIN).

    `resetting`: the form asks who should get a mail for a new password, and then goes back to its earlier fields.
    `certain`: a reader or a rule says that the code is a fob's.
    """

    visit: VisitId
    purpose: Purpose
    form: int
    deadline: float
    fob: Secret | None = None
    tray: Tray = ()
    error: FormError | None = None
    words: str = ""
    touched: bool = False
    question: AskOtherFob | None = None
    remember: bool = True
    unclassified: bool = False
    certain: bool = True
    throttled_until: float | None = None
    name: str = ""
    resetting: bool = False
    kept: "Serving | None" = None


class SigningIn(Struct, frozen=True):
    """The form was sent."""

    asking: AskingSecret
    pin: Secret | None = None


class TurnedAway(Struct, frozen=True):
    """The member cannot be served here; the next step is on the screen."""

    visit: VisitId
    reason: TurnAwayReason
    deadline: float
    words: str = ""
    url: str = ""
    fob: Secret | None = None
    tray: Tray = ()
    next_fob: Secret | None = None


# --- the basket, its questions and what comes after Finish ---


class ThenReceipt(Struct, frozen=True):
    """Show the receipt after the commit."""


class ThenSwitch(Struct, frozen=True):
    """Show the receipt for a short time, then serve the holder of this fob."""

    fob: Secret


class ThenQuietly(Struct, frozen=True):
    """Draw no receipt, because nobody is there."""


Then = ThenReceipt | ThenSwitch | ThenQuietly


class AskConfirm(Struct, frozen=True):
    """The question whether this is right; the view groups the lines. Finish already knows `without` and `then`."""

    without: frozenset[LineId] = frozenset()
    then: Then = ThenReceipt()


class AskCancel(Struct, frozen=True):
    """The question whether to leave and take out the staged lines."""


class AskSwitch(Struct, frozen=True):
    """The question whether to finish for this member, and then begin with the holder of this fob."""

    fob: Secret


class AskFinishWithout(Struct, frozen=True):
    """The question whether to finish without these lines, which are not known yet.

    Finish already knows `confirmed` and `then`.
    """

    lines: tuple[LineId, ...]
    confirmed: bool = False
    then: Then = ThenReceipt()


class AskUndecided(Struct, frozen=True):
    """The question whether to keep the lines that the member has not said yes to.

    Finish already knows `confirmed` and `then`.
    """

    confirmed: bool = False
    then: Then = ThenReceipt()


class AskUnpaid(Struct, frozen=True):
    """The question whether to finish without these lines, which cost something that cannot be paid here.

    `without`: lines that are already left out.
    """

    lines: tuple[LineId, ...]
    without: frozenset[LineId] = frozenset()
    then: Then = ThenReceipt()


Question = AskConfirm | AskCancel | AskSwitch | AskFinishWithout | AskUndecided | AskUnpaid


class Panel(Struct, frozen=True):
    """The open choice inside a line, for one of its terms."""

    line: LineId
    kind: TermKind
    page: int | None = None


class Serving(Struct, frozen=True):
    """Home and basket. `lines` has the newest first; `fresh` is the line that the last scan touched."""

    visit: VisitId
    member: Member
    deadline: float
    fob: Secret | None = None
    lines: tuple[Line, ...] = ()
    loans: tuple[Loan, ...] = ()
    limits: Limits = field(default_factory=Limits)
    question: Question | None = None
    question_until: float | None = None
    warned: bool = False
    fresh: LineId | None = None
    overdue_since: float | None = None
    """The time when the idle deadline began to wait for a line in flight."""
    panel: Panel | None = None
    offers: Offers | None = None
    """The choices of the member, once they were read."""
    project: Project | None = None
    """The project for lines that are scanned later."""
    project_required: bool = False
    other_carts: tuple[EarlierLine, ...] = ()
    """Lines in other carts of the member, until the member says whether they join this cart."""
    bill: Bill | None = None
    reserves: bool = False
    reservations: Reservations | None = None
    """The member's reservations, once they were read."""
    side_page: SidePage | None = None
    """The page that is shown instead of the basket."""
    not_finished: bool = False
    """Finish failed; the page says so until the next Finish or scan."""


class Settling(Struct, frozen=True):
    """Finish was pressed while lines were still being checked; nothing has been sent."""

    serving: Serving
    then: Then
    deadline: float
    next_fob: Secret | None = None
    confirmed: bool = False
    """The member has already confirmed."""


# --- the commit and its receipt ---


class Committing(Struct, frozen=True):
    """The commit is on its way. `lines` were staged when Finish was pressed; `serving` keeps the other lines."""

    serving: Serving
    commit: CommitId
    lines: tuple[Line, ...]
    then: Then
    began: float
    finished: datetime
    attended: bool = True
    tray: Tray = ()
    next_fob: Secret | None = None
    sent: bool = True
    """False while lines that must not be part of the commit are leaving the cart; then the commit is sent."""
    signed_out: bool = False
    """The sign-in was lost since the commit was sent: the member must log in again before anything else."""


class LoansReading(Struct, frozen=True):
    """The loans are read to learn what the commit did. `proven` grows line by line."""

    of: Committing
    tries: int = 0
    absent_since: float | None = None
    """The time when the reads began to show the same picture, with lines that are not settled."""
    in_cart: frozenset[LineId] = frozenset()
    """Lines that the last read saw uncommitted in the cart."""
    proven: frozenset[LineId] = frozenset()
    also: tuple[Loan, ...] = ()
    """Loans of the last read that are new since Finish and fit no line."""


class ReadingBack(LoansReading, frozen=True):
    """The server accepted or refused the commit, and the loans must prove it."""

    refused: tuple[Line, ...] = ()
    named: frozenset[LineId] = frozenset()
    """Lines that a line-by-line commit refused by name; such a commit takes them out of the cart."""


class Resolving(LoansReading, frozen=True):
    """The commit's answer was lost, so reading decides."""


class Verdict(StrEnum):
    """The receipt's result: ALL or SOME lines proven, NONE, ACCEPTED (not yet compared), or UNKNOWN."""

    ALL = auto()
    SOME = auto()
    NONE = auto()
    ACCEPTED = auto()
    UNKNOWN = auto()


class Slip(StrEnum):
    """The state of the receipt on paper: it is printed once, and again only after a failure."""

    NOT_ASKED = auto()
    ASKED = auto()
    PRINTING = auto()


class Receipt(Struct, frozen=True):
    """The outcome of the lines that were staged at Finish (`lines`); `others` were refused or left out before."""

    visit: VisitId
    member: Member
    verdict: Verdict
    lines: tuple[Line, ...]
    deadline: float
    latest: float
    others: tuple[Line, ...] = ()
    fob: Secret | None = None
    tray: Tray = ()
    next_fob: Secret | None = None
    take_out: tuple[Line, ...] = ()
    """Refused lines that are still in the cart; the farewell takes them out."""
    hand_over: HandOver | None = None
    """The commit whose loans are still read back after the farewell."""
    slip: Slip = Slip.NOT_ASKED
    also: tuple[Loan, ...] = ()
    """Loans that are new since Finish and fit no line: another device may have put them into the cart."""
    bill: Bill | None = None


# --- the whole ---


State = (
    Starting | Closed | Trouble | Idle | Identifying | AskingSecret | SigningIn | TurnedAway | Serving | Settling
    | Committing | ReadingBack | Resolving | Receipt
)  # fmt: skip


class Kiosk(Struct, frozen=True):
    """The data that `step` knows."""

    state: State
    lasting: Lasting

    def at(self, moment: Moment) -> "Kiosk":
        """Return the same kiosk, at this moment."""
        return replace(self, lasting=replace(self.lasting, moment=moment))


class Step(Struct, frozen=True):
    """The kiosk after an event, and the effects in order."""

    kiosk: Kiosk
    effects: tuple[Effect, ...] = ()
