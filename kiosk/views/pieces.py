"""What every page is made of: buttons, notes, banners, countdowns."""

from enum import StrEnum, auto

from kiosk.domain.frozen import dataclass
from kiosk.domain.messages import Intent


class Tone(StrEnum):
    """Meaning of a colour; never said by colour alone."""

    PLAIN = auto()
    ACCENT = auto()
    WAIT = auto()
    OK = auto()
    WARN = auto()
    BAD = auto()


class Look(StrEnum):
    """How a button lies on the bench."""

    PRIMARY = auto()
    PLAIN = auto()
    QUIET = auto()
    CHOSEN = auto()
    """A language or chip that is chosen (checkable)."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `icon` is a name in assets/icons; `hint` a second, smaller line; `name` for screen readers.

    A button that is not `enabled` is drawn dashed and says in `hint` why.
    """

    label: str
    intent: Intent
    icon: str = ""
    hint: str = ""
    look: Look = Look.PLAIN
    name: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Pill:
    """A small rounded state at the top."""

    text: str
    icon: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class TopBar:
    """It only speaks."""

    library: str = ""
    pill: Pill | None = None
    hours: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A text of the library's own."""

    html: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """A card across the top of the wall: what, why, what now."""

    title: str
    text: str = ""
    icon: str = "alert"
    tone: Tone = Tone.WARN
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Countdown:
    """A ring with seconds; `left_s` of `total_s`."""

    left_s: int
    total_s: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square for the phone: what it holds, its name for screen readers, the words under it."""

    payload: str
    name: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Rail:
    """The lowest row of the bench: who is here, Log out, Help, language."""

    who: str = ""
    log_out: Button | None = None
    tools: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class PlateView:
    """A shelf place, as on the shelf's own label."""

    text: str
    name: str = ""
