"""The intents of a person, each said as an order to the kiosk; a button carries one."""

from datetime import date

from kiosk.domain.frozen import dataclass
from kiosk.domain.model import (
    ItemCode,
    LineId,
    Secret,
)
from kiosk.domain.search import Choosing
from kiosk.domain.terms import Condition, Project, ReservationId, TermKind


@dataclass(frozen=True, slots=True)
class Finish:
    """Commit the basket."""


@dataclass(frozen=True, slots=True)
class Yes:
    """Answer yes to the open question."""


@dataclass(frozen=True, slots=True)
class No:
    """Answer no to the open question."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Leave the visit; on a form, go back."""


@dataclass(frozen=True, slots=True)
class RemoveLine:
    """Take this line out of the basket."""

    line: LineId


@dataclass(frozen=True, slots=True)
class KeepLine:
    """Keep this line, which another device put into the cart or somebody scanned earlier."""

    line: LineId


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Move the tools from the member's other carts to this one."""


@dataclass(frozen=True, slots=True)
class LeaveAside:
    """Leave the tools of the member's other carts where they are."""


@dataclass(frozen=True, slots=True)
class RemoveFromTray:
    """Remove this item from the tray, because it is not the member's."""

    code: ItemCode


@dataclass(frozen=True, slots=True)
class RetryLine:
    """Check this line again."""

    line: LineId


@dataclass(frozen=True, slots=True)
class OpenPanel:
    """Show the choices for this line; `page` counts from 0, and None means the page of the present choice."""

    line: LineId
    kind: TermKind
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ClosePanel:
    """Close the choices of the line."""


@dataclass(frozen=True, slots=True)
class ChooseDue:
    """Set that day as the due day of this tool."""

    line: LineId
    day: date


@dataclass(frozen=True, slots=True)
class SameDueForAll:
    """Set that day as the due day of each borrowed tool that may have it."""

    day: date


@dataclass(frozen=True, slots=True)
class ChooseProject:
    """Borrow this tool for this project, or without one; without a line: all tools here, and those scanned later."""

    line: LineId | None
    project: Project | None


@dataclass(frozen=True, slots=True)
class ChooseCondition:
    """Say in which condition the tool comes back; None means that all is well."""

    line: LineId
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class ShowReservations:
    """Show the member's reservations; on their page, read them again."""


@dataclass(frozen=True, slots=True)
class AskRelease:
    """Ask to release this item (the server's own number for it) from that reservation."""

    reservation: ReservationId
    item: str


@dataclass(frozen=True, slots=True)
class StillHere:
    """Go on with the visit, because the member is still here."""


@dataclass(frozen=True, slots=True)
class LogInWithoutFob:
    """Show the log-in form."""


@dataclass(frozen=True, slots=True)
class ForgotPassword:
    """Show how to get a new password."""


@dataclass(frozen=True, slots=True)
class ThatWasATool:
    """Use the code as a tool's label, although the kiosk used it as a fob."""


@dataclass(frozen=True, slots=True)
class Link:
    """Remember this fob, or use it only this time."""

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
    """Show or hide the field for typing a label's code, if no reader can scan labels."""


@dataclass(frozen=True, slots=True)
class CodeTyped:
    """Use the typed code like the scan of a label."""

    text: str


@dataclass(frozen=True, slots=True)
class CloseReceipt:
    """Close the receipt; also leaves TurnedAway, and the read-back when its page offers that."""


@dataclass(frozen=True, slots=True)
class MoreTime:
    """Start the countdown of the receipt again."""


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print these lines of the receipt on paper."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Ask the server now, without waiting for the next retry."""


@dataclass(frozen=True, slots=True)
class CloseAside:
    """Go back to the basket, or to Welcome."""


@dataclass(frozen=True, slots=True)
class FindTool:
    """Open the search for a tool; `like` and `kind` are the name and category of a tool that cannot be had."""

    like: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LookFor:
    """Search for these words, which the field with this id holds now."""

    field: int
    words: str


@dataclass(frozen=True, slots=True)
class LayOut:
    """Show all categories or all places to choose from, or neither if `what` is None."""

    what: Choosing | None


@dataclass(frozen=True, slots=True)
class OfKind:
    """Search only for tools of this category, or of any category if `ident` is None."""

    ident: str | None


@dataclass(frozen=True, slots=True)
class AtPlace:
    """Search only at this place and all places below it, or everywhere if `ident` is None."""

    ident: str | None


@dataclass(frozen=True, slots=True)
class MoreFound:
    """Show the results that follow."""


@dataclass(frozen=True, slots=True)
class OpenFound:
    """Show the details of this result."""

    key: str


@dataclass(frozen=True, slots=True)
class CloseFound:
    """Go back to all results."""


@dataclass(frozen=True, slots=True)
class SearchAgain:
    """Ask again for everything in the search that was not answered."""


@dataclass(frozen=True, slots=True)
class FormSent:
    """Send the form with this id. A field that the form does not have is empty."""

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
