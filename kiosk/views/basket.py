"""The views of Home, of the basket, and of the page with the member's reservations."""

from msgspec import Struct, field

from kiosk.views.pieces import Banner, Button, MoneyView, Note, PlateView, QrCode, Rail, Tone

# --- reserved tools ---


class OfferRow(Struct, frozen=True):
    """A reserved tool that the member can pick up now. `done` is True if the tool is in the basket."""

    title: str
    done: bool
    name: str = ""


class OfferView(Struct, frozen=True):
    """The reserved tools that the member can pick up now.

    If the basket is empty, `text` says until when the tools are reserved, and `plates` name their shelves. If the
    basket has lines, `rows` has a row for each tool instead.
    """

    title: str
    text: str = ""
    plates: tuple[PlateView, ...] = ()
    rows: tuple[OfferRow, ...] = ()


class WaitRow(Struct, frozen=True):
    """A reservation for which the member still waits. `text` says the member's number in the queue, if it is known."""

    title: str
    text: str


class WaitView(Struct, frozen=True):
    """The reservations for which the member still waits. `more` says how many of them have no row."""

    title: str
    rows: tuple[WaitRow, ...]
    more: str = ""


class KeptRow(Struct, frozen=True):
    """A tool on the page "Your reservations".

    If `question` is not empty, `buttons` are the answers to it, and `note` is not shown.
    """

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


# --- the basket ---


class MembershipView(Struct, frozen=True):
    """The card on Home about the membership. `qr` opens the web page where the member can correct a problem."""

    title: str
    lines: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    icon: str = "user"
    qr: QrCode | None = None


class ChoiceView(Struct, frozen=True):
    """One choice with its button. For a day, the weekday, the day of the month and the month are given, too."""

    button: Button
    weekday: str = ""
    number: str = ""
    month: str = ""


class PanelView(Struct, frozen=True):
    """The open panel inside a line, with its choices.

    Two texts stand below the choices: first `note`, and then `strong` (in bold letters) together with `reason`.
    """

    choices: tuple[ChoiceView, ...] = ()
    columns: int = 1
    note: str = ""
    strong: str = ""
    reason: str = ""
    all: Button | None = None
    """The button that makes the same choice for all lines."""


class LineView(Struct, frozen=True):
    """One line of the basket. `key` identifies the line, and `name` is the whole line in words for a screen reader."""

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
    """The second button of the line. For example, it searches for a similar tool, or opens a digital loan."""
    fresh: bool = False
    asked: bool = False
    """True if the line asks a question, with `retry` and `like` as the answers. The list scrolls to this line."""
    name: str = ""
    price: str = ""
    qr: QrCode | None = None
    """The QR code of the web page where the member can solve the problem that led to the refusal."""
    chip: Button | None = None
    """The small button that shows the due day and opens the choice of days. It is drawn instead of `due`."""
    project: Button | None = None
    conditions: tuple[Button, ...] = ()
    condition: Button | None = None
    """The small button that opens a panel of conditions. If lines are small, it is drawn instead of `conditions`."""
    panel: PanelView | None = None


class LoanRow(Struct, frozen=True):
    """A tool that the member has borrowed and has at home."""

    title: str
    due: str
    tone: Tone = Tone.PLAIN
    icon: str = "clock"
    renew: Button | None = None
    """The button that lengthens the loan."""
    details: str = ""
    """More facts in small letters: the item's shelf (its call number), and how often the loan was renewed.

    If the library wants the tool back, the due day is given, too.
    """
    note: str = ""
    """The reason why the loan cannot be renewed, or why the library wants the tool back."""


class SummaryRow(Struct, frozen=True):
    """The number of lines of one kind, for example "1 to borrow"."""

    text: str
    icon: str
    tone: Tone = Tone.PLAIN


class BasketPage(Struct, frozen=True):
    """The page Home if the basket is empty, else the page of the basket.

    The class is also used for the page on which people return tools without an account.
    """

    headline: str
    lead: str = ""
    lines: tuple[LineView, ...] = ()
    places: tuple[str, ...] = ()
    """The words that a screen reader says for the number of each line, such as "line 2 of 5".

    The numbers are not in the names of the lines, because a new line changes the numbers of all other lines.
    """
    more: str = ""
    """The template for the button that scrolls down. {n} stands for the number of lines below the visible part."""
    more_one: str = ""
    """The text for the button that scrolls down if only one line is below the visible part."""
    banner: Banner | None = None
    loans_title: str = ""
    loans: tuple[LoanRow, ...] = ()
    keep_all: Button | None = None
    """The button that lengthens all loans."""
    loans_line: str = ""
    """A short sentence about the tools that the member has at home.

    If the lending system has a cart, a basket with lines shows this sentence instead of `loans`.
    """
    notes: tuple[Note, ...] = ()
    hints: tuple[str, ...] = ()
    """The words under the pictures in an empty basket, for example "Look for our label"."""
    count: str = ""
    count_text: str = ""
    summary: tuple[SummaryRow, ...] = ()
    membership: MembershipView | None = None
    total: str = ""
    """The words near the button Finish that say what the borrowed tools cost."""
    finish: Button | None = None
    ways: tuple[Button, ...] = ()
    """The buttons that lead to other pages, for example Find a tool.

    If the basket has lines, only the button for digital loans is left.
    """
    offer: OfferView | None = None
    waits: WaitView | None = None
    owed: MoneyView | None = None
    """The money that the member owes from before this visit."""
    rail: Rail = field(default_factory=Rail)
