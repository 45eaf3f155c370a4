"""The end of an account: the lines to take out, and the notes for the journal."""

from kiosk.domain.basket import codes_of, in_state, is_wanted
from kiosk.domain.library import WalkAway
from kiosk.domain.messages.effects import Farewell, HandOver, Record, RecordKind
from kiosk.domain.model import Line, LineState, Secret
from kiosk.domain.visit.states import Serving, State, Tray
from kiosk.domain.visit.to_welcome import onward
from kiosk.domain.visit.turn import Turn


def farewell(turn: Turn, serving: Serving, take_out: tuple[Line, ...] = (), hand_over: HandOver | None = None) -> None:
    """End the account. If the store is broken, nothing is taken out: no write is sent that is not on disk."""
    turn.ask(Farewell(serving.visit, take_out if turn.lasting.store_ok else (), hand_over))


def added_here(serving: Serving) -> tuple[Line, ...]:
    """Return the lines that this visit put, or may have put, into the cart; lines from before stay there."""
    touched = in_state(serving.lines, LineState.STAGED, LineState.CHECKING, LineState.REMOVING)
    return tuple(line for line in touched if not line.from_before)


def record_unchecked(turn: Turn, serving: Serving) -> None:
    """Tell staff about wanted lines whose check is not finished; they already know about UNKNOWN lines."""
    open_lines = in_state(serving.lines, LineState.CHECKING, LineState.NOT_CHECKED, LineState.REMOVING)
    wanted = tuple(line for line in open_lines if is_wanted(line))
    if wanted:
        turn.ask(Record(RecordKind.LEFT_UNCHECKED, serving.visit, codes_of(wanted), inbox=True))


def record_unfinished(turn: Turn, serving: Serving, lines: tuple[Line, ...]) -> None:
    """Tell staff about lines that were handed over but not finished, or added elsewhere and not lent."""
    if lines:
        turn.ask(Record(RecordKind.NOT_FINISHED, serving.visit, codes_of(lines), inbox=True))


def record_unrecordable(turn: Turn, serving: Serving) -> None:
    """Tell staff about lines that the house wanted recorded and that cannot be: the member has left with the tools."""
    staged = in_state(serving.lines, LineState.STAGED)
    if turn.house.walk_away is WalkAway.ABANDON:
        staged = tuple(line for line in staged if line.committed)
    record_unfinished(turn, serving, staged)
    record_unchecked(turn, serving)


def give_up(turn: Turn, serving: Serving, kind: RecordKind) -> None:
    """End the account without recording the basket: take out the lines that this visit added, and note them."""
    if serving.lines:
        turn.ask(Record(kind, serving.visit, codes_of(serving.lines)))
    leaves = added_here(serving)
    if kind is RecordKind.WALKED_AWAY:  # a tool that was handed over has left, and nobody is there to bring it back
        leaves = tuple(line for line in leaves if not line.committed)
    handed_over = (line for line in in_state(serving.lines, LineState.STAGED) if line.committed)
    record_unfinished(turn, serving, tuple(line for line in handed_over if line not in leaves))
    farewell(turn, serving, leaves)


def lose(turn: Turn, serving: Serving, kind: RecordKind) -> None:
    """End an account that nothing can be recorded on any more; the member is not there to see it."""
    if serving.lines:
        turn.ask(Record(kind, serving.visit, codes_of(serving.lines)))
    record_unrecordable(turn, serving)
    farewell(turn, serving, added_here(serving) if turn.house.walk_away is WalkAway.ABANDON else ())


def abandon(turn: Turn, serving: Serving, kind: RecordKind, tray: Tray = ()) -> State:
    """Give up the basket like `give_up`, and go on to Welcome."""
    give_up(turn, serving, kind)
    return onward(turn, tray, None)


def go_empty_handed(turn: Turn, serving: Serving, fob: Secret | None) -> State:
    """End the account after a Finish with nothing to record."""
    record_unchecked(turn, serving)
    farewell(turn, serving, added_here(serving))
    return onward(turn, (), fob)
