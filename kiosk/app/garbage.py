"""When Python looks for garbage: not while the kiosk starts, and after each visit, when nobody waits for it."""

import asyncio
import gc
from collections.abc import Callable

AFTER_S = 0.3
"""Welcome has been painted by then, and the next member still holds the fob."""


def keep_what_is_here() -> None:
    """What is there stays: it need not be looked through again, now or ever."""
    gc.freeze()
    gc.enable()


class BetweenVisits:
    """Collects once after each visit, which takes 7 ms, and has what is kept `tidied`, which nobody waits for.

    Left to itself Python waits for a quarter more objects than there are: some 300 visits, 3 MB, and a pause at any
    moment of a visit.
    """

    def __init__(self, tidy: Callable[[], None]) -> None:
        self._tidy = tidy
        self._after_visit: asyncio.TimerHandle | None = None
        self._visited = False

    def shown(self, *, idle: bool) -> None:
        """Each view: does it belong to nobody?"""
        if not idle:
            self._visited = True
            if self._after_visit is not None:
                self._after_visit.cancel()
                self._after_visit = None
        elif self._visited:
            self._visited = False
            self._after_visit = asyncio.get_running_loop().call_later(AFTER_S, self._collect)

    def collect_now(self) -> None:
        """Collect now what would be collected in a moment; visits that are played without a pause need it."""
        if self._after_visit is not None:
            self._after_visit.cancel()
            self._collect()

    def _collect(self) -> None:
        self._after_visit = None
        gc.collect()
        self._tidy()
