"""Functions that find or change the parts that several states have, such as the visit, the fob and the tray."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from msgspec import Struct

from kiosk.domain.basket import is_wanted, put
from kiosk.domain.digital import ItemFacts
from kiosk.domain.model import ByOthers, Item, ItemCode, Line, LineId, LineState, Loan, Medium, Secret, VisitId
from kiosk.domain.money import Balance, Bill
from kiosk.domain.returns import BroughtState
from kiosk.domain.visit.states import (
    AskingSecret,
    BringingBack,
    Closed,
    Committing,
    Identifying,
    Idle,
    ReadingBack,
    Receipt,
    Resolving,
    Serving,
    Settling,
    SigningIn,
    Starting,
    State,
    Tray,
    Trouble,
    TurnedAway,
)
from kiosk.structs import replace

HasTray = (
    Starting
    | Idle
    | Identifying
    | AskingSecret
    | SigningIn
    | TurnedAway
    | Committing
    | ReadingBack
    | Resolving
    | Receipt
)


def visit_of(state: State) -> VisitId | None:
    """Return the id of the open visit, or None if no visit is open."""
    match state:
        case Starting() | Closed() | Trouble() | Idle():
            return None
        case BringingBack() | Identifying() | AskingSecret() | TurnedAway() | Serving() | Receipt():
            return state.visit
        case SigningIn():
            return state.asking.visit
        case Settling() | Committing():
            return state.serving.visit
        case ReadingBack() | Resolving():
            return state.of.serving.visit
        case _:
            assert_never(state)


def fob_of(state: State) -> Secret | None:
    """Return the fob that this visit began with, or None if the visit began without a fob."""
    match state:
        case Starting() | Closed() | Trouble() | Idle() | BringingBack():
            return None
        case Identifying() | AskingSecret() | TurnedAway() | Serving() | Receipt():
            return state.fob
        case SigningIn():
            return state.asking.fob
        case Settling() | Committing():
            return state.serving.fob
        case ReadingBack() | Resolving():
            return state.of.serving.fob
        case _:
            assert_never(state)


def tray_of(state: State) -> Tray:
    """Return the scanned codes that belong to no account yet."""
    match state:
        case Closed() | Trouble() | BringingBack() | Serving() | Settling():
            return ()
        case SigningIn():
            return state.asking.tray
        case Identifying():
            return (*looked_up(state), *state.tray, *state.former)
        case ReadingBack() | Resolving():
            return state.of.tray
        case _:
            return state.tray


def looked_up(state: Identifying) -> Tray:
    """Return a tray with one code: the code for which the server is looking up the account of a fob.

    Return an empty tray if this code was not in the tray before, or if a person has removed the code from the tray.
    """
    return (ItemCode(state.fob.reveal()),) if state.in_tray else ()


def with_tray(state: HasTray, tray: Tray) -> State:
    """Return the state with this tray."""
    match state:
        case SigningIn():
            return replace(state, asking=replace(state.asking, tray=tray))
        case Identifying():
            former = tuple(code for code in state.former if code in tray)
            in_tray = any(code in tray for code in looked_up(state))
            others = tuple(code for code in tray if code not in (*looked_up(state), *former))
            return replace(state, tray=others, former=former, in_tray=in_tray)
        case ReadingBack() | Resolving():
            return replace(state, of=replace(state.of, tray=tray))
        case _:
            return replace(state, tray=tray)


def with_bill(state: State, bill: Bill) -> State:
    """Return the state with this bill for the basket.

    If the state has no basket, or the commit was already answered, return the state unchanged.
    """
    match state:
        case Serving():
            return replace(state, bill=bill)
        case Settling() | Committing():
            return replace(state, serving=replace(state.serving, bill=bill))
        case _:
            return state


def with_balance(state: State, balance: Balance | None) -> State:
    """Return the state with the money that the member owes. Only the page Home shows this money."""
    match state:
        case Serving():
            return replace(state, balance=balance)
        case Settling():
            return replace(state, serving=replace(state.serving, balance=balance))
        case _:
            return state


def with_titles(state: State, facts: Sequence[ItemFacts]) -> State:
    """Add these facts about items to the lines and loans of the basket where they are missing. Return the new state.

    Only the states Serving and Settling change. The pages of all other states find each name by the label of the item.
    """
    by_ident = {each.item.ident: each for each in facts if each.item.ident}
    match state:
        case Serving():
            return _completed(state, by_ident)
        case Settling():
            return replace(state, serving=_completed(state.serving, by_ident))
        case _:
            return state


def _completed(serving: Serving, facts: Mapping[str, ItemFacts]) -> Serving:
    def named(item: Item) -> Item:
        found = facts.get(item.ident)
        return replace(item, name=found.item.name) if found is not None and found.item.name and not item.name else item

    def form(item: Item, medium: Medium | None) -> Medium | None:
        found = facts.get(item.ident)
        return found.medium or medium if found is not None and medium is Medium.OTHER else medium

    def cover(loan: Loan) -> str:
        found = facts.get(loan.item.ident)
        return found.cover if found is not None and loan.medium is not None and not loan.cover else loan.cover

    lines = tuple(
        replace(each, item=named(each.item), medium=form(each.item, each.medium)) if each.item else each
        for each in serving.lines
    )
    loans = tuple(
        replace(each, item=named(each.item), medium=form(each.item, each.medium), cover=cover(each))
        for each in serving.loans
    )
    return replace(serving, lines=lines, loans=loans)


class HeldTool(Struct, frozen=True):
    """A tool in somebody's hand: its scanned code, and its line. The line is None for a tool of the tray."""

    code: ItemCode
    line: LineId | None = None


class InHand(Struct, frozen=True):
    """The tools that are probably in people's hands and have no result yet. The first scanned tool comes first."""

    visit: VisitId | None = None
    basket: tuple[HeldTool, ...] = ()
    tray: tuple[HeldTool, ...] = ()


_NOT_SETTLED = (LineState.CHECKING, LineState.STAGED, LineState.NOT_CHECKED, LineState.REMOVING)


def in_hand(state: State) -> InHand:
    """Return the tools that the kiosk must remember after a power cut.

    These are the tools of the tray, and the tools of this visit's lines that have no result yet. These lines include
    each act whose answer was lost, until the loans show if the act was done. Leave out each tool
    that was in the cart before the visit or that another device added. Nobody at the kiosk has such a tool in the hand.
    Also leave out a tool that was brought back without an account, as soon as its return is on disk.
    """
    if isinstance(state, BringingBack):
        unsaved = (each for each in reversed(state.brought) if each.state is BroughtState.SAVING)
        return InHand(tray=tuple(HeldTool(each.code, each.ident) for each in unsaved))
    serving = _serving_of(state)
    lines = tuple(each for each in serving.lines if _is_not_settled(serving, each)) if serving is not None else ()
    here = (line for line in lines if not (line.from_before or line.by_others is ByOthers.ADDED))
    own = tuple(HeldTool(line.code, line.ident) for line in here if is_wanted(line) or line.left_out)
    tray = tuple(HeldTool(code) for code in tray_of(state))
    return InHand(visit_of(state) if own or tray else None, own[::-1], tray[::-1])


def _is_not_settled(serving: Serving, line: Line) -> bool:
    return line.state in _NOT_SETTLED or any(act.line == line.ident for act in serving.unsettled)


def _serving_of(state: State) -> Serving | None:
    match state:
        case Serving():
            return state
        case Settling() | Committing():
            return state.serving
        case ReadingBack() | Resolving():
            return state.of.serving
        case AskingSecret():
            return state.kept
        case SigningIn():
            return state.asking.kept
        case _:
            return None


def with_line(serving: Serving, line: Line) -> Serving:
    """Return the basket with `line` instead of the line that has the same id."""
    return replace(serving, lines=put(serving.lines, line))


def basket_of(state: State) -> tuple[Line, ...]:
    """Return the lines that the member sees and can still change."""
    match state:
        case Serving():
            return state.lines
        case Settling():
            return state.serving.lines
        case _:
            return ()


def lines_of(state: State) -> tuple[Line, ...]:
    """Return all lines of the open visit, even while a form covers the basket or while a commit has no result yet."""
    match state:
        case AskingSecret(kept=Serving(lines=lines)) | SigningIn(asking=AskingSecret(kept=Serving(lines=lines))):
            return lines
        case Committing(serving=serving):
            return serving.lines
        case ReadingBack(of=of) | Resolving(of=of):
            return of.serving.lines
        case _:
            return basket_of(state)
