"""The reservations of a member, and the reserved tools that the member can pick up now."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from kiosk.domain.basket import own_loan
from kiosk.domain.model import Direction, InDoubt, Item, ItemCode, Line, LineState, Loan, Medium, NotSent, Refused
from kiosk.domain.terms import Pickup, ReservationId
from kiosk.structs import replace


class Queue(Struct, frozen=True):
    """The queue of members who wait for one thing. `place` is the member's number in the queue, counted from 1.

    `length` is the number of waiting members. A number is None if the system does not give it. If `is_coming` is True,
    the thing is on its way to the library where the member picks it up.
    """

    place: int | None = None
    length: int | None = None
    is_coming: bool = False


class Reservation(Struct, frozen=True):
    """Tools that the library keeps for a member from the day `starts` to the end of the day `ends`.

    A day is None if the system does not say it. If `items` is empty, the reservation is for any item with this `title`.
    """

    ident: ReservationId
    starts: date | None
    ends: date | None
    items: tuple[Item, ...]
    title: str = ""
    queue: Queue | None = None
    """The queue in which the member still waits for the thing, or None if the member need not wait."""
    pick_up: str = ""
    """The name of the place where the member picks up the tools. It is empty if the system has only one such place."""
    can_cancel: bool = False
    """True if the kiosk can cancel the whole reservation. Then the member can also give up its last tool."""
    medium: Medium | None = None
    """The form of the digital title that is reserved, or None if the reservation is for things."""

    def is_ready(self, today: date) -> bool:
        """Return True if the tools can be picked up today."""
        begun = self.starts is None or self.starts <= today
        return self.queue is None and begun and not self.is_over(today)

    def is_over(self, today: date) -> bool:
        """Return True if the last day of the reservation has passed."""
        return self.ends is not None and self.ends < today


Reservations = tuple[Reservation, ...]


class Kept(Struct, frozen=True):
    """One tool of a reservation. If `item` is None, the tool can be any item with the title of the reservation."""

    reservation: Reservation
    item: Item | None

    @property
    def is_last(self) -> bool:
        """Return True if this is the only tool of the reservation.

        The only tool cannot be taken out of its reservation. Instead, the kiosk can cancel the whole reservation, if
        the system allows this.
        """
        return len(self.reservation.items) <= 1

    @property
    def is_whole(self) -> bool:
        """Return True if the kiosk cancels the whole reservation instead of taking out this tool."""
        return self.is_last and self.reservation.can_cancel

    @property
    def named_item(self) -> str:
        """Return the server's own number for the tool, or an empty text if the kiosk cancels the whole reservation."""
        return "" if self.is_whole or self.item is None else self.item.ident


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
    found = ((each.starts, each) for each in reservations if each.queue is None and each.starts is not None)
    return tuple(each for starts, each in sorted(found, key=lambda pair: pair[0]) if starts > today)


def waiting(reservations: Iterable[Reservation]) -> Reservations:
    """Return the reservations for which the member still waits in a queue. The shortest wait comes first.

    A thing that is already on its way has the shortest wait. After that, the place in the queue decides, or the length
    of the queue if the place is not known.
    """
    return tuple(sorted((each for each in reservations if each.queue is not None), key=_wait))


def kept_in(reservations: Iterable[Reservation]) -> tuple[Kept, ...]:
    """Return each tool of these reservations. A reservation without items counts as one tool."""
    return tuple(Kept(each, item) for each in reservations for item in each.items or (None,))


def to_pick_up(reservations: Iterable[Reservation], loans: Sequence[Loan], today: date) -> tuple[Kept, ...]:
    """Return the tools that can be picked up today. Each tool is in the result only once.

    Tools that the member already has on loan are left out.
    """
    kept: dict[str, Kept] = {}
    for each in kept_in(ready(reservations, today)):
        if each.item is None:
            kept[f"reservation {each.reservation.ident}"] = each
        elif own_loan(loans, each.item.code) is None:
            kept.setdefault(each.item.code or each.item.ident, each)
    return tuple(kept.values())


def pickup_of(reservations: Iterable[Reservation], code: ItemCode, today: date) -> Pickup | None:
    """Return the reservation that keeps the tool with this code today, as a Pickup. Return None if there is none.

    First look for a label that is equal to the code. If there is none, compare again without regard to upper and lower
    case. Return None if two or more different labels fit.
    """
    kept = [(item.code, of) for of in ready(reservations, today) for item in of.items]
    exact = [each for each in kept if each[0] == code]
    alike = exact or [each for each in kept if each[0].casefold() == code.casefold()]
    if len({label for label, _ in alike}) != 1:
        return None
    first = alike[0][1]
    return Pickup(first.ident, first.ends)


_SCANNED = frozenset({LineState.CHECKING, LineState.STAGED, LineState.DONE, LineState.NOT_CHECKED, LineState.UNKNOWN})


def scanned_for(kept: Kept, lines: Iterable[Line]) -> Line | None:
    """Return the line of the basket that borrows this reserved tool, or None if no line borrows it."""
    item = kept.item
    if item is None:
        return None
    borrows = (line for line in lines if line.direction is Direction.BORROW and _is_wanted(line))
    return next((line for line in borrows if _is_of(line, item)), None)


def without(reservations: Reservations, ident: ReservationId, now: Reservation | None) -> Reservations:
    """Return the reservations with `now` instead of the reservation that has this id.

    If `now` is None, or has neither tools nor a title, leave out the reservation that has this id.
    """
    changed = (now if each.ident == ident else each for each in reservations)
    return tuple(each for each in changed if each is not None and (each.items or each.title))


def after_borrow(reservations: Reservations, line: Line) -> Reservations:
    """Return the reservations without the item that this line has borrowed.

    Call this function only if the system acts at once. In such a system, the loan fulfils the reservation.
    """
    of = next((each for each in reservations if any(_is_of(line, item) for item in each.items)), None)
    if of is None:
        return reservations
    return without(reservations, of.ident, replace(of, items=_left(of, line), title=""))


def _left(of: Reservation, line: Line) -> tuple[Item, ...]:
    return tuple(item for item in of.items if not _is_of(line, item))


def _is_wanted(line: Line) -> bool:
    return line.again or (line.state in _SCANNED and not line.unwanted)


def _is_of(line: Line, item: Item) -> bool:
    codes = {line.code.casefold(), line.item.code.casefold()} if line.item else {line.code.casefold()}
    same_label = bool(item.code) and item.code.casefold() in codes
    return same_label or bool(line.item and item.ident and line.item.ident == item.ident)


def _urgency(reservation: Reservation) -> tuple[date, date, str]:
    return reservation.ends or date.max, reservation.starts or date.min, reservation.ident


def _wait(reservation: Reservation) -> tuple[bool, int, str]:
    queue = reservation.queue or Queue()
    unknown = queue.length or 0
    return not queue.is_coming, queue.place if queue.place is not None else unknown, reservation.ident
