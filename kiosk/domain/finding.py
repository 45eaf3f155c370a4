"""Looking for a tool: what is asked, and what is found. No system of lending is named here."""

from datetime import date
from enum import StrEnum, auto

from kiosk.domain.frozen import dataclass
from kiosk.domain.model import Item

PAGE = 50
"""So many results are asked for at once."""
MOST_FOUND = 200
"""So many are held; more words find fewer."""


class Standing(StrEnum):
    """Whether a tool can be taken from its shelf now."""

    FREE = auto()
    OUT = auto()
    STAFF = auto()
    REPAIR = auto()
    NOT_NOW = auto()
    UNSAID = auto()
    """The library does not tell: the shelf will."""

    @property
    def can_be_taken(self) -> bool:
        """Nothing is known that speaks against it."""
        return self in {Standing.FREE, Standing.UNSAID}


@dataclass(frozen=True, slots=True)
class Kind:
    """A category of the library's."""

    ident: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A location of the library's; `path` leads from the root to it. Whoever looks in it looks in all below it."""

    ident: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelves:
    """What a search can be narrowed to."""

    kinds: tuple[Kind, ...] = ()
    places: tuple[Place, ...] = ()


class Choosing(StrEnum):
    """What of it is laid out to choose from."""

    KINDS = auto()
    PLACES = auto()


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; `kind` and `place` are their ids, `offset` counts results from 0."""

    words: str = ""
    kind: str = ""
    place: str = ""
    offset: int = 0
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Found:
    """A tool that fits. `status`: the library's own word for it; `until`: its day, where it is out and that is told."""

    item: Item
    standing: Standing
    status: str = ""
    until: date | None = None
    price: str = ""
    usual_price: str = ""
    """Where the member pays less."""
    picture: str = ""
    """An address that the lending system gives the picture for."""

    @property
    def key(self) -> str:
        """Tells it from the others."""
        return self.item.ident or self.item.code


@dataclass(frozen=True, slots=True)
class Results:
    """One page of them; `more`: there may be others after it."""

    found: tuple[Found, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """What is told only of a single tool. Plain text."""

    description: str = ""
    maker: str = ""
    model: str = ""
