"""The picture of Find a tool, which says if a tool is here and where."""

from msgspec import Struct, field

from kiosk.views.pieces import Banner, Button, Pill, PlateView, Rail


class TypedWords(Struct, frozen=True):
    """The text that a field holds now, on its way from the window; `form` names the field."""

    form: int
    text: str


class PictureAsk(Struct, frozen=True):
    """The window's wish for the picture at this address, to be drawn in a square of `px` pixels."""

    address: str
    px: int


class FoundRow(Struct, frozen=True):
    """One result. It is one element for a screen reader, and the name of `open` says all of it."""

    key: str
    title: str
    state: Pill
    open: Button
    icon: str = "box"
    plate: PlateView | None = None
    extra: str = ""
    picture: str = ""
    """The address of a picture, which the window asks for when it draws the row."""


class FoundCard(Struct, frozen=True):
    """One result in full. `lines` are in their order; `hint` says what to do with the tool."""

    key: str
    title: str
    state: Pill
    icon: str = "box"
    plate: PlateView | None = None
    lines: tuple[str, ...] = ()
    hint: str = ""
    picture: str = ""


class FindPage(Struct, frozen=True):
    """The page Find a tool. The field keeps the typed text; `value` is put in when a page with a new `form` appears."""

    headline: str
    form: int
    field_name: str
    enter: Button
    """The key on the keyboard that sends its intent."""
    value: str = ""
    placeholder: str = ""
    clear: str = ""
    """The name of the cross that empties the field."""
    keyboard: str = "en"
    searching: bool = False
    chips: tuple[Button, ...] = ()
    more_chips: Button | None = None
    """The button shown if not all chips fit."""
    where: Button | None = None
    tiles: tuple[Button, ...] = ()
    """Choices that are shown instead of results."""
    lead: str = ""
    """The words above the tiles."""
    hint: str = ""
    """The words below the last result."""
    message: Banner | None = None
    """The banner instead of results or above them, which says that there are none or that there is no answer."""
    rows: tuple[FoundRow, ...] = ()
    more: Button | None = None
    status: str = ""
    """The words that a screen reader says when they are new."""
    opened: FoundCard | None = None
    back: Button | None = None
    rail: Rail = field(default_factory=Rail)
