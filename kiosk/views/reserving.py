"""The pictures of the member's reserved tools: the offer at Home, and the page."""

from msgspec import Struct, field

from kiosk.views.pieces import Banner, Button, PlateView, Rail, Tone


class OfferRow(Struct, frozen=True):
    """A reserved tool that is ready; `done` is True if it is in the basket."""

    title: str
    done: bool
    name: str = ""


class OfferView(Struct, frozen=True):
    """Reserved tools that are ready. With `rows` it is a list to tick off, above a basket that holds something."""

    title: str
    text: str = ""
    plates: tuple[PlateView, ...] = ()
    rows: tuple[OfferRow, ...] = ()


class KeptRow(Struct, frozen=True):
    """A reserved tool. If there is a `question`, `buttons` are its answers; `note` says why there are no buttons."""

    title: str
    text: str
    tone: Tone = Tone.PLAIN
    icon: str = "calendar"
    plate: PlateView | None = None
    buttons: tuple[Button, ...] = ()
    question: str = ""
    note: str = ""
    name: str = ""


class ReservationsPage(Struct, frozen=True):
    """The page "Your reservations"."""

    headline: str
    lead: str = ""
    rows: tuple[KeptRow, ...] = ()
    banner: Banner | None = None
    hint: str = ""
    hint_text: str = ""
    count: str = ""
    count_text: str = ""
    back: Button | None = None
    rail: Rail = field(default_factory=Rail)
