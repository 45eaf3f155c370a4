"""The state BringingBack: people bring items back without an account.

This happens at a drop box, or while the lending system does not answer. Each scanned item is first written to disk.
After that, the person can leave. Nothing is lent here, and the page shows nothing personal.

Some lending systems take an item back only from the member who has it on loan. While such a system does not answer, a
member can show a linked fob on this page. Later, the kiosk books the returns of this page on the account of the fob.
"""

from typing import assert_never

from kiosk.domain.messages.answers import (
    FobsPaused,
    FobTaken,
    LinkDead,
    NotLinked,
    PinNeeded,
    ReturnNotSaved,
    ReturnSaved,
    ReturnSettled,
    SignInAway,
)
from kiosk.domain.messages.effects import DropFob, SaveReturn, TakeFob
from kiosk.domain.messages.events import Tick
from kiosk.domain.messages.intents import Cancel, CloseReceipt, Finish
from kiosk.domain.model import ItemCode, LineId, Refused, Secret, VisitId
from kiosk.domain.returns import BroughtItem, BroughtState, LeftToStaff, ReturnOutcome, TakenIn
from kiosk.domain.visit.code_to_act import Act, ScannedItem, ShownFob
from kiosk.domain.visit.lasting import Lasting, NoticeKey
from kiosk.domain.visit.states import BringingBack, State, Tray
from kiosk.domain.visit.times import RECEIPT_S, RETURNS_S
from kiosk.domain.visit.to_welcome import begin_pause, fobs_used, next_visit, speak, welcome
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace


def can_bring_back(lasting: Lasting) -> bool:
    """Return True if people can bring items back without an account now."""
    house, is_away = lasting.house, lasting.away_since is not None or lasting.library is None
    return lasting.store_ok and (house.drop_box or (house.offline_returns and is_away))


def bring_back(turn: Turn, tray: Tray) -> State:
    """Open the page for returns without an account. The tools of the tray are the first items on the page."""
    state = BringingBack(VisitId(turn.number()), turn.now + RETURNS_S)
    speak(turn, state.visit)
    for code in reversed(tray):
        state = _brought(state, code, turn, maybe_fob=code in turn.lasting.maybe_fobs)
    return state


def in_bringing_back(state: BringingBack, act: Act, turn: Turn) -> State:
    """Return the state after this act, while somebody brings items back without an account."""
    match act:
        case ScannedItem(code):
            return _brought(state, code, turn, maybe_fob=act.unclassified)
        case ShownFob():
            return _fob(state, act, turn)
        case ReturnSaved() | ReturnNotSaved() | ReturnSettled():
            return _answered(state, act)
        case FobTaken() | NotLinked() | LinkDead() | PinNeeded() | FobsPaused() | SignInAway():
            return _looked_up(state, act, turn)
        case Finish() if state.brought and not state.is_over:
            return replace(state, is_over=True, deadline=turn.now + RECEIPT_S)
        case Finish() | Cancel() | CloseReceipt():
            _forget_fob(state, turn)
            return welcome(turn)
        case Tick() if turn.now >= state.deadline:
            _forget_fob(state, turn)
            return welcome(turn)
        case _:
            return state


# --- fobs ---


def _fob(state: BringingBack, fob: ShownFob, turn: Turn) -> State:
    """Leave this page and serve the member of this fob. If the lending system does not answer, stay on this page.

    If the kiosk stays on this page and the settings allow it, the kiosk will later book the returns of this page on the
    account of the fob.
    """
    is_away = turn.lasting.away_since is not None or turn.lasting.library is None
    if is_away and not (turn.house.fob_returns and turn.lasting.store_ok):
        turn.say(NoticeKey.CANNOT_REACH_YET)
        return state
    if turn.lasting.library is not None and not fobs_used(turn.lasting):
        turn.say(NoticeKey.FOBS_NOT_USED)
        return state
    if is_away:
        return _fob_for_returns(state, fob.code, turn)
    _forget_fob(state, turn)
    return next_visit(turn, fob.code, keep_language=True)


def _fob_for_returns(state: BringingBack, fob: Secret, turn: Turn) -> State:
    """Look up this fob in the vault of this kiosk, to book the returns of this page on the fob's account.

    If another linked fob was shown on this page before, open a new page, because each page belongs to one account only.
    """
    if fob == state.fob and state.by_fob:
        turn.say(NoticeKey.FOB_TAKEN)
        return state
    unsaved = any(each.state is BroughtState.SAVING for each in state.brought)
    if (state.fob is not None and not state.by_fob) or (state.by_fob and unsaved):
        turn.say(NoticeKey.ONE_MOMENT)
        return state
    if turn.lasting.fobs_paused:
        turn.say(NoticeKey.FOBS_PAUSED)
        return state
    if state.by_fob:
        _forget_fob(state, turn)
        state = BringingBack(VisitId(turn.number()), turn.now + RETURNS_S)
    turn.ask(TakeFob(state.visit, fob))
    return replace(state, fob=fob)


def _looked_up(
    state: BringingBack, answer: FobTaken | NotLinked | LinkDead | PinNeeded | FobsPaused | SignInAway, turn: Turn
) -> BringingBack:
    match answer:
        case FobTaken(lines=lines):
            turn.say(NoticeKey.FOB_TAKEN)
            return replace(state, by_fob=True, brought=tuple(_sent_after_all(each, lines) for each in state.brought))
        case NotLinked() | LinkDead():
            turn.say(NoticeKey.FOB_NOT_LINKED_HERE)
        case PinNeeded():
            turn.say(NoticeKey.FOB_NEEDS_PIN)
        case FobsPaused(wait_s=wait_s):
            begin_pause(turn, wait_s)
        case SignInAway():
            turn.say(NoticeKey.CANNOT_RECORD)
        case _:
            assert_never(answer)
    return replace(state, fob=None)


def _sent_after_all(each: BroughtItem, lines: tuple[LineId, ...]) -> BroughtItem:
    return replace(each, state=BroughtState.SAVED) if each.ident in lines else each


def _forget_fob(state: BringingBack, turn: Turn) -> None:
    if state.fob is not None:
        turn.ask(DropFob(state.visit))


# --- items ---


def _brought(state: BringingBack, code: ItemCode, turn: Turn, *, maybe_fob: bool) -> BringingBack:
    known = next((each for each in state.brought if each.code.casefold() == code.casefold() and each.is_kept), None)
    if known is not None:
        turn.say(NoticeKey.ALREADY_LISTED, code)
        return replace(state, fresh=known.ident, is_over=False)
    item = BroughtItem(LineId(turn.number()), code)
    if turn.lasting.store_ok:
        turn.ask(SaveReturn(state.visit, item.ident, code, maybe_fob))
    else:
        item = replace(item, state=BroughtState.NOT_SAVED)
        turn.say(NoticeKey.CANNOT_RECORD, code)
    others = tuple(each for each in state.brought if each.code.casefold() != code.casefold())
    return replace(state, brought=(item, *others), fresh=item.ident, is_over=False)


def _answered(state: BringingBack, answer: ReturnSaved | ReturnNotSaved | ReturnSettled) -> BringingBack:
    brought = tuple(_after(each, answer) if each.ident == answer.line else each for each in state.brought)
    slip = answer.slip if isinstance(answer, ReturnSaved) else state.slip
    return replace(state, brought=brought, slip=slip)


def _after(before: BroughtItem, answer: ReturnSaved | ReturnNotSaved | ReturnSettled) -> BroughtItem:
    match answer:
        case ReturnSaved(sends=sends):
            return replace(before, state=BroughtState.SAVED if sends else BroughtState.FOR_STAFF)
        case ReturnNotSaved():
            return replace(before, state=BroughtState.NOT_SAVED)
        case ReturnSettled(outcome=outcome):
            return _settled(before, outcome)
        case _:
            assert_never(answer)


def _settled(before: BroughtItem, outcome: ReturnOutcome) -> BroughtItem:
    match outcome:
        case TakenIn(item, put):
            return replace(before, state=BroughtState.DONE, item=item, put=put)
        case Refused(refusal):
            return replace(before, state=BroughtState.REFUSED, refusal=refusal)
        case LeftToStaff():
            return replace(before, state=BroughtState.FOR_STAFF)
        case _:
            assert_never(outcome)
