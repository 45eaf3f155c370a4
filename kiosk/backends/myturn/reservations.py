"""The member's reservations. The kiosk reads them, and can take a tool out of a reservation.

The days of a reservation are calendar days. The kiosk does not convert them to another time zone.
"""

import logging
from datetime import date

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import LendingError, ServerAwayError, SignInLostError, WrongAnswerError
from kiosk.backends.myturn import reading
from kiosk.backends.myturn.reading import Calendar
from kiosk.backends.myturn.schema import ReservationAnswer, SummaryAnswer, decode
from kiosk.backends.myturn.session import Session, decoded
from kiosk.backends.myturn.writes import TRIES, Order, Sent, Writes
from kiosk.backends.ports import ActEnd, ActKind, PlannedWrite
from kiosk.domain.model import InDoubt, Item, NotSent, Refusal, RefusalKind, Refused, VisitId
from kiosk.domain.outcome import Outcome
from kiosk.domain.reservations import Released, ReleaseOutcome, Reservation
from kiosk.domain.terms import ReservationId

_log = logging.getLogger("kiosk.myturn")

_NONE = frozenset({404, 410})
MOST = 20
"""The largest number of reservations that are read, because each reservation needs its own call.

If there are more reservations, the kiosk reads those that end first.
"""


class AccountReservations:
    """The reservations of one account. `visit` and `account` name the visit and the member in the write log."""

    def __init__(self, session: Session, writes: Writes, visit: VisitId, account: str) -> None:
        self._session, self._writes = session, writes
        self._visit, self._account = visit, account

    async def read(self, calendar: Calendar) -> tuple[Reservation, ...]:
        """Return the reservations that the member can still pick up. Raises ServerAwayError, SignInLostError.

        A reservation that is fulfilled, or whose last day is past, is left out.
        """
        answer = await self._session.read("reservations")
        summaries = [] if answer.status in _NONE else decoded(answer, "reservations", list[SummaryAnswer])
        wanted = sorted(filter(None, (_wanted(each, calendar.today) for each in summaries)))[:MOST]
        found = [await self._one(ident, calendar) for _, ident in wanted]
        return tuple(each for each in found if each is not None and each.items and not each.is_over(calendar.today))

    async def release(self, ident: ReservationId, item: Item, calendar: Calendar) -> ReleaseOutcome:
        """Take the item out of the reservation. Raises LogBrokenError, SignInLostError.

        After each write, the kiosk looks at the reservation in the answer. If the answer contains no reservation, the
        kiosk reads the reservation with another call. If the item is still in the reservation, the kiosk sends the
        write again, at most three times in all. This is safe, because the write lends nothing.
        """
        act = PlannedWrite(ActKind.RESERVATION, self._visit, self._account, code=item.code)
        order = Order(act, "remove_reserved_item", _is_reservation, {"id": ident, "item": item.ident})
        for _ in range(TRIES):
            try:
                sent = await self._writes.send(order)
            except ServerAwayError as away:
                return NotSent(away.retry_after_s)
            settled = await self._settled(sent, ident, item, calendar)
            if settled is not None:
                return settled
        return InDoubt()

    async def _settled(self, sent: Sent, ident: ReservationId, item: Item, calendar: Calendar) -> ReleaseOutcome | None:
        """Return the outcome of the write `sent`.

        Return None if the item is still in the reservation, so that the write must be sent again.
        """
        match sent.outcome:
            case Outcome.NOT_SENT:
                await self._writes.end(sent)
                return NotSent(sent.retry_after_s)
            case Outcome.REFUSED if sent.answer is None or sent.answer.status not in _NONE:
                await self._writes.end(sent)
                return Refused(Refusal(RefusalKind.OTHER, sent.no.words, item))
            case Outcome.CONFIGURATION:
                await self._writes.end(sent)
                _log.error("remove_reserved_item: the server does not take this verb here; see [myturn.paths]")
                return Refused(Refusal(RefusalKind.OTHER, item=item))
            case Outcome.DONE | Outcome.GONE | Outcome.UNKNOWN | Outcome.RENEW | Outcome.REFUSED:
                return await self._looked(sent, ident, item, calendar)

    async def _looked(self, sent: Sent, ident: ReservationId, item: Item, calendar: Calendar) -> ReleaseOutcome | None:
        try:
            now = _shown(sent, calendar) or await self._one(ident, calendar)
        except LendingError as why:
            await self._writes.end(sent, ActEnd.UNKNOWN)
            if isinstance(why, SignInLostError):
                raise
            _log.info("nobody knows whether an item is out of its reservation: %s", why)
            return InDoubt()
        if now is not None and any(_may_be(each, item) for each in now.items):
            await self._writes.end(sent, ActEnd.UNKNOWN)
            return None
        await self._writes.end(sent, ActEnd.DONE)
        return Released(now)

    async def _one(self, ident: ReservationId, calendar: Calendar) -> Reservation | None:
        """Return the reservation with this id. Return None if there is no such reservation.

        Also return None if the days of the reservation cannot be read.
        """
        answer = await self._session.read("reservation", id=ident)
        if answer.status in _NONE:
            return None
        return reading.reservation(decoded(answer, "reservation", ReservationAnswer), calendar)


def _may_be(reserved: Item, item: Item) -> bool:
    """Return True if `reserved`, an item of a reservation at the server, can be the same item as `item`.

    If the reserved item has an id, the two ids must be equal. If it has no id, its label must be empty or equal to the
    label of `item`.
    """
    return reserved.ident == item.ident or (not reserved.ident and reserved.code in {"", item.code})


def _wanted(summary: SummaryAnswer, today: date) -> tuple[date, ReservationId] | None:
    """Return the last day and the id of a reservation that the member can still pick up.

    Return None if the reservation is fulfilled, if its last day is past, or if it has no last day.
    """
    ends = reading.written_day(summary.end_date)
    if summary.fulfilled is True or ends is None or ends < today:
        return None
    return ends, ReservationId(str(summary.id))


def _shown(sent: Sent, calendar: Calendar) -> Reservation | None:
    """Return the reservation in the answer to a write. Return None if the write failed or the answer is empty."""
    if sent.outcome is not Outcome.DONE or sent.answer is None or not sent.answer.body.strip():
        return None
    return reading.reservation(decode(sent.answer, ReservationAnswer), calendar)


def _is_reservation(answer: HttpAnswer) -> bool:
    """Return True if the answer contains a reservation with its items.

    Also return True if the answer is empty, because some servers send an empty answer.
    """
    if not answer.body.strip():
        return answer.whole
    try:
        return decode(answer, ReservationAnswer).items is not None
    except WrongAnswerError:
        return False
