"""The rules for a member who does nothing.

First the kiosk warns the member. Then the visit ends, and the settings say what happens to the basket.
"""

from typing import assert_never

from kiosk.domain.basket import codes_of, in_flight, in_state, unpaid
from kiosk.domain.library import WalkAway
from kiosk.domain.messages.effects import Record, RecordKind, TakeOut
from kiosk.domain.model import Direction, Line, LineState
from kiosk.domain.visit.account_end import abandon, lose, record_unchecked, record_unfinished
from kiosk.domain.visit.finishing import commit
from kiosk.domain.visit.line_terms import lacking_project
from kiosk.domain.visit.other_devices import undecided
from kiosk.domain.visit.questions import ThenQuietly
from kiosk.domain.visit.state_parts import with_line
from kiosk.domain.visit.states import Serving, State
from kiosk.domain.visit.times import IN_FLIGHT_MOST_S
from kiosk.domain.visit.to_welcome import welcome
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace


def time_passes(serving: Serving, turn: Turn) -> State:
    """Warn the member shortly before the idle time is over, and end the visit when the idle time is over.

    Also close the open question if the time for this question is over.
    """
    if serving.question_until is not None and turn.now >= serving.question_until:
        serving = replace(serving, question=None, question_until=None)
    if turn.now < serving.deadline - turn.house.warn_s:
        return serving
    if turn.now < serving.deadline:
        return serving if serving.warned else replace(serving, warned=True)
    if in_flight(serving.lines) or serving.unsettled:
        since = turn.now if serving.overdue_since is None else serving.overdue_since
        if turn.now < since + IN_FLIGHT_MOST_S:
            return replace(serving, warned=True, overdue_since=since)
    return _end(serving, turn)


def _end(serving: Serving, turn: Turn) -> State:
    staged = in_state(serving.lines, LineState.STAGED) if turn.lasting.store_ok else ()
    wanted = tuple(line for line in staged if _is_recorded(line, turn.house.walk_away))
    kept = _without_lacking(serving, wanted, turn)
    stays = any(line.from_before for line in staged if line not in kept)
    if kept and not (stays and turn.house.walk_away is WalkAway.ABANDON):
        return _only(serving, kept, turn)
    if not turn.lasting.store_ok:
        lose(turn, serving, RecordKind.WALKED_AWAY)
        return welcome(turn)
    record_unchecked(turn, serving)
    return abandon(turn, serving, RecordKind.WALKED_AWAY)


def _without_lacking(serving: Serving, wanted: tuple[Line, ...], turn: Turn) -> tuple[Line, ...]:
    """Return the wanted lines that can be recorded although the member has left.

    Leave out each line that needs a project and has none, because the server would refuse the whole commit. But keep
    such a line if the server has already committed this single line. Leave out each line that costs something, if
    members must not pay later. Tell staff about the lines that are left out, because the member has probably taken
    their tools.
    """
    costly = unpaid(serving.bill, wanted, allow_owing=turn.house.allow_owing)
    projectless = lacking_project(serving)
    lacking = tuple(line for line in wanted if line in costly or (line in projectless and not line.committed))
    if lacking:
        turn.ask(Record(RecordKind.WALKED_AWAY, serving.visit, codes_of(lacking), inbox=True))
    return tuple(line for line in wanted if line not in lacking)


def _is_recorded(line: Line, walk_away: WalkAway) -> bool:
    """Return True if this line must be recorded when the member has walked away.

    A tool that was handed over is always recorded, whatever the settings say. A line that another person or device
    added is never recorded before the member has said yes to it.
    """
    if line.committed:
        return True
    if line.is_undecided:
        return False
    match walk_away:
        case WalkAway.FINISH:
            return True
        case WalkAway.RETURNS_ONLY:
            return line.direction is not Direction.BORROW
        case WalkAway.ABANDON:
            return False
        case _:
            assert_never(walk_away)


def _only(serving: Serving, kept: tuple[Line, ...], turn: Turn) -> State:
    """Commit only these lines. A commit records the whole cart, so take all other lines out of the cart first."""
    rest = tuple(line for line in in_state(serving.lines, LineState.STAGED) if line not in kept)
    record_unfinished(turn, serving, undecided(rest))
    for line in rest:
        serving = _take_out(serving, line, turn)
    return commit(serving, kept, turn, then=ThenQuietly(), attended=False)


def _take_out(serving: Serving, line: Line, turn: Turn) -> Serving:
    line = replace(line, state=LineState.REMOVING, wish=None)
    turn.ask(TakeOut(serving.visit, line))
    return with_line(serving, line)
