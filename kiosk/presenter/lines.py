"""The view of one line of the basket, with its word, colour, reason, shelf and buttons."""

from typing import assert_never

from msgspec import Struct

from kiosk.domain.library import Searchers
from kiosk.domain.messages.intents import FindTool, KeepLine, RemoveLine, RetryLine
from kiosk.domain.model import ByOthers, Direction, Line, LineState, Put, RefusalKind
from kiosk.presenter.money import unpaid_on_receipt, without_money
from kiosk.presenter.page_facts import PageFacts, item_of
from kiosk.presenter.server_words import clean, without_tags
from kiosk.views.basket import LineView
from kiosk.views.pieces import Button, Emphasis, PlateView, Tone

UNKNOWN_STATES = frozenset({LineState.CHECKING, LineState.NOT_CHECKED, LineState.UNKNOWN})
DIRECTION_ICONS = {Direction.BORROW: "borrow", Direction.RETURN: "giveback", Direction.RENEW: "renew"}

_PUT_BACK = frozenset({
    RefusalKind.NOT_AVAILABLE, RefusalKind.RESERVED, RefusalKind.MEMBERSHIP_EXPIRED, RefusalKind.MAY_NOT_BORROW,
    RefusalKind.OTHER,
})  # fmt: skip
"""If a borrow was refused for one of these reasons, the line asks the member to put the tool back on its shelf.

If it was refused for any other reason, the line does not ask this, because the member must do something else first.
"""
_ENDS = (".", "!", "?", "…", "”", "»")
"""The signs that end a sentence. If the library's words do not end with such a sign, the kiosk adds a full stop."""
_WORDS_ADD_NOTHING = frozenset({RefusalKind.ITEM_UNKNOWN, RefusalKind.SHOP_CODE, RefusalKind.LIMIT_REACHED})
_ANOTHER_WOULD_DO = frozenset({
    RefusalKind.NOT_AVAILABLE, RefusalKind.RESERVED, RefusalKind.ON_LOAN, RefusalKind.STAFF_ONLY,
})  # fmt: skip
_MAY_CHANGE = frozenset({
    RefusalKind.LIMIT_REACHED, RefusalKind.OTHER, RefusalKind.NOT_AVAILABLE, RefusalKind.AGREEMENT_MISSING,
    RefusalKind.DETAILS_MISSING, RefusalKind.PAYMENT_MISSING,
})  # fmt: skip
"""The refusals whose reason can go away during the visit, because a tool is brought back or staff correct something."""


class Word(Struct, frozen=True):
    """The word, the colour and the icon that show a member the state of a line."""

    text: str
    tone: Tone
    icon: str


def word_of_line(facts: PageFacts, line: Line) -> Word:
    """Return the word, the colour and the icon of a line's state. Only the state DONE is green."""
    texts = facts.texts.lines
    if line.again:  # the kiosk takes the line out in order to add it again
        return Word(texts.checking, Tone.WAIT, "ring")
    if line.unwanted:
        return Word(texts.removing, Tone.WAIT, "ring")
    match line.state:
        case LineState.CHECKING:
            return Word(texts.checking, Tone.WAIT, "ring")
        case LineState.STAGED if line.is_undecided:
            texts_of = facts.texts.elsewhere
            return Word(texts_of.earlier if line.by_others is ByOthers.EARLIER else texts_of.added, Tone.WARN, "alert")
        case LineState.STAGED:
            return Word(texts.staged(line.direction), Tone.ACCENT, DIRECTION_ICONS[line.direction])
        case LineState.REMOVING:
            return Word(texts.removing, Tone.WAIT, "ring")
        case LineState.DONE:
            return Word(texts.done(line.direction), Tone.OK, "check")
        case LineState.REFUSED:
            return Word(texts.refused, Tone.BAD, "stop")
        case LineState.NOT_CHECKED:
            return Word(texts.not_checked, Tone.WARN, "cloudoff")
        case LineState.UNKNOWN if line.hopeless:
            return Word(texts.hopeless, Tone.WARN, "help")
        case LineState.UNKNOWN:
            return Word(texts.finding_out, Tone.WARN, "clock")
    assert_never(line.state)


def line_view(facts: PageFacts, line: Line, *, fresh: bool, pressable: bool, most: int | None) -> LineView:
    """Return the view of a line. The window later adds the line's place in the list to the text for screen readers.

    `pressable` is True if the buttons of the line work now. `most` is the largest number of loans that a member may
    have at a time, or None if this number is not known.
    """
    said, title, reason = word_of_line(facts, line), facts.line_title(line), _reason(facts, line, most)
    due = line.wanted.due if _has_date(line) else None
    spoken = (
        title,
        lower_first(said.text),
        facts.texts.lines.spoken_due(facts.formats.long_day(due)) if due else "",
        reason.rstrip("."),
    )
    return LineView(
        key=line.ident,
        title=title,
        word=said.text,
        code=_code(facts, line, title),
        tone=said.tone,
        icon=said.icon,
        reason=reason,
        due=facts.formats.day(due) if due else "",
        plate=_plate(facts, line),
        remove=_remove(facts, line, title) if pressable else None,
        retry=_retry(facts, line, title) if pressable else None,
        like=_like(facts, line, title) if pressable else None,
        fresh=fresh,
        name=", ".join(filter(None, spoken)),
    )


def _has_date(line: Line) -> bool:
    """Return True if the line can show a due day.

    A return, a refused line and a line that waits for the member's decision show no due day.
    """
    refused, undecided = line.state is LineState.REFUSED, line.is_undecided
    return line.direction is not Direction.RETURN and not refused and not undecided


def lower_first(text: str) -> str:
    """Return the text with a small first letter, so that the text can be a part of a sentence."""
    return text[:1].lower() + text[1:]


def _code(facts: PageFacts, line: Line, title: str) -> str:
    """Return the text beside the word of the line's state. Usually this is the code of the line.

    If the title is already the code, the text says that the server is asked, or that the server does not answer. If
    neither is true, the text is empty.
    """
    if title != clean(line.code):
        return clean(line.code)
    if line.state is LineState.CHECKING and not line.unwanted:
        return facts.texts.lines.asking
    asked = line.state is LineState.NOT_CHECKED and facts.lasting.store_ok
    return facts.texts.lines.no_answer if asked else ""


def _reason(facts: PageFacts, line: Line, most: int | None) -> str:
    texts = facts.texts.lines
    if line.unwanted:
        return ""
    match line.state:
        case LineState.REFUSED:
            return refusal_text(facts, line, most)
        case LineState.NOT_CHECKED:
            unasked = not facts.lasting.store_ok  # while the kiosk's disk fails, no line is sent to the library
            return texts.kept if unasked or facts.line_title(line) == clean(line.code) else texts.no_answer_kept
        case LineState.UNKNOWN if line.refusal is not None:  # the member's loans contradict the library's answer
            return refusal_text(facts, line, most)
        case LineState.UNKNOWN if line.hopeless:
            return hopeless_text(facts, line)
        case LineState.UNKNOWN if line.ref:
            return texts.finding_out_text
        case LineState.UNKNOWN if not line.is_thing:
            return texts.title_until_known
        case LineState.UNKNOWN:
            return texts.leave_until_known if line.direction is Direction.RETURN else texts.keep_until_known
        case LineState.STAGED | LineState.DONE:
            kept = facts.texts.reservations.from_reservation if line.pickup else ""
            return " ".join(filter(None, (late_text(facts, line), _history(facts, line), kept)))
        case LineState.CHECKING | LineState.REMOVING:
            return ""
    assert_never(line.state)


def hopeless_text(facts: PageFacts, line: Line) -> str:
    """Say what the member can do about a line whose result nobody at this kiosk can find out.

    If the line is about a digital title, the words also say that staff have a note about it. If the disk fails, the
    kiosk cannot write this note, and the words ask the member to tell staff.
    """
    texts = facts.texts.lines
    if line.is_thing:
        return texts.hopeless_text
    note = texts.staff_have_note if facts.lasting.store_ok else texts.tell_staff
    return f"{texts.hopeless_title} {note}"


def _history(facts: PageFacts, line: Line) -> str:
    """Say where the line comes from, or who has changed it. Say nothing if the member did all of this in this visit."""
    texts = facts.texts.elsewhere
    match line.by_others:
        case ByOthers.ADDED:
            return texts.added_borrow if line.direction is Direction.BORROW else texts.added_return
        case ByOthers.EARLIER:
            return texts.earlier_borrow if line.direction is Direction.BORROW else texts.earlier_return
        case ByOthers.TAKEN_OUT:
            return texts.taken_out
        case ByOthers.RECORDED:
            return texts.recorded
        case None if line.from_before and line.committed:
            return texts.handed_over
        case None:
            return facts.texts.lines.from_before if line.from_before else ""
    assert_never(line.by_others)


def late_text(facts: PageFacts, line: Line) -> str:
    """Say how many days late a returned tool is. The words do not blame the member, because the tool is back now."""
    if line.direction is not Direction.RETURN or line.days_late <= 0:
        return ""
    return facts.texts.lines.late(line.days_late)


def refusal_text(facts: PageFacts, line: Line, most: int | None) -> str:
    """Say why a line was refused, in our words and in the library's words, and what to do now."""
    kind = line.refusal.kind if line.refusal else RefusalKind.OTHER
    if kind is RefusalKind.UNPAID:
        return unpaid_on_receipt(facts)
    why = facts.texts.refusals.why(kind, line.direction, most)
    return " ".join(filter(None, (why, quoted_words(facts, line), _put_back(facts, line))))


def quoted_words(facts: PageFacts, line: Line) -> str:
    """Return the library's own words about the refusal, or nothing if our words already say the same."""
    if line.refusal is None or line.refusal.kind in _WORDS_ADD_NOTHING:
        return ""
    words = without_money(facts, without_tags(line.refusal.words))
    return facts.texts.refusals.quoted(words if words.endswith(_ENDS) else f"{words}.") if words else ""


def _put_back(facts: PageFacts, line: Line) -> str:
    if not belongs_on_shelf(line):
        return ""
    texts, shelf = facts.texts.refusals, shelf_of(facts, line)
    return texts.put_back_on(shelf) if shelf else texts.put_back


def belongs_on_shelf(line: Line) -> bool:
    """Return True if the line is a refused borrow whose tool must go back to its shelf."""
    kind = line.refusal.kind if line.refusal else RefusalKind.OTHER
    return line.is_thing and line.direction is Direction.BORROW and kind in _PUT_BACK


def shelf_of(facts: PageFacts, line: Line) -> str:
    """Return the shelf or the box for the item, or an empty text if neither is known.

    A returned item that belongs to another branch, or that somebody has reserved, has a box of its own.
    """
    house, item = facts.lasting.house, item_of(line)
    if line.put is Put.IN_TRANSIT:
        return clean(house.in_transit)
    if line.put is Put.HOLD_SHELF:
        return clean(house.hold_shelf)
    return clean(item.shelf) if item else ""


def plate(facts: PageFacts, shelf: str) -> PlateView:
    """Return a plate that looks like the shelf's own label."""
    return PlateView(shelf, facts.texts.lines.shelf(shelf))


def _plate(facts: PageFacts, line: Line) -> PlateView | None:
    """Return the plate of a tool that must be put on a shelf, or None for any other tool."""
    shelf = shelf_of(facts, line)
    if not shelf or line.unwanted:
        return None
    returns = line.direction is Direction.RETURN and line.state in {LineState.STAGED, LineState.DONE}
    refused = line.state is LineState.REFUSED and belongs_on_shelf(line)
    return plate(facts, shelf) if returns or refused else None


def _remove(facts: PageFacts, line: Line, title: str) -> Button | None:
    removable = {LineState.CHECKING, LineState.STAGED, LineState.REFUSED, LineState.NOT_CHECKED}
    if line.unwanted or line.state not in removable or (line.committed and line.from_before):
        return None
    name = facts.texts.lines.remove(title)
    return Button(facts.texts.lines.remove_word, RemoveLine(line.ident), "cross", look=Emphasis.QUIET, name=name)


def _retry(facts: PageFacts, line: Line, title: str) -> Button | None:
    if line.state is LineState.STAGED and line.is_undecided:
        keep = facts.texts.elsewhere
        return Button(keep.keep, KeepLine(line.ident), "check", name=keep.keep_name(title))
    refused = line.state is LineState.REFUSED and line.refusal is not None and line.refusal.kind in _MAY_CHANGE
    if line.unwanted or not (refused or line.state is LineState.NOT_CHECKED):
        return None
    texts = facts.texts.lines
    return Button(texts.check_again, RetryLine(line.ident), "renew", name=texts.retry_name(title))


def _like(facts: PageFacts, line: Line, title: str) -> Button | None:
    """Return the button that searches for a similar tool. Return None if a similar tool would be refused, too.

    Return None also if the library offers no search, or if nothing but the code is known about the tool.
    """
    kind = line.refusal.kind if line.refusal else RefusalKind.OTHER
    refused = line.state is LineState.REFUSED and line.direction is Direction.BORROW and not line.unwanted
    if not refused or kind not in _ANOTHER_WOULD_DO or facts.library.searchers is Searchers.NOBODY:
        return None
    texts, item = facts.texts.find, item_of(line)
    if title == clean(line.code) and item is None:
        return None
    return Button(texts.like, FindTool(title, item.category if item else ""), "search", name=texts.like_name(title))
