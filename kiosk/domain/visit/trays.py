"""The tray: item codes scanned while no account was open, newest first."""

from kiosk.domain.model import ItemCode
from kiosk.domain.visit.held import HasTray, tray_of, with_tray
from kiosk.domain.visit.state import NoticeKey, State
from kiosk.domain.visit.turn import Turn


def into_tray(state: HasTray, code: ItemCode, turn: Turn, key: NoticeKey | None = None) -> State:
    """Keep this code, and say what comes next (`key`); or say that it is kept already."""
    tray = tray_of(state)
    if code in tray:
        turn.say(NoticeKey.ALREADY_IN_TRAY, code)
        return state
    if key is not None:
        turn.say(key, code)
    return with_tray(state, (code, *tray))


def out_of_tray(state: State, code: ItemCode) -> State:
    """This code is nobody's here."""
    if not isinstance(state, HasTray):
        return state
    return with_tray(state, tuple(other for other in tray_of(state) if other != code))
