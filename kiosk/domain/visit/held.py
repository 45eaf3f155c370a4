"""What each state holds: its visit, its member's fob, its tray."""

from dataclasses import replace
from typing import assert_never

from kiosk.domain.model import Line, Secret, VisitId
from kiosk.domain.money import Bill
from kiosk.domain.visit.state import (
    AskingSecret,
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
    """The visit that is open, if one is."""
    match state:
        case Starting() | Closed() | Trouble() | Idle():
            return None
        case Identifying() | AskingSecret() | TurnedAway() | Serving() | Receipt():
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
    """The fob that this visit began with, if one did."""
    match state:
        case Starting() | Closed() | Trouble() | Idle():
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
    """The codes that belong to no account yet."""
    match state:
        case Closed() | Trouble() | Serving() | Settling():
            return ()
        case SigningIn():
            return state.asking.tray
        case ReadingBack() | Resolving():
            return state.of.tray
        case _:
            return state.tray


def with_tray(state: HasTray, tray: Tray) -> State:
    """The state with this tray."""
    match state:
        case SigningIn():
            return replace(state, asking=replace(state.asking, tray=tray))
        case ReadingBack() | Resolving():
            return replace(state, of=replace(state.of, tray=tray))
        case _:
            return replace(state, tray=tray)


def with_bill(state: State, bill: Bill) -> State:
    """The basket with what it costs now; after the commit it is what it was."""
    match state:
        case Serving():
            return replace(state, bill=bill)
        case Settling() | Committing():
            return replace(state, serving=replace(state.serving, bill=bill))
        case _:
            return state


def basket_of(state: State) -> tuple[Line, ...]:
    """The lines that the member sees and can still change."""
    match state:
        case Serving():
            return state.lines
        case Settling():
            return state.serving.lines
        case _:
            return ()


def lines_of(state: State) -> tuple[Line, ...]:
    """Every line of the visit that is open, also while a form lies over the basket or the commit is on its way."""
    match state:
        case AskingSecret(kept=Serving(lines=lines)) | SigningIn(asking=AskingSecret(kept=Serving(lines=lines))):
            return lines
        case Committing(serving=serving):
            return serving.lines
        case ReadingBack(of=of) | Resolving(of=of):
            return of.serving.lines
        case _:
            return basket_of(state)
