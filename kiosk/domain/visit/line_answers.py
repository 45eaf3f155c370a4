"""Functions that change the basket after the server's answers about single lines.

If the member may borrow more tools than before, the functions also ask for a new check of refused lines.
"""

from typing import assert_never

from kiosk.domain.basket import drop, find, in_state, line_of, own_loan, places_left, same_item
from kiosk.domain.meaning import is_shop_code
from kiosk.domain.membership import opened_after_all
from kiosk.domain.messages.answers import LineAnswered, LineChanged, LineGone, LineStays
from kiosk.domain.messages.effects import ReadTitles, Record, RecordKind, TakeOut
from kiosk.domain.model import (
    Direction,
    InDoubt,
    ItemCode,
    Line,
    LineState,
    Loan,
    Medium,
    NotSent,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Staged,
)
from kiosk.domain.visit.at_once import kept_after_all, not_renewable, recorded, unsettle
from kiosk.domain.visit.digital_loans import at_title, titles_of
from kiosk.domain.visit.item_scan import add, check_again, give_back_instead
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.line_terms import ask_condition, ask_project, changed
from kiosk.domain.visit.reservations import from_reservation
from kiosk.domain.visit.state_parts import with_line
from kiosk.domain.visit.states import Serving
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

_OPEN = frozenset({LineState.CHECKING, LineState.NOT_CHECKED})
_HELD_BY_SOMEBODY = frozenset({RefusalKind.NOT_AVAILABLE, RefusalKind.ON_LOAN})


LineNews = LineAnswered | LineGone | LineStays | LineChanged


def line_event(serving: Serving, event: LineNews, turn: Turn) -> Serving:
    """Return the basket after this answer.

    The basket does not change if it no longer has the line, or if the line has its result already.
    """
    line = find(serving.lines, event.line)
    match event:
        case LineAnswered(outcome=Staged() as staged) if line is None:
            _nobody_wants(serving, event, staged, turn)
            return serving
        case LineAnswered():
            return serving if line is None or line.state not in _OPEN else _answered(serving, line, event, turn)
        case LineGone():
            return serving if line is None or not _leaving(line) else _gone(serving, line, turn)
        case LineStays():
            return serving if line is None or not _leaving(line) else _stays(serving, line, turn)
        case LineChanged():
            return serving if line is None else with_line(serving, changed(line, event, turn))
        case _:
            assert_never(event)


def _nobody_wants(serving: Serving, event: LineAnswered, staged: Staged, turn: Turn) -> None:
    """Remove a line from the cart if the basket does not show the line.

    The kiosk must not lend a tool that is not shown.
    """
    if turn.lasting.store_ok and all(line.ref != staged.ref for line in serving.lines):
        code = staged.item.code if staged.item else ItemCode("")
        direction = staged.direction or Direction.BORROW
        turn.ask(TakeOut(serving.visit, Line(event.line, code, direction, LineState.REMOVING, ref=staged.ref)))


def _answered(serving: Serving, line: Line, event: LineAnswered, turn: Turn) -> Serving:
    match event.outcome:
        case Staged() as outcome:
            return _staged(serving, _agreed(line, outcome), turn, outcome.ref)
        case Recorded() as outcome:
            if line.unwanted:
                turn.say(NoticeKey.ALREADY_RECORDED, line.code)
            done = replace(_told(line, outcome), state=LineState.DONE, put=outcome.put)
            return recorded(serving, _wanted(done), turn, outcome.lent)
        case Refused(refusal):
            return _refused(serving, line, refusal, turn)
        case NotSent():
            return _not_sent(serving, line, turn)
        case InDoubt(item) if serving.at_once or line.system:
            lost = replace(line, state=LineState.UNKNOWN, item=item or line.item)
            return unsettle(serving, _wanted(lost), turn)
        case InDoubt():
            turn.ask(Record(RecordKind.LINE_UNKNOWN, serving.visit, (line.code,), inbox=True))
            return with_line(serving, _wanted(replace(line, state=LineState.UNKNOWN)))
        case _:
            assert_never(event.outcome)


def _told(line: Line, outcome: Staged | Recorded) -> Line:
    """Return the line with the item, due day, direction and loan from this answer.

    If one of these values is not in the answer, keep the old value of the line.
    """
    return replace(
        line,
        item=outcome.item or line.item,
        due=outcome.due or line.due,
        direction=outcome.direction or line.direction,
        loan=outcome.loan or line.loan,
    )


def _agreed(line: Line, staged: Staged) -> Line:
    """Return the line with all data from this answer, including the data that only a line in a cart has."""
    return replace(
        _told(line, staged),
        days_late=staged.days_late,
        days=staged.days,
        project=staged.project or line.project,
        condition=staged.condition or line.condition,
        committed=staged.committed,
        pickup=staged.pickup,
    )


def _staged(serving: Serving, line: Line, turn: Turn, ref: str) -> Serving:
    line = replace(line, ref=ref, state=LineState.STAGED)
    twin = same_item(serving.lines, line)
    if twin is not None and twin.ref == ref:  # in the cart, the two lines are one line
        turn.say(NoticeKey.SAME_ITEM, line.code)
        return replace(serving, lines=drop(serving.lines, line.ident), fresh=twin.ident)
    if twin is not None:
        turn.say(NoticeKey.SAME_ITEM, line.code)
    if not serving.limits.can_return:
        member, limits = opened_after_all(serving.member, serving.limits)
        serving = replace(serving, member=member, limits=limits)
    if twin is None and not line.unwanted:
        return _asked_of(with_line(serving, line), line, turn)
    line = replace(line, state=LineState.REMOVING, unwanted=False)
    turn.ask(TakeOut(serving.visit, line))
    return with_line(serving, line)


def _asked_of(serving: Serving, line: Line, turn: Turn) -> Serving:
    """Ask for the missing terms of this line as soon as the line is in the cart, before Finish is pressed.

    For a borrow line, ask the member for the project. For a return line, read the list of conditions from which the
    member can choose.
    """
    if line.direction is Direction.RETURN:
        ask_condition(serving, turn)
        return serving
    return ask_project(serving, turn)


def _refused(serving: Serving, line: Line, refusal: Refusal, turn: Turn) -> Serving:
    if line.unwanted and not (line.again or line.left_out):
        return _without(serving, line)
    loan = None if line.left_out else _loan_behind(serving, line, refusal)
    if loan is not None and turn.lasting.store_ok:
        return give_back_instead(_without(serving, line), line, loan, turn)
    title = None if line.left_out else _title_behind(serving, line, refusal)
    if title is not None:
        return at_title(_without(serving, line), title, turn)
    if refusal.kind is RefusalKind.ITEM_UNKNOWN and is_shop_code(line.code):
        refusal = replace(refusal, kind=RefusalKind.SHOP_CODE)
    # If a digital system is the only system, each item is a digital title. A refusal does not say the title's form.
    only_titles = serving.digital and not serving.systems
    medium = line.medium or (Medium.OTHER if only_titles else None)
    line = _wanted(replace(line, state=LineState.REFUSED, refusal=refusal, medium=medium))
    if refusal.item is not None and refusal.item.ident and not refusal.item.name:
        line = replace(line, item=refusal.item)  # the answer to ReadTitles brings the name
        turn.ask(ReadTitles(serving.visit, (refusal.item,)))
    refused = not_renewable(with_line(serving, line), line)
    return kept_after_all(refused, line, turn) or from_reservation(refused, line.ident, turn)


def _loan_behind(serving: Serving, line: Line, refusal: Refusal) -> Loan | None:
    """Return the member's own loan of the item if the server refused the line because somebody has the item.

    Return None if there is no such loan, or if the line was refused for another reason.
    """
    if line.direction is not Direction.BORROW or refusal.kind not in _HELD_BY_SOMEBODY:
        return None
    code: ItemCode = refusal.item.code if refusal.item else line.code
    things = [loan for loan in serving.loans if loan.medium is None]
    return own_loan(things, code) or own_loan(things, line.code)


def _title_behind(serving: Serving, line: Line, refusal: Refusal) -> Loan | None:
    """Return the member's own digital loan of the title if the server refused the line because somebody has the title.

    Return None if there is no such loan, or if the line was refused for another reason. Some digital systems do not
    name the label of a title, so only the refusal shows which title was scanned.
    """
    item = refusal.item
    if line.direction is not Direction.BORROW or refusal.kind not in _HELD_BY_SOMEBODY or item is None:
        return None
    same = (loan for loan in titles_of(serving) if item.ident == loan.item.ident or item.code == loan.item.code)
    return next(same, None)


def _not_sent(serving: Serving, line: Line, turn: Turn) -> Serving:
    if line.unwanted:
        return _gone(serving, line, turn)
    return with_line(serving, replace(line, state=LineState.NOT_CHECKED))


def _gone(serving: Serving, line: Line, turn: Turn) -> Serving:
    serving = _without(serving, line)
    return add(serving, line.code, turn) if line.again else serving


def _stays(serving: Serving, line: Line, turn: Turn) -> Serving:
    if not line.again:
        turn.say(NoticeKey.STILL_IN_CART, line.code)
    state = LineState.STAGED if line.state is LineState.REMOVING else line.state
    return with_line(serving, _wanted(replace(line, state=state)))


def _leaving(line: Line) -> bool:
    return line.unwanted or line.state is LineState.REMOVING


def _wanted(line: Line) -> Line:
    return replace(line, unwanted=False, again=False, left_out=False)


def _without(serving: Serving, line: Line) -> Serving:
    return replace(serving, lines=drop(serving.lines, line.ident))


# --- the member may borrow more tools than before ---

_LIVE = (
    LineState.CHECKING, LineState.STAGED, LineState.REMOVING, LineState.NOT_CHECKED, LineState.UNKNOWN,
)  # fmt: skip
_TAKEN = frozenset({LineState.STAGED, LineState.DONE})


def with_freed_places(before: Serving, after: Serving, turn: Turn) -> Serving:
    """Check refused lines again if the member may borrow more tools now than before.

    Only lines that were refused because of the limit are checked, and only as many as the limit allows now. The lines
    are checked in the order in which they were scanned.
    """
    over_limit = [line for line in reversed(after.lines) if _is_over_limit(line)]
    if not over_limit or not turn.lasting.store_ok or not _is_freed(before, after):
        return after
    left = places_left(after.member, after.limits, after.loans, after.lines)
    for line in over_limit if left is None else over_limit[: max(left, 0)]:
        after = check_again(after, line, turn)
    return after


def _is_over_limit(line: Line) -> bool:
    refusal = line.refusal if line.state is LineState.REFUSED else None
    return refusal is not None and refusal.kind is RefusalKind.LIMIT_REACHED


def _is_freed(before: Serving, after: Serving) -> bool:
    """Return True if the limit perhaps allows more tools now than before.

    This is so if a borrow line was removed or refused, if a return line was accepted, or if the member has fewer loans.
    """
    if len(after.loans) < len(before.loans):
        return True
    if any(_frees_a_place(line, after) for line in in_state(before.lines, *_LIVE)):
        return True
    returns = [line for line in after.lines if line.direction is Direction.RETURN and line.state in _TAKEN]
    return any((was := find(before.lines, line.ident)) is None or was.state not in _TAKEN for line in returns)


def _frees_a_place(line: Line, after: Serving) -> bool:
    if line.direction is not Direction.BORROW:
        return False
    now = find(after.lines, line.ident)
    if now is None:
        return line_of(in_state(after.lines, *_LIVE), line.code) is None
    return now.state is LineState.REFUSED and not _is_over_limit(now)
