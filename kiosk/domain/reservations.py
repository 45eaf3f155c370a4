"""Reservations: the tools that the library keeps for a member, the days, and the tools that can be picked up now."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from kiosk.domain.basket import own_loan
from kiosk.domain.model import Direction, InDoubt, Item, ItemCode, Line, LineState, Loan, NotSent, Refused
from kiosk.domain.terms import Pickup, ReservationId


class Reservation(Struct, frozen=True):
    """Tools that are kept for a member between two calendar days, both included. The days have no time zone."""

    ident: ReservationId
    starts: date
    ends: date
    items: tuple[Item, ...]

    def is_ready(self, today: date) -> bool:
        """Return True if the tools can be picked up today."""
        return self.starts <= today <= self.ends

    def is_over(self, today: date) -> bool:
        """Return True if the last day has passed."""
        return self.ends < today


Reservations = tuple[Reservation, ...]


class Kept(Struct, frozen=True):
    """One tool of a reservation."""

    reservation: Reservation
    item: Item

    @property
    def is_last(self) -> bool:
        """Return True if the reservation holds no other tool, so that this tool cannot be taken out of it."""
        return len(self.reservation.items) == 1


class Released(Struct, frozen=True):
    """The tool was taken out; `reservation` is what is left of the reservation, or None if it no longer exists."""

    reservation: Reservation | None


ReleaseOutcome = Released | Refused | NotSent | InDoubt


def ready(reservations: Iterable[Reservation], today: date) -> Reservations:
    """Return the reservations whose tools can be picked up; the one that ends first comes first."""
    return tuple(sorted((each for each in reservations if each.is_ready(today)), key=_urgency))


def later(reservations: Iterable[Reservation], today: date) -> Reservations:
    """Return the reservations that have not begun; the one that begins first comes first."""
    return tuple(sorted((each for each in reservations if each.starts > today), key=lambda each: each.starts))


def to_pick_up(reservations: Iterable[Reservation], loans: Sequence[Loan], today: date) -> tuple[Kept, ...]:
    """Return each tool that can be picked up, once, without the tools that the member already has on loan."""
    kept: dict[str, Kept] = {}
    for reservation in ready(reservations, today):
        for item in reservation.items:
            if own_loan(loans, item.code) is None:
                kept.setdefault(item.code or item.ident, Kept(reservation, item))
    return tuple(kept.values())


def pickup_of(reservations: Iterable[Reservation], code: ItemCode, today: date) -> Pickup | None:
    """Return the pick-up of this label from a reservation that is ready, or None.

    A label in other upper and lower case counts too if only one label fits, as for loans.
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
    """Return the line of the basket that borrows this tool, or None."""
    borrows = (line for line in lines if line.direction is Direction.BORROW and _is_wanted(line))
    return next((line for line in borrows if _is_of(line, kept.item)), None)


def without(reservations: Reservations, ident: ReservationId, now: Reservation | None) -> Reservations:
    """Return the reservations with the one of this id replaced by `now`, or without it if `now` is None or empty."""
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
