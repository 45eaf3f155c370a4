"""The search for a tool: the query and the results. No lending system is named here."""

from datetime import date
from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.model import Item

PAGE = 50
"""One query asks for this many results."""
MOST_FOUND = 200
"""The search keeps at most this many results; more words find fewer tools."""


class Standing(StrEnum):
    """The standing of a tool: it tells whether the tool can be taken from its shelf now."""

    FREE = auto()
    OUT = auto()
    STAFF = auto()
    REPAIR = auto()
    NOT_NOW = auto()
    UNSAID = auto()
    """The library does not tell; the member must look on the shelf."""

    @property
    def can_be_taken(self) -> bool:
        """Return True if nothing is known that prevents taking the tool."""
        return self in {Standing.FREE, Standing.UNSAID}


class ToolCategory(Struct, frozen=True):
    """A category of the library's tools."""

    ident: str
    name: str


class Place(Struct, frozen=True):
    """A location of the library; `path` leads to it from the root. A search in it includes all places below it."""

    ident: str
    path: tuple[str, ...]


class Shelves(Struct, frozen=True):
    """The categories and places that a search can be narrowed to."""

    kinds: tuple[ToolCategory, ...] = ()
    places: tuple[Place, ...] = ()


class Choosing(StrEnum):
    """The list that is shown to choose from."""

    KINDS = auto()
    PLACES = auto()


class Query(Struct, frozen=True):
    """A query for tools; `kind` and `place` are ids, `offset` counts results from 0."""

    words: str = ""
    kind: str = ""
    place: str = ""
    offset: int = 0
    limit: int = PAGE


class FoundTool(Struct, frozen=True):
    """A tool that fits the query.

    `status`: the library's own word for the standing; `until`: the day when a tool that is out comes back, if known.
    """

    item: Item
    standing: Standing
    status: str = ""
    until: date | None = None
    price: str = ""
    usual_price: str = ""
    """The price for other members, if this member pays less."""
    picture: str = ""
    """The address of the picture, from the lending system."""

    @property
    def key(self) -> str:
        """Return the key that tells this tool from the others."""
        return self.item.ident or self.item.code


class Results(Struct, frozen=True):
    """One page of results; `more`: there may be more results after this page."""

    found: tuple[FoundTool, ...] = ()
    more: bool = False


class Details(Struct, frozen=True):
    """The facts that the library gives only for a single tool. Plain text."""

    description: str = ""
    maker: str = ""
    model: str = ""
