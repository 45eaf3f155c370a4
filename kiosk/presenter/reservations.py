"""The views of the member's reservations.

The page Home says how many reserved tools are ready. When the basket has lines, its page lists these tools, with a
tick for each tool that was scanned. The page "Your reservations" lists all reservations, and there the member can
cancel them.
"""

from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum, auto

from kiosk.domain.days import hours_known
from kiosk.domain.messages.intents import AskRelease, CloseSidePage, No, ShowReservations, Yes
from kiosk.domain.reservations import Kept, Queue, kept_in, later, scanned_for, to_pick_up, waiting
from kiosk.domain.visit.reservations import may_release
from kiosk.domain.visit.states import KeptItem, Reserving, Serving
from kiosk.presenter.lines import plate
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean
from kiosk.views.basket import KeptRow, OfferRow, OfferView, ReservationsPage, WaitRow, WaitView
from kiosk.views.pieces import Banner, Button, Emphasis, PlateView, Rail, Tone

_MOST_PLATES = 3
_MOST_WAITS = 3
_WEEK = timedelta(days=7)


# --- on Home and above the basket ---


def way_to_reservations(facts: PageFacts, serving: Serving) -> tuple[Button, ...]:
    """Return the button that opens the page of reservations, or nothing if the lending system has no reservations."""
    texts = facts.texts.reservations
    return (Button(texts.button, ShowReservations(), "bookmark", name=texts.button),) if serving.reserves else ()


def ready_tools(facts: PageFacts, serving: Serving) -> OfferView | None:
    """Say how many reserved tools are ready, for how long, and on which shelves. Return None if no tool is ready.

    If the basket has lines, return a list of these tools instead, with a tick for each tool in the basket.
    """
    kept = to_pick_up(serving.reservations or (), serving.loans, facts.lasting.moment.today)
    if not kept:
        return None
    if serving.lines:
        return _tick_list(facts, serving, kept)
    texts, ends = facts.texts.reservations, {each.reservation.ends for each in kept}
    only_titles = _Kinds.of(kept) is _Kinds.TITLES
    days = sorted(day for day in ends if day is not None)
    if days:
        when = _until(facts, days[0], in_full=True, closes=not only_titles)
        until = (texts.kept_titles if only_titles else texts.kept)(len(kept), when)
        text = until if len(ends) == 1 else texts.kept_first(when)
    else:
        text = (texts.scan_labels if only_titles else texts.scan_them)(len(kept))
    title = _counted(kept, texts.ready, texts.ready_titles, texts.ready_both)
    return OfferView(title, text, _plates(facts, kept))


def waits_on_home(facts: PageFacts, serving: Serving) -> WaitView | None:
    """Return the reservations for which the member still waits, or None if there are none.

    Reservations for later days are left out.
    """
    waits, texts = kept_in(waiting(serving.reservations or ())), facts.texts.reservations
    if not waits:
        return None
    most = _MOST_WAITS if len(waits) <= _MOST_WAITS else _MOST_WAITS - 1
    rows = tuple(WaitRow(_title(facts, each), _wait(facts, each)) for each in waits[:most])
    more = len(waits) - len(rows)
    title = _counted(waits, texts.waiting, texts.waiting_titles, texts.waiting_both)
    return WaitView(title, rows, texts.more_waiting(more) if more else "")


def _tick_list(facts: PageFacts, serving: Serving, kept: tuple[Kept, ...]) -> OfferView:
    texts = facts.texts.reservations
    rows = []
    for each in kept:
        title, done = _title(facts, each), scanned_for(each, serving.lines) is not None
        waits = texts.ready_to_borrow if _is_title(each) else texts.not_scanned
        rows.append(OfferRow(title, done, texts.spoken(title, texts.in_basket if done else waits)))
    return OfferView(_counted(kept, texts.reserved, texts.reserved_titles, texts.reserved_both), rows=tuple(rows))


class _Kinds(Enum):
    """The kinds of items in a list of reservations: only things, only digital titles, or both."""

    THINGS = auto()
    TITLES = auto()
    BOTH = auto()

    @classmethod
    def of(cls, kept: tuple[Kept, ...]) -> "_Kinds":
        """Return the kinds of the items in this list."""
        titles = sum(_is_title(each) for each in kept)
        if not titles:
            return cls.THINGS
        return cls.TITLES if titles == len(kept) else cls.BOTH


_Count = Callable[[int], str]


def _counted(kept: tuple[Kept, ...], things: _Count, titles: _Count, both: _Count) -> str:
    """Return the sentence with the number of items in this list.

    `things`, `titles` and `both` make the sentences for the three kinds of lists.
    """
    match _Kinds.of(kept):
        case _Kinds.THINGS:
            return things(len(kept))
        case _Kinds.TITLES:
            return titles(len(kept))
        case _Kinds.BOTH:
            return both(len(kept))


def _is_title(kept: Kept) -> bool:
    """Return True if a digital title is reserved. A title has no shelf. To borrow it, the member scans its label."""
    return kept.reservation.medium is not None


def _plates(facts: PageFacts, kept: tuple[Kept, ...]) -> tuple[PlateView, ...]:
    plates = dict.fromkeys(found for each in kept if (found := _place(facts, each)) is not None)
    return tuple(plates)[:_MOST_PLATES]


def _title(facts: PageFacts, kept: Kept) -> str:
    """Return the name of the reserved item. If the reservation is not for a single item, return the reserved title."""
    if kept.item is not None:
        return facts.item_title(kept.item)
    return clean(kept.reservation.title) or facts.texts.lines.nameless


def _place(facts: PageFacts, kept: Kept) -> PlateView | None:
    """Return the place where a ready tool waits: the place for picking up if there is one, or else the tool's shelf.

    Return None if no place is known, or if the item is a digital title.
    """
    if _is_title(kept):
        return None
    if place := clean(kept.reservation.pick_up):
        return PlateView(place, place)
    shelf = clean(kept.item.shelf) if kept.item is not None else ""
    return plate(facts, shelf) if shelf else None


def _until(facts: PageFacts, day: date, *, in_full: bool, closes: bool) -> str:
    """Return the name of a day. If `closes` is True, also return the closing time of this day, if it is known.

    If `in_full` is True and the day is less than a week away, the name is the whole weekday, for example "Friday".
    """
    texts, formats, hours = facts.texts.reservations, facts.formats, facts.library.hours
    today = facts.lasting.moment.today
    if day == today:
        name = texts.today
    elif in_full and day - today < _WEEK:
        name = formats.weekday(day.weekday())
    else:
        name = formats.day(day)
    known = closes and hours_known(hours) and not hours[day.weekday()].closed
    end = hours[day.weekday()].closes if known else None
    return texts.at(name, formats.time(end)) if end else name


# --- the page ---


def reservations_page(
    facts: PageFacts, serving: Serving, side_page: Reserving, *, rail: Rail, count: tuple[str, str]
) -> ReservationsPage:
    """Return the page of reservations.

    Ready tools come first. After them come the tools for which the member waits in a queue, and last the tools that are
    reserved for later days.

    `count` is the number of lines in the basket, and the words for this number.
    """
    texts = facts.texts.reservations
    today, known = facts.lasting.moment.today, serving.reservations
    now = to_pick_up(known or (), serving.loans, today)
    coming = kept_in((*waiting(known or ()), *later(known or (), today)))
    rows = tuple(_row(facts, serving, side_page, each, ready=each in now) for each in (*now, *coming))
    can_cancel = any(row.buttons and not row.question for row in rows)
    how = texts.lead_titles if _Kinds.of(now) is _Kinds.TITLES else texts.lead
    lead = (how if now else texts.lead_later) if rows else texts.nothing
    if known is None:
        lead = texts.reading if side_page.reading else ""
    return ReservationsPage(
        headline=texts.headline,
        lead=lead,
        rows=rows,
        banner=_failed_banner(facts) if known is None and not side_page.reading else None,
        hint=texts.hint if can_cancel else "",
        hint_text=texts.hint_text if can_cancel else "",
        count=count[0],
        count_text=count[1],
        back=Button(texts.back, CloseSidePage(), "back", name=texts.back),
        rail=rail,
    )


def _failed_banner(facts: PageFacts) -> Banner:
    texts = facts.texts.reservations
    again = Button(texts.read_again, ShowReservations(), "renew", name=texts.read_again)
    return Banner(texts.failed, texts.failed_text, "cloudoff", Tone.WARN, (again,))


def _row(facts: PageFacts, serving: Serving, side_page: Reserving, kept: Kept, *, ready: bool) -> KeptRow:
    texts, title = facts.texts.reservations, _title(facts, kept)
    named = KeptItem(kept.reservation.ident, kept.named_item)
    line = scanned_for(kept, serving.lines)
    text = texts.in_basket if line else _when(facts, kept, ready=ready)
    if side_page.leaving == named:
        text = texts.leaving
    asked = side_page.asked == named
    note = texts.last if kept.is_last and not kept.is_whole and line is None else _note(facts, kept, ready=ready)
    return KeptRow(
        title=title,
        text=text,
        tone=Tone.ACCENT if ready else Tone.PLAIN,
        icon="check" if line else "bookmark" if ready else "clock" if kept.reservation.queue else "calendar",
        plate=_place(facts, kept) if ready and not asked else None,
        buttons=_buttons(facts, serving, kept, named, title, asked=asked),
        question=texts.question if asked else "",
        note=note,
        name=texts.spoken(title, ". ".join(filter(None, (text, note.rstrip("."))))),
    )


def _note(facts: PageFacts, kept: Kept, *, ready: bool) -> str:
    """Say where the member will get a tool that is not ready. A ready tool has a plate instead of these words.

    If a digital title is ready, say how the member borrows the title.
    """
    if _is_title(kept):
        return facts.texts.reservations.scan_labels(1) if ready else ""
    place = clean(kept.reservation.pick_up)
    return facts.texts.reservations.pick_up(place) if place and not ready else ""


def _when(facts: PageFacts, kept: Kept, *, ready: bool) -> str:
    texts, formats, reservation = facts.texts.reservations, facts.formats, kept.reservation
    starts, ends = reservation.starts, reservation.ends
    if ready:
        return (
            texts.yours_until(_until(facts, ends, in_full=False, closes=not _is_title(kept)))
            if ends
            else texts.ready_now
        )
    if reservation.queue is not None or starts is None:
        return _wait(facts, kept)
    if ends is None or starts == ends:
        return texts.on(formats.day(starts))
    return texts.from_to(formats.day(starts), formats.day(ends))


def _wait(facts: PageFacts, kept: Kept) -> str:
    """If a tool is on its way to the member, say so. If not, say which place the member has in the queue."""
    texts, queue = facts.texts.reservations, kept.reservation.queue or Queue()
    if queue.is_coming and not _is_title(kept):
        return texts.coming
    return texts.in_queue if queue.place is None else texts.place_in_queue(queue.place, queue.length)


def _buttons(
    facts: PageFacts, serving: Serving, kept: Kept, named: KeptItem, title: str, *, asked: bool
) -> tuple[Button, ...]:
    texts = facts.texts.reservations
    if asked:
        yes = Button(texts.yes, Yes(), "cross", look=Emphasis.PRIMARY, name=f"{texts.yes}: {title}")
        return (yes, Button(texts.no, No(), "back", name=f"{texts.no}: {title}"))
    if not may_release(serving, kept):
        return ()
    ask = AskRelease(named.reservation, named.item)
    return (Button(texts.cancel, ask, "cross", name=texts.cancel_name(title)),)
