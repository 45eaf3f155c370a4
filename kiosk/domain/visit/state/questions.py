"""The questions inside a state: of a form, of a question, of a panel."""

from enum import StrEnum, auto

from kiosk.domain.frozen import dataclass
from kiosk.domain.model import (
    LineId,
    Secret,
)
from kiosk.domain.terms import TermKind
from kiosk.domain.visit.state.around import Then, ThenReceipt


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


@dataclass(frozen=True, slots=True)
class AskConfirm:
    """The question whether this is right; the view groups the lines. Finish already knows `without` and `then`."""

    without: frozenset[LineId] = frozenset()
    then: Then = ThenReceipt()


@dataclass(frozen=True, slots=True)
class AskCancel:
    """The question whether to leave and take out the staged lines."""


@dataclass(frozen=True, slots=True)
class AskSwitch:
    """The question whether to finish for this member, and then begin with the holder of this fob."""

    fob: Secret


@dataclass(frozen=True, slots=True)
class AskFinishWithout:
    """The question whether to finish without these lines, which are not known yet.

    Finish already knows `confirmed` and `then`.
    """

    lines: tuple[LineId, ...]
    confirmed: bool = False
    then: Then = ThenReceipt()


@dataclass(frozen=True, slots=True)
class AskElsewhere:
    """The question whether to keep the lines that the member has not said yes to.

    Finish already knows `confirmed` and `then`.
    """

    confirmed: bool = False
    then: Then = ThenReceipt()


@dataclass(frozen=True, slots=True)
class AskUnpaid:
    """The question whether to finish without these lines, which cost something that cannot be paid here.

    `without`: lines that are already left out.
    """

    lines: tuple[LineId, ...]
    without: frozenset[LineId] = frozenset()
    then: Then = ThenReceipt()


@dataclass(frozen=True, slots=True)
class AskOtherFob:
    """The question whether to log in with this fob instead (on the log-in form)."""

    fob: Secret
    unclassified: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """The open choice inside a line, for one of its terms."""

    line: LineId
    kind: TermKind
    page: int | None = None


Question = AskConfirm | AskCancel | AskSwitch | AskFinishWithout | AskElsewhere | AskUnpaid
