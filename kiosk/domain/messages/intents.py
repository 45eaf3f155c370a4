"""The intents: the acts that a person asks for, usually with a button. Each docstring tells the kiosk what to do."""

from datetime import date

from msgspec import Struct

from kiosk.domain.digital import LinkKind
from kiosk.domain.model import ItemCode, LineId, LoanId, Secret
from kiosk.domain.search import Choosing
from kiosk.domain.terms import Condition, Project, ReservationId, TermKind


class Finish(Struct, frozen=True):
    """Finish the visit: commit the basket, so that its lines become real."""


class Yes(Struct, frozen=True):
    """Answer yes to the open question."""


class No(Struct, frozen=True):
    """Answer no to the open question."""


class Cancel(Struct, frozen=True):
    """Leave the visit. On the form for a forgotten password, go back to the log-in form instead."""


class RemoveLine(Struct, frozen=True):
    """Take this line out of the basket."""

    line: LineId


class KeepLine(Struct, frozen=True):
    """Keep this line in the basket. Another device added the line, or somebody scanned it before the member came."""

    line: LineId


class TakeOver(Struct, frozen=True):
    """Move the tools from the member's other carts to the cart of this visit."""


class LeaveOtherCarts(Struct, frozen=True):
    """Leave the tools of the member's other carts where they are."""


class RemoveFromTray(Struct, frozen=True):
    """Remove this item from the tray. The tray holds the items that were scanned before the member was signed in."""

    code: ItemCode


class RetryLine(Struct, frozen=True):
    """Ask the server once more to check this line. The line was refused, or the server has never checked it."""

    line: LineId


class GiveBack(Struct, frozen=True):
    """Give back the item of this line, if the lending system acts at once and has lent the item in this visit."""

    line: LineId


class RenewLoan(Struct, frozen=True):
    """Renew this loan, so that it ends on a later day."""

    loan: LoanId


class RenewAll(Struct, frozen=True):
    """Renew every loan that can be renewed, one after the other."""


class OpenPanel(Struct, frozen=True):
    """Show the choices for one term of this line.

    `page` counts from 0. If `page` is None, the page with the present choice is shown.
    """

    line: LineId
    kind: TermKind
    page: int | None = None


class ClosePanel(Struct, frozen=True):
    """Close the choices that are open inside a line."""


class ChooseDue(Struct, frozen=True):
    """Set `day` as the due day of the tool in this line."""

    line: LineId
    day: date


class SameDueForAll(Struct, frozen=True):
    """Set `day` as the due day of each borrowed tool for which this day is allowed."""

    day: date


class ChooseProject(Struct, frozen=True):
    """Borrow the tool of this line for this project, or for no project if `project` is None.

    If `line` is None, the choice is for all borrowed tools in the basket and for the tools that are scanned later.
    """

    line: LineId | None
    project: Project | None


class ChooseCondition(Struct, frozen=True):
    """Say in which condition the tool comes back. A condition of None means that the tool is all right."""

    line: LineId
    condition: Condition | None


class ShowReservations(Struct, frozen=True):
    """Show the member's reservations. If an earlier read of the reservations failed, read them again."""


class AskRelease(Struct, frozen=True):
    """Show the question that the member must answer before an item is taken out of its reservation.

    `item` is the server's own number for the item. It is empty if the whole reservation is to be cancelled.
    """

    reservation: ReservationId
    item: str


class OpenDigital(Struct, frozen=True):
    """Show the member's digital loans."""


class AskTitleLinks(Struct, frozen=True):
    """Show a new code that opens this digital loan on a phone."""

    loan: LoanId


class DropTitleLinks(Struct, frozen=True):
    """Forget the code of the digital loan, and show the list of the digital loans again."""


class OpenWith(Struct, frozen=True):
    """Show the code that opens the title in this way, for example in the browser of the phone."""

    way: LinkKind


class ShowPart(Struct, frozen=True):
    """Show the code of another part of the title. `place` is the index of the part, counted from 0."""

    place: int


class EnterCard(Struct, frozen=True):
    """Show the form in which the member enters a card for this digital system."""

    system: str


class RememberCard(Struct, frozen=True):
    """If `yes` is True, remember the entered card with the fob. If not, forget the card at the end of the visit."""

    yes: bool


class ForgetCard(Struct, frozen=True):
    """Forget the card that the kiosk remembers for this digital system.

    The member stays signed in at this system until the visit ends.
    """

    system: str


class GiveBackTitle(Struct, frozen=True):
    """Ask the member whether to give this digital loan back before its last day."""

    loan: LoanId


class StillHere(Struct, frozen=True):
    """Go on with the visit, because the member is still here."""


class LogInWithoutFob(Struct, frozen=True):
    """Show the log-in form."""


class ForgotPassword(Struct, frozen=True):
    """Show how to get a new password."""


class BringBack(Struct, frozen=True):
    """Show the page on which people bring items back without an account."""


class ThatWasATool(Struct, frozen=True):
    """Use the scanned code as the label of a tool. Until now the kiosk has used the code as a fob."""


class Link(Struct, frozen=True):
    """Remember the shown fob for later visits if `yes` is True. If `yes` is False, do not remember the fob."""

    yes: bool


class ChooseLanguage(Struct, frozen=True):
    """Show all texts in this language until the visit ends. On the page Welcome, do so for at least 60 s."""

    code: str


class Help(Struct, frozen=True):
    """Show or hide the help."""


class ShowLanguages(Struct, frozen=True):
    """Show or hide the choice of languages."""


class TypeCode(Struct, frozen=True):
    """Show or hide the field for typing the code of a label. The field opens only if no reader can read labels."""


class CodeTyped(Struct, frozen=True):
    """Use the typed code as if an item reader had scanned it."""

    text: str


class CloseReceipt(Struct, frozen=True):
    """Leave the receipt, or the page that says why a member cannot be served.

    On the page of the read-back, this works only after some seconds, when the page shows the button "Go now".
    """


class MoreTime(Struct, frozen=True):
    """Start the countdown of the receipt from its beginning, because the member wants more time."""


class PrintSlip(Struct, frozen=True):
    """Print these lines of the receipt on paper."""

    lines: tuple[str, ...]


class AskAgain(Struct, frozen=True):
    """Try to reach the server now. Do not wait for the time of the next try."""


class CloseSidePage(Struct, frozen=True):
    """Close the side page. A side page covers the basket or the page Welcome, for example during a search."""


class FindTool(Struct, frozen=True):
    """Open the search for a tool.

    If the member wanted a tool and cannot have it, `like` is the name of this tool, and `kind` is its category. The
    search then begins with similar tools.
    """

    like: str = ""
    kind: str = ""


class LookFor(Struct, frozen=True):
    """Search for these words, which are now in the text field with the id `field`."""

    field: int
    words: str


class LayOut(Struct, frozen=True):
    """Show the list of all categories or of all places. If `what` is None, close the list."""

    what: Choosing | None


class OfKind(Struct, frozen=True):
    """Search only for tools of this category. If `ident` is None, search in all categories."""

    ident: str | None


class AtPlace(Struct, frozen=True):
    """Search only at this place and at all places inside it. If `ident` is None, search everywhere."""

    ident: str | None


class MoreFound(Struct, frozen=True):
    """Show more results of the search."""


class OpenFound(Struct, frozen=True):
    """Show the details of the search result with this key."""

    key: str


class CloseFound(Struct, frozen=True):
    """Close the details and go back to the list of results."""


class SearchAgain(Struct, frozen=True):
    """Ask the library again for each part of the search that got no answer."""


class FormSent(Struct, frozen=True):
    """Send the form with the id `form`. The other values are the typed texts of its fields.

    If the form does not have one of these fields, the value for the field is empty.
    """

    form: int
    name: str = ""
    secret: Secret = Secret("")
    pin: Secret = Secret("")


Intent = (
    Finish | Yes | No | Cancel | RemoveLine | RemoveFromTray | RetryLine | StillHere | LogInWithoutFob | ThatWasATool
    | Link | ChooseLanguage | Help | ShowLanguages | CloseReceipt | MoreTime | PrintSlip | AskAgain | FormSent
    | ForgotPassword | OpenPanel | ClosePanel | ChooseDue | SameDueForAll | ChooseProject | ChooseCondition
    | KeepLine | TakeOver | LeaveOtherCarts | TypeCode | CodeTyped | ShowReservations | AskRelease
    | GiveBack | RenewLoan | RenewAll | BringBack
    | OpenDigital | AskTitleLinks | DropTitleLinks | OpenWith | ShowPart | GiveBackTitle | EnterCard | RememberCard
    | ForgetCard
    | CloseSidePage | FindTool | LookFor | LayOut | OfKind | AtPlace | MoreFound | OpenFound | CloseFound | SearchAgain
)  # fmt: skip
