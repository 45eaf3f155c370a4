"""Pages that cover everything, what lies over a page, and the whole view."""

from dataclasses import field

from kiosk.domain.frozen import dataclass
from kiosk.views.basket import BasketPage
from kiosk.views.find import FindPage
from kiosk.views.finish import CommittingPage, ConfirmPage, ReceiptPage
from kiosk.views.forms import FormPage
from kiosk.views.pieces import Button, Countdown, Note, QrCode, Tone, TopBar
from kiosk.views.reserving import ReservationsPage
from kiosk.views.welcome import ContactView, WelcomePage


@dataclass(frozen=True, slots=True)
class StillPage:
    """Still here? It covers everything; the list is not shown."""

    headline: str
    text: str
    countdown: Countdown
    stay: Button
    finish: Button | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A block of a message page."""

    title: str
    lines: tuple[str, ...] = ()
    icon: str = ""


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Starting, Closed, Turned away, Trouble, and the quiet end of an unattended visit."""

    headline: str
    lead: str = ""
    icon: str = ""
    tone: Tone = Tone.PLAIN
    cards: tuple[Card, ...] = ()
    notes: tuple[Note, ...] = ()
    contact: ContactView = field(default_factory=ContactView)
    qr: QrCode | None = None
    footer: str = ""
    countdown: Countdown | None = None
    buttons: tuple[Button, ...] = ()
    busy: bool = False
    languages: tuple[Button, ...] = ()


NOBODYS, SOMEBODYS = 0, -1
"""Whose a view is outside a visit: nobody's, or that of somebody who has not said their name."""


Page = (
    WelcomePage | FormPage | BasketPage | FindPage | ReservationsPage | ConfirmPage | CommittingPage | ReceiptPage
    | StillPage
    | MessagePage
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticeView:
    """The answer to what just happened; over the top bar."""

    text: str
    tone: Tone = Tone.PLAIN
    icon: str = ""
    spoken_only: bool = False
    """The page says it already: a screen reader hears it, and nothing more is drawn."""


@dataclass(frozen=True, slots=True)
class HelpView:
    """Covers the wall, not the bench: the help, or the choice of languages alone."""

    headline: str
    cards: tuple[Card, ...]
    contact: ContactView = field(default_factory=ContactView)
    close: Button | None = None
    languages: tuple[Button, ...] = ()
    """The choice, below the headline."""
    others: tuple[Button, ...] = ()
    """What can be pressed beside Close."""


@dataclass(frozen=True, slots=True)
class View:
    """All of it. `announce` is what a screen reader hears when the page is new."""

    page: Page
    top: TopBar = field(default_factory=TopBar)
    notice: NoticeView | None = None
    help: HelpView | None = None
    announce: str = ""
    language: str = "en"
    below: str = ""
    """On the button that shows what of the wall does not fit ("More below")."""
    above: str = ""
    """On the button that leads back up."""
    too_small: str = ""
    """Shown alone where the window is smaller than every page can be drawn."""
    whose: int = NOBODYS
    """The number of the visit. What was drawn for somebody is thrown away when the next view is not theirs."""
