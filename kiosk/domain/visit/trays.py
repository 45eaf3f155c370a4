"""Helpers for the tray, which holds the item codes that were scanned while no account was open."""

from kiosk.domain.model import ItemCode
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.state_parts import HasTray, tray_of, with_tray
from kiosk.domain.visit.states import State, Tray
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace


def into_tray(state: HasTray, code: ItemCode, turn: Turn, key: NoticeKey | None = None) -> State:
    """Add this code to the tray, and show the notice `key` if a key is given.

    If the code is already in the tray, change nothing, and show a notice that says so.
    """
    tray = tray_of(state)
    if code in tray:
        turn.say(NoticeKey.ALREADY_IN_TRAY, code)
        return state
    if key is not None:
        turn.say(key, code)
    return with_tray(state, (code, *tray))


def may_be_fobs(turn: Turn, *codes: ItemCode) -> None:
    """Remember that these codes of the tray could be fobs, because nothing has shown yet that they are tools."""
    turn.lasting = replace(turn.lasting, maybe_fobs=turn.lasting.maybe_fobs | {*codes})


def are_tools(turn: Turn, tray: Tray) -> None:
    """Remember that these codes are tools, because a person has said so or because another code was the fob's code."""
    turn.lasting = replace(turn.lasting, maybe_fobs=turn.lasting.maybe_fobs - {*tray})


def out_of_tray(state: State, code: ItemCode) -> State:
    """Return the state with this code removed from the tray, if the state has a tray."""
    if not isinstance(state, HasTray):
        return state
    return with_tray(state, tuple(other for other in tray_of(state) if other != code))
