"""The notices that need not be drawn, because the page itself says the same."""

from kiosk.domain.visit.state import AskingSecret, FormError, Idle, NoticeKey, Receipt, State, TurnedAway

_LACKING = (FormError.INCOMPLETE, FormError.PIN_SHORT)


def said_by_page(state: State, key: NoticeKey) -> bool:
    """Return True if the page of this state says the same as this notice, in larger letters."""
    match key, state:
        case NoticeKey.NOW_SHOW_FOB, Idle(tray=tray):
            return bool(tray)
        case NoticeKey.FILL_IN_FIELDS, AskingSecret(error=error):
            return error in _LACKING
        case NoticeKey.SHOW_FOB_TO_GO_ON, Receipt(tray=tray) | TurnedAway(tray=tray):
            return bool(tray)
        case _:
            return False
