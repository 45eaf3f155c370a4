"""Reservations that the library keeps for Marta, and random events about them."""

from datetime import date, timedelta

from kiosk.domain.messages.answers import ReleaseAnswered, ReservationsRead
from kiosk.domain.messages.events import Event
from kiosk.domain.messages.intents import AskRelease, CloseSidePage, ShowReservations
from kiosk.domain.model import InDoubt, NotSent, Refusal, RefusalKind, Refused, VisitId
from kiosk.domain.reservations import Queue, Released, ReleaseOutcome, Reservation
from kiosk.domain.terms import ReservationId
from tests.domain.cast import NOON, item

TODAY = NOON.date()
IDENT = ReservationId("r1")


def days(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def reservation(*codes: str, starts: int = -1, ends: int = 4, ident: str = "r1") -> Reservation:
    """Return a reservation of these tools. `starts` and `ends` are days from today."""
    return Reservation(ReservationId(ident), days(starts), days(ends), tuple(item(code) for code in codes))


READY = reservation("DR-1", "SA-2")
KEPT = (READY, reservation("HA-3", ident="r2"), reservation("118", starts=5, ends=9, ident="r3"))

QUEUED = Reservation(ReservationId("q1"), None, None, (item("DR-1"),), queue=Queue(2, 3), can_cancel=True)
TITLE = Reservation(ReservationId("q2"), None, days(2), (), "Sharpening by hand", pick_up="Desk", can_cancel=True)


def wishes(number: int) -> tuple[Event, ...]:
    """Return events of a person at the reservations page. Some of them make sense, others do not."""
    code = ("DR-1", "SA-2", "HA-3", "no-such")[number % 4]
    whole = AskRelease(QUEUED.ident if number % 2 else TITLE.ident, "")
    return (ShowReservations(), CloseSidePage(), AskRelease(IDENT, f"id-{code}"), whole)


def kept_answers(visit: VisitId, number: int) -> tuple[Event, ...]:
    """Return answers about reservations: the present list, and the result of a cancellation."""
    outcomes: tuple[ReleaseOutcome, ...] = (
        Released(reservation("SA-2")),
        Released(None),
        Refused(Refusal(RefusalKind.OTHER)),
        NotSent(),
        InDoubt(),
    )
    kept = (KEPT, (), None, (QUEUED, TITLE))[number % 4]
    outcome = outcomes[number % len(outcomes)]
    some, whole = ReleaseAnswered(visit, IDENT, "id-DR-1", outcome), ReleaseAnswered(visit, TITLE.ident, "", outcome)
    return ReservationsRead(visit, kept), some, whole
