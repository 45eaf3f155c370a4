"""The code that carries out searches. A search and the writes of a visit can run at the same time.

Only the newest search runs. It begins when the member has not typed for a moment.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from kiosk.backends.errors import LendingError, LogBrokenError, SignInLostError
from kiosk.backends.protocol import Finder, LendingBackend
from kiosk.domain.messages.answers import DetailsRead, SearchAnswered, ShelvesRead
from kiosk.domain.messages.effects import Inquiry, ReadDetails, ReadShelves, Search
from kiosk.domain.messages.events import Event
from kiosk.domain.model import VisitId
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.tasks import Wiring
from kiosk.runner.visit_writes import OpenVisit

_log = logging.getLogger("kiosk.finding")

T = TypeVar("T")


class Searching:
    """Carries out inquiries, for example a search. A new inquiry cancels the earlier inquiry of the same class."""

    def __init__(
        self,
        backend: LendingBackend,
        *,
        wiring: Wiring,
        server: ServerWatch,
        visits: Mapping[VisitId, OpenVisit],
        find_out: Callable[[], None],
    ) -> None:
        """Remember the parts that an inquiry needs.

        `visits` contains the open visits. `find_out` is called when an inquiry has failed, and finds out if the server
        is away.
        """
        self._backend, self._wiring, self._server = backend, wiring, server
        self._visits, self._find_out = visits, find_out
        self._running: dict[type[Inquiry], asyncio.Task[None]] = {}

    def start(self, inquiry: Inquiry) -> None:
        """Begin an inquiry, and cancel the earlier inquiry of the same class."""
        before = self._running.get(type(inquiry))
        if before is not None:
            before.cancel()
        self._running[type(inquiry)] = self._wiring.spawn(self._answer(inquiry))

    async def _answer(self, inquiry: Inquiry) -> None:
        answer: Event
        match inquiry:
            case Search():
                await asyncio.sleep(inquiry.wait_s)
                system = inquiry.query.system
                results = await self._tried(inquiry, lambda finder: finder.search(inquiry.query), system)
                answer = SearchAnswered(inquiry.visit, inquiry.number, results)
            case ReadShelves():
                shelves = await self._tried(inquiry, lambda finder: finder.shelves())
                answer = ShelvesRead(inquiry.visit, inquiry.number, shelves)
            case ReadDetails():
                details = await self._tried(inquiry, lambda finder: finder.details(inquiry.ident), inquiry.system)
                answer = DetailsRead(inquiry.visit, inquiry.number, details)
        # The answer was read in this round of the event loop, and is shown in the next round. Between the two rounds,
        # the loop can handle a scan or a touch. Without this pause, the scan or touch would wait until the answer is
        # shown.
        await asyncio.sleep(0)
        self._wiring.tell(answer)

    async def _tried(self, inquiry: Inquiry, ask: Callable[[Finder], Awaitable[T]], system: str = "") -> T | None:
        """Return the lending system's answer to an inquiry.

        Return None if the inquiry fails, or if its visit has no account or no search. `system` is the key of the
        digital system that is asked, or an empty text for the main system. An inquiry at the main system also tells the
        kiosk whether the library's server answers. An inquiry at a digital system does not tell this.
        """
        visit = self._visits.get(inquiry.visit) if inquiry.visit is not None else None
        account = visit.account if visit is not None else None
        member = account.searching if account is not None else None
        finder = self._backend.searching(inquiry.language) if inquiry.visit is None else member
        if finder is None:
            return None
        try:
            answer = await ask(finder)
        except SignInLostError:
            if visit is not None and account is not None:
                visit.lost_while_reading(account)
        except LendingError as why:
            # Perhaps only this inquiry fails. `find_out` makes another call, which shows if the server is away.
            _log.info("%s: %s", type(inquiry).__name__, why)
            if not system:
                self._find_out()
        except LogBrokenError as why:  # A new token could not be written. The store reports this problem.
            _log.info("%s: %s", type(inquiry).__name__, why)
        else:
            if not system:
                self._server.answered()
            return answer
        return None
