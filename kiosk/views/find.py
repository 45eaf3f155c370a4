"""Find a tool: is it here, and where."""

from dataclasses import field

from kiosk.domain.frozen import dataclass
from kiosk.views.pieces import Banner, Button, Pill, PlateView, Rail


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What a field holds now, on its way from the window; `form` names the field."""

    form: int
    text: str


@dataclass(frozen=True, slots=True)
class PictureAsk:
    """The window wants the picture that lies at this address, to be drawn in a square of so many pixels."""

    address: str
    px: int


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One result: one element for a screen reader, which `open` names whole."""

    key: str
    title: str
    state: Pill
    open: Button
    icon: str = "box"
    plate: PlateView | None = None
    extra: str = ""
    picture: str = ""
    """An address; the window asks for it when it draws the row."""


@dataclass(frozen=True, slots=True)
class FoundCard:
    """One result, told in full. `lines` in order; `hint` is what to do with it."""

    key: str
    title: str
    state: Pill
    icon: str = "box"
    plate: PlateView | None = None
    lines: tuple[str, ...] = ()
    hint: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class FindPage:
    """What is typed lives in the field; `value` is put in when the page with this `form` appears."""

    headline: str
    form: int
    field_name: str
    enter: Button
    """The keyboard's key; its intent is sent."""
    value: str = ""
    placeholder: str = ""
    clear: str = ""
    """Name of the cross that empties the field."""
    keyboard: str = "en"
    searching: bool = False
    chips: tuple[Button, ...] = ()
    more_chips: Button | None = None
    """Shown where not all chips fit."""
    where: Button | None = None
    tiles: tuple[Button, ...] = ()
    """In the place of results: something to choose from."""
    lead: str = ""
    """Above the tiles."""
    hint: str = ""
    """Below the last result."""
    message: Banner | None = None
    """In the place of results, or above them: none, or no answer."""
    rows: tuple[FoundRow, ...] = ()
    more: Button | None = None
    status: str = ""
    """What a screen reader hears when it is new."""
    opened: FoundCard | None = None
    back: Button | None = None
    rail: Rail = field(default_factory=Rail)
