"""The frozen picture that the window draws. All wording, ordering and enabling is decided before it gets here.

Every text is plain unless its name ends in `html` (already sanitised). A button carries the intent that it sends.
"""

from dataclasses import dataclass, field
from enum import StrEnum, auto

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


# --- pages ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StepView:
    """One of the numbered steps; `now` is the one to do, `done` has a tick."""

    text: str
    now: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class TrayCard:
    """An item that waits for a fob."""

    title: str
    text: str
    remove: Button | None = None


@dataclass(frozen=True, slots=True)
class ContactView:
    """How to reach the library."""

    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """Start, in one gesture. With `tray` cards the newest stands on top in place of the picture's upper part."""

    headline: str
    lead: str
    steps: tuple[StepView, ...]
    picture_name: str
    hours_title: str = ""
    hours_text: str = ""
    notes: tuple[Note, ...] = ()
    contact: ContactView = field(default_factory=ContactView)
    tray: tuple[TrayCard, ...] = ()
    tray_more: str = ""
    banner: Banner | None = None
    log_in: Button | None = None
    languages: tuple[Button, ...] = ()
    help: Button | None = None


class FieldKind(StrEnum):
    """What a field takes; the keyboard and the echo follow it."""

    TEXT = auto()
    PASSWORD = auto()
    PIN = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of a form; `ident` is `name`, `secret` or `pin`."""

    ident: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    """Put in when the form appears (a name that is kept); never a secret."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form with an id: typed text dies when the id changes, except `Field.value`."""

    ident: int
    fields: tuple[Field, ...]
    submit: Button
    """Its intent is not used: sending the form sends a `FilledForm`."""
    show_secret: str = ""
    """Name of the eye that shows the password."""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What was typed, on its way from the window; its repr shows nothing."""

    form: int
    values: tuple[tuple[str, str], ...] = field(repr=False)

    def value(self, ident: str) -> str:
        """The text of this field, empty if the form has none."""
        return dict(self.values).get(ident, "")


@dataclass(frozen=True, slots=True)
class Toggle:
    """A row that is a switch."""

    label: str
    text: str
    on: bool
    intent: Intent


@dataclass(frozen=True, slots=True)
class FormPage:
    """Get in by typing; or make a fob enough from now on."""

    headline: str
    lead: str
    form: Form
    steps: tuple[StepView, ...] = ()
    error: Banner | None = None
    toggle: Toggle | None = None
    tray: tuple[TrayCard, ...] = ()
    back: Button | None = None
    others: tuple[Button, ...] = ()
    """E.g. "That was a tool"."""
    keyboard: str = "en"
    """Language of the keyboard's layout."""


@dataclass(frozen=True, slots=True)
class PlateView:
    """A shelf place, as on the shelf's own label."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the basket, keyed by `key`. `name` is the whole line for a screen reader."""

    key: int
    title: str
    word: str
    code: str
    tone: Tone
    icon: str
    """An icon's name, or `ring` for the grey ring that turns."""
    reason: str = ""
    due: str = ""
    plate: PlateView | None = None
    remove: Button | None = None
    retry: Button | None = None
    fresh: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A tool at home."""

    title: str
    due: str
    tone: Tone = Tone.PLAIN
    icon: str = "clock"


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One kind of line, counted: "1 to borrow"."""

    text: str
    icon: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class BasketPage:
    """Home and basket."""

    headline: str
    lead: str = ""
    lines: tuple[LineView, ...] = ()
    more: str = ""
    """Template for the button at the list's foot, with {n} for the number of lines below."""
    more_one: str = ""
    """The same for a single line."""
    banner: Banner | None = None
    loans_title: str = ""
    loans: tuple[LoanRow, ...] = ()
    loans_line: str = ""
    """The same in one line, for when there are lines."""
    notes: tuple[Note, ...] = ()
    hints: tuple[str, ...] = ()
    """Under the picture of an empty basket: "Look for our label", "Not the shop's code"."""
    count: str = ""
    count_text: str = ""
    summary: tuple[SummaryRow, ...] = ()
    finish: Button | None = None
    rail: Rail = field(default_factory=Rail)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A tool in a group of the Confirm page."""

    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Tools that go the same way, with their number."""

    title: str
    icon: str
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """One look before it counts; also asked before finishing without unknown lines, leaving, and switching."""

    headline: str
    lead: str = ""
    groups: tuple[Group, ...] = ()
    banners: tuple[Banner, ...] = ()
    yes: Button | None = None
    no: Button | None = None
    rail: Rail = field(default_factory=Rail)


@dataclass(frozen=True, slots=True)
class NameRow:
    """A tool on the Committing page: its ring turns into a tick only when the read-back holds it."""

    title: str
    proven: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class CommittingPage:
    """Honest while nothing is known."""

    headline: str
    lead: str
    rows: tuple[NameRow, ...] = ()
    banner: Banner | None = None
    wait: Button | None = None
    """The dashed button that says why one waits."""
    leave: Button | None = None
    rail: Rail = field(default_factory=Rail)


@dataclass(frozen=True, slots=True)
class Band:
    """The verdict, readable from the door."""

    text: str
    icon: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """Where a returned tool belongs."""

    plate: PlateView
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DueGroup:
    """Tools that are due on the same day."""

    headline: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """Proof, and the two things to do now: shelves and dates."""

    band: Band
    lines: tuple[LineView, ...] = ()
    """Refused or unknown ones, each with its next step."""
    shelves_title: str = ""
    shelves: tuple[ShelfRow, ...] = ()
    dues_title: str = ""
    dues: tuple[DueGroup, ...] = ()
    qr: QrCode | None = None
    notes: tuple[Note, ...] = ()
    banner: Banner | None = None
    countdown: Countdown | None = None
    done: Button | None = None
    rail: Rail = field(default_factory=Rail)


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


Page = WelcomePage | FormPage | BasketPage | ConfirmPage | CommittingPage | ReceiptPage | StillPage | MessagePage


@dataclass(frozen=True, slots=True)
class NoticeView:
    """The answer to what just happened; over the foot of the wall."""

    text: str
    tone: Tone = Tone.PLAIN
    icon: str = ""


@dataclass(frozen=True, slots=True)
class HelpView:
    """Covers the wall, not the bench."""

    headline: str
    cards: tuple[Card, ...]
    contact: ContactView = field(default_factory=ContactView)
    close: Button | None = None


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
