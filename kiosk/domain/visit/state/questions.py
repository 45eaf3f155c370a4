"""What is asked inside a state: by a form, by a question, by a panel."""

from enum import StrEnum, auto

from kiosk.domain.frozen import dataclass
from kiosk.domain.model import (
    LineId,
    Secret,
)
from kiosk.domain.terms import TermKind
from kiosk.domain.visit.state.around import Then, ThenReceipt


class Purpose(StrEnum):
    """Why a form is shown."""

    LINK = auto()
    PASSWORD = auto()
    FORM = auto()
    PIN = auto()
    AGAIN = auto()


class FormError(StrEnum):
    """What is wrong with what was typed, or with the way there."""

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
    """Is this right? (groups by direction are the view's work) `without` and `then`: what Finish knows already."""

    without: frozenset[LineId] = frozenset()
    then: Then = ThenReceipt()


@dataclass(frozen=True, slots=True)
class AskCancel:
    """Leave, and take out what is staged?"""


@dataclass(frozen=True, slots=True)
class AskSwitch:
    """Finish for this member, then start for the holder of this fob?"""

    fob: Secret


@dataclass(frozen=True, slots=True)
class AskFinishWithout:
    """Finish without these lines, which are not known yet? `confirmed` and `then`: what Finish knows already."""

    lines: tuple[LineId, ...]
    confirmed: bool = False
    then: Then = ThenReceipt()


@dataclass(frozen=True, slots=True)
class AskElsewhere:
    """Take along what another device has put on the list? `confirmed` and `then`: what Finish knows already."""

    confirmed: bool = False
    then: Then = ThenReceipt()


@dataclass(frozen=True, slots=True)
class AskUnpaid:
    """Finish without these lines, which cost something that cannot be paid here? `without`: left out already."""

    lines: tuple[LineId, ...]
    without: frozenset[LineId] = frozenset()
    then: Then = ThenReceipt()


@dataclass(frozen=True, slots=True)
class AskOtherFob:
    """Log in with this fob instead? (on the log-in form)"""

    fob: Secret
    unclassified: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """What is open inside a line: the choice of one of its terms."""

    line: LineId
    kind: TermKind
    page: int | None = None


Question = AskConfirm | AskCancel | AskSwitch | AskFinishWithout | AskElsewhere | AskUnpaid
