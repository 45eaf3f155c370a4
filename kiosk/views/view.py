"""The view of the whole window. It holds a page, and the notice and the help, which can cover parts of the page."""

from msgspec import Struct, field

from kiosk.views.basket import BasketPage, ReservationsPage
from kiosk.views.digital import CodePage, DigitalPage
from kiosk.views.find import FindPage
from kiosk.views.finish import CommittingPage, ConfirmPage, ReceiptPage
from kiosk.views.forms import FormPage
from kiosk.views.pieces import Button, Countdown, Note, QrCode, Tone, TopBar
from kiosk.views.welcome import ContactView, WelcomePage


class StillPage(Struct, frozen=True):
    """The page "Still here?", which is shown instead of any other page and does not show the member's lines."""

    headline: str
    text: str
    countdown: Countdown
    stay: Button
    finish: Button | None = None


class MessageCard(Struct, frozen=True):
    """A block of text on a message page."""

    title: str
    lines: tuple[str, ...] = ()
    icon: str = ""


class MessagePage(Struct, frozen=True):
    """A page with a message: Starting, Closed, Identifying, Turned away or Trouble.

    The class is also used while the kiosk finishes a visit whose member has left.
    """

    headline: str
    lead: str = ""
    icon: str = ""
    tone: Tone = Tone.PLAIN
    cards: tuple[MessageCard, ...] = ()
    notes: tuple[Note, ...] = ()
    contact: ContactView = field(default_factory=ContactView)
    qr: QrCode | None = None
    footer: str = ""
    countdown: Countdown | None = None
    buttons: tuple[Button, ...] = ()
    busy: bool = False
    languages: tuple[Button, ...] = ()


NOBODYS, SOMEBODYS = 0, -1
"""The values of `View.whose` if there is no visit. NOBODYS means that nobody is here.

SOMEBODYS means that a person is here, but has not logged in.
"""


Page = (
    WelcomePage | FormPage | BasketPage | FindPage | ReservationsPage | ConfirmPage | CommittingPage | ReceiptPage
    | StillPage | DigitalPage | CodePage
    | MessagePage
)  # fmt: skip


class NoticeView(Struct, frozen=True):
    """A short message about the last event, drawn over the top bar."""

    text: str
    tone: Tone = Tone.PLAIN
    icon: str = ""
    spoken_only: bool = False
    """True if the page already says the same. Then a screen reader says the notice, but the notice is not drawn."""


class HelpView(Struct, frozen=True):
    """The help, or only the choice of languages.

    It covers the wall (the words of the page). It covers the bench (the buttons), too, if a keyboard is there.
    """

    headline: str
    cards: tuple[MessageCard, ...]
    contact: ContactView = field(default_factory=ContactView)
    close: Button | None = None
    languages: tuple[Button, ...] = ()
    """The languages to choose from, below the headline."""
    others: tuple[Button, ...] = ()
    """More buttons beside the button Close."""


class View(Struct, frozen=True):
    """Everything that the window draws. `announce` is what a screen reader says when the page is new."""

    page: Page
    top: TopBar = field(default_factory=TopBar)
    notice: NoticeView | None = None
    help: HelpView | None = None
    announce: str = ""
    language: str = "en"
    below: str = ""
    """The label of the button that scrolls down if the words of the page do not fit on the screen ("More below")."""
    above: str = ""
    """The label of the button that scrolls back to the first words of the page ("More above")."""
    too_small: str = ""
    """The only text that is shown if the window is too small for any page."""
    whose: int = NOBODYS
    """The number of the visit, or NOBODYS or SOMEBODYS.

    When this value changes, the window deletes everything that it has drawn for the previous person.
    """
