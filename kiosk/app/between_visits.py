"""The work that is done while nobody waits: garbage is collected after each visit, and pages are made for the next."""

import asyncio
import gc
from collections.abc import Callable

AFTER_S = 0.3
"""The seconds after a visit until garbage is collected: Welcome is painted, and the next member still holds the fob."""
BETWEEN_PAGES_S = 0.02
"""The seconds between two pages that are made ready: touches and scans of that time are answered first."""


def freeze_objects() -> None:
    """Freeze all objects that exist now: the garbage collector never needs to look through them again."""
    gc.freeze()
    gc.enable()


class BetweenVisits:
    """The work after each visit, while nobody waits: collect garbage (7 ms), tidy the stores, make pages ready.

    Without this, Python collects only when there are a quarter more objects: after about 300 visits and 3 MB, and with
    a pause at any moment of a visit. `make_ready` makes one page for the next member and returns True if it has more to
    make; each page has a turn of the loop for itself, so that the next fob is answered between two pages.
    """

    def __init__(self, tidy: Callable[[], None], make_ready: Callable[[], bool]) -> None:
        self._tidy, self._make_ready = tidy, make_ready
        self._waiting: asyncio.TimerHandle | None = None
        self._visited = False

    def shown(self, *, idle: bool) -> None:
        """Hear of each view that is shown. `idle` is True if the view belongs to no member."""
        if not idle:
            self._visited = True
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None
        elif self._visited:
            self._visited = False
            self._later(AFTER_S, self._collect)

    def finish_now(self) -> None:
        """Do all work that waits, if there is some; visits that are played without a pause need this."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._collect()
        while self._waiting is not None:
            self._waiting.cancel()
            self._prepare()

    def _later(self, seconds: float, work: Callable[[], None]) -> None:
        self._waiting = asyncio.get_running_loop().call_later(seconds, work)

    def _collect(self) -> None:
        gc.collect()
        self._tidy()
        self._later(BETWEEN_PAGES_S, self._prepare)

    def _prepare(self) -> None:
        self._waiting = None
        if self._make_ready():
            self._later(BETWEEN_PAGES_S, self._prepare)
