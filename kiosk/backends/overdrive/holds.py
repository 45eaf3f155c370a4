"""The holds of a member, which the kiosk shows as reservations. A hold is for one title."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.backends.errors import LendingError, MisconfiguredError, SignInLostError
from kiosk.backends.http import HttpCall
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.moments import instant
from kiosk.backends.overdrive.judging import answered, end_of, judged
from kiosk.backends.overdrive.paths import NOT_ON_HOLD
from kiosk.backends.overdrive.reading import Described, link_to, no_received, title_id
from kiosk.backends.overdrive.schema import TitleOnHold, TitlesOnHold
from kiosk.backends.overdrive.service import OverDriveService
from kiosk.backends.overdrive.titles import Titles
from kiosk.backends.ports import ActEnd, ActId, ActKind, PlannedWrite, WriteLog
from kiosk.domain.model import InDoubt, Item, ItemCode, Medium, NotSent, Refused, VisitId
from kiosk.domain.outcome import Outcome, outcome
from kiosk.domain.reservations import Queue, Released, ReleaseOutcome, Reservation
from kiosk.domain.terms import ReservationId

if TYPE_CHECKING:
    from kiosk.backends.overdrive.account import OverDrivePatron

_log = logging.getLogger("kiosk.overdrive")
_TRIES = 3


class TitleHolds:
    """The holds of one member. kiosk.backends.protocol.ReservingPart explains the methods."""

    def __init__(
        self,
        service: OverDriveService,
        titles: Titles,
        log: WriteLog,
        now: Callable[[], datetime],
        visit: VisitId,
        patron: "OverDrivePatron",
    ) -> None:
        self._service, self._titles, self._write_log, self._now = service, titles, log, now
        self._visit, self._patron = visit, patron
        self.language = ""
        """The language of OverDrive's own words, as a code of two letters."""

    async def reservations(self) -> tuple[Reservation, ...]:
        """Return the holds. Leave out each hold whose last day is past.

        If the names of the titles cannot be read now, return the holds without names.
        """
        found = await self._read()
        idents = (title_id(each.reserve_id) for each in found)
        await self._titles.read(idents, self._patron.tokens, self._patron.collection)
        today = self._now().astimezone(self._service.site.zone).date()
        made = (self._reservation(each) for each in found)
        return tuple(each for each in made if not each.is_over(today))

    async def release(self, reservation: ReservationId, item: Item | None) -> ReleaseOutcome:
        """Cancel the hold, and return the outcome.

        If no answer comes, the kiosk reads the holds. If the hold still exists, the kiosk sends the write again, at
        most three times in all. This is safe, because the write lends nothing, and a second write changes nothing if
        the hold is already cancelled.
        """
        target = self._service.paths.target("cancel_hold", reservation)
        call = HttpCall("cancel_hold", target.verb, target.url, language=self.language, fresh=True)
        code = item.code if item is not None else None
        act = PlannedWrite(ActKind.RESERVATION, self._visit, self._patron.reference, code=code)
        for _ in range(_TRIES):
            settled = await self._cancelled(call, act, reservation, item)
            if settled is not None:
                return settled
        return InDoubt()

    async def _cancelled(
        self, call: HttpCall, act: PlannedWrite, hold: ReservationId, item: Item | None
    ) -> ReleaseOutcome | None:
        """Send the call once, and return the outcome. Return None if the call must be sent again."""
        try:
            token = await self._service.valid(self._patron.tokens)
        except (SignInLostError, MisconfiguredError):
            raise
        except LendingError as why:  # No token came, so the call was not sent.
            _log.info("no token came, so a hold was not cancelled: %s", why)
            return NotSent()
        row = await self._write_log.begin(act)
        received = await self._service.send(call, token)
        fate, no = outcome(judged(received)), no_received(received)
        if fate is Outcome.DONE or (no is not None and no.code == NOT_ON_HOLD):
            await self._write_log.end(row, ActEnd.DONE)
            return Released(None)
        if fate is Outcome.RENEW:
            await self._write_log.end(row, ActEnd.NOT_SENT)
            self._patron.tokens.forget(token)
            return None
        if fate is Outcome.UNKNOWN:
            return await self._looked(row, hold)
        await self._write_log.end(row, end_of(fate))
        told = answered(fate, received, item, call)
        return told if isinstance(told, Refused | NotSent) else InDoubt()

    async def _looked(self, row: ActId, hold: ReservationId) -> ReleaseOutcome | None:
        """Read the holds to find out if the hold is cancelled, because no usable answer came to the call.

        Return Released if the hold is gone, and None if it still exists. Return InDoubt if the holds cannot be read.
        """
        try:
            there = any(title_id(each.reserve_id) == hold for each in await self._read())
        except LendingError as why:
            _log.info("nobody knows whether a hold is cancelled: %s", why)
            await self._write_log.end(row, ActEnd.UNKNOWN)
            return InDoubt()
        await self._write_log.end(row, ActEnd.UNKNOWN if there else ActEnd.DONE)
        return None if there else Released(None)

    async def _read(self) -> list[TitleOnHold]:
        """Return all holds. Raises ServerAwayError, SignInLostError, MisconfiguredError."""
        answer = await self._service.read("holds", self._patron.tokens, language=self.language)
        found = shaped(answer, json_of(answer), TitlesOnHold).holds if answer is not None else None
        return [each for each in found or () if each is not None]

    def _reservation(self, hold: TitleOnHold) -> Reservation:
        ident = title_id(hold.reserve_id)
        name = self._titles.known.get(ident, Described()).name
        expires = instant(hold.hold_expires) if hold.hold_expires else None
        ready = self.is_ready(hold)
        last = expires.astimezone(self._service.site.zone).date() if ready and expires is not None else None
        return Reservation(
            ident=ReservationId(ident),
            starts=None,
            ends=last,
            items=(Item(ItemCode(ident), name, ident),),
            title=name,
            queue=None if ready else Queue(_counted(hold.hold_list_position), _counted(hold.number_of_holds)),
            can_cancel=True,
            medium=Medium.OTHER,
        )

    def is_ready(self, hold: TitleOnHold) -> bool:
        """Return True if the member can borrow the title of this hold now."""
        facts = {
            "action": link_to(hold.actions, "checkout") is not None,
            "date": bool(hold.hold_expires),
        }
        return any(facts[name] for name in self._service.site.guesses.hold_is_ready_by)


def _counted(number: int | None) -> int | None:
    return number if number is not None and number > 0 else None
