"""The states, in the order of a visit. The parts of a state are defined before the state itself.

All data of a member are in `Kiosk.state`. Deadlines and other times are in seconds, as in `Moment.at`.
"""

from datetime import datetime
from enum import StrEnum, auto

from msgspec import Struct, field

from kiosk.domain.digital import DigitalSystem
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
from kiosk.domain.money import Balance, Bill
from kiosk.domain.reservations import Reservations
from kiosk.domain.returns import BroughtItem
from kiosk.domain.search import Choosing, Details, FoundTool, Place, Shelves, ToolCategory
from kiosk.domain.terms import Offers, Project, ReservationId, TermKind
from kiosk.domain.visit.digital_states import CardForm, DigitalLoans
from kiosk.domain.visit.lasting import Lasting
from kiosk.domain.visit.questions import Question, Then
from kiosk.structs import replace

# --- nobody is served ---


Tray = tuple[ItemCode, ...]
"""The codes that were scanned while no account was open. The newest code comes first."""


class Starting(Struct, frozen=True):
    """The state before the kiosk knows the library's settings."""

    tray: Tray = ()


class Closed(Struct, frozen=True):
    """The kiosk is closed and serves nobody. `reason` says why."""

    reason: ClosedReason


class TroubleReason(StrEnum):
    """The kind of trouble that the kiosk itself has."""

    STORE_BROKEN = auto()
    SETTINGS_WRONG = auto()
    RUNS_ALREADY = auto()
    KEY_UNUSABLE = auto()


class Trouble(Struct, frozen=True):
    """The kiosk has a trouble that staff must see. `details` are lines of text for staff."""

    reason: TroubleReason
    details: tuple[str, ...] = ()


# --- pages that are shown instead of Welcome or the basket ---


class SearchProgress(StrEnum):
    """The progress of the search."""

    BEFORE = auto()
    """The person has not searched for anything yet."""
    RUNNING = auto()
    HERE = auto()
    AWAY = auto()
    """The library did not answer the search."""


class Opened(Struct, frozen=True):
    """The search result that is shown with its details. `number` is the number of the request for the details."""

    found: FoundTool
    number: int
    details: Details | None = None


class ToolSearch(Struct, frozen=True):
    """The search for a tool. An answer counts only if it has the number of the last request of the same kind.

    `field` is the id of the text field for the words. `offset` is the index of the first result of the last request.
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
    """The name of the category to search for as soon as the library's categories are known."""
    system: str = ""
    """The key of the digital system that was asked last, or an empty text for the main system."""
    unanswered: tuple[str, ...] = ()
    """The keys of the digital systems that did not answer this search. Their titles are missing in the results."""


class KeptItem(Struct, frozen=True):
    """An item of a reservation. `item` is the server's own number for the item.

    If `item` is an empty text, the whole reservation is meant.
    """

    reservation: ReservationId
    item: str


class Reserving(Struct, frozen=True):
    """The page of the member's reservations.

    `asked` is the item in the open question "release this item?". `leaving` is the item that is being released now.
    """

    reading: bool = False
    asked: KeptItem | None = None
    leaving: KeptItem | None = None


SidePage = ToolSearch | Reserving | DigitalLoans | CardForm


class Idle(Struct, frozen=True):
    """The state of the page Welcome, where a visit begins."""

    tray: Tray = ()
    tray_until: float | None = None
    language_until: float | None = None
    """At this time, the language goes back to the default language. The open help closes at the same time."""
    finding: ToolSearch | None = None
    """The search of somebody who is not logged in."""
    finding_until: float | None = None


class BringingBack(Struct, frozen=True):
    """Somebody brings items back without an account. The newest item comes first. `fresh` is the last scanned item.

    `slip` is the number of this visit on a slip of paper, or 0 as long as no return is on disk. If `is_over` is True,
    the page shows where each item belongs.

    `fob` is the fob that somebody has shown on this page. The kiosk looks in its vault if the fob is linked. `by_fob`
    is True if the fob is linked and needs no PIN. In this case, the kiosk later books the returns on the account of the
    fob. The page never shows whose fob it is.
    """

    visit: VisitId
    deadline: float
    brought: tuple[BroughtItem, ...] = ()
    slip: int = 0
    fresh: LineId | None = None
    is_over: bool = False
    fob: Secret | None = None
    by_fob: bool = False


# --- the member signs in ---


class Identifying(Struct, frozen=True):
    """The server looks up the account of a fob. If `unclassified` is True, the code can also be the label of a tool.

    `asked` and `untried` are scanned codes that could be fobs, the oldest code first. The codes in `asked` were looked
    up, but open no account. The codes in `untried` were not looked up yet.

    If a log-in form for another fob was open when this fob was shown, `former` has the code of the other fob. But
    `former` is empty if that code cannot be the label of a tool. The code joins the tray when the server answers.
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
    """True if the code that is looked up was in the tray. The code leaves the tray only if it is the code of a fob."""


class Purpose(StrEnum):
    """The reason why a form is shown."""

    LINK = auto()
    PASSWORD = auto()
    FORM = auto()
    PIN = auto()
    AGAIN = auto()


class FormError(StrEnum):
    """The message that the form shows about the typed text or about the log-in."""

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
    """The question, on a log-in form, whether to log in with another fob, which somebody has just shown."""

    fob: Secret
    unclassified: bool = False


class AskingSecret(Struct, frozen=True):
    """A form is open, for example for a log-in. `words` are the server's own words for `error`.

    `kept` is the basket that waits while the same member must log in again. `resetting` is True while the form asks who
    should get a mail for a new password. `certain` is True if the code in `fob` is certainly the code of a fob, and not
    the label of a tool.
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
    """The form was sent, and the server checks the log-in."""

    asking: AskingSecret
    pin: Secret | None = None


class TurnedAway(Struct, frozen=True):
    """The member cannot be served here, and the screen says what the member can do next."""

    visit: VisitId
    reason: TurnAwayReason
    deadline: float
    words: str = ""
    url: str = ""
    fob: Secret | None = None
    tray: Tray = ()
    next_fob: Secret | None = None


# --- the basket, its questions and what comes after Finish ---


class Panel(Struct, frozen=True):
    """The open list of choices for one term of a line."""

    line: LineId
    kind: TermKind
    page: int | None = None


class UnsettledAct(Struct, frozen=True):
    """An act whose answer was lost. The kiosk reads the loans to find out if the act was done.

    Such acts exist only if the system of the line acts at once. This can be the main system or a digital system.
    `began` is the time when the answer was lost, in seconds. `finished` is the same moment as a local date and time.
    """

    line: LineId
    began: float
    finished: datetime
    absent_since: float | None = None
    """Since this time, every read has shown that the act was not done. None if the last read did not show this."""


class Serving(Struct, frozen=True):
    """The member sees the page Home or the basket. The newest line comes first.

    `fresh` is the id of the line that was scanned last.
    """

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
    """The moment when the idle time ended, or None. After this moment, the visit only waits for answers about lines."""
    panel: Panel | None = None
    offers: Offers | None = None
    """The projects and conditions that the member can choose from, or None if they have not been read yet."""
    project: Project | None = None
    """The project for all tools that the member scans from now on."""
    project_required: bool = False
    other_carts: tuple[EarlierLine, ...] = ()
    """The lines in other carts of the member, until the member decides if these lines move to this cart."""
    bill: Bill | None = None
    balance: Balance | None = None
    """The money that the member owes from before this visit, or None if it is not known."""
    reserves: bool = False
    reservations: Reservations | None = None
    """The member's reservations, or None if they have not been read yet."""
    side_page: SidePage | None = None
    """The page that is shown instead of the basket."""
    not_finished: bool = False
    """True if the last commit failed. The page says so until the member presses Finish or scans an item again."""
    at_once: bool = False
    """True if the lending system lends, takes back and renews at once, so that there is nothing to finish."""
    unsettled: tuple[UnsettledAct, ...] = ()
    digital: bool = False
    """True if the account at the main system can have digital loans."""
    systems: tuple[DigitalSystem, ...] = ()
    """The digital systems beside the main system."""
    lists_all: bool = True
    """False if the member can have loans at the main system that the kiosk cannot list."""


class Settling(Struct, frozen=True):
    """The member has pressed Finish, and the kiosk waits for missing answers. Nothing has been committed yet.

    The missing answers are about lines that the server still checks or changes, or about acts whose answer was lost.
    """

    serving: Serving
    then: Then
    deadline: float
    next_fob: Secret | None = None
    confirmed: bool = False
    """True if the member has already confirmed the basket."""


# --- the commit and its receipt ---


class Committing(Struct, frozen=True):
    """A commit that was sent or will be sent soon, and that has no answer yet.

    `lines` are the lines to commit, and `serving` has all lines of the basket. `began` is the time of the commit in
    seconds. `finished` is the same moment as a local date and time.
    """

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
    """True if the commit was sent. It is sent when the cart has only lines that should be part of the commit."""
    signed_out: bool = False
    """True if the server stopped accepting the sign-in after the commit was sent.

    To go on with the basket, the member must then log in again.
    """


class LoansReading(Struct, frozen=True):
    """The kiosk reads the loans to find out what the commit did. `proven` are the lines that the loans have proved."""

    of: Committing
    tries: int = 0
    absent_since: float | None = None
    """Since this time, every read-back has shown the same loans and the same cart. None before the first read-back."""
    absent: frozenset[LineId] = frozenset()
    """The lines that were certainly not done at the last read. If the system has carts, they were still in the cart."""
    proven: frozenset[LineId] = frozenset()
    also: tuple[Loan, ...] = ()
    """The loans that began after the member pressed Finish, but belong to no line. The last read has shown them."""


class ReadingBack(LoansReading, frozen=True):
    """The server has accepted or refused the commit, and the kiosk reads the loans to see which lines are recorded."""

    refused: tuple[Line, ...] = ()
    named: frozenset[LineId] = frozenset()
    """The lines that the server refused one by one. The commit has taken these lines out of the cart."""


class Resolving(LoansReading, frozen=True):
    """The answer to the commit was lost, so only the loans can show what the commit did."""


class Verdict(StrEnum):
    """The result on the receipt: ALL, SOME or NONE of the lines are recorded, or the result is UNKNOWN.

    ACCEPTED means that the server accepted the commit, but the loans could not be read to prove it.
    """

    ALL = auto()
    SOME = auto()
    NONE = auto()
    ACCEPTED = auto()
    UNKNOWN = auto()


class Slip(StrEnum):
    """The progress of printing the receipt. A receipt is printed once. After a failure, the member can try again."""

    NOT_ASKED = auto()
    ASKED = auto()
    PRINTING = auto()


class Receipt(Struct, frozen=True):
    """The outcome of the commit for its `lines`. `others` are lines of the basket that were not in the commit."""

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
    """The refused lines that are still in the cart. They are taken out at the end of the visit."""
    hand_over: HandOver | None = None
    """The commit for which the kiosk still reads the loans after the visit, or None if there is no such commit."""
    slip: Slip = Slip.NOT_ASKED
    also: tuple[Loan, ...] = ()
    """The loans that began after Finish was pressed, but belong to no line. Perhaps another device made these loans."""
    bill: Bill | None = None


# --- the whole kiosk ---


State = (
    Starting | Closed | Trouble | Idle | BringingBack | Identifying | AskingSecret | SigningIn | TurnedAway | Serving
    | Settling | Committing | ReadingBack | Resolving | Receipt
)  # fmt: skip


class Kiosk(Struct, frozen=True):
    """All data that `step` knows: the state of the visit, and the data that stay after a visit has ended."""

    state: State
    lasting: Lasting

    def at(self, moment: Moment) -> "Kiosk":
        """Return the same kiosk with this moment as the present moment."""
        return replace(self, lasting=replace(self.lasting, moment=moment))


class Step(Struct, frozen=True):
    """The kiosk after an event, and the effects that the event causes. The effect that starts first comes first."""

    kiosk: Kiosk
    effects: tuple[Effect, ...] = ()
