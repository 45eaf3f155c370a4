"""The pages that can cover the basket or the page Welcome. They open, get answers from the library, and close."""

from collections.abc import Callable

from kiosk.domain.library import Searchers
from kiosk.domain.messages.intents import Cancel, CloseSidePage, FindTool, Finish
from kiosk.domain.visit.code_to_act import Act, ScannedItem, ShownFob
from kiosk.domain.visit.digital_states import CardForm
from kiosk.domain.visit.search import (
    News,
    SearchIntent,
    ask_in_new_language,
    ask_unanswered,
    on_answer,
    on_intent,
    open_search,
)
from kiosk.domain.visit.state_parts import visit_of
from kiosk.domain.visit.states import Idle, Serving, State, ToolSearch
from kiosk.domain.visit.times import FINDING_S
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

SidePageAct = FindTool | CloseSidePage | SearchIntent | News


def on_side_page(serving: Serving, act: SidePageAct, turn: Turn) -> Serving:
    """Return the basket after an act on the page that is shown instead of the basket."""
    match act:
        case FindTool():
            return _find(serving, act, turn)
        case CloseSidePage():
            return replace(serving, side_page=None)
        case _:
            finding = _finding(finding_of(serving), act, turn, serving)
            return serving if finding is None else replace(serving, side_page=finding)


def without_side_page(serving: Serving, act: Act) -> Serving:
    """If the member scans an item, shows a fob, or presses Finish or Cancel, close the page that covers the basket.

    There is one exception: the scan of an item does not close the form for a card.
    """
    back = isinstance(act, ScannedItem | ShownFob | Finish | Cancel)
    if isinstance(act, ScannedItem) and isinstance(serving.side_page, CardForm):
        return serving
    return replace(serving, side_page=None) if back else serving


def search_at_welcome(idle: Idle, act: SidePageAct, turn: Turn) -> Idle:
    """Return the state of the page Welcome after an act of somebody who searches for a tool without logging in."""
    match act:
        case FindTool():
            if turn.library.searchers is not Searchers.ANYONE or idle.finding is not None:
                return idle
            return replace(idle, finding=open_search(turn, None, act), finding_until=turn.now + FINDING_S)
        case CloseSidePage():
            return replace(idle, finding=None, finding_until=None)
        case _:
            finding = _finding(idle.finding, act, turn, idle)
            return idle if finding is None else replace(idle, finding=finding)


def still_allowed(idle: Idle, turn: Turn) -> Idle:
    """Close the search on the page Welcome if the library no longer allows everybody to search."""
    if turn.library.searchers is Searchers.ANYONE:
        return idle
    return replace(idle, finding=None, finding_until=None)


def _finding(finding: ToolSearch | None, act: SearchIntent | News, turn: Turn, state: State) -> ToolSearch | None:
    if finding is None:
        return None
    if isinstance(act, News):
        return on_answer(finding, act, turn, visit_of(state))
    return on_intent(finding, act, turn, visit_of(state))


def _find(serving: Serving, act: FindTool, turn: Turn) -> Serving:
    """Open the search. The search covers the basket, so an open question on the basket closes."""
    if turn.library.searchers is Searchers.NOBODY or isinstance(serving.side_page, ToolSearch):
        return serving
    finding = open_search(turn, serving.visit, act)
    return replace(serving, side_page=finding, question=None, question_until=None, panel=None)


def finding_of(state: State) -> ToolSearch | None:
    """Return the search that is open in this state, or None."""
    match state:
        case Serving(side_page=ToolSearch() as finding):
            return finding
        case Idle(finding=finding):
            return finding
        case _:
            return None


def ask_unanswered_search(state: State, turn: Turn) -> State:
    """Repeat the requests of the open search that the library's server did not answer."""
    return _each(state, lambda finding: ask_unanswered(finding, turn, visit_of(state)))


def ask_search_in_new_language(state: State, turn: Turn) -> State:
    """Ask again for the categories and results of the open search, because the person has chosen another language."""
    return _each(state, lambda finding: ask_in_new_language(finding, turn, visit_of(state)))


def _each(state: State, change: Callable[[ToolSearch], ToolSearch]) -> State:
    match state:
        case Serving(side_page=ToolSearch() as finding):
            return replace(state, side_page=change(finding))
        case Idle(finding=ToolSearch() as finding):
            return replace(state, finding=change(finding))
        case _:
            return state
