"""The scan of an item while a member is served. The scan adds a line, or changes the line that the item already has."""

from typing import assert_never

from kiosk.domain.basket import drop, line_of, on_top, own_loan, put, why_not_borrow
from kiosk.domain.messages.effects import AddLine, TakeOut
from kiosk.domain.messages.intents import RenewLoan
from kiosk.domain.model import Direction, ItemCode, Line, LineId, LineState, Loan, Refusal, RefusalKind
from kiosk.domain.reservations import pickup_of
from kiosk.domain.visit.at_once import about_act, scanned_again, without_renewals
from kiosk.domain.visit.digital_loans import at_title, titles_of
from kiosk.domain.visit.digital_systems import system_of
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import Serving
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace


def scan(serving: Serving, code: ItemCode, turn: Turn) -> Serving:
    """Return the basket after the scan of this code.

    If a line has this code already, change this line. Add a second line only if the member has another loan with the
    same label.
    """
    line = _line(serving, code)
    if line is None:
        return add(serving, code, turn)
    if line.loan is not None and line.state in _COMING_BACK and not line.unwanted and _next_loan(serving, code):
        return _appended(serving, code, turn)  # the scanned tool is another tool with the same label
    title = _title(serving, code) if line.direction is Direction.BORROW else None
    match line.state:
        case LineState.DONE if title is not None:
            return at_title(serving, title, turn)
        case LineState.REFUSED | LineState.NOT_CHECKED:
            return retry(serving, line, turn)
        case LineState.REMOVING:
            return _wanted_again(serving, line, turn)
        case LineState.CHECKING if line.unwanted:
            return _wanted_again(serving, line, turn)
        case LineState.UNKNOWN:
            turn.say(NoticeKey.CANNOT_FIND_OUT if line.hopeless else NoticeKey.FINDING_OUT, code)
        case LineState.STAGED | LineState.CHECKING if line.is_undecided:  # the scan counts as a yes to this line
            turn.say(NoticeKey.ADDED_PRESS_FINISH, code)
            return _highlighted(serving, replace(line, by_others=None))
        case LineState.DONE if (asked := scanned_again(serving, line)) is not None:
            return asked
        case LineState.DONE if serving.at_once or line.system:
            turn.say(NoticeKey.ALREADY_RECORDED, code)
        case LineState.CHECKING | LineState.STAGED | LineState.DONE:
            turn.say(NoticeKey.ALREADY_LISTED, code)
        case _:
            assert_never(line.state)
    return _highlighted(serving, line)


def _wanted_again(serving: Serving, line: Line, turn: Turn) -> Serving:
    """Mark the line so that it goes into the cart again as soon as it has been taken out."""
    if line.again:
        turn.say(NoticeKey.ALREADY_LISTED, line.code)
    return _highlighted(serving, replace(line, again=True))


def add(serving: Serving, code: ItemCode, turn: Turn) -> Serving:
    """Add a new line on top. The line is a return if the item is on loan to this member, and a borrow if not.

    If the code is the label of a title that the member has as a digital loan, add no line. Instead, open the page of
    the digital loans at this title.
    """
    if _line(serving, code) is not None:
        return scan(serving, code, turn)
    title = _title(serving, code)
    return _appended(serving, code, turn) if title is None else at_title(serving, title, turn)


def _appended(serving: Serving, code: ItemCode, turn: Turn) -> Serving:
    line = _asked(serving, code, turn)
    return _out_of_other_cart(replace(serving, lines=(line, *serving.lines), fresh=line.ident), line)


def _asked(serving: Serving, code: ItemCode, turn: Turn) -> Line:
    """Return a new line for this code. If the kiosk has no reason to refuse the line, ask the server to add it."""
    loan = _next_loan(serving, code)
    line = _draft(serving, code, loan, turn)
    refusal = None if line.system else _why_not(serving, loan)
    if refusal is not None:
        return replace(line, state=LineState.REFUSED, refusal=refusal)
    if turn.lasting.store_ok:
        turn.ask(AddLine(serving.visit, line))
        return line
    turn.say(NoticeKey.CANNOT_RECORD, code)
    return replace(line, state=LineState.NOT_CHECKED)


def check_again(serving: Serving, line: Line, turn: Turn) -> Serving:
    """Check this line again under a new line id, and leave the line at its place in the basket.

    The member has not asked for this check, so the line does not move to the top.
    """
    rest = replace(serving, lines=drop(serving.lines, line.ident))
    checked = _asked(rest, line.code, turn)
    lines = tuple(checked if other.ident == line.ident else other for other in serving.lines)
    return replace(serving, lines=lines)


def _out_of_other_cart(serving: Serving, line: Line) -> Serving:
    """If the item of this line is in the list of the member's other carts, remove the item from the list.

    In this case, also mark the line as `from_before`, so that the line stays in the cart if the visit is given up.
    """
    if all(found.item.code != line.code for found in serving.other_carts):
        return serving
    left = tuple(found for found in serving.other_carts if found.item.code != line.code)
    return replace(serving, other_carts=left, lines=put(serving.lines, replace(line, from_before=True)))


def retry(serving: Serving, line: Line, turn: Turn) -> Serving:
    """Check this line again under a new line id, and put the line on top of the basket.

    If the request for the old line id still waits to be sent, drop that request.
    """
    if line.state is LineState.NOT_CHECKED and turn.lasting.store_ok:
        turn.ask(TakeOut(serving.visit, line))
    rest = replace(serving, lines=drop(serving.lines, line.ident))
    if line.direction is Direction.RENEW and line.loan is not None:
        return about_act(rest, RenewLoan(line.loan), turn)
    after = add(rest, line.code, turn)
    if line.instead_of is None:
        return after
    lines = (replace(one, instead_of=line.instead_of) if one.ident == after.fresh else one for one in after.lines)
    return replace(after, lines=tuple(lines))


def ask_again_for(serving: Serving, line: Line, turn: Turn) -> Serving:
    """Check this line again like `retry`, although the member has not asked for this check.

    If the member has not said yes to the old line yet, the member must also say yes to the new line.
    """
    after = retry(serving, line, turn)
    undecided = line.by_others if line.is_undecided else None
    lines = (replace(one, by_others=undecided) if one.ident == after.fresh else one for one in after.lines)
    return replace(after, lines=tuple(lines))


def give_back_instead(serving: Serving, line: Line, loan: Loan, turn: Turn) -> Serving:
    """Add a line that gives the item back instead of lending it, because the member has the item on loan."""
    line = replace(
        line,
        ident=LineId(turn.number()),
        direction=Direction.RETURN,
        state=LineState.CHECKING,
        item=loan.item,
        loan=loan.ident,
        days_late=loan.days_late,
        project=None,
        pickup=None,
        unwanted=False,
        again=False,
    )
    turn.ask(AddLine(serving.visit, line))
    return replace(serving, lines=(line, *serving.lines), fresh=line.ident)


def _line(serving: Serving, code: ItemCode) -> Line | None:
    lines = without_renewals(serving.lines)
    line = line_of(lines, code)
    if line is not None:
        return line
    loan = own_loan(serving.loans, code)
    line = line_of(lines, loan.item.code) if loan is not None else None
    return line or _in_other_case(serving, code)


def _in_other_case(serving: Serving, code: ItemCode) -> Line | None:
    """Return the line with this code. Upper case and lower case letters count as equal.

    Return None if there is no such line, or more than one. The letters count as equal because Caps Lock can invert
    the case of a scanned code. Do not return a refused line, because perhaps the server refused the line only for the
    wrong case of its letters. Also do not return a line that was not checked.
    """
    alike = [
        line
        for line in without_renewals(serving.lines)
        if line.state not in {LineState.REFUSED, LineState.NOT_CHECKED} and code.casefold() == line.code.casefold()
    ]
    return alike[0] if len(alike) == 1 else None


def _highlighted(serving: Serving, line: Line) -> Serving:
    return replace(serving, lines=on_top(put(serving.lines, line), line), fresh=line.ident)


_COMING_BACK = frozenset({
    LineState.CHECKING, LineState.STAGED, LineState.NOT_CHECKED, LineState.UNKNOWN, LineState.DONE,
})  # fmt: skip


def _next_loan(serving: Serving, code: ItemCode) -> Loan | None:
    """Return a loan of a tool with this label for which the basket has no line, or None if there is no such loan."""
    taken = {line.loan for line in without_renewals(serving.lines)}
    things = [loan for loan in serving.loans if loan.medium is None]
    return own_loan([loan for loan in things if loan.ident not in taken], code)


def _title(serving: Serving, code: ItemCode) -> Loan | None:
    """Return the digital loan with this label, or None if the member has no such loan."""
    return own_loan(titles_of(serving), code)


def _draft(serving: Serving, code: ItemCode, loan: Loan | None, turn: Turn) -> Line:
    ident = LineId(turn.number())
    if loan is None:
        pickup = pickup_of(serving.reservations or (), code, turn.lasting.moment.today)
        system = system_of(serving, code)
        project = None if system else serving.project
        return Line(ident, code, Direction.BORROW, LineState.CHECKING, project=project, pickup=pickup, system=system)
    return Line(
        ident,
        loan.item.code,
        Direction.RETURN,
        LineState.CHECKING,
        item=loan.item,
        loan=loan.ident,
        days_late=loan.days_late,
    )


def _why_not(serving: Serving, loan: Loan | None) -> Refusal | None:
    if loan is None:
        return why_not_borrow(serving.member, serving.limits, serving.loans, serving.lines)
    return None if serving.limits.can_return else Refusal(RefusalKind.OTHER)
