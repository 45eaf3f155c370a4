"""The parts that pages are made of: buttons, notes, banners, countdowns and so on."""

from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.messages.intents import Intent


class Tone(StrEnum):
    """The meaning of a colour. A word or an icon always says the same as the colour."""

    PLAIN = auto()
    ACCENT = auto()
    WAIT = auto()
    OK = auto()
    WARN = auto()
    BAD = auto()


class Emphasis(StrEnum):
    """The importance of a button, which decides how it is drawn."""

    PRIMARY = auto()
    PLAIN = auto()
    QUIET = auto()
    CHOSEN = auto()
    """The look of a language or a chip that the person has chosen."""


class Button(Struct, frozen=True):
    """A button. `icon` is the name of an icon in assets/icons, and `hint` is a second line in smaller letters.

    `name` is the text that a screen reader says. If `enabled` is False, the button has a dashed border, and its `hint`
    says why it cannot be pressed. `badge` is a number in a pill at the right end of the button.
    """

    label: str
    intent: Intent
    icon: str = ""
    hint: str = ""
    look: Emphasis = Emphasis.PLAIN
    name: str = ""
    enabled: bool = True
    badge: str = ""


class Pill(Struct, frozen=True):
    """A small rounded label that shows a state."""

    text: str
    icon: str = ""
    tone: Tone = Tone.PLAIN


class TopBar(Struct, frozen=True):
    """The bar at the top. The bar only informs, and nothing in it can be pressed."""

    library: str = ""
    pill: Pill | None = None
    hours: str = ""
    clock: str = ""


class Note(Struct, frozen=True):
    """One of the library's own texts."""

    html: str
    label: str = ""


class Banner(Struct, frozen=True):
    """A card that says what happened, why, and what the person can do now.

    It is drawn on the wall, which is the part of the page that shows words. Most pages show the card near the top.
    """

    title: str
    text: str = ""
    icon: str = "alert"
    tone: Tone = Tone.WARN
    buttons: tuple[Button, ...] = ()


class Countdown(Struct, frozen=True):
    """A ring that counts down from `total_s` seconds to zero. `left_s` is the number of seconds that are left."""

    left_s: int
    total_s: int
    name: str = ""


class QrCode(Struct, frozen=True):
    """A QR code for a phone. `payload` is its content, and `caption` is the text under it.

    `name` is the text that a screen reader says.
    """

    payload: str
    name: str
    caption: str = ""


class Rail(Struct, frozen=True):
    """The lowest row of the bench, which is the part of the page that holds the buttons.

    The row shows the member's name, and the buttons for Log out, Help and the language.
    """

    who: str = ""
    log_out: Button | None = None
    tools: tuple[Button, ...] = ()


class PlateView(Struct, frozen=True):
    """The name of a shelf, drawn like the label on the shelf itself."""

    text: str
    name: str = ""


class MoneyRow(Struct, frozen=True):
    """One cost, with its label and its amount. `detail` is drawn below in small letters. A `strong` row is the sum."""

    label: str
    amount: str
    detail: str = ""
    strong: bool = False


class MoneyView(Struct, frozen=True):
    """A card that lists costs, or the money that the member owes. `note` says how the member will pay."""

    title: str
    rows: tuple[MoneyRow, ...]
    note: str = ""
