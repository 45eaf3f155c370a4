"""The state while the receipt is shown. The receipt shows the outcome of the lines for a limited time."""

from kiosk.domain.basket import find, in_state
from kiosk.domain.messages.answers import SlipAnswered
from kiosk.domain.messages.effects import Farewell, HandOver, PutOnPaper
from kiosk.domain.messages.events import Tick
from kiosk.domain.messages.intents import Cancel, CloseReceipt, Finish, PrintSlip
from kiosk.domain.model import Line, LineState, Loan, RefusalKind, Secret
from kiosk.domain.visit.account_end import farewell
from kiosk.domain.visit.code_to_act import Act, ScannedItem, ShownFob
from kiosk.domain.visit.finishing import next_member
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import ThenQuietly
from kiosk.domain.visit.states import Committing, Receipt, Slip, State, Verdict
from kiosk.domain.visit.times import RECEIPT_MOST_S, RECEIPT_S, RECEIPT_SHORT_S
from kiosk.domain.visit.to_welcome import fobs_used, next_visit, onward
from kiosk.domain.visit.trays import into_tray
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

_NO_TOOL = frozenset({RefusalKind.ITEM_UNKNOWN, RefusalKind.SHOP_CODE})


def show_receipt(
    of: Committing,
    lines: tuple[Line, ...],
    verdict: Verdict,
    turn: Turn,
    *,
    take_out: tuple[Line, ...] = (),
    hand_over: HandOver | None = None,
    also: tuple[Loan, ...] = (),
) -> State:
    """Return the receipt of this commit. If nobody is there, show no receipt, and go on to the next state."""
    serving, someone = of.serving, next_member(of.then, of.next_fob)
    if isinstance(of.then, ThenQuietly):
        farewell(turn, serving, take_out, hand_over)
        return onward(turn, of.tray, someone)
    turn.lasting = replace(turn.lasting, notice=None)
    others = _others(serving.lines, lines)
    if verdict is Verdict.ALL and any(line.state is not LineState.DONE for line in others):
        verdict = Verdict.SOME
    if verdict is Verdict.NONE and any(line.state is LineState.DONE and not line.is_undone for line in others):
        verdict = Verdict.SOME
    return Receipt(
        visit=serving.visit,
        member=serving.member,
        verdict=verdict,
        lines=lines,
        deadline=turn.now + receipt_s(someone),
        latest=turn.now + RECEIPT_MOST_S,
        others=others,
        fob=serving.fob,
        tray=of.tray,
        next_fob=someone,
        take_out=take_out,
        hand_over=hand_over,
        also=also,
        bill=serving.bill,
    )


def receipt_s(next_fob: Secret | None) -> float:
    """Return for how many seconds a receipt is shown if nobody does anything.

    The time is short if another member waits.
    """
    return RECEIPT_S if next_fob is None else RECEIPT_SHORT_S


def in_receipt(state: Receipt, act: Act, turn: Turn) -> State:
    """Return the state after this act.

    A scanned item only goes into the tray and changes no loans, because perhaps another person has scanned it.
    """
    match act:
        case ScannedItem(code):
            return into_tray(state, code, turn, NoticeKey.SHOW_FOB_TO_GO_ON)
        case ShownFob(code) if code == state.fob:
            return _again(state, code, turn) if state.tray else _close(state, turn)
        case ShownFob(code):
            if fobs_used(turn.lasting):
                _end(state, turn)
                return next_visit(turn, code, state.tray, unclassified=act.unclassified)
            turn.say(NoticeKey.FOBS_NOT_USED)
        case CloseReceipt() | Finish() | Cancel():
            return _close(state, turn)
        case PrintSlip(lines) if turn.house.prints and state.slip is Slip.NOT_ASKED:
            turn.ask(PutOnPaper(state.visit, lines))
            return replace(state, slip=Slip.ASKED)
        case SlipAnswered(ok=ok):
            turn.say(NoticeKey.SLIP_PRINTING if ok else NoticeKey.SLIP_FAILED)
            return replace(state, slip=Slip.PRINTING if ok else Slip.NOT_ASKED)
        case Tick() if turn.now >= state.deadline:
            return _close(state, turn)
        case _:
            pass
    return state


def _again(state: Receipt, fob: Secret, turn: Turn) -> State:
    """Begin a new visit of the same member with the tools that were scanned after Finish was pressed."""
    _end(state, turn)
    # This member has scanned the tools, so the kiosk need not ask if the lines of these tools are wanted.
    turn.lasting = replace(turn.lasting, earlier=frozenset())
    return next_visit(turn, fob, state.tray)


def _close(state: Receipt, turn: Turn) -> State:
    _end(state, turn)
    return onward(turn, state.tray, state.next_fob)


def _end(state: Receipt, turn: Turn) -> None:
    take_out = state.take_out if turn.lasting.store_ok else ()
    turn.ask(Farewell(state.visit, take_out, state.hand_over))


def _others(basket: tuple[Line, ...], committed: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines of the basket that were not in the commit.

    Leave out lines whose code belongs to no tool. Do not leave out the return of an item that was lent in this visit,
    because the receipt must say where the item belongs.
    """
    worth = (LineState.REFUSED, LineState.NOT_CHECKED, LineState.CHECKING, LineState.UNKNOWN, LineState.DONE)
    others = (line for line in in_state(basket, *worth) if find(committed, line.ident) is None)
    return tuple(line for line in others if line.refusal is None or line.refusal.kind not in _NO_TOOL)
