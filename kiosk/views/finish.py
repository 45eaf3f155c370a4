"""The pictures of Confirm, Committing and the receipt."""

from msgspec import Struct, field

from kiosk.views.basket import LineView
from kiosk.views.pieces import Banner, Button, Countdown, MoneyView, Note, PlateView, QrCode, Rail, Tone


class GroupRow(Struct, frozen=True):
    """A tool in a group of the Confirm page: below its title a detail, at the right a day or a shelf."""

    title: str
    detail: str = ""
    day: str = ""
    plate: PlateView | None = None


class ConfirmGroup(Struct, frozen=True):
    """Tools that go the same way, with their number."""

    title: str
    icon: str
    rows: tuple[GroupRow, ...]


class ConfirmPage(Struct, frozen=True):
    """One look before Finish counts; also the questions before leaving and before finishing without some lines."""

    headline: str
    lead: str = ""
    groups: tuple[ConfirmGroup, ...] = ()
    banners: tuple[Banner, ...] = ()
    money: MoneyView | None = None
    yes: Button | None = None
    no: Button | None = None
    rail: Rail = field(default_factory=Rail)


class NameRow(Struct, frozen=True):
    """A tool on the Committing page: its ring turns into a tick only when the read-back holds it."""

    title: str
    proven: bool
    name: str = ""


class CommittingPage(Struct, frozen=True):
    """The page of a commit on its way, which says only what is certain."""

    headline: str
    lead: str
    rows: tuple[NameRow, ...] = ()
    banner: Banner | None = None
    wait: Button | None = None
    """The dashed button that says why the member waits."""
    leave: Button | None = None
    rail: Rail = field(default_factory=Rail)


class Band(Struct, frozen=True):
    """The verdict, readable from the door."""

    text: str
    icon: str
    tone: Tone


class ShelfRow(Struct, frozen=True):
    """The shelf on which a returned tool belongs."""

    plate: PlateView
    title: str
    detail: str = ""


class DueGroup(Struct, frozen=True):
    """Tools that are due on the same day."""

    headline: str
    titles: tuple[str, ...]
    qr: QrCode | None = None
    """The code that puts this day into a phone, if the page does not have one code for all."""


class OtherRow(Struct, frozen=True):
    """A tool that was not part of Finish, and why."""

    title: str
    reason: str
    icon: str
    tone: Tone


class ReceiptPage(Struct, frozen=True):
    """The receipt: proof, and the two things to do now, with shelves and dates."""

    band: Band
    lines: tuple[LineView, ...] = ()
    """The lines that are not confirmed, refused or unknown, each with its next step."""
    shelves_title: str = ""
    shelves: tuple[ShelfRow, ...] = ()
    dues_title: str = ""
    dues: tuple[DueGroup, ...] = ()
    qr: QrCode | None = None
    money: MoneyView | None = None
    slip: Button | None = None
    """The button that prints the receipt on paper."""
    notes: tuple[Note, ...] = ()
    others_title: str = ""
    others: tuple[OtherRow, ...] = ()
    """The tools that were not part of Finish, quietly at the end."""
    banner: Banner | None = None
    countdown: Countdown | None = None
    done: Button | None = None
    rail: Rail = field(default_factory=Rail)
