"""Nobody has done anything for long: the warning, and then the library's choice for a basket that nobody finished."""

from dataclasses import replace

from kiosk.domain.basket import in_flight, in_state, put
from kiosk.domain.library import WalkAway
from kiosk.domain.messages import RecordKind, TakeOut
from kiosk.domain.model import Direction, Line, LineState
from kiosk.domain.visit.finishing import commit
from kiosk.domain.visit.leaving import abandon, record_unchecked
from kiosk.domain.visit.state import Serving, State, ThenQuietly
from kiosk.domain.visit.times import IN_FLIGHT_MOST_S
from kiosk.domain.visit.turn import Turn


def time_passes(serving: Serving, turn: Turn) -> State:
    """A question that runs out, the warning, the end."""
    if serving.question_until is not None and turn.now >= serving.question_until:
        serving = replace(serving, question=None, question_until=None)
    if turn.now < serving.deadline - turn.house.warn_s:
        return serving
    if turn.now < serving.deadline:
        return serving if serving.warned else replace(serving, warned=True)
    if in_flight(serving.lines):
        since = turn.now if serving.overdue_since is None else serving.overdue_since
        if turn.now < since + IN_FLIGHT_MOST_S:
            return replace(serving, warned=True, overdue_since=since)
    return _end(serving, turn)


def _end(serving: Serving, turn: Turn) -> State:
    staged = in_state(serving.lines, LineState.STAGED) if turn.around.store_ok else ()
    back = tuple(line for line in staged if line.direction is not Direction.BORROW)
    match turn.house.walk_away:
        case WalkAway.FINISH if staged:
            return commit(serving, staged, turn, then=ThenQuietly(), attended=False)
        case WalkAway.RETURNS_ONLY if back:
            return _returns_only(serving, back, turn)
        case _:
            record_unchecked(turn, serving)
            return abandon(turn, serving, RecordKind.WALKED_AWAY)


def _returns_only(serving: Serving, back: tuple[Line, ...], turn: Turn) -> State:
    """A commit takes the whole cart: borrowed tools must be out of it first, also those from before."""
    for line in in_state(serving.lines, LineState.STAGED):
        if line.direction is Direction.BORROW:
            serving = _take_out(serving, line, turn)
    return commit(serving, back, turn, then=ThenQuietly(), attended=False)


def _take_out(serving: Serving, line: Line, turn: Turn) -> Serving:
    line = replace(line, state=LineState.REMOVING, wish=None)
    turn.ask(TakeOut(serving.visit, line))
    return replace(serving, lines=put(serving.lines, line))
