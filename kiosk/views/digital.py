"""The views of the member's digital loans, and of the code that opens a digital loan on a phone."""

from msgspec import Struct, field

from kiosk.domain.model import Secret
from kiosk.views.pieces import Banner, Button, Countdown, Rail, Tone


class TitleView(Struct, frozen=True):
    """A digital loan. If `question` is not empty, `buttons` are the answers, and `note` is not shown.

    `kind` says what the title is, for example "E-book", and `icon` is its icon. `name` is the whole title in words for
    a screen reader.
    """

    key: str
    title: str
    kind: str
    icon: str = "book"
    until: str = ""
    cover: str = ""
    """The address of the cover's picture. The window asks the app for the picture when it draws the title."""
    note: str = ""
    tone: Tone = Tone.PLAIN
    busy: bool = False
    """True if the kiosk waits for an answer about this title. A ring then turns beside the note."""
    question: str = ""
    buttons: tuple[Button, ...] = ()
    fresh: bool = False
    """True if the last scan was the label of this title. The window then shows the page on which the title stands."""
    name: str = ""


class TitleShelf(Struct, frozen=True):
    """The digital loans of one system.

    `banner` says why the loans cannot be shown, for example because the member must type the number of a card. Or it
    says that the kiosk remembers this card. The banner is drawn below the titles of all systems.
    """

    heading: str = ""
    titles: tuple[TitleView, ...] = ()
    banner: Banner | None = None


class DigitalPage(Struct, frozen=True):
    """The page "Your digital loans"."""

    headline: str
    lead: str = ""
    shelves: tuple[TitleShelf, ...] = ()
    more: str = ""
    """A template for the button to the next page. {n} stands for the number of titles on all later pages."""
    former: str = ""
    """The name of the button that shows the page before this page."""
    place: str = ""
    """A template. {n} stands for the number of the page that is shown, and {pages} for the number of pages."""
    hint: str = ""
    hint_text: str = ""
    count: str = ""
    count_text: str = ""
    back: Button | None = None
    rail: Rail = field(default_factory=Rail)


class HiddenCode(Struct, frozen=True):
    """A QR code whose content only one member may know. `name` is the text that a screen reader says."""

    payload: Secret
    name: str


class CodePage(Struct, frozen=True):
    """The page with the code that opens a digital loan on a phone.

    If `code` is None, the place of the code is empty, and `message` says why. If `busy` is True, a ring turns there.
    """

    headline: str
    title: TitleView
    lead: str = ""
    code: HiddenCode | None = None
    message: str = ""
    busy: bool = False
    explanation: str = ""
    countdown: Countdown | None = None
    countdown_text: str = ""
    spoken: str = ""
    """The words about the countdown that a screen reader says when they change."""
    note: str = ""
    ways: tuple[Button, ...] = ()
    part: str = ""
    """The words between the buttons `former` and `following`, for example "Part 2 of 6"."""
    former: Button | None = None
    following: Button | None = None
    again: Button | None = None
    back: Button | None = None
    count: str = ""
    count_text: str = ""
    rail: Rail = field(default_factory=Rail)
