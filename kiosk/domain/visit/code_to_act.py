"""Functions that find out what a scan means in the present state.

The scanned code belongs to a fob, to an item, or to a command card, which works like a button.
"""

from typing import assert_never

from msgspec import Struct

from kiosk.domain.messages.answers import Answer
from kiosk.domain.messages.events import CommandName, CommandRead, EitherRead, FobRead, ItemRead, Tick, Touched
from kiosk.domain.messages.intents import Cancel, CloseReceipt, CloseSidePage, DropTitleLinks, Finish, Intent, No, Yes
from kiosk.domain.model import ItemCode, Secret
from kiosk.domain.visit.digital_states import CardForm, DigitalLoans
from kiosk.domain.visit.lasting import Lasting
from kiosk.domain.visit.questions import AskCancel, AskSwitch
from kiosk.domain.visit.state_parts import fob_of, tray_of
from kiosk.domain.visit.states import (
    AskingSecret,
    BringingBack,
    Committing,
    Identifying,
    Idle,
    ReadingBack,
    Receipt,
    Reserving,
    Resolving,
    Serving,
    Settling,
    SigningIn,
    State,
)
from kiosk.domain.visit.to_welcome import fobs_used


class ShownFob(Struct, frozen=True):
    """A fob was shown. If `unclassified` is True, the code could also be the label of a tool."""

    code: Secret
    unclassified: bool = False


class ScannedItem(Struct, frozen=True):
    """An item was scanned. If `unclassified` is True, the code could also be the code of a fob."""

    code: ItemCode
    unclassified: bool = False


Act = ShownFob | ScannedItem | Intent | Answer | Tick | Touched
"""The events that the functions of the present state handle, because the effect of these events depends on the state.

Intents with the same effect in every state do not reach these functions: `kiosk.domain.visit.in_every_state` handles
such intents.
"""


def scanned(state: State, read: FobRead | ItemRead | EitherRead, lasting: Lasting) -> ShownFob | ScannedItem:
    """Return the act for a scanned code. If the code could be a fob or an item, the present state decides."""
    match read:
        case FobRead(code):
            return ShownFob(code)
        case ItemRead(item):
            return ScannedItem(item)
        case EitherRead(code):
            fobs = lasting.library is None or fobs_used(lasting)
            is_fob = _is_card_here(state, code) or (fobs and _is_fob_here(state, code, lasting.maybe_fobs))
            return ShownFob(code, unclassified=True) if is_fob else ScannedItem(_as_item(code), unclassified=True)
        case _:
            assert_never(read)


def of_card(state: State, card: CommandRead) -> Intent:
    """Return the intent for a FINISH or CANCEL card in this state."""
    asked = isinstance(state, Serving | AskingSecret) and (state.question is not None or _side_page_asks(state))
    if isinstance(state, Receipt):
        return CloseReceipt()
    leaves = isinstance(state, Serving) and isinstance(state.question, AskCancel)
    if card.name is CommandName.FINISH:  # if the question is whether to leave, the card means Finish and not Yes
        return Yes() if asked and not leaves else Finish()
    if not asked and _shows_title_code(state):
        return DropTitleLinks()
    if not asked:
        return CloseSidePage() if _has_side_page(state) else Cancel()
    return Yes() if leaves else No()


def _has_side_page(state: State) -> bool:
    match state:
        case Serving(side_page=side_page):
            return side_page is not None
        case Idle(finding=finding):
            return finding is not None
        case _:
            return False


def _side_page_asks(state: State) -> bool:
    """Return True if a page that is shown instead of the basket asks a question."""
    side_page = state.side_page if isinstance(state, Serving) else None
    return isinstance(side_page, Reserving | DigitalLoans) and side_page.asked is not None


def _shows_title_code(state: State) -> bool:
    side_page = state.side_page if isinstance(state, Serving) else None
    return isinstance(side_page, DigitalLoans) and side_page.code is not None


def _is_fob_here(state: State, code: Secret, maybe_fobs: frozenset[ItemCode]) -> bool:
    if code == fob_of(state):
        return True
    item = _as_item(code)
    if item in tray_of(state) and item not in maybe_fobs:  # the code is known to be a tool's label
        return False
    match state:
        case Serving():
            return isinstance(state.question, AskSwitch) and state.question.fob == code
        case BringingBack():
            return False  # people scan items here, and the lending system perhaps cannot look up a fob
        case Identifying() | SigningIn() | Settling() | Committing() | ReadingBack() | Resolving():
            return False  # a member is served now or soon, so the code is used as the label of a tool
        case AskingSecret():
            return state.kept is None and (state.unclassified or state.fob is None)
        case _:
            return True


def _is_card_here(state: State, code: Secret) -> bool:
    """Return True if the form for a card is open and takes the code as the number of a card.

    Return False if the code is certainly the label of a line or of a loan, or the label of a digital system's title.
    """
    if not isinstance(state, Serving) or state.question is not None:
        return False
    if not isinstance(state.side_page, CardForm) or state.side_page.is_waiting:
        return False
    item = _as_item(code)
    labels = {line.code for line in state.lines} | {loan.item.code for loan in state.loans}
    return item not in labels and not any(system.owns(item) for system in state.systems)


def _as_item(code: Secret) -> ItemCode:
    return ItemCode(code.reveal())
