"""The views of the pages Confirm and Committing, and of the receipt."""

from msgspec import Struct, field

from kiosk.views.basket import LineView
from kiosk.views.pieces import Banner, Button, Countdown, MoneyView, Note, PlateView, QrCode, Rail, Tone


class GroupRow(Struct, frozen=True):
    """A tool in a group of the Confirm page. `detail` is below the title, and the day or the shelf is at the right."""

    title: str
    detail: str = ""
    day: str = ""
    plate: PlateView | None = None


class ConfirmGroup(Struct, frozen=True):
    """A group with all borrowed, all returned, or all renewed tools. `title` says how many tools are in the group."""

    title: str
    icon: str
    rows: tuple[GroupRow, ...]


class ConfirmPage(Struct, frozen=True):
    """The page Confirm, and all other pages that ask a question before a log-out or before Finish.

    For example, a page asks if the member wants to finish without the lines that are not checked yet.
    """

    headline: str
    lead: str = ""
    groups: tuple[ConfirmGroup, ...] = ()
    banners: tuple[Banner, ...] = ()
    money: MoneyView | None = None
    yes: Button | None = None
    no: Button | None = None
    rail: Rail = field(default_factory=Rail)


class NameRow(Struct, frozen=True):
    """A tool on the page Committing. Its ring becomes a tick when the read-back proves that the tool is recorded."""

    title: str
    proven: bool
    name: str = ""


class CommittingPage(Struct, frozen=True):
    """The page that is shown during a commit. The page says only what is certain."""

    headline: str
    lead: str
    rows: tuple[NameRow, ...] = ()
    banner: Banner | None = None
    wait: Button | None = None
    """A button that cannot be pressed. It is shown if `leave` is None, and says why the member must wait."""
    leave: Button | None = None
    rail: Rail = field(default_factory=Rail)


class Band(Struct, frozen=True):
    """The result at the top of the receipt. Its letters are so big that they can be read from far away."""

    text: str
    icon: str
    tone: Tone


class ShelfRow(Struct, frozen=True):
    """A returned tool. `plate` shows the name of the shelf on which the tool belongs."""

    plate: PlateView
    title: str
    detail: str = ""


class DueGroup(Struct, frozen=True):
    """Tools that are due on the same day."""

    headline: str
    titles: tuple[str, ...]
    qr: QrCode | None = None
    """The QR code that adds this due day to the calendar of a phone.

    It is None if the tools have no due day. If only one group has a code, the code is in `ReceiptPage.qr` instead.
    """


class OtherRow(Struct, frozen=True):
    """A tool or a digital title in a plain row, for example with the reason why this commit did not record it."""

    title: str
    reason: str
    icon: str
    tone: Tone


class ReceiptPage(Struct, frozen=True):
    """The receipt. It shows the result, the shelves for the returned tools, and the due days of the borrowed tools."""

    band: Band
    lines: tuple[LineView, ...] = ()
    """The lines that are not confirmed, because they are refused or unknown.

    Each line says what the member must do next.
    """
    shelves_title: str = ""
    shelves: tuple[ShelfRow, ...] = ()
    dues_title: str = ""
    dues: tuple[DueGroup, ...] = ()
    qr: QrCode | None = None
    given_back_title: str = ""
    given_back: tuple[OtherRow, ...] = ()
    """The digital titles that were given back. The titles have no shelf."""
    money: MoneyView | None = None
    slip: Button | None = None
    """The button that prints the receipt on paper."""
    notes: tuple[Note, ...] = ()
    others_title: str = ""
    others: tuple[OtherRow, ...] = ()
    """The tools that this commit did not record. The end of the page shows them in plain rows."""
    banner: Banner | None = None
    countdown: Countdown | None = None
    done: Button | None = None
    rail: Rail = field(default_factory=Rail)
