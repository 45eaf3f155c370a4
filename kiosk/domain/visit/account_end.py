"""Functions that sign a member out, take lines out of the cart, and write notes for the journal and for staff."""

from kiosk.domain.basket import codes_of, in_state, is_wanted
from kiosk.domain.library import WalkAway
from kiosk.domain.messages.effects import Farewell, HandOver, Record, RecordKind
from kiosk.domain.model import Line, LineState, Secret
from kiosk.domain.visit.states import Serving, State, Tray
from kiosk.domain.visit.to_welcome import onward
from kiosk.domain.visit.turn import Turn


def farewell(turn: Turn, serving: Serving, take_out: tuple[Line, ...] = (), hand_over: HandOver | None = None) -> None:
    """Sign the member out, and take these lines out of the cart.

    If the kiosk cannot write to its disk, no line is taken out. The kiosk changes the cart only after it has noted the
    change on its disk.
    """
    turn.ask(Farewell(serving.visit, take_out if turn.lasting.store_ok else (), hand_over))


def added_here(serving: Serving) -> tuple[Line, ...]:
    """Return the lines that this visit has put, or perhaps has put, into the cart.

    Lines that were in the cart before the visit are not in the result.
    """
    touched = in_state(serving.lines, LineState.STAGED, LineState.CHECKING, LineState.REMOVING)
    return tuple(line for line in touched if not line.from_before)


def record_unchecked(turn: Turn, serving: Serving) -> None:
    """Tell staff about each line that the member still wants, if the server has not finished the check of the line.

    Lines in the state UNKNOWN are left out, because staff already know about such lines.
    """
    open_lines = in_state(serving.lines, LineState.CHECKING, LineState.NOT_CHECKED, LineState.REMOVING)
    wanted = tuple(line for line in open_lines if is_wanted(line))
    if wanted:
        turn.ask(Record(RecordKind.LEFT_UNCHECKED, serving.visit, codes_of(wanted), inbox=True))


def record_unfinished(turn: Turn, serving: Serving, lines: tuple[Line, ...]) -> None:
    """Tell staff that these lines are not recorded.

    Perhaps somebody has taken the tools already, or another device added the lines. So staff must look at these lines.
    """
    if lines:
        turn.ask(Record(RecordKind.NOT_FINISHED, serving.visit, codes_of(lines), inbox=True))


def record_unrecordable(turn: Turn, serving: Serving) -> None:
    """Tell staff about the lines of a member who has left, because these lines cannot be recorded now.

    The member probably has the tools of these lines. If the settings say that a basket is given up when its member
    leaves, tell staff only about unchecked lines and about lines whose tools were handed over.
    """
    staged = in_state(serving.lines, LineState.STAGED)
    if turn.house.walk_away is WalkAway.ABANDON:
        staged = tuple(line for line in staged if line.committed)
    record_unfinished(turn, serving, staged)
    record_unchecked(turn, serving)


def give_up(turn: Turn, serving: Serving, kind: RecordKind) -> None:
    """Sign the member out without recording the basket, and note all lines in the journal.

    Usually, the lines that this visit added are removed from the cart. There is one exception: if the member has walked
    away, a line that the server has committed alone stays in the cart. The tool of such a line counts as handed over.
    Tell staff about each such line that stays in the cart.
    """
    if serving.lines:
        turn.ask(Record(kind, serving.visit, codes_of(serving.lines)))
    leaves = added_here(serving)
    if kind is RecordKind.WALKED_AWAY:  # if a tool was handed over, the member has it, so its line stays in the cart
        leaves = tuple(line for line in leaves if not line.committed)
    handed_over = (line for line in in_state(serving.lines, LineState.STAGED) if line.committed)
    record_unfinished(turn, serving, tuple(line for line in handed_over if line not in leaves))
    farewell(turn, serving, leaves)


def lose(turn: Turn, serving: Serving, kind: RecordKind) -> None:
    """Sign the member out, and tell staff about the lines, because nothing can be recorded on the account now.

    The lines stay in the cart, unless the settings say that a basket is given up when its member leaves.
    """
    if serving.lines:
        turn.ask(Record(kind, serving.visit, codes_of(serving.lines)))
    record_unrecordable(turn, serving)
    farewell(turn, serving, added_here(serving) if turn.house.walk_away is WalkAway.ABANDON else ())


def abandon(turn: Turn, serving: Serving, kind: RecordKind, tray: Tray = ()) -> State:
    """Give up the basket like `give_up`, and go on to the page Welcome."""
    give_up(turn, serving, kind)
    return onward(turn, tray, None)


def go_empty_handed(turn: Turn, serving: Serving, fob: Secret | None) -> State:
    """Sign the member out without a commit. Finish was pressed, but there is nothing to record."""
    record_unchecked(turn, serving)
    farewell(turn, serving, added_here(serving))
    return onward(turn, (), fob)
