"""The data of the simulated OverDrive that can change, and frozen copies of this data for tests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiosk.simulator.overdrive.catalogue import OverdriveTitle

DigitalAct = Literal["checkout", "return", "cancel hold", "lending period", "code"]


@dataclass(slots=True)
class DigitalLoan:
    """A loan of a title to the patron with this key. If `on_kindle` is True, the loan was sent to a Kindle."""

    key: str
    title: OverdriveTitle
    out: datetime
    ends: datetime
    on_kindle: bool = False


@dataclass(slots=True)
class DigitalHold:
    """A hold of the patron with this key on a title.

    If the hold is ready, the patron can borrow the title before `until`. If it is not ready, `until` is None.
    """

    key: str
    title: OverdriveTitle
    placed: datetime
    until: datetime | None = None


@dataclass(slots=True, repr=False)
class FulfilmentCode:
    """A personal code that opens a loan. The code ends at `ends`, in seconds of LibraryClock.

    The usual repr would show the patron's key, so this class does not have the usual repr.
    """

    key: str
    title: OverdriveTitle
    ends: float
    opened: int = 0


@dataclass(frozen=True, slots=True)
class DigitalLoanFact:
    """A frozen copy of a loan, for tests. `id` is the reserveId in lower case, and `number` is the crossRefId."""

    key: str
    id: str
    number: int
    title: str
    out: datetime
    ends: datetime
    on_kindle: bool


@dataclass(frozen=True, slots=True)
class DigitalHoldFact:
    """A frozen copy of a hold, for tests. `place` is the place in the queue, and the first place is 1.

    `queue` is the number of holds in the queue.
    """

    key: str
    id: str
    number: int
    title: str
    place: int
    queue: int
    ready: bool
    until: datetime | None


@dataclass(frozen=True, slots=True)
class DigitalActFact:
    """One act that the library has really carried out, such as a check-out. Tests count these acts.

    `title` is the name of the title, or an empty text if the act concerns no title. `at` is the time in seconds of
    LibraryClock. The act "code" means that the patron got a personal code.
    """

    act: DigitalAct
    key: str
    title: str
    at: float
