"""The holds of a patron, which the kiosk shows as reservations.

A hold is for one item, or for any item of one title. A hold waits in a queue until it is ready. Then the patron can
fetch the item until the last day of the hold.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo

from kiosk.backends.errors import LendingError, MisconfiguredError
from kiosk.backends.http import HttpCall
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.ports import ActEnd, ActId, ActKind, PlannedWrite, WriteLog
from kiosk.backends.sierra import reading
from kiosk.backends.sierra.judging import answered, end_of, judged
from kiosk.backends.sierra.loans import Loans
from kiosk.backends.sierra.paging import whole_list
from kiosk.backends.sierra.paths import (
    FIRST_PLACE,
    HOLD_COMING,
    HOLD_EXTRAS,
    HOLD_FIELDS,
    HOLD_ON_ITEM,
    HOLD_ON_TITLE,
    HOLD_ON_VOLUME,
    HOLD_READY,
    PAGE,
)
from kiosk.backends.sierra.schema import HoldAnswer, HoldsAnswer
from kiosk.backends.sierra.service import RoleMissingError, Service
from kiosk.domain.model import InDoubt, Item, ItemCode, NotSent, Refused, VisitId
from kiosk.domain.outcome import Outcome, outcome
from kiosk.domain.reservations import Queue, Released, ReleaseOutcome, Reservation
from kiosk.domain.terms import ReservationId

_log = logging.getLogger("kiosk.sierra")
_MOST_PAGES = 10
_TRIES = 3
_GONE = 107
HOLDS = "holds"


class Holds:
    """The holds of one patron. kiosk.backends.protocol.ReservingPart explains the methods."""

    def __init__(
        self,
        service: Service,
        loans: Loans,
        log: WriteLog,
        now: Callable[[], datetime],
        visit: VisitId,
        patron: str,
    ) -> None:
        self._service, self._loans, self._write_log, self._now = service, loans, log, now
        self._visit, self._patron = visit, patron
        self.language = ""
        """The language of Sierra's own words, as a code of two letters."""

    @property
    def is_allowed(self) -> bool:
        """Return True until the server refuses a call because the kiosk's key lacks the role for holds."""
        return HOLDS not in self._service.forbidden

    async def reservations(self) -> tuple[Reservation, ...]:
        """Return the holds whose last day is not past. If the titles cannot be read now, the holds have no titles."""
        found, zone = await self._read(), self._service.site.zone
        items = await self._loans.items_with(_ids(found, HOLD_ON_ITEM))
        titles = await self._loans.titles_of(_ids(found, HOLD_ON_TITLE))
        volumes = await self._loans.volumes_of(_ids(found, HOLD_ON_VOLUME))
        today = self._now().astimezone(zone).date()
        made = (_reservation(each, items, {HOLD_ON_TITLE: titles, HOLD_ON_VOLUME: volumes}, zone) for each in found)
        return tuple(each for each in made if not each.is_over(today))

    async def release(self, reservation: ReservationId, item: Item | None) -> ReleaseOutcome:
        """Cancel the whole hold, because a hold is for only one item.

        If no answer comes, read the holds. If the hold still exists, send the write again, but at most three times in
        all. This is safe, because the write lends nothing. If the first write has cancelled the hold, the second write
        changes nothing.
        """
        target = self._service.paths.target("cancel_hold", reservation)
        call = HttpCall("cancel_hold", target.verb, target.url, language=self.language, fresh=True)
        act = PlannedWrite(ActKind.RESERVATION, self._visit, self._patron, code=item.code if item is not None else None)
        for _ in range(_TRIES):
            settled = await self._cancelled(call, act, reservation, item)
            if settled is not None:
                return settled
        return InDoubt()

    async def _cancelled(
        self, call: HttpCall, act: PlannedWrite, hold: ReservationId, item: Item | None
    ) -> ReleaseOutcome | None:
        """Send the call once, and return its outcome. Return None if the call must be sent again."""
        row = await self._write_log.begin(act)
        try:
            received = await self._service.send(call)
        except LendingError as why:  # no token came, so the call was not sent
            await self._write_log.end(row, ActEnd.NOT_SENT, str(why))
            if isinstance(why, MisconfiguredError):
                raise
            return NotSent()
        judgement, no = outcome(judged(received, call)), reading.no_received(received)
        if judgement is Outcome.DONE or (no is not None and no.code == _GONE):
            await self._write_log.end(row, ActEnd.DONE)
            return Released(None)
        if judgement is Outcome.RENEW:
            await self._write_log.end(row, ActEnd.NOT_SENT)
            await self._service.renew()
            return None
        if judgement is Outcome.UNKNOWN:
            return await self._looked(row, hold)
        await self._write_log.end(row, end_of(judgement))
        told = answered(judgement, received, item, call)
        return told if isinstance(told, Refused | NotSent) else InDoubt()

    async def _looked(self, row: ActId, hold: ReservationId) -> ReleaseOutcome | None:
        """Read the holds to see if the hold was cancelled, because no answer came. Return the outcome.

        Return None if the hold still exists.
        """
        try:
            there = any(reading.last_part(each.id) == hold for each in await self._read())
        except LendingError as why:
            _log.info("nobody knows whether a hold is cancelled: %s", why)
            await self._write_log.end(row, ActEnd.UNKNOWN)
            return InDoubt()
        await self._write_log.end(row, ActEnd.UNKNOWN if there else ActEnd.DONE)
        return None if there else Released(None)

    async def _read(self) -> list[HoldAnswer]:
        """Return all holds. Read as many pages as needed. Raises ServerAwayError, MisconfiguredError."""
        return await whole_list(self._page, lambda each: reading.last_part(each.id), _MOST_PAGES)

    async def _page(self, offset: int) -> list[HoldAnswer]:
        query = {"limit": str(PAGE), "offset": str(offset)}
        try:
            answer = await self._service.read_fields("holds", self._patron, HOLD_FIELDS, HOLD_EXTRAS, query)
        except RoleMissingError:
            self._service.forbidden.add(HOLDS)
            raise
        return list(shaped(answer, json_of(answer), HoldsAnswer).entries or ()) if answer is not None else []


def queue_of(hold: HoldAnswer, first: int = FIRST_PLACE) -> Queue | None:
    """Return the queue in which the hold waits, or None if the hold is ready.

    `first` is the number that the site gives to the first place in the queue. Some sites send a place that is greater
    than the length of the queue. In this case, use the last place.
    """
    code = hold.status.code.strip() if hold.status is not None else ""
    if code in HOLD_READY:
        return None
    length = hold.priority_queue_length if (hold.priority_queue_length or 0) > 0 else None
    place = hold.priority - first + 1 if hold.priority is not None else None
    if place is not None and length is not None:
        place = min(place, length)
    return Queue(place if place is not None and place > 0 else None, length, code in HOLD_COMING)


def _reservation(
    hold: HoldAnswer, items: Mapping[str, Item], titles: Mapping[str, Mapping[str, str]], zone: tzinfo
) -> Reservation:
    """Return the hold as a reservation. `titles` has one mapping for each type of hold, from record ids to titles."""
    ident, desk = _id(hold, HOLD_ON_ITEM), hold.pickup_location
    title = titles.get(hold.record_type or "", {}).get(reading.last_part(hold.record or ""), "")
    kept: Iterable[Item] = (items.get(ident, Item(ItemCode(""), "", ident)),) if ident else ()
    queue = queue_of(hold)
    return Reservation(
        ident=ReservationId(reading.last_part(hold.id)),
        starts=None,
        ends=reading.day(hold.pickup_by_date, zone) if queue is None else None,
        items=tuple(kept),
        title=title,
        queue=queue,
        pick_up=(desk.name.strip() or desk.code.strip()) if desk is not None else "",
        can_cancel=True,
    )


def _id(hold: HoldAnswer, kind: str) -> str:
    """Return the id of the record that the hold is for, or "" if the hold is not of this type."""
    return reading.last_part(hold.record) if hold.record_type == kind and hold.record else ""


def _ids(holds: Iterable[HoldAnswer], kind: str) -> set[str]:
    return {_id(each, kind) for each in holds} - {""}
