"""The member's reservations in a visit.

If the member scans a reserved tool, the line becomes a pick-up of the reservation. There is also a page on which the
member sees all reservations and can cancel them.
"""

from typing import assert_never

from kiosk.domain.basket import find, unwant
from kiosk.domain.messages.answers import ReleaseAnswered, ReservationsRead
from kiosk.domain.messages.effects import ReadReservations, Release, TakeOut
from kiosk.domain.messages.intents import AskRelease, ShowReservations
from kiosk.domain.model import Direction, InDoubt, Line, LineId, LineState, NotSent, RefusalKind, Refused
from kiosk.domain.reservations import Kept, Released, kept_in, pickup_of, scanned_for, without
from kiosk.domain.visit.item_scan import retry
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.state_parts import with_line
from kiosk.domain.visit.states import KeptItem, Reserving, Serving
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

AboutReservations = ShowReservations | AskRelease | ReservationsRead | ReleaseAnswered


def about_reservations(serving: Serving, act: AboutReservations, turn: Turn) -> Serving:
    """Return the basket after an act on the page of reservations, or after an answer about reservations."""
    match act:
        case ShowReservations():
            return _opened(serving, turn) if serving.reserves else serving
        case AskRelease(reservation, item):
            return _asked(serving, KeptItem(reservation, item))
        case ReservationsRead():
            return _read(serving, act, turn)
        case ReleaseAnswered():
            return _released(serving, act, turn)
        case _:
            assert_never(act)


def without_covered_page(serving: Serving) -> Serving:
    """If a question is open, close the page that covers the basket, so that the member can see the question."""
    return serving if serving.question is None else replace(serving, side_page=None)


def decide_release(serving: Serving, turn: Turn, *, yes: bool) -> Serving:
    """Return the basket after the member has said yes or no to the question "release this item?".

    To release an item means to cancel its reservation, or to take the item out of the reservation.
    """
    side_page = serving.side_page
    if not isinstance(side_page, Reserving) or side_page.asked is None:
        return serving
    calm = replace(side_page, asked=None)
    kept = kept_of(serving, side_page.asked)
    if not yes or kept is None or not may_release(serving, kept):
        return replace(serving, side_page=calm)
    if not turn.lasting.store_ok:
        turn.say(NoticeKey.CANNOT_RECORD)
        return replace(serving, side_page=calm)
    turn.ask(Release(serving.visit, kept.reservation.ident, None if kept.is_whole else kept.item))
    return replace(serving, side_page=replace(calm, leaving=side_page.asked))


def kept_of(serving: Serving, named: KeptItem) -> Kept | None:
    """Return the named item with its reservation, or None if no known reservation has the item."""
    of = tuple(each for each in serving.reservations or () if each.ident == named.reservation)
    return next((each for each in kept_in(of) if each.named_item == named.item), None)


def may_release(serving: Serving, kept: Kept) -> bool:
    """Return True if this item may be released from its reservation now.

    An item in the basket must not be released. If a reservation has only one item, this item can be released only if
    the lending system cancels whole reservations. Only one release can run at a time.
    """
    busy = isinstance(serving.side_page, Reserving) and serving.side_page.leaving is not None
    can = kept.is_whole or (bool(kept.named_item) and not kept.is_last)
    return can and not busy and scanned_for(kept, serving.lines) is None


def _read(serving: Serving, read: ReservationsRead, turn: Turn) -> Serving:
    """Return the basket with the reservations that were read.

    Perhaps the kiosk sent the line of a reserved tool before it knew the reservation. Connect such a line with the
    reservation, as `from_reservation` says.
    """
    known = serving.reservations if read.reservations is None else read.reservations
    serving = replace(serving, reservations=known)
    side_page = serving.side_page
    if isinstance(side_page, Reserving):
        serving = replace(serving, side_page=replace(side_page, reading=False))
    for ident in [line.ident for line in reversed(serving.lines)]:
        serving = from_reservation(serving, ident, turn)
    return serving


def _released(serving: Serving, answer: ReleaseAnswered, turn: Turn) -> Serving:
    """Return the basket after the answer to a release. If the outcome is unknown, read the reservations again."""
    named = KeptItem(answer.reservation, answer.item)
    kept = kept_of(serving, named)
    about = _name_of(kept) if kept else ""
    side_page = serving.side_page
    if isinstance(side_page, Reserving) and side_page.leaving == named:
        serving = replace(serving, side_page=replace(side_page, leaving=None))
    match answer.outcome:
        case Released(reservation):
            turn.say(NoticeKey.RELEASED, about)
            known = serving.reservations
            left = None if known is None else without(known, answer.reservation, reservation)
            return replace(serving, reservations=left)
        case Refused():
            turn.say(NoticeKey.RELEASE_REFUSED, about)
        case NotSent():
            turn.say(NoticeKey.RELEASE_NOT_SENT, about)
        case InDoubt():
            turn.say(NoticeKey.RELEASE_IN_DOUBT, about)
            return _reading(replace(serving, reservations=None), turn)
        case _:
            assert_never(answer.outcome)
    return serving


def _name_of(kept: Kept) -> str:
    item = kept.item
    return kept.reservation.title if item is None else item.code or item.name


def from_reservation(serving: Serving, ident: LineId, turn: Turn) -> Serving:
    """Borrow the tool of this line as a reserved tool, if the member has a reservation for it.

    If the line was sent without the number of the reservation, the line is taken out of the cart and sent again. Only
    this number tells the library that the reserved tool was picked up. A system that acts at once finds the reservation
    itself. In this case, the kiosk only marks the line as a pick-up.
    """
    line = find(serving.lines, ident)
    if line is None or not _could_be_picked_up(serving, line, turn):
        return serving
    if serving.at_once or line.system:
        pickup = pickup_of(serving.reservations or (), line.code, turn.lasting.moment.today)
        return with_line(serving, replace(line, pickup=pickup))
    match line.state:
        case LineState.NOT_CHECKED:
            return retry(serving, line, turn)
        case LineState.REFUSED if line.refusal is not None and line.refusal.kind is RefusalKind.RESERVED:
            return retry(serving, line, turn)
        case LineState.STAGED:
            turn.ask(TakeOut(serving.visit, line))
            again = replace(line, state=LineState.REMOVING, again=True, wish=None)
        case LineState.CHECKING if not line.unwanted:
            turn.ask(TakeOut(serving.visit, line))
            again = replace(unwant(line), again=True)
        case _:
            return serving
    return with_line(serving, again)


def _could_be_picked_up(serving: Serving, line: Line, turn: Turn) -> bool:
    """Return True if the tool of this line is reserved for today, but the line has no number of a reservation.

    Return False for a line from before the visit, because the kiosk cannot know if it was sent with a reservation.
    """
    if line.direction is not Direction.BORROW or line.pickup or line.from_before or not turn.lasting.store_ok:
        return False
    return pickup_of(serving.reservations or (), line.code, turn.lasting.moment.today) is not None


def _opened(serving: Serving, turn: Turn) -> Serving:
    side_page = serving.side_page if isinstance(serving.side_page, Reserving) else Reserving()
    serving = replace(serving, side_page=side_page, panel=None, question=None, question_until=None)
    return serving if serving.reservations is not None or side_page.reading else _reading(serving, turn)


def _reading(serving: Serving, turn: Turn) -> Serving:
    turn.ask(ReadReservations(serving.visit))
    side_page = serving.side_page
    return replace(serving, side_page=replace(side_page, reading=True)) if isinstance(side_page, Reserving) else serving


def _asked(serving: Serving, named: KeptItem) -> Serving:
    kept, side_page = kept_of(serving, named), serving.side_page
    if not isinstance(side_page, Reserving) or kept is None or not may_release(serving, kept):
        return serving
    return replace(serving, side_page=replace(side_page, asked=named))
