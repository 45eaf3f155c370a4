"""How an account is ended: what is taken out, what goes on record."""

from kiosk.domain.basket import codes_of, in_state, is_wanted
from kiosk.domain.library import WalkAway
from kiosk.domain.messages import Farewell, HandOver, Record, RecordKind
from kiosk.domain.model import Line, LineState, Secret
from kiosk.domain.visit.state import Serving, State, Tray
from kiosk.domain.visit.turn import Turn
from kiosk.domain.visit.welcome import onward


def farewell(turn: Turn, serving: Serving, take_out: tuple[Line, ...] = (), hand_over: HandOver | None = None) -> None:
    """End the account. Without a store nothing is taken out: no write leaves that is not on disk."""
    turn.ask(Farewell(serving.visit, take_out if turn.around.store_ok else (), hand_over))


def added_here(serving: Serving) -> tuple[Line, ...]:
    """What this visit put, or may have put, into the cart; lines from before stay there."""
    touched = in_state(serving.lines, LineState.STAGED, LineState.CHECKING, LineState.REMOVING)
    return tuple(line for line in touched if not line.from_before)


def record_unchecked(turn: Turn, serving: Serving) -> None:
    """Put to staff what nobody knows of; they were asked about an UNKNOWN line when it became one."""
    open_lines = in_state(serving.lines, LineState.CHECKING, LineState.NOT_CHECKED, LineState.REMOVING)
    wanted = tuple(line for line in open_lines if is_wanted(line))
    if wanted:
        turn.ask(Record(RecordKind.LEFT_UNCHECKED, serving.visit, codes_of(wanted), inbox=True))


def record_unfinished(turn: Turn, serving: Serving, lines: tuple[Line, ...]) -> None:
    """What was handed over and stays unfinished, or was added elsewhere and is not lent, is for staff to see."""
    if lines:
        turn.ask(Record(RecordKind.NOT_FINISHED, serving.visit, codes_of(lines), inbox=True))


def record_unrecordable(turn: Turn, serving: Serving) -> None:
    """Put to staff what the house wanted recorded for a member who has left, and what cannot be: the tools are gone."""
    staged = in_state(serving.lines, LineState.STAGED)
    if turn.house.walk_away is WalkAway.ABANDON:
        staged = tuple(line for line in staged if line.committed)
    record_unfinished(turn, serving, staged)
    record_unchecked(turn, serving)


def give_up(turn: Turn, serving: Serving, kind: RecordKind) -> None:
    """The basket is not recorded: take out what this visit added, note it, end the account."""
    if serving.lines:
        turn.ask(Record(kind, serving.visit, codes_of(serving.lines)))
    leaves = added_here(serving)
    if kind is RecordKind.WALKED_AWAY:  # what was handed over is a fact, and nobody is there to take it back
        leaves = tuple(line for line in leaves if not line.committed)
    handed_over = (line for line in in_state(serving.lines, LineState.STAGED) if line.committed)
    record_unfinished(turn, serving, tuple(line for line in handed_over if line not in leaves))
    farewell(turn, serving, leaves)


def lose(turn: Turn, serving: Serving, kind: RecordKind) -> None:
    """End an account that nothing can be recorded on any more, for a member who is not there to see it."""
    if serving.lines:
        turn.ask(Record(kind, serving.visit, codes_of(serving.lines)))
    record_unrecordable(turn, serving)
    farewell(turn, serving, added_here(serving) if turn.house.walk_away is WalkAway.ABANDON else ())


def abandon(turn: Turn, serving: Serving, kind: RecordKind, tray: Tray = ()) -> State:
    """As `give_up`, and then Welcome."""
    give_up(turn, serving, kind)
    return onward(turn, tray, None)


def go_empty_handed(turn: Turn, serving: Serving, fob: Secret | None) -> State:
    """Finish with nothing to record."""
    record_unchecked(turn, serving)
    farewell(turn, serving, added_here(serving))
    return onward(turn, (), fob)
