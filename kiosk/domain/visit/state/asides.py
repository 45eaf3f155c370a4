"""Pages that are shown instead of the basket until a scan, Back, Finish or a time-out."""

from enum import StrEnum, auto

from kiosk.domain.finding import Choosing, Details, FoundTool, Place, Shelves, ToolCategory
from kiosk.domain.frozen import dataclass
from kiosk.domain.terms import ReservationId


class SearchProgress(StrEnum):
    """The progress of the search."""

    BEFORE = auto()
    """Nothing is being searched for yet."""
    RUNNING = auto()
    HERE = auto()
    AWAY = auto()
    """The library did not answer the search."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A result with its details; `number` is the number of the question for the details."""

    found: FoundTool
    number: int
    details: Details | None = None


@dataclass(frozen=True, slots=True)
class ToolSearch:
    """The search for a tool. An answer counts only if it has the number of the last question of its kind.

    `field` is the id of the field that is typed into; `offset` is the index of the first result that was last asked
    for.
    """

    field: int
    number: int
    words: str = ""
    kind: ToolCategory | None = None
    place: Place | None = None
    shelves: Shelves | None = None
    shelves_number: int = 0
    looking: SearchProgress = SearchProgress.BEFORE
    found: tuple[FoundTool, ...] = ()
    offset: int = 0
    more: bool = False
    opened: Opened | None = None
    choosing: Choosing | None = None
    like: str = ""
    """The name of the category to begin with, until the library's categories are known."""


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An item of a reservation, given by the server's own number."""

    reservation: ReservationId
    item: str


@dataclass(frozen=True, slots=True)
class Reserving:
    """The member's reservations. `asked`: the item that the page asks about; `leaving`: the item being released."""

    reading: bool = False
    asked: KeptItem | None = None
    leaving: KeptItem | None = None


Aside = ToolSearch | Reserving
