"""A place of the member's limit that has become free: refused lines are checked again without the member's doing."""

from kiosk.domain.basket import find, in_state, line_of, places_left
from kiosk.domain.model import Direction, Line, LineState, RefusalKind
from kiosk.domain.visit.item_scan import check_again
from kiosk.domain.visit.states import Serving
from kiosk.domain.visit.turn import Turn

_LIVE = (
    LineState.CHECKING, LineState.STAGED, LineState.REMOVING, LineState.NOT_CHECKED, LineState.UNKNOWN,
)  # fmt: skip
_TAKEN = frozenset({LineState.STAGED, LineState.DONE})


def with_freed_places(before: Serving, after: Serving, turn: Turn) -> Serving:
    """Ask again for as many refused tools as there are places now, the one that was scanned first before the others."""
    waiting = [line for line in reversed(after.lines) if _is_over_limit(line)]
    if not waiting or not turn.lasting.store_ok or not _is_freed(before, after):
        return after
    left = places_left(after.member, after.limits, after.loans, after.lines)
    for line in waiting if left is None else waiting[: max(left, 0)]:
        after = check_again(after, line, turn)
    return after


def _is_over_limit(line: Line) -> bool:
    refusal = line.refusal if line.state is LineState.REFUSED else None
    return refusal is not None and refusal.kind is RefusalKind.LIMIT_REACHED


def _is_freed(before: Serving, after: Serving) -> bool:
    """Return True if a borrow has gone, a return has been accepted, or the account has fewer loans."""
    if len(after.loans) < len(before.loans):
        return True
    if any(_has_fallen_away(line, after) for line in in_state(before.lines, *_LIVE)):
        return True
    returns = [line for line in after.lines if line.direction is Direction.RETURN and line.state in _TAKEN]
    return any((was := find(before.lines, line.ident)) is None or was.state not in _TAKEN for line in returns)


def _has_fallen_away(line: Line, after: Serving) -> bool:
    if line.direction is not Direction.BORROW:
        return False
    now = find(after.lines, line.ident)
    if now is None:
        return line_of(in_state(after.lines, *_LIVE), line.code) is None
    return now.state is LineState.REFUSED and not _is_over_limit(now)
