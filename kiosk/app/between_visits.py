"""The work that is done while nobody waits: collect garbage after a visit, and make pages for the next visit.

At the end of this work, the kiosk gives memory back to the operating system.
"""

import asyncio
from collections.abc import Callable

from kiosk.app.garbage import collect_all, give_memory_back

AFTER_S = 0.3
"""The seconds from the end of a visit until garbage is collected.

By then Welcome is painted, and the next member has probably not shown a fob yet.
"""
BETWEEN_PAGES_S = 0.02
"""The seconds that the kiosk waits before it makes each page. During the wait, it can answer touches and scans."""


class BetweenVisits:
    """Does the work after each visit, while nobody waits.

    It collects garbage (7 ms), tidies the stores, makes pages, and at last gives memory back to the operating system.
    Without this class, the kiosk would collect the objects of one visit in the middle of the next visit. Until then,
    these objects would need up to 3 MB of memory. `tidy` moves the newest changes of the stores into their main files.
    `make_ready` makes one page for the next member, and returns True if there are more pages to make. `give_back` gives
    the memory back, after the last page. The event loop runs after each page. So if somebody scans a fob, the kiosk
    answers the scan before it makes the next page.
    """

    def __init__(
        self,
        tidy: Callable[[], None],
        make_ready: Callable[[], bool],
        give_back: Callable[[], None] = give_memory_back,
    ) -> None:
        self._tidy, self._make_ready, self._give_back = tidy, make_ready, give_back
        self._waiting: asyncio.TimerHandle | None = None
        self._visited = False
        self._stopped = False

    def shown(self, *, idle: bool) -> None:
        """If the new view shows that a visit has ended, plan the work. If it shows a visit, cancel the planned work.

        The caller calls this each time when the window shows a view. `idle` is True if the view belongs to no member.
        """
        if not idle:
            self._visited = True
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None
        elif self._visited:
            self._visited = False
            self._later(AFTER_S, self._collect)

    def finish_now(self) -> None:
        """Do all planned work now. Tests need this method, because their visits follow each other without a pause."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._collect()
        while self._waiting is not None:
            self._waiting.cancel()
            self._prepare()

    def stop(self) -> None:
        """Cancel the planned work, and plan no new work, because the kiosk ends."""
        self._stopped = True
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _later(self, seconds: float, work: Callable[[], None]) -> None:
        if not self._stopped:
            self._waiting = asyncio.get_running_loop().call_later(seconds, work)

    def _collect(self) -> None:
        collect_all()
        self._tidy()
        self._later(BETWEEN_PAGES_S, self._prepare)

    def _prepare(self) -> None:
        self._waiting = None
        if self._make_ready():
            self._later(BETWEEN_PAGES_S, self._prepare)
        else:
            self._give_back()
