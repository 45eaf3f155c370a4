"""Home and basket."""

from dataclasses import field

from kiosk.domain.frozen import dataclass
from kiosk.views.membership import MembershipView
from kiosk.views.pieces import Banner, Button, Note, PlateView, QrCode, Rail, Tone
from kiosk.views.reserving import OfferView


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """Something to choose: its button; a day also has its weekday, its number and its month."""

    button: Button
    weekday: str = ""
    number: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class PanelView:
    """What can be chosen for a line, open inside it. `note`, `strong` and `reason` are one text, in this order."""

    choices: tuple[ChoiceView, ...] = ()
    columns: int = 1
    note: str = ""
    strong: str = ""
    reason: str = ""
    all: Button | None = None
    """The same for all lines."""


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
    like: Button | None = None
    """Another tool of this kind."""
    fresh: bool = False
    name: str = ""
    price: str = ""
    qr: QrCode | None = None
    """Where what refused it is mended."""
    chip: Button | None = None
    """The due day, to be changed; it stands where `due` would."""
    project: Button | None = None
    conditions: tuple[Button, ...] = ()
    condition: Button | None = None
    """The same in one chip, for rows that are low."""
    panel: PanelView | None = None


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
    membership: MembershipView | None = None
    total: str = ""
    """What it costs, near Finish."""
    finish: Button | None = None
    ways: tuple[Button, ...] = ()
    """What else can be done, while nothing is in the basket."""
    offer: OfferView | None = None
    rail: Rail = field(default_factory=Rail)
