"""What stands in the place of the basket until a scan, Back, Finish or a time-out."""

from enum import StrEnum, auto

from kiosk.domain.finding import Choosing, Details, Found, Kind, Place, Shelves
from kiosk.domain.frozen import dataclass
from kiosk.domain.terms import ReservationId


class Looking(StrEnum):
    """How far the search is."""

    BEFORE = auto()
    """Nothing is looked for yet."""
    RUNNING = auto()
    HERE = auto()
    AWAY = auto()
    """The library did not answer it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One result, looked at more closely; `number` is that of the question for its details."""

    found: Found
    number: int
    details: Details | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Find a tool. An answer counts only if it has the number of the last question of its sort.

    `field` names the field that is typed into; `offset` is where the results begin that were asked for last.
    """

    field: int
    number: int
    words: str = ""
    kind: Kind | None = None
    place: Place | None = None
    shelves: Shelves | None = None
    shelves_number: int = 0
    looking: Looking = Looking.BEFORE
    found: tuple[Found, ...] = ()
    offset: int = 0
    more: bool = False
    opened: Opened | None = None
    choosing: Choosing | None = None
    like: str = ""
    """The category to begin with, once it is known which that is."""


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An item (by its server's number) of a reservation."""

    reservation: ReservationId
    item: str


@dataclass(frozen=True, slots=True)
class Reserving:
    """The member's reservations. `asked`: cancel this one?; `leaving`: its answer is awaited."""

    reading: bool = False
    asked: KeptItem | None = None
    leaving: KeptItem | None = None


Aside = Finding | Reserving
