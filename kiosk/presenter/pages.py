"""The choice of the page. This module decides which page the kiosk shows in each state."""

from typing import assert_never

from kiosk.domain.visit.digital_states import CardForm, DigitalLoans
from kiosk.domain.visit.questions import AskBorrowAgain, AskGiveBack, AskSwitch, ThenQuietly
from kiosk.domain.visit.states import (
    AskingSecret,
    BringingBack,
    Closed,
    Committing,
    Identifying,
    Idle,
    ReadingBack,
    Receipt,
    Reserving,
    Resolving,
    Serving,
    Settling,
    SidePage,
    SigningIn,
    Starting,
    State,
    ToolSearch,
    Trouble,
    TurnedAway,
)
from kiosk.presenter.basket import Counts, basket_page, rail
from kiosk.presenter.bringing_back import bringing_back_page
from kiosk.presenter.card_form import card_form_page
from kiosk.presenter.committing import committing_page, reading_back_page, resolving_page
from kiosk.presenter.digital import digital_page
from kiosk.presenter.find import find_page
from kiosk.presenter.forms import form_page, types_a_code, typing_page
from kiosk.presenter.message_pages import (
    closed_page,
    identifying_page,
    quiet_page,
    starting_page,
    trouble_page,
    turned_away_page,
)
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.questions import confirm_page, still_page
from kiosk.presenter.receipt import receipt_page
from kiosk.presenter.reservations import reservations_page
from kiosk.presenter.welcome import welcome_page
from kiosk.views.view import Page


def page_of(facts: PageFacts, state: State) -> Page:
    """Return the page of this state, which fills the screen below the top bar."""
    if types_a_code(facts, state):
        return typing_page(facts)
    match state:
        case Starting() | Closed() | Trouble() | Idle() | BringingBack():
            return _page_without_account(facts, state)
        case Identifying():
            return identifying_page(facts, state)
        case AskingSecret():
            return form_page(facts, state)
        case SigningIn(asking):
            return form_page(facts, asking, waiting=True)
        case TurnedAway():
            return turned_away_page(facts, state)
        case Serving():
            return _page_of_visit(facts, state)
        case Settling(serving):
            return basket_page(facts, serving, settling=True)
        case Committing() | ReadingBack() | Resolving():
            return _page_of_commit(facts, state)
        case Receipt():
            return receipt_page(facts, state)
    assert_never(state)


def _page_without_account(facts: PageFacts, state: Starting | Closed | Trouble | Idle | BringingBack) -> Page:
    """Return the page of a state in which nobody has logged in or wants to log in."""
    match state:
        case Starting():
            return starting_page(facts, state)
        case Closed():
            return closed_page(facts, state)
        case Trouble():
            return trouble_page(facts, state)
        case Idle():
            return find_page(facts, state.finding, None) if state.finding is not None else welcome_page(facts, state)
        case BringingBack():
            return bringing_back_page(facts, state)
    assert_never(state)


def _page_of_visit(facts: PageFacts, serving: Serving) -> Page:
    """Return the page of a visit. While the page "Still here?" is shown, no other question is shown.

    The question about switching to another member and the questions about one line are asked on the basket's page.
    Other questions have their own pages.
    """
    if serving.warned:
        return still_page(facts, serving)
    if serving.side_page is not None and serving.question is None:
        return _side_page(facts, serving, serving.side_page)
    if serving.question is None or isinstance(serving.question, AskSwitch | AskGiveBack | AskBorrowAgain):
        return basket_page(facts, serving)
    return confirm_page(facts, serving, serving.question)


def _side_page(facts: PageFacts, serving: Serving, side_page: SidePage) -> Page:
    """Return the page that is shown instead of the basket: Find a tool, reservations, or digital loans."""
    n = Counts(serving.lines).all
    count = (str(n), facts.texts.basket.in_basket(n))
    match side_page:
        case ToolSearch():
            return find_page(facts, side_page, serving)
        case Reserving():
            return reservations_page(facts, serving, side_page, rail=rail(facts, serving), count=count)
        case DigitalLoans():
            return digital_page(facts, serving, side_page, rail=rail(facts, serving), count=count)
        case CardForm():
            return card_form_page(facts, serving, side_page)
    assert_never(side_page)


def _page_of_commit(facts: PageFacts, state: Committing | ReadingBack | Resolving) -> Page:
    """Return the page while a commit is carried out. If the member has left, the page shows nothing of the visit."""
    committing = state if isinstance(state, Committing) else state.of
    if isinstance(committing.then, ThenQuietly):
        return quiet_page(facts)
    match state:
        case Committing():
            return committing_page(facts, state)
        case ReadingBack():
            return reading_back_page(facts, state)
        case Resolving():
            return resolving_page(facts, state)
    assert_never(state)
