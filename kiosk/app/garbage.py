"""The times when Python collects garbage: not while the kiosk starts, but after each visit, when nobody waits."""

import asyncio
import gc
from collections.abc import Callable

AFTER_S = 0.3
"""The seconds after a visit until garbage is collected: Welcome is painted, and the next member still holds the fob."""


def keep_what_is_here() -> None:
    """Freeze all objects that exist now: the garbage collector never needs to look through them again."""
    gc.freeze()
    gc.enable()


class BetweenVisits:
    """A collector that runs once after each visit (7 ms) and then calls `tidy` for the stores, while nobody waits.

    Without this, Python collects only when there are a quarter more objects: after about 300 visits and 3 MB, and with
    a pause at any moment of a visit.
    """

    def __init__(self, tidy: Callable[[], None]) -> None:
        self._tidy = tidy
        self._after_visit: asyncio.TimerHandle | None = None
        self._visited = False

    def shown(self, *, idle: bool) -> None:
        """Hear of each view that is shown. `idle` is True if the view belongs to no member."""
        if not idle:
            self._visited = True
            if self._after_visit is not None:
                self._after_visit.cancel()
                self._after_visit = None
        elif self._visited:
            self._visited = False
            self._after_visit = asyncio.get_running_loop().call_later(AFTER_S, self._collect)

    def collect_now(self) -> None:
        """Do the waiting collection now, if there is one; visits that are played without a pause need this."""
        if self._after_visit is not None:
            self._after_visit.cancel()
            self._collect()

    def _collect(self) -> None:
        self._after_visit = None
        gc.collect()
        self._tidy()
