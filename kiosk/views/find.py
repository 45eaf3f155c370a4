"""The view of the page Find a tool, which says if a tool is in the library now, and on which shelf."""

from msgspec import Struct, field

from kiosk.views.pieces import Banner, Button, Pill, PlateView, Rail


class TypedWords(Struct, frozen=True):
    """The text that is now in the field of a search, as the window sends it. `form` is the page's `FindPage.form`."""

    form: int
    text: str


class PictureAsk(Struct, frozen=True):
    """The window's request for the picture at this address. The picture must fit into a square of `px` pixels."""

    address: str
    px: int


class FoundRow(Struct, frozen=True):
    """One result. A screen reader reads only the name of the button `open`, because this name says the whole row."""

    key: str
    title: str
    state: Pill
    open: Button
    icon: str = "box"
    plate: PlateView | None = None
    extra: str = ""
    picture: str = ""
    """The address of the tool's picture. The window asks the app for the picture when it draws the row."""


class FoundCard(Struct, frozen=True):
    """One result with all details. `lines` are facts about the tool, and `hint` says how the member takes the tool."""

    key: str
    title: str
    state: Pill
    icon: str = "box"
    plate: PlateView | None = None
    lines: tuple[str, ...] = ()
    hint: str = ""
    picture: str = ""


class FindPage(Struct, frozen=True):
    """The page Find a tool, which has one text field. When `form` changes, the text field gets the text `value`.

    While `form` stays the same, the text field keeps the typed text.
    """

    headline: str
    form: int
    field_name: str
    enter: Button
    """The button for the Enter key of the keyboard on the screen. The key sends the intent of this button."""
    value: str = ""
    placeholder: str = ""
    clear: str = ""
    """The text that a screen reader says for the cross that empties the text field."""
    keyboard: str = "en"
    searching: bool = False
    chips: tuple[Button, ...] = ()
    more_chips: Button | None = None
    """The button that opens the list of all categories, if there is no room for all `chips`."""
    where: Button | None = None
    tiles: tuple[Button, ...] = ()
    """The buttons of the categories or places to choose from. They are shown instead of results."""
    lead: str = ""
    """The words above the tiles, or the words that say that the kiosk now searches for digital titles."""
    hint: str = ""
    """The words below the last result."""
    message: Banner | None = None
    """The banner that says that no tool was found, or that the server does not answer."""
    rows: tuple[FoundRow, ...] = ()
    more: Button | None = None
    status: str = ""
    """The words about the progress of the search. When these words change, a screen reader says them."""
    opened: FoundCard | None = None
    back: Button | None = None
    rail: Rail = field(default_factory=Rail)
