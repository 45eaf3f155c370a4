"""The two pages for returns without an account: a list of the scanned things, and a page with the place of each thing.

Nothing on these pages is personal. A thing is green only if the lending system has taken it back.
"""

from typing import assert_never

from kiosk.domain.meaning import is_shop_code
from kiosk.domain.messages.intents import Cancel, CloseReceipt, Finish
from kiosk.domain.model import Direction, Put, RefusalKind
from kiosk.domain.returns import BroughtItem, BroughtState
from kiosk.domain.visit.states import BringingBack
from kiosk.domain.visit.times import RECEIPT_S
from kiosk.presenter.frame import asking_in, away_because, rail_tools, scanner_banner, with_typing
from kiosk.presenter.lines import Word, lower_first, plate
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean, without_tags
from kiosk.views.basket import BasketPage, LineView
from kiosk.views.finish import Band, OtherRow, ReceiptPage, ShelfRow
from kiosk.views.pieces import Banner, Button, Countdown, Emphasis, PlateView, Rail, Tone


def bringing_back_page(facts: PageFacts, state: BringingBack) -> BasketPage | ReceiptPage:
    """Return the page with the scanned things or, after the button Done, the page that says where each thing goes."""
    return _end_page(facts, state) if state.is_over else _list_page(facts, state)


def _list_page(facts: PageFacts, state: BringingBack) -> BasketPage:
    texts = facts.texts.returns
    lead = texts.box_lead if not _is_offline(facts) else texts.offline_lead
    total = len(state.brought)
    return BasketPage(
        headline=texts.headline,
        lead=lead,
        lines=tuple(
            _line(facts, each, fresh=each.ident == state.fresh, place=(number, total))
            for number, each in enumerate(state.brought, start=1)
        ),
        more=facts.texts.basket.more,
        more_one=facts.texts.basket.more_one,
        banner=_banner(facts, state),
        hints=() if state.brought else (facts.texts.basket.hint_label, facts.texts.basket.hint_shop),
        count=str(total),
        count_text=texts.scanned(total),
        finish=_done(facts, state),
        ways=() if state.brought else (Button(texts.leave, Cancel(), "back", name=texts.leave),),
        rail=Rail(tools=rail_tools(facts)),
    )


def _is_offline(facts: PageFacts) -> bool:
    return facts.is_away or facts.lasting.library is None


def _banner(facts: PageFacts, state: BringingBack) -> Banner | None:
    """Return a banner with the number of the slip if the library does not answer.

    If the library answers, return a banner about the scanner or about borrowing, or None.
    """
    texts = facts.texts.returns
    if not _is_offline(facts):
        if scanner := scanner_banner(facts):
            return scanner
        text = texts.borrow_too_text if facts.fobs_work else texts.borrow_too_text_form
        return Banner(texts.borrow_too, text, "borrow", Tone.PLAIN) if not state.brought else None
    title = texts.slip(state.slip) if state.slip else facts.texts.messages.away
    why = "" if state.slip else away_because(facts)
    what = _what_happens(facts, state) if state.slip else texts.not_now
    said = " ".join(
        filter(None, (texts.slip_text if state.slip else why, what, _of_fob(facts, state), asking_in(facts)))
    )
    return with_typing(facts, Banner(title, said, "cloudoff", Tone.WARN))


def _what_happens(facts: PageFacts, state: BringingBack) -> str:
    texts = facts.texts.returns
    sends = any(each.state is BroughtState.SAVED for each in state.brought)
    return f"{texts.no_wait}. {texts.no_wait_text}" if sends else texts.staff_text


def _of_fob(facts: PageFacts, state: BringingBack) -> str:
    """Say that the returns will be booked on the account of the fob that was shown. Name nobody.

    If no fob was shown, say that the person can show a fob for this purpose. Say nothing if the kiosk accepts no fob
    for returns now, or if all returns on the account of the fob have a result.
    """
    texts = facts.texts.returns
    if state.by_fob:
        waits = any(each.state in {BroughtState.SAVING, BroughtState.SAVED} for each in state.brought)
        return texts.by_fob if waits or not state.brought else ""
    return texts.show_fob if facts.lasting.house.fob_returns and _is_offline(facts) else ""


def _done(facts: PageFacts, state: BringingBack) -> Button | None:
    if not state.brought:
        return None
    texts, label = facts.texts.returns, facts.texts.basket.done
    hint = texts.all_saved(len(state.brought)) if _is_offline(facts) else texts.where_each_goes
    if _is_offline(facts) and not all(each.state in _ON_DISK for each in state.brought):
        hint = ""
    return Button(label, Finish(), "next", hint, Emphasis.PRIMARY, f"{label}. {hint}" if hint else label)


_ON_DISK = frozenset({BroughtState.SAVED, BroughtState.FOR_STAFF, BroughtState.DONE})


# --- one thing ---


def _line(facts: PageFacts, one: BroughtItem, *, fresh: bool, place: tuple[int, int]) -> LineView:
    word, title, reason = _word(facts, one), _title(facts, one), _reason(facts, one)
    shelf = _shelf(facts, one)
    spoken = (title, lower_first(word.text), reason.rstrip("."), shelf, facts.texts.lines.spoken_place(*place))
    return LineView(
        key=one.ident,
        title=title,
        word=word.text,
        code="" if title == clean(one.code) or one.state is BroughtState.DONE else clean(one.code),
        tone=word.tone,
        icon=word.icon,
        reason=reason,
        plate=plate(facts, shelf) if shelf else None,
        fresh=fresh,
        name=", ".join(filter(None, spoken)),
    )


def _title(facts: PageFacts, one: BroughtItem) -> str:
    return (clean(one.item.name) if one.item else "") or facts.code_title(one.code)


def _word(facts: PageFacts, one: BroughtItem) -> Word:
    texts = facts.texts.returns
    match one.state:
        case BroughtState.SAVED if _is_offline(facts):
            return Word(texts.saved, Tone.ACCENT, "cloudoff")
        case BroughtState.SAVING | BroughtState.SAVED:
            return Word(texts.saving, Tone.WAIT, "ring")
        case BroughtState.FOR_STAFF:
            return Word(texts.for_staff, Tone.WARN, "hand")
        case BroughtState.DONE:
            return Word(facts.texts.lines.done(Direction.RETURN), Tone.OK, "giveback")
        case BroughtState.REFUSED:
            return Word(facts.texts.lines.refused, Tone.BAD, "stop")
        case BroughtState.NOT_SAVED:
            return Word(texts.not_saved, Tone.BAD, "stop")
    assert_never(one.state)


def _reason(facts: PageFacts, one: BroughtItem) -> str:
    """Say why a thing was not taken back, and what the person can do. Say nothing about any other thing."""
    texts = facts.texts.returns
    if one.state is BroughtState.NOT_SAVED:
        return texts.not_saved_text
    if one.state is not BroughtState.REFUSED or one.refusal is None:
        return ""
    if one.refusal.kind is RefusalKind.ITEM_UNKNOWN and is_shop_code(one.code):
        return texts.shop_code_text
    words = without_tags(one.refusal.words)
    return " ".join(filter(None, (facts.texts.refusals.quoted(words) if words else "", texts.refused_text)))


def _shelf(facts: PageFacts, one: BroughtItem) -> str:
    """Return the name of the place where the person puts the thing.

    The text is empty if the result is not known yet, or if the return could not be saved.
    """
    house, fallback = facts.lasting.house, clean(facts.lasting.house.shelf) or facts.texts.receipt.returns_shelf
    match one.state:
        case BroughtState.SAVED if _is_offline(facts):
            return clean(house.offline_shelf) or fallback
        case BroughtState.FOR_STAFF | BroughtState.REFUSED:
            return clean(house.offline_shelf) or fallback
        case BroughtState.DONE if one.put is Put.IN_TRANSIT:
            return clean(house.in_transit) or fallback
        case BroughtState.DONE if one.put is Put.HOLD_SHELF:
            return clean(house.hold_shelf) or fallback
        case BroughtState.DONE:
            return (clean(one.item.shelf) if one.item else "") or fallback
        case _:
            return ""


# --- the page at the end ---


def _end_page(facts: PageFacts, state: BringingBack) -> ReceiptPage:
    texts = facts.texts.returns
    kept = [each for each in state.brought if each.state in _ON_DISK]
    open_ones = [each for each in state.brought if each.state not in _ON_DISK]
    left = facts.left_s(state.deadline)
    total = len(open_ones)
    shelves = tuple(_row(facts, each) for each in kept)
    label = facts.texts.receipt.done
    return ReceiptPage(
        band=_band(facts, state),
        lines=tuple(_line(facts, each, fresh=False, place=(n, total)) for n, each in enumerate(open_ones, start=1)),
        shelves_title=facts.texts.receipt.shelves if shelves else "",
        shelves=tuple(sorted(shelves, key=lambda row: row.plate.text)),
        banner=_slip_banner(facts, state),
        countdown=Countdown(left, max(left, round(RECEIPT_S)), facts.texts.receipt.ring_name),
        done=Button(label, CloseReceipt(), "", facts.texts.receipt.closes_in(left), Emphasis.PRIMARY, label),
        rail=Rail(tools=rail_tools(facts)),
        others=tuple(_waiting(facts, each) for each in kept if each.state is BroughtState.SAVED),
        others_title=texts.still_open if any(each.state is BroughtState.SAVED for each in kept) else "",
    )


def _row(facts: PageFacts, one: BroughtItem) -> ShelfRow:
    place = clean(one.item.place) if one.item else ""
    house = facts.lasting.house
    shelf = _shelf(facts, one) or clean(house.offline_shelf) or clean(house.shelf) or facts.texts.receipt.returns_shelf
    return ShelfRow(PlateView(shelf, facts.texts.lines.shelf(shelf)), _title(facts, one), place)


def _waiting(facts: PageFacts, one: BroughtItem) -> OtherRow:
    return OtherRow(_title(facts, one), facts.texts.returns.saved, "clock", Tone.WAIT)


def _band(facts: PageFacts, state: BringingBack) -> Band:
    """Return the band with the result of all returns. It is green only if the system has taken every thing back."""
    texts = facts.texts.returns
    done = sum(each.state is BroughtState.DONE for each in state.brought)
    kept = sum(each.state in _ON_DISK for each in state.brought)
    if done == len(state.brought):
        return Band(texts.given_back(done), "check", Tone.OK)
    if done and done == kept:
        return Band(texts.given_back(done), "alert", Tone.WARN)
    return Band(texts.kept(kept), "cloudoff", Tone.WARN) if kept else Band(texts.none_saved, "stop", Tone.BAD)


def _slip_banner(facts: PageFacts, state: BringingBack) -> Banner | None:
    texts = facts.texts.returns
    if all(each.state is BroughtState.DONE for each in state.brought) or not state.slip:
        return None
    said = " ".join(filter(None, (texts.slip_text, _of_fob(facts, state))))
    return Banner(texts.slip(state.slip), said, "journal", Tone.WARN)
