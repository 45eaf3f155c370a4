"""The query and the results of a search for a tool. All lending systems use the same types."""

from datetime import date
from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.model import Item, Medium

PAGE = 50
"""The number of results that one query asks for."""
MOST_FOUND = 200
"""The largest number of results that a search shows. To find fewer tools, the person can type more words."""


class Standing(StrEnum):
    """The state of a tool. It says if a member can take the tool from its shelf now, and if not, why."""

    FREE = auto()
    OUT = auto()
    STAFF = auto()
    REPAIR = auto()
    NOT_NOW = auto()
    UNSAID = auto()
    """The library does not say if the tool can be taken, so the member must look on the shelf."""

    @property
    def can_be_taken(self) -> bool:
        """Return True if the kiosk knows no reason why a member cannot take the tool from its shelf."""
        return self in {Standing.FREE, Standing.UNSAID}


class ToolCategory(Struct, frozen=True):
    """A category of the library's tools."""

    ident: str
    name: str


class Place(Struct, frozen=True):
    """A place in the library. A place can contain other places, for example a room contains shelves.

    `path` holds the names from the largest place to this place. A search at a place includes all places inside it.
    """

    ident: str
    path: tuple[str, ...]


class Shelves(Struct, frozen=True):
    """All categories and places. A search can be for one category and at one place."""

    kinds: tuple[ToolCategory, ...] = ()
    places: tuple[Place, ...] = ()


class Choosing(StrEnum):
    """The open list from which a person can choose: the list of categories, or the list of places."""

    KINDS = auto()
    PLACES = auto()


class Query(Struct, frozen=True):
    """A query for tools or digital titles. `kind` is the id of a category, and `place` is the id of a place.

    `offset` is the index of the first result, counted from 0. `system` is the key of the digital system that is asked.
    For the main system, `system` is an empty text.
    """

    words: str = ""
    kind: str = ""
    place: str = ""
    offset: int = 0
    limit: int = PAGE
    system: str = ""


class CopiesNow(Struct, frozen=True):
    """The copies of a digital title. The library owns `owned` copies, and `free` of them can be borrowed now."""

    free: int
    owned: int


class FoundTool(Struct, frozen=True):
    """A tool or a digital title that fits the query.

    `status` is the library's own word for `standing`. `until` is the day when a tool that is on loan comes back, or
    None if this day is not known.
    """

    item: Item
    standing: Standing
    status: str = ""
    until: date | None = None
    price: str = ""
    usual_price: str = ""
    """The price that other members pay. The text is empty if this member does not pay less than other members."""
    picture: str = ""
    """The web address of a picture of the tool, as the lending system gave it."""
    medium: Medium | None = None
    """The form of a digital title, or None for a tool."""
    author: str = ""
    copies: CopiesNow | None = None
    """The copies of a digital title.

    None in three cases: this is a tool, the number of copies does not matter for this title, or the number is not
    known.
    """
    system: str = ""
    """The key of the digital system that lends the title, or an empty text for the main system."""

    @property
    def key(self) -> str:
        """Return the key of this tool: the server's own number for it, or the text on its label.

        No other tool has the same key.
        """
        return self.item.ident or self.item.code


class Results(Struct, frozen=True):
    """One page of results. If `more` is True, there can be more results after this page."""

    found: tuple[FoundTool, ...] = ()
    more: bool = False


class Details(Struct, frozen=True):
    """The facts that the library gives only if it is asked about one tool. All facts are plain text."""

    description: str = ""
    maker: str = ""
    model: str = ""
