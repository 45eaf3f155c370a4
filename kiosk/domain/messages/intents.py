"""What a person wants (imperative); a button carries one."""

from datetime import date

from kiosk.domain.finding import Choosing
from kiosk.domain.frozen import dataclass
from kiosk.domain.model import (
    ItemCode,
    LineId,
    Secret,
)
from kiosk.domain.terms import Condition, Project, ReservationId, TermKind


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
class KeepLine:
    """What another device has put on the list is taken along."""

    line: LineId


@dataclass(frozen=True, slots=True)
class TakeOver:
    """What lies on another list of the member joins this one."""


@dataclass(frozen=True, slots=True)
class LeaveAside:
    """It stays where it is."""


@dataclass(frozen=True, slots=True)
class RemoveFromTray:
    """This item in the tray is not mine."""

    code: ItemCode


@dataclass(frozen=True, slots=True)
class RetryLine:
    """Check this line again."""

    line: LineId


@dataclass(frozen=True, slots=True)
class OpenPanel:
    """Show what can be chosen for this line; `page` counts from 0, None is the page of what is chosen."""

    line: LineId
    kind: TermKind
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ClosePanel:
    """Enough chosen."""


@dataclass(frozen=True, slots=True)
class ChooseDue:
    """This tool comes back on that day."""

    line: LineId
    day: date


@dataclass(frozen=True, slots=True)
class SameDueForAll:
    """All borrowed tools come back on that day, as far as each may."""

    day: date


@dataclass(frozen=True, slots=True)
class ChooseProject:
    """The tool is for this project, or for none; without a line: all of them, and those that follow."""

    line: LineId | None
    project: Project | None


@dataclass(frozen=True, slots=True)
class ChooseCondition:
    """The tool comes back like this; None: all good."""

    line: LineId
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class ShowReservations:
    """Show what is kept for me; on that page: read it again."""


@dataclass(frozen=True, slots=True)
class AskRelease:
    """I no longer need this item (by its server's number) of that reservation."""

    reservation: ReservationId
    item: str


@dataclass(frozen=True, slots=True)
class StillHere:
    """Keep going."""


@dataclass(frozen=True, slots=True)
class LogInWithoutFob:
    """Show the log-in form."""


@dataclass(frozen=True, slots=True)
class ForgotPassword:
    """The password is gone: how does one get a new one?"""


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
class ShowLanguages:
    """Show or hide the choice of languages."""


@dataclass(frozen=True, slots=True)
class TypeCode:
    """Show or hide the field for a label's code, where nothing scans labels."""


@dataclass(frozen=True, slots=True)
class CodeTyped:
    """A label's code was typed: it counts as a scan of it."""

    text: str


@dataclass(frozen=True, slots=True)
class CloseReceipt:
    """Done with what is shown; also leaves TurnedAway, and Resolving once it says so."""


@dataclass(frozen=True, slots=True)
class MoreTime:
    """The countdown on the receipt starts again."""


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print the receipt on paper: these lines."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Try the server now, not at the next turn of the back-off."""


@dataclass(frozen=True, slots=True)
class CloseAside:
    """Back to the basket, or to Welcome."""


@dataclass(frozen=True, slots=True)
class FindTool:
    """Is it here, and where? `like` and `kind`: the name and the category of a tool that cannot be had."""

    like: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LookFor:
    """The field with this id holds these words now."""

    field: int
    words: str


@dataclass(frozen=True, slots=True)
class LayOut:
    """Show all kinds or places to choose from, or none of them any more."""

    what: Choosing | None


@dataclass(frozen=True, slots=True)
class OfKind:
    """Only tools of this category, or of any."""

    ident: str | None


@dataclass(frozen=True, slots=True)
class AtPlace:
    """Only tools of this place and all below it, or of everywhere."""

    ident: str | None


@dataclass(frozen=True, slots=True)
class MoreFound:
    """Show the results that follow."""


@dataclass(frozen=True, slots=True)
class OpenFound:
    """Tell more of this result."""

    key: str


@dataclass(frozen=True, slots=True)
class CloseFound:
    """Back to all results."""


@dataclass(frozen=True, slots=True)
class SearchAgain:
    """Ask once more for what was not answered."""


@dataclass(frozen=True, slots=True)
class FormSent:
    """The form with this id was sent. Fields that it does not have are empty."""

    form: int
    name: str = ""
    secret: Secret = Secret("")
    pin: Secret = Secret("")


Intent = (
    Finish | Yes | No | Cancel | RemoveLine | RemoveFromTray | RetryLine | StillHere | LogInWithoutFob | ThatWasATool
    | Link | ChooseLanguage | Help | ShowLanguages | CloseReceipt | MoreTime | PrintSlip | AskAgain | FormSent
    | ForgotPassword | OpenPanel | ClosePanel | ChooseDue | SameDueForAll | ChooseProject | ChooseCondition
    | KeepLine | TakeOver | LeaveAside | TypeCode | CodeTyped | ShowReservations | AskRelease
    | CloseAside | FindTool | LookFor | LayOut | OfKind | AtPlace | MoreFound | OpenFound | CloseFound | SearchAgain
)  # fmt: skip
