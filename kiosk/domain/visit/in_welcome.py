"""The states while nobody is being served: Starting, Closed, Trouble, Idle."""

from kiosk.domain.messages.events import Tick
from kiosk.domain.messages.intents import BringBack, Cancel, Finish, LogInWithoutFob
from kiosk.domain.model import ItemCode, VisitId
from kiosk.domain.visit.code_to_act import Act, ScannedItem, ShownFob
from kiosk.domain.visit.forms import first_form
from kiosk.domain.visit.in_bringing_back import bring_back, can_bring_back
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.side_pages import SidePageAct, search_at_welcome
from kiosk.domain.visit.states import Closed, Idle, Purpose, Starting, State, Tray, Trouble
from kiosk.domain.visit.times import TRAY_S, TRAY_WARN_S
from kiosk.domain.visit.to_welcome import fobs_used, identify, record_tray, welcome
from kiosk.domain.visit.trays import into_tray
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace


def in_starting(state: Starting, act: Act, turn: Turn) -> State:
    """Return the state after this act, before the library's settings are known.

    A scanned item goes into the tray. If returns without an account are allowed, their page can be opened. After a fob
    or the button Finish, a notice says that the server cannot be reached yet.
    """
    match act:
        case ScannedItem(code):
            return into_tray(state, code, turn, NoticeKey.CANNOT_REACH_YET)
        case BringBack() if can_bring_back(turn.lasting):
            return bring_back(turn, state.tray)
        case ShownFob() | Finish():
            turn.say(NoticeKey.CANNOT_REACH_YET)
        case Cancel():
            _clear(state.tray, turn, NoticeKey.CANNOT_REACH_YET)
            return Starting()
        case _:
            pass
    return state


def in_closed(state: Closed | Trouble, act: Act, turn: Turn) -> State:
    """Return the state after this act, while the kiosk serves nobody.

    After a scan, a notice says that the kiosk is not in use.
    """
    match act:
        case ScannedItem(code):
            turn.say(NoticeKey.NOT_IN_USE, code)
        case ShownFob() | Finish() | Cancel():
            turn.say(NoticeKey.NOT_IN_USE)
        case _:
            pass
    return state


def in_welcome(state: Idle, act: Act, turn: Turn) -> State:
    """Return the state after this act on the page Welcome. A fob begins a visit, and a scanned item joins the tray."""
    if isinstance(act, SidePageAct):
        return search_at_welcome(state, act, turn)
    match act:
        case ShownFob():
            return _fob(state, act, turn)
        case ScannedItem(code):
            return _item(state, code, turn)
        case LogInWithoutFob() if turn.library.form_login:
            return first_form(turn, VisitId(turn.number()), Purpose.FORM, tray=state.tray)
        case BringBack() if can_bring_back(turn.lasting):
            return bring_back(turn, state.tray)
        case Finish():
            turn.say(NoticeKey.SHOW_FOB_TO_FINISH)
        case Cancel():
            _clear(state.tray, turn, NoticeKey.SHOW_FOB_TO_FINISH)
            return replace(state, tray=(), tray_until=None)
        case Tick():
            return _time(state, turn)
        case _:
            pass
    return state


def _fob(state: Idle, fob: ShownFob, turn: Turn) -> State:
    if not fobs_used(turn.lasting):
        turn.say(NoticeKey.FOBS_NOT_USED)
        return state
    return identify(turn, state, fob.code, unclassified=fob.unclassified)


def _clear(tray: Tray, turn: Turn, key: NoticeKey) -> None:
    """Note the codes of the tray in the journal, before the caller empties the tray. Do not tell staff.

    If the tray is empty already, show the notice `key`.
    """
    record_tray(turn, tray, inbox=False)
    if not tray:
        turn.say(key)


def _item(state: Idle, code: ItemCode, turn: Turn) -> State:
    kept = into_tray(replace(state, finding=None, finding_until=None), code, turn, NoticeKey.NOW_SHOW_FOB)
    return replace(kept, tray_until=turn.now + TRAY_S) if isinstance(kept, Idle) else kept


def _time(state: Idle, turn: Turn) -> State:
    if state.language_until is not None and turn.now >= state.language_until:
        turn.lasting = replace(turn.lasting, language=turn.house.language, sheet=None)
        state = replace(state, language_until=None)
    if state.finding_until is not None and turn.now >= state.finding_until:
        turn.lasting = replace(turn.lasting, sheet=None)
        state = replace(state, finding=None, finding_until=None)
    if state.tray_until is None:
        return state
    if turn.now >= state.tray_until:
        record_tray(turn, state.tray)
        return welcome(turn)
    notice = turn.lasting.notice
    if turn.now >= state.tray_until - TRAY_WARN_S and (notice is None or notice.key is not NoticeKey.WHOSE_TOOLS):
        turn.say(NoticeKey.WHOSE_TOOLS, for_s=state.tray_until - turn.now)
    return state
