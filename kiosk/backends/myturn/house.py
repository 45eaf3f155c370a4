"""The facts for every visit at one site: its learned behaviour, and the terms from the settings."""

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
    """The learned behaviour of a site. `update_verb` is the verb that it accepts for a changed line.

    `marks_again` is True if a marked return can be marked again with another status. `offers` are the known choices of
    all members. `due_moments` are the moments at which loans are due.
    """

    update_verb: str = ""
    deletes_carts: bool = True
    marks_again: bool = True
    offers: Offers = dataclasses.field(default_factory=Offers)
    due_moments: tuple[datetime, ...] = ()

    def learn_moments(self, moments: Iterable[datetime]) -> None:
        """Add these moments and forget the oldest ones."""
        self.due_moments = tuple(sorted({*self.due_moments, *moments})[-_MOST_MOMENTS:])


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTerms:
    """The terms that are the same for every visit at this site."""

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
    """The names of the statuses that a member may give to a tool."""
    projects: bool = False
    language: str = ""
    """The language of the names in `conditions`."""
