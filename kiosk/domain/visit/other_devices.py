"""Functions for lines that another device has changed or added in the cart, and for the member's other carts.

The member decides whether to take the tools of added lines and of other carts.
"""

from typing import assert_never

from kiosk.domain.basket import drop, find, found_line, in_state
from kiosk.domain.carts import CartNow, compare, recorded
from kiosk.domain.messages.answers import CartSeen
from kiosk.domain.messages.intents import KeepLine, LeaveOtherCarts, TakeOver
from kiosk.domain.model import ByOthers, EarlierLine, Line, LineId, LineState
from kiosk.domain.visit.digital_systems import with_main_loans
from kiosk.domain.visit.item_scan import add
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskSwitch
from kiosk.domain.visit.state_parts import with_line
from kiosk.domain.visit.states import Serving
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

AboutOtherDevices = CartSeen | KeepLine | TakeOver | LeaveOtherCarts
_DECIDED = frozenset({LineState.REFUSED, LineState.DONE})
_OPEN = (
    LineState.CHECKING, LineState.STAGED, LineState.REMOVING, LineState.NOT_CHECKED, LineState.UNKNOWN,
)  # fmt: skip


def cart_seen(serving: Serving, now: CartNow, turn: Turn) -> Serving:
    """Compare the basket with the cart as it is now, and return the changed basket."""
    compared = compare(tuple(line for line in in_state(serving.lines, *_OPEN) if not line.system), now)
    serving = with_main_loans(serving, now.loans)
    for line, found in compared.pairs:
        serving = with_line(serving, _agreeing(line, found))
    for line in in_state(compared.missing, LineState.STAGED):
        serving = _missed(serving, line, turn)
    for found in compared.added:
        serving = _added(serving, found, turn)
    # The member must see the change, so a question that would cover the change closes. The kiosk asks the question
    # again when the member presses Finish.
    return serving if isinstance(serving.question, AskSwitch) else replace(serving, question=None)


def about_other_devices(serving: Serving, act: AboutOtherDevices, turn: Turn) -> Serving:
    """Return the basket after the cart was read, or after the member has decided about added lines or other carts."""
    match act:
        case CartSeen(now=now):
            return cart_seen(serving, now, turn)
        case KeepLine(ident):
            line = find(serving.lines, ident)
            return serving if line is None else with_line(serving, taken_along(line))
        case LeaveOtherCarts():
            return replace(serving, other_carts=())
        case TakeOver():
            return _taken_over(serving, turn)
        case _:
            assert_never(act)


def undecided(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the staged lines that another person or device added and to which the member has not said yes yet."""
    staged = in_state(lines, LineState.STAGED)
    return tuple(line for line in staged if line.is_undecided)


def taken_along(line: Line) -> Line:
    """Return the line after the member has said yes to it."""
    return replace(line, by_others=None) if line.is_undecided else line


def all_taken_along(serving: Serving) -> Serving:
    """Return the basket after the member has said yes to all lines."""
    return replace(serving, lines=tuple(taken_along(line) for line in serving.lines))


def _taken_over(serving: Serving, turn: Turn) -> Serving:
    """Add the tools of the member's other carts to the basket.

    Do not add a tool that was already handed over. The line of such a tool stays in the other cart for a later visit.
    """
    for found in serving.other_carts:
        if not found.committed:
            serving = add(serving, found.item.code, turn)
    return replace(serving, other_carts=())


def _agreeing(line: Line, found: EarlierLine) -> Line:
    """Return the line with the data from the cart and the state STAGED, because the line is in the cart.

    If the line is being checked or taken out at this moment, return the line unchanged.
    """
    if line.state in {LineState.CHECKING, LineState.REMOVING}:
        return line
    kept = line.by_others if line.is_undecided else None
    due = line.due if line.wish is not None else found.due or line.due
    return replace(
        line,
        state=LineState.STAGED,
        item=found.item,
        due=due,
        ref=found.ref,
        loan=found.loan,
        days=found.days,
        days_late=found.days_late,
        committed=found.committed,
        by_others=kept,
    )


def _missed(serving: Serving, line: Line, turn: Turn) -> Serving:
    """Return the basket after another device has taken this staged line out of the cart or has recorded it.

    If the loans show that the line is recorded, mark the line as done. If not, and if the line was in the cart before
    the visit and its tool was not handed over, remove the line from the basket. In all other cases, mark the line as
    taken out by another device.
    """
    if recorded(line, serving.loans):
        turn.say(NoticeKey.RECORDED_ELSEWHERE, line.code)
        return with_line(serving, replace(line, state=LineState.DONE, by_others=ByOthers.RECORDED, wish=None))
    if line.from_before and not line.committed:
        turn.say(NoticeKey.GONE_ELSEWHERE, line.code)
        return replace(serving, lines=drop(serving.lines, line.ident))
    turn.say(NoticeKey.TAKEN_OUT_ELSEWHERE, line.code)
    return with_line(serving, replace(line, by_others=ByOthers.TAKEN_OUT))


def _added(serving: Serving, found: EarlierLine, turn: Turn) -> Serving:
    """Add a line that another device put into the cart. The kiosk lends its tool only if the member says yes."""
    line = replace(found_line(found, LineId(turn.number())), by_others=ByOthers.ADDED)
    turn.say(NoticeKey.ADDED_ELSEWHERE, line.code)
    others = tuple(other for other in serving.lines if other.state not in _DECIDED or not _same(other, line))
    return replace(serving, lines=(line, *others), fresh=line.ident)


def _same(other: Line, line: Line) -> bool:
    return bool(line.code) and line.code in (other.code, other.item and other.item.code)
