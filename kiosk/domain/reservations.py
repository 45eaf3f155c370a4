"""The reservations of a member, and the reserved tools that the member can pick up now."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from kiosk.domain.basket import own_loan
from kiosk.domain.model import Direction, InDoubt, Item, ItemCode, Line, LineState, Loan, NotSent, Refused
from kiosk.domain.terms import Pickup, ReservationId


class Reservation(Struct, frozen=True):
    """Tools that the library keeps for a member from the day `starts` to the end of the day `ends`."""

    ident: ReservationId
    starts: date
    ends: date
    items: tuple[Item, ...]

    def is_ready(self, today: date) -> bool:
        """Return True if the tools can be picked up today."""
        return self.starts <= today <= self.ends

    def is_over(self, today: date) -> bool:
        """Return True if the last day of the reservation has passed."""
        return self.ends < today


Reservations = tuple[Reservation, ...]


class Kept(Struct, frozen=True):
    """One tool of a reservation."""

    reservation: Reservation
    item: Item

    @property
    def is_last(self) -> bool:
        """Return True if the reservation has no other tool. A reservation's last tool cannot be taken out of it."""
        return len(self.reservation.items) == 1


class Released(Struct, frozen=True):
    """The tool was taken out of its reservation.

    `reservation` is the reservation with the remaining tools, or None if the reservation no longer exists.
    """

    reservation: Reservation | None


ReleaseOutcome = Released | Refused | NotSent | InDoubt


def ready(reservations: Iterable[Reservation], today: date) -> Reservations:
    """Return the reservations whose tools can be picked up today. The reservation that ends first comes first."""
    return tuple(sorted((each for each in reservations if each.is_ready(today)), key=_urgency))


def later(reservations: Iterable[Reservation], today: date) -> Reservations:
    """Return the reservations that have not begun yet. The reservation that begins first comes first."""
    return tuple(sorted((each for each in reservations if each.starts > today), key=lambda each: each.starts))


def to_pick_up(reservations: Iterable[Reservation], loans: Sequence[Loan], today: date) -> tuple[Kept, ...]:
    """Return the tools that can be picked up today. Each tool is in the result only once.

    Tools that the member already has on loan are left out.
    """
    kept: dict[str, Kept] = {}
    for reservation in ready(reservations, today):
        for item in reservation.items:
            if own_loan(loans, item.code) is None:
                kept.setdefault(item.code or item.ident, Kept(reservation, item))
    return tuple(kept.values())


def pickup_of(reservations: Iterable[Reservation], code: ItemCode, today: date) -> Pickup | None:
    """Return the pick-up of the tool with this code, or None if no reservation keeps the tool for today.

    First look for a label that is equal to the code. If there is none, compare again without regard to upper and lower
    case. Return None if two or more different labels fit.
    """
    kept = [Kept(reservation, item) for reservation in ready(reservations, today) for item in reservation.items]
    exact = [each for each in kept if each.item.code == code]
    alike = exact or [each for each in kept if each.item.code.casefold() == code.casefold()]
    if len({each.item.code for each in alike}) != 1:
        return None
    first = alike[0].reservation
    return Pickup(first.ident, first.ends)


_SCANNED = frozenset({LineState.CHECKING, LineState.STAGED, LineState.DONE, LineState.NOT_CHECKED, LineState.UNKNOWN})


def scanned_for(kept: Kept, lines: Iterable[Line]) -> Line | None:
    """Return the line of the basket that borrows this reserved tool, or None if no line borrows it."""
    borrows = (line for line in lines if line.direction is Direction.BORROW and _is_wanted(line))
    return next((line for line in borrows if _is_of(line, kept.item)), None)


def without(reservations: Reservations, ident: ReservationId, now: Reservation | None) -> Reservations:
    """Return the reservations after the reservation with this id has changed. `now` is its new value.

    If `now` is None or has no tools, leave this reservation out of the result.
    """
    changed = (now if each.ident == ident else each for each in reservations)
    return tuple(each for each in changed if each is not None and each.items)


def _is_wanted(line: Line) -> bool:
    return line.again or (line.state in _SCANNED and not line.unwanted)


def _is_of(line: Line, item: Item) -> bool:
    codes = {line.code.casefold(), line.item.code.casefold()} if line.item else {line.code.casefold()}
    same_label = bool(item.code) and item.code.casefold() in codes
    return same_label or bool(line.item and item.ident and line.item.ident == item.ident)


def _urgency(reservation: Reservation) -> tuple[date, date, str]:
    return reservation.ends, reservation.starts, reservation.ident
