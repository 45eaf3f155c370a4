"""The data of the simulated Sierra that can change (loans, holds), and frozen copies of this data for tests."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kiosk.simulator.sierra.catalogue import ItemRecord, VolumeRecord

CirculationAct = Literal["checkout", "checkin", "renewal", "cancel hold"]


@dataclass(slots=True)
class CheckoutRecord:
    """A loan of an item to the patron with this key.

    `is_hourly` is True if the item was lent by the hour, and False if it was lent by the day.
    """

    id: int
    key: str
    item: ItemRecord
    out: datetime
    due: datetime
    is_hourly: bool = False
    renewals: int = 0
    recalled: datetime | None = None


@dataclass(slots=True)
class HoldRecord:
    """A hold, which reserves an item for the patron with this key.

    If `of_title` is True, the hold is for any item with the title of this item. If `volume` is not None, the hold is
    for any item of this volume. If `ready` is True, the item waits for the patron on the hold shelf until the end of
    the day `until`.
    """

    id: int
    key: str
    item: ItemRecord
    placed: date
    place: int
    queue: int
    ready: bool
    until: date | None
    of_title: bool = False
    volume: VolumeRecord | None = None


@dataclass(frozen=True, slots=True)
class CheckoutFact:
    """A frozen copy of a loan, for tests. `due_day` is the day in the library's own time zone."""

    id: int
    key: str
    barcode: str
    item_id: str
    out: datetime
    due: datetime
    due_day: date
    renewals: int
    recalled: datetime | None


@dataclass(frozen=True, slots=True)
class HoldFact:
    """A frozen copy of a hold, for tests."""

    id: int
    key: str
    barcode: str
    place: int
    queue: int
    ready: bool
    until: date | None


@dataclass(frozen=True, slots=True)
class CirculationFact:
    """One act, such as a check-out, that has changed the library. Refused acts are not noted. Tests count these acts.

    `key` is the key of the patron to whom the loan or hold belongs. `at` is the time of the act: the value of
    LibraryClock.seconds.
    """

    act: CirculationAct
    key: str
    barcode: str
    at: float
