"""What holds for every visit at one site: its ways that were learned, and the terms that the settings set."""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date, datetime

from kiosk.backends import ItemMemory, WriteLog
from kiosk.domain.days import Hours
from kiosk.domain.frozen import dataclass
from kiosk.domain.terms import Offers

_MOST_MOMENTS = 40


@dataclasses.dataclass(slots=True)
class Learned:
    """`update_verb`: the one that it takes for a changed line; `marks_again`: a marked return takes another status.

    `offers`: what everybody may choose from, as far as it is known. `due_moments`: when loans are due.
    """

    update_verb: str = ""
    deletes_carts: bool = True
    marks_again: bool = True
    offers: Offers = dataclasses.field(default_factory=Offers)
    due_moments: tuple[datetime, ...] = ()

    def learn_moments(self, moments: Iterable[datetime]) -> None:
        """Keep these, too, and forget the oldest."""
        self.due_moments = tuple(sorted({*self.due_moments, *moments})[-_MOST_MOMENTS:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for every visit at this site."""

    write_log: WriteLog
    memory: ItemMemory
    now: Callable[[], datetime]
    today: Callable[[], date]
    learned: Learned
    default_days: int = 7
    two_phase: bool = False
    logout_call: bool = False
    hours: Hours = ()
    conditions: tuple[str, ...] = ()
    """Names of the statuses that a member may give to a tool."""
    projects: bool = False
    language: str = ""
    """The one in which `conditions` are written."""
