"""The receipt, which says what is proven and what to do next. Only confirmed lines are shown as facts and in green."""

from datetime import date
from html import escape
from typing import assert_never

from kiosk.domain.messages.intents import Cancel, CloseReceipt, MoreTime
from kiosk.domain.model import Direction, Line, LineState, RefusalKind
from kiosk.domain.money import Bill
from kiosk.domain.visit.states import Receipt, Verdict
from kiosk.domain.visit.times import RECEIPT_S, RECEIPT_SHORT_S
from kiosk.presenter.frame import note, rail_tools
from kiosk.presenter.lines import (
    belongs_on_shelf,
    hopeless_text,
    late_text,
    plate,
    quoted_words,
    refusal_text,
    shelf_of,
)
from kiosk.presenter.money import late_fee_text, receipt_costs, without_money
from kiosk.presenter.page_facts import PageFacts, first_name
from kiosk.presenter.server_words import clean, without_tags
from kiosk.presenter.slip_and_calendar import due_code, slip_button
from kiosk.structs import replace
from kiosk.views.basket import LineView
from kiosk.views.finish import Band, DueGroup, OtherRow, ReceiptPage, ShelfRow
from kiosk.views.pieces import Banner, Button, Countdown, Emphasis, Note, QrCode, Rail, Tone


def receipt_page(facts: PageFacts, receipt: Receipt) -> ReceiptPage:
    """Return the receipt, which says what happened to the lines that were staged at Finish."""
    receipt, of_all = _said_once(receipt)
    done = [line for line in (*receipt.lines, *receipt.others) if line.state is LineState.DONE]
    shelves = _shelves(facts, done, receipt.bill)
    dues, qr = _dues(facts, done)
    given_back = _given_back(facts, done)
    others_title, others = _left_out(facts, receipt)
    left = facts.left_s(receipt.deadline)
    whole = round(RECEIPT_SHORT_S if receipt.next_fob is not None else RECEIPT_S)
    page = ReceiptPage(
        band=verdict_band(facts, receipt),
        lines=_unconfirmed_lines(facts, receipt),
        shelves_title=facts.texts.receipt.shelves if shelves else "",
        shelves=shelves,
        dues_title=facts.texts.receipt.yours if dues else "",
        dues=dues,
        qr=qr,
        given_back_title=facts.texts.receipt.given_back if given_back else "",
        given_back=given_back,
        money=receipt_costs(facts, receipt),
        notes=_also_on_account(facts, receipt) + _notes(facts, done),
        others_title=others_title,
        others=others,
        banner=_tray_banner(facts, receipt) or _words_banner(facts, of_all),
        countdown=Countdown(left, max(left, whole), facts.texts.receipt.ring_name),
        done=_done_button(facts, receipt, left),
        rail=_rail(facts, receipt),
    )
    return replace(page, slip=slip_button(facts, receipt, page))


def verdict_band(facts: PageFacts, receipt: Receipt) -> Band:
    """Return the band with the result. The band is green only if the verdict is ALL and every line is done."""
    texts = facts.texts.receipt
    counted = [*receipt.lines, *(line for line in receipt.others if not line.is_undone)]
    n, total = sum(line.state is LineState.DONE for line in counted), len(counted)
    match receipt.verdict:
        case Verdict.ALL if n == total and n:
            return Band(texts.confirmed(n, total), "check", Tone.OK)
        case Verdict.ALL | Verdict.SOME if n:
            return Band(texts.confirmed(n, total), "alert", Tone.WARN)
        case Verdict.ALL | Verdict.SOME | Verdict.NONE:
            return Band(texts.none, "stop", Tone.BAD)
        case Verdict.ACCEPTED:
            return Band(texts.accepted, "clock", Tone.WARN)
        case Verdict.UNKNOWN:
            doubtful = sum(line.state is LineState.UNKNOWN for line in receipt.lines)
            if doubtful and all(line.hopeless for line in receipt.lines if line.state is LineState.UNKNOWN):
                return Band(texts.hopeless(doubtful), "help", Tone.WARN)
            return Band(texts.unknown(max(1, doubtful)), "help", Tone.WAIT)
    assert_never(receipt.verdict)


# --- what was not confirmed ---


def _unconfirmed_lines(facts: PageFacts, receipt: Receipt) -> tuple[LineView, ...]:
    open_ones = [line for line in receipt.lines if line.state is not LineState.DONE]
    accepted = receipt.verdict is Verdict.ACCEPTED
    shown = [(_words_of_refused(facts, line), line) for line in _refused_before_finish(receipt)]
    shown += [(_words_of_staged(facts, line, accepted=accepted), line) for line in open_ones]
    total = len(shown)
    return tuple(_line_view(facts, line, said, (n, total)) for n, (said, line) in enumerate(shown, start=1))


def _refused_before_finish(receipt: Receipt) -> tuple[Line, ...]:
    """Return the lines that were refused before Finish.

    The tools of these lines must stay here, but the member perhaps still has them in the hand.
    """
    return tuple(line for line in receipt.others if line.state is LineState.REFUSED)


def _left_out(facts: PageFacts, receipt: Receipt) -> tuple[str, tuple[OtherRow, ...]]:
    """Return a title and a row for each line that Finish left out because its state was not known."""
    rows = []
    for line in receipt.others:
        if line.state not in {LineState.DONE, LineState.REFUSED}:
            word, tone, icon, reason = _words_of_left_out(facts, line)
            rows.append(OtherRow(facts.line_title(line), f"{word}. {reason}", icon, tone))
    return facts.texts.confirm.not_included_many(len(rows)) if rows else "", tuple(rows)


_NOT_THEIRS = frozenset({RefusalKind.NOT_ON_ACCOUNT, RefusalKind.ON_LOAN})
"""If a return was refused for one of these reasons, the tool is perhaps not on the member's account."""
_SEVERAL = 2
_Said = tuple[str, Tone, str, str]
"""The word, the tone, the icon and the reason of a line."""


def _words_of_staged(facts: PageFacts, line: Line, *, accepted: bool) -> _Said:
    """Return the words for a line that was staged at Finish and is not confirmed."""
    texts = facts.texts.receipt
    if line.state is LineState.REFUSED:
        return _words_of_refused(facts, line)
    if line.hopeless:
        return _words_of_hopeless(facts, line)
    if accepted and line.state is not LineState.UNKNOWN:
        return texts.accepted_word, Tone.WARN, "clock", texts.accepted_text
    if line.state is LineState.UNKNOWN:
        return texts.not_known, Tone.WAIT, "help", texts.not_known_text
    next_step = texts.still_yours if line.direction is Direction.RETURN else facts.texts.refusals.put_back
    return facts.texts.lines.refused, Tone.BAD, "stop", f"{texts.not_recorded} {next_step}"


def _words_of_left_out(facts: PageFacts, line: Line) -> _Said:
    """Return the words for a line that Finish did not commit.

    The result of the line is unknown, or Finish left it out, for example because the server did not answer about it.
    """
    texts = facts.texts.receipt
    if line.hopeless:
        return _words_of_hopeless(facts, line)
    if line.state is LineState.UNKNOWN:
        return texts.not_known, Tone.WAIT, "help", texts.not_known_text
    stays = texts.left_out_return if line.direction is Direction.RETURN else texts.left_out_borrow
    return texts.left_out, Tone.WARN, "cloudoff", stays


def _words_of_hopeless(facts: PageFacts, line: Line) -> _Said:
    return facts.texts.lines.hopeless, Tone.WARN, "help", hopeless_text(facts, line)


def _words_of_refused(facts: PageFacts, line: Line) -> _Said:
    reason, kind = refusal_text(facts, line, None), line.refusal.kind if line.refusal else RefusalKind.OTHER
    if line.direction is Direction.RETURN and kind not in _NOT_THEIRS:
        said = quoted_words(facts, line) if kind is RefusalKind.OTHER else reason
        reason = " ".join(filter(None, (said, facts.texts.receipt.still_yours)))
    return facts.texts.lines.refused, Tone.BAD, "stop", reason


def _line_view(facts: PageFacts, line: Line, said: _Said, place: tuple[int, int]) -> LineView:
    word, tone, icon, reason = said
    title, shelf = facts.line_title(line), shelf_of(facts, line)
    stays = line.state is LineState.REFUSED and line.direction is Direction.BORROW
    headline = facts.texts.receipt.leave_here(title) if stays else title
    spoken = (headline, word, reason.rstrip("."), facts.texts.lines.spoken_place(*place))
    return LineView(
        key=line.ident,
        title=headline,
        word=word,
        code=clean(line.code) if title != clean(line.code) else "",
        tone=tone,
        icon=icon,
        reason=reason,
        plate=plate(facts, shelf) if stays and shelf and belongs_on_shelf(line) else None,
        name=", ".join(spoken),
    )


def _said_once(receipt: Receipt) -> tuple[Receipt, str]:
    """If all refused lines have the same words of the server, take these words out of the lines.

    Return the changed receipt and the words, so that the page can show them once for all these lines. The server
    refused these lines together, and perhaps its words name only one of the tools. In all other cases, return the
    receipt unchanged, and an empty text.
    """
    refused = [line for line in receipt.lines if line.refusal is not None and line.refusal.kind is RefusalKind.OTHER]
    words = {line.refusal.words for line in refused if line.refusal is not None}
    if receipt.tray or len(refused) < _SEVERAL or len(words) != 1 or words == {""}:
        return receipt, ""
    silent = tuple(
        replace(line, refusal=replace(line.refusal, words="")) if line in refused and line.refusal else line
        for line in receipt.lines
    )
    return replace(receipt, lines=silent), words.pop()


def _words_banner(facts: PageFacts, words: str) -> Banner | None:
    if not (said := without_money(facts, without_tags(words))):
        return None
    return Banner(facts.texts.refusals.quoted(said), facts.texts.frame.from_library, "stop", Tone.BAD)


# --- what was confirmed ---


def _shelves(facts: PageFacts, done: list[Line], bill: Bill | None) -> tuple[ShelfRow, ...]:
    """Return the tools that were brought back, sorted by shelf. A digital title has no shelf.

    If the server names no shelf for a tool, the shelf in the kiosk's settings or a general word is used.
    """
    fallback = clean(facts.lasting.house.shelf) or facts.texts.receipt.returns_shelf
    rows = []
    for line in done:
        if line.direction is Direction.RETURN and line.is_thing:
            place = clean(line.item.place) if line.item else ""
            late = " ".join(filter(None, (late_text(facts, line), late_fee_text(facts, bill, line))))
            detail = ". ".join(filter(None, (place, late)))
            rows.append(ShelfRow(plate(facts, shelf_of(facts, line) or fallback), facts.line_title(line), detail))
    return tuple(sorted(rows, key=lambda row: row.plate.text))


def _dues(facts: PageFacts, done: list[Line]) -> tuple[tuple[DueGroup, ...], QrCode | None]:
    """Return the borrowed tools in one group for each due day, the earliest day first, and a QR code or None.

    A QR code puts the due day of a group into the calendar of a phone. If several groups have a QR code, each group
    keeps its code, and the second result is None. If only one group has a QR code, return the group without the code,
    and the code as the second result. Digital titles have groups of their own without a QR code, because nobody must
    bring the titles back.
    """
    lent = [line for line in done if line.direction is not Direction.RETURN]
    groups = [_due_group(facts, lines, due) for due, lines in _by_day([line for line in lent if line.is_thing])]
    groups += [_end_group(facts, lines, due) for due, lines in _by_day([line for line in lent if not line.is_thing])]
    coded = [group for group in groups if group.qr is not None]
    if len(coded) != 1:
        return tuple(groups), None
    return tuple(replace(group, qr=None) for group in groups), coded[0].qr


def _given_back(facts: PageFacts, done: list[Line]) -> tuple[OtherRow, ...]:
    """Return the digital titles that were given back. They have no shelf, so the receipt only names them."""
    texts = facts.texts.receipt
    back = (line for line in done if line.direction is Direction.RETURN and not line.is_thing)
    return tuple(
        OtherRow(facts.line_title(line), texts.lent_and_back if line.is_undone else "", "check", Tone.OK)
        for line in back
    )


def _by_day(lines: list[Line]) -> list[tuple[date | None, list[Line]]]:
    days = sorted({line.due for line in lines}, key=lambda day: (day is None, day))
    return [(due, [line for line in lines if line.due == due]) for due in days]


def _due_group(facts: PageFacts, lines: list[Line], due: date | None) -> DueGroup:
    texts = facts.texts.receipt
    titles = tuple(facts.line_title(line) for line in lines)
    headline = texts.back_by(facts.formats.day(due)) if due else texts.no_date
    shown = tuple(_named(facts, line) for line in lines)
    return DueGroup(headline, shown, due_code(facts, due, titles) if due else None)


def _end_group(facts: PageFacts, lines: list[Line], due: date | None) -> DueGroup:
    """Return the group of the digital titles that end by themselves on this day."""
    texts = facts.texts
    headline = texts.digital.yours_until(facts.formats.day(due)) if due else texts.receipt.no_date
    return DueGroup(headline, tuple(facts.line_title(line) for line in lines))


def _named(facts: PageFacts, line: Line) -> str:
    title = facts.line_title(line)
    return facts.texts.reservations.picked_up(title) if line.pickup else title


def _notes(facts: PageFacts, done: list[Line]) -> tuple[Note, ...]:
    """Return the library's own texts for the end of a visit, but only about borrows and returns that are confirmed."""
    own, directions = facts.own, {line.direction for line in done}
    out = note(facts, own.post_check_out) if Direction.BORROW in directions else ()
    back = note(facts, own.post_check_in) if Direction.RETURN in directions else ()
    return out + back


def _also_on_account(facts: PageFacts, receipt: Receipt) -> tuple[Note, ...]:
    """Return a note about loans that began after Finish but belong to no line, or nothing if there are none.

    Perhaps another device added these loans at the last moment.
    """
    if not receipt.also:
        return ()
    names = ", ".join(clean(loan.item.name) or clean(loan.item.code) for loan in receipt.also)
    return (Note(f"<p>{escape(names)}</p><p>{escape(facts.texts.receipt.also_text)}</p>", facts.texts.receipt.also),)


# --- the bench ---


def _tray_banner(facts: PageFacts, receipt: Receipt) -> Banner | None:
    if not receipt.tray:
        return None
    texts = facts.texts.receipt
    return Banner(texts.tray(len(receipt.tray)), texts.tray_text, facts.fob_icon, Tone.WARN)


def _done_button(facts: PageFacts, receipt: Receipt, left: int) -> Button:
    texts = facts.texts.receipt
    if all(line.state is LineState.DONE for line in receipt.lines):  # nothing is left for staff to settle
        return Button(texts.done, CloseReceipt(), "", texts.closes_in(left), Emphasis.PRIMARY, texts.done)
    tells = receipt.verdict is not Verdict.ACCEPTED and facts.lasting.store_ok
    hint = texts.staff_know if tells else texts.closes_in(left)
    return Button(texts.understood, CloseReceipt(), "", hint, Emphasis.PRIMARY, texts.understood)


def _rail(facts: PageFacts, receipt: Receipt) -> Rail:
    name, texts = first_name(receipt.member), facts.texts.frame
    log_out = Button(texts.log_out, Cancel(), "logout", name=texts.log_out_name(name))
    more = Button(facts.texts.receipt.more_time, MoreTime(), "clock", name=facts.texts.receipt.more_time)
    return Rail(name, log_out, (more, *rail_tools(facts)))
