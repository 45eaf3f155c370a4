"""Readings that a visit asks for beside its writes: the loans after a commit, and what is kept for the member."""

import logging
from collections.abc import Callable

from kiosk.backends import Account, LendingError
from kiosk.domain.messages import CommitAnswered, Event, LoansRead, ReadLoans, ReadReservations, ReservationsRead
from kiosk.domain.model import CommitId, CommitRefused, Moment
from kiosk.runner.reading import Settling
from kiosk.runner.server import ServerWatch
from kiosk.runner.settling import Looks
from kiosk.runner.tasks import until

_log = logging.getLogger("kiosk.runner")


class Looking:
    """Nothing in here waits for a write, and no write waits for it."""

    def __init__(
        self, settling: Settling, server: ServerWatch, *, tell: Callable[[Event], None], clock: Callable[[], Moment]
    ) -> None:
        self._settling, self._server, self._tell, self._clock = settling, server, tell, clock
        self._looks: dict[CommitId, Looks] = {}

    def note(self, event: Event) -> None:
        """A refused commit is settled by its first look."""
        if isinstance(event, CommitAnswered) and isinstance(event.outcome, CommitRefused):
            self._looks[event.commit] = Looks(refused=event.outcome)

    async def at(self, effect: ReadLoans | ReadReservations, account_now: Callable[[], Account | None]) -> None:
        """One look, when its time has come, with the account that the visit has then."""
        match effect:
            case ReadLoans():
                await self._at_loans(effect, account_now)
            case ReadReservations():
                await self._at_reservations(effect, account_now())

    async def _at_loans(self, effect: ReadLoans, account_now: Callable[[], Account | None]) -> None:
        await until(effect.not_before, self._clock)
        account = account_now()
        if account is None:
            self._tell(LoansRead(effect.visit, effect.commit, None))
            return
        try:
            truth = await account.reconcile(effect.lines, finished=effect.finished)
        except LendingError as why:
            _log.info("commit %s cannot be read back yet: %s", effect.commit, why)
            self._tell(LoansRead(effect.visit, effect.commit, None))
            return
        self._server.answered()
        looks = self._looks.get(effect.commit, Looks()).after(effect.lines, truth, self._clock().at)
        self._looks[effect.commit] = looks
        if looks.settled is not None:
            del self._looks[effect.commit]
            await self._settling.settled(effect.commit, looks.settled)
        self._tell(LoansRead(effect.visit, effect.commit, truth))

    async def _at_reservations(self, effect: ReadReservations, account: Account | None) -> None:
        """A failure is told and nothing else: the next write finds out what is wrong."""
        try:
            found = await account.reservations() if account is not None else None
        except LendingError as why:
            _log.info("the reservations could not be read: %s", why)
            found = None
        self._tell(ReservationsRead(effect.visit, found))
