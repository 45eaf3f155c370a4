"""The states. What belongs to a member lives in `Kiosk.state`. Deadlines are in seconds of `Moment.at`."""

from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum, auto

from kiosk.domain.frozen import dataclass
from kiosk.domain.library import ClosedReason
from kiosk.domain.messages import Effect, HandOver, TurnAwayReason
from kiosk.domain.model import (
    CommitId,
    FoundLine,
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
from kiosk.domain.reserving import Reservations
from kiosk.domain.terms import Offers, Project
from kiosk.domain.visit.state.around import Around, Then
from kiosk.domain.visit.state.asides import Aside, Finding
from kiosk.domain.visit.state.questions import AskOtherFob, FormError, Panel, Purpose, Question

Tray = tuple[ItemCode, ...]
"""Codes scanned while no account was open, newest first."""


@dataclass(frozen=True, slots=True)
class Starting:
    """Nothing is known of the library yet."""

    tray: Tray = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """Nobody is served."""

    reason: ClosedReason


class TroubleReason(StrEnum):
    """The kiosk's own trouble."""

    STORE_BROKEN = auto()
    SETTINGS_WRONG = auto()
    RUNS_ALREADY = auto()
    KEY_UNUSABLE = auto()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Staff must see this; `details` are lines for them."""

    reason: TroubleReason
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Idle:
    """Welcome."""

    tray: Tray = ()
    tray_until: float | None = None
    language_until: float | None = None
    """The chosen language goes back to the default then, and an open help closes."""
    finding: Finding | None = None
    """Somebody looks for a tool, without a name."""
    finding_until: float | None = None


@dataclass(frozen=True, slots=True)
class Identifying:
    """A fob was shown; `unclassified`: the code may have been a tool's.

    Of the codes that were scanned meanwhile and may be fobs, `asked` open nothing and `untried` may, oldest first.
    `former`: what the log-in form was about before, which joins the tray when the answer comes.
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
    """The code that is looked up lies in the tray, too, until the answer says that it is a fob."""


@dataclass(frozen=True, slots=True)
class AskingSecret:
    """A form is open. `words` are the library's own for `error`; `kept` is the basket that waits (AGAIN).

    `resetting`: it asks whom to send a mail for a new password, and then goes back to what it asked before.
    `certain`: a reader or a rule names the fob's code as one.
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


@dataclass(frozen=True, slots=True)
class SigningIn:
    """The form was sent."""

    asking: AskingSecret
    pin: Secret | None = None


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """The member cannot be served here; the next step is on the screen."""

    visit: VisitId
    reason: TurnAwayReason
    deadline: float
    words: str = ""
    url: str = ""
    fob: Secret | None = None
    tray: Tray = ()
    next_fob: Secret | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """Home and basket. `lines` newest first; `fresh` is the line that the last scan touched."""

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
    """Since when the idle deadline waits for a line in flight."""
    panel: Panel | None = None
    offers: Offers | None = None
    """What may be chosen, once it was read."""
    project: Project | None = None
    """For the lines that follow."""
    project_required: bool = False
    apart: tuple[FoundLine, ...] = ()
    """What lies in other carts of the member, until they say whether it joins."""
    bill: Bill | None = None
    reserves: bool = False
    reservations: Reservations | None = None
    """What is kept for the member, once it was read."""
    aside: Aside | None = None
    """What stands in the place of the basket."""
    not_finished: bool = False
    """Finish was pressed in vain: it is said until the next Finish or scan."""


@dataclass(frozen=True, slots=True)
class Settling:
    """Finish was pressed while lines were still checking; nothing has been sent."""

    serving: Serving
    then: Then
    deadline: float
    next_fob: Secret | None = None
    confirmed: bool = False
    """Confirm was answered already."""


@dataclass(frozen=True, slots=True)
class Committing:
    """The commit is on its way. `lines` are those staged when Finish was pressed; `serving` keeps the rest."""

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
    """False while lines that must not be part of it are on their way out of the cart; the commit leaves after that."""
    signed_out: bool = False
    """The sign-in was lost since it was sent: before anything else the member must log in again."""


@dataclass(frozen=True, slots=True)
class ReadingBack:
    """The server accepted; the loans are read to prove it. `proven` grows line by line."""

    of: Committing
    tries: int = 0
    absent_since: float | None = None
    """Since when the reads show the same picture, with lines in it that are not settled."""
    waiting: frozenset[LineId] = frozenset()
    """Lines that the last read saw lying uncommitted in the cart."""
    proven: frozenset[LineId] = frozenset()
    also: tuple[Loan, ...] = ()
    """Loans that are new since Finish and fit no line, as the last look showed them."""
    refused: tuple[Line, ...] = ()
    named: frozenset[LineId] = frozenset()
    """Lines that the server refused by name: a line-by-line commit, which takes them out of the cart."""


@dataclass(frozen=True, slots=True)
class Resolving:
    """The answer was lost; reading decides."""

    of: Committing
    since: float
    tries: int = 0
    absent_since: float | None = None
    """Since when the reads show the same picture, with lines in it that are not settled."""
    waiting: frozenset[LineId] = frozenset()
    """Lines that the last read saw lying uncommitted in the cart."""
    proven: frozenset[LineId] = frozenset()
    also: tuple[Loan, ...] = ()
    """Loans that are new since Finish and fit no line, as the last look showed them."""


class Verdict(StrEnum):
    """The receipt's one word: ALL and SOME of n proven, NONE, ACCEPTED (not yet compared), UNKNOWN."""

    ALL = auto()
    SOME = auto()
    NONE = auto()
    ACCEPTED = auto()
    UNKNOWN = auto()


class Slip(StrEnum):
    """The receipt on paper: printed once, and again only after a failure."""

    NOT_ASKED = auto()
    ASKED = auto()
    PRINTING = auto()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the lines that were staged at Finish (`lines`); `others` were refused or left out before."""

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
    """Refused lines that still lie in the cart; the farewell takes them out."""
    hand_over: HandOver | None = None
    """The commit whose read-back goes on after the farewell."""
    slip: Slip = Slip.NOT_ASKED
    also: tuple[Loan, ...] = ()
    """Loans that are new since Finish and fit no line: another device may have put them into the cart."""
    bill: Bill | None = None


State = (
    Starting | Closed | Trouble | Idle | Identifying | AskingSecret | SigningIn | TurnedAway | Serving | Settling
    | Committing | ReadingBack | Resolving | Receipt
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kiosk:
    """Everything that `step` knows."""

    state: State
    around: Around

    def at(self, moment: Moment) -> "Kiosk":
        """The same kiosk, at this moment."""
        return replace(self, around=replace(self.around, moment=moment))


@dataclass(frozen=True, slots=True)
class Step:
    """What became of the kiosk, and what it asks for, in order."""

    kiosk: Kiosk
    effects: tuple[Effect, ...] = ()
