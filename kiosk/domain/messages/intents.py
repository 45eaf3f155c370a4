"""The intents of a person, each said as an order to the kiosk; a button carries one."""

from datetime import date

from msgspec import Struct

from kiosk.domain.model import ItemCode, LineId, Secret
from kiosk.domain.search import Choosing
from kiosk.domain.terms import Condition, Project, ReservationId, TermKind


class Finish(Struct, frozen=True):
    """Commit the basket."""


class Yes(Struct, frozen=True):
    """Answer yes to the open question."""


class No(Struct, frozen=True):
    """Answer no to the open question."""


class Cancel(Struct, frozen=True):
    """Leave the visit; on a form, go back."""


class RemoveLine(Struct, frozen=True):
    """Take this line out of the basket."""

    line: LineId


class KeepLine(Struct, frozen=True):
    """Keep this line, which another device put into the cart or somebody scanned earlier."""

    line: LineId


class TakeOver(Struct, frozen=True):
    """Move the tools from the member's other carts to this one."""


class LeaveOtherCarts(Struct, frozen=True):
    """Leave the tools of the member's other carts where they are."""


class RemoveFromTray(Struct, frozen=True):
    """Remove this item from the tray, because it is not the member's."""

    code: ItemCode


class RetryLine(Struct, frozen=True):
    """Check this line again."""

    line: LineId


class OpenPanel(Struct, frozen=True):
    """Show the choices for this line; `page` counts from 0, and None means the page of the present choice."""

    line: LineId
    kind: TermKind
    page: int | None = None


class ClosePanel(Struct, frozen=True):
    """Close the choices of the line."""


class ChooseDue(Struct, frozen=True):
    """Set that day as the due day of this tool."""

    line: LineId
    day: date


class SameDueForAll(Struct, frozen=True):
    """Set that day as the due day of each borrowed tool that may have it."""

    day: date


class ChooseProject(Struct, frozen=True):
    """Borrow this tool for this project, or without one; without a line: all tools here, and those scanned later."""

    line: LineId | None
    project: Project | None


class ChooseCondition(Struct, frozen=True):
    """Say in which condition the tool comes back; None means that all is well."""

    line: LineId
    condition: Condition | None


class ShowReservations(Struct, frozen=True):
    """Show the member's reservations; on their page, read them again."""


class AskRelease(Struct, frozen=True):
    """Ask to release this item (the server's own number for it) from that reservation."""

    reservation: ReservationId
    item: str


class StillHere(Struct, frozen=True):
    """Go on with the visit, because the member is still here."""


class LogInWithoutFob(Struct, frozen=True):
    """Show the log-in form."""


class ForgotPassword(Struct, frozen=True):
    """Show how to get a new password."""


class ThatWasATool(Struct, frozen=True):
    """Use the code as a tool's label, although the kiosk used it as a fob."""


class Link(Struct, frozen=True):
    """Remember this fob, or use it only this time."""

    yes: bool


class ChooseLanguage(Struct, frozen=True):
    """Speak this language until the visit ends."""

    code: str


class Help(Struct, frozen=True):
    """Show or hide the help."""


class ShowLanguages(Struct, frozen=True):
    """Show or hide the choice of languages."""


class TypeCode(Struct, frozen=True):
    """Show or hide the field for typing a label's code, if no reader can scan labels."""


class CodeTyped(Struct, frozen=True):
    """Use the typed code like the scan of a label."""

    text: str


class CloseReceipt(Struct, frozen=True):
    """Close the receipt; also leaves TurnedAway, and the read-back when its page offers that."""


class MoreTime(Struct, frozen=True):
    """Start the countdown of the receipt again."""


class PrintSlip(Struct, frozen=True):
    """Print these lines of the receipt on paper."""

    lines: tuple[str, ...]


class AskAgain(Struct, frozen=True):
    """Ask the server now, without waiting for the next retry."""


class CloseSidePage(Struct, frozen=True):
    """Go back to the basket, or to Welcome."""


class FindTool(Struct, frozen=True):
    """Open the search for a tool; `like` and `kind` are the name and category of a tool that cannot be had."""

    like: str = ""
    kind: str = ""


class LookFor(Struct, frozen=True):
    """Search for these words, which the field with this id holds now."""

    field: int
    words: str


class LayOut(Struct, frozen=True):
    """Show all categories or all places to choose from, or neither if `what` is None."""

    what: Choosing | None


class OfKind(Struct, frozen=True):
    """Search only for tools of this category, or of any category if `ident` is None."""

    ident: str | None


class AtPlace(Struct, frozen=True):
    """Search only at this place and all places below it, or everywhere if `ident` is None."""

    ident: str | None


class MoreFound(Struct, frozen=True):
    """Show the results that follow."""


class OpenFound(Struct, frozen=True):
    """Show the details of this result."""

    key: str


class CloseFound(Struct, frozen=True):
    """Go back to all results."""


class SearchAgain(Struct, frozen=True):
    """Ask again for everything in the search that was not answered."""


class FormSent(Struct, frozen=True):
    """Send the form with this id. A field that the form does not have is empty."""

    form: int
    name: str = ""
    secret: Secret = Secret("")
    pin: Secret = Secret("")


Intent = (
    Finish | Yes | No | Cancel | RemoveLine | RemoveFromTray | RetryLine | StillHere | LogInWithoutFob | ThatWasATool
    | Link | ChooseLanguage | Help | ShowLanguages | CloseReceipt | MoreTime | PrintSlip | AskAgain | FormSent
    | ForgotPassword | OpenPanel | ClosePanel | ChooseDue | SameDueForAll | ChooseProject | ChooseCondition
    | KeepLine | TakeOver | LeaveOtherCarts | TypeCode | CodeTyped | ShowReservations | AskRelease
    | CloseSidePage | FindTool | LookFor | LayOut | OfKind | AtPlace | MoreFound | OpenFound | CloseFound | SearchAgain
)  # fmt: skip
