"""Tests of the form for the card of a digital system, and of the words about a remembered card.

The form can offer to remember the card with the fob. A scanned number in the form could also be the label of a tool.
Then the member can press a button to say that it was a tool.
"""

import pytest

from kiosk.domain.digital import CardRemembering, SystemProgress
from kiosk.domain.messages.intents import EnterCard, ForgetCard, RememberCard, ThatWasATool
from kiosk.domain.visit.digital_states import CardForm
from kiosk.structs import replace
from tests.presenter.test_digital import RIVER, card_page, listed, of


@pytest.mark.parametrize("remembers", CardRemembering)
@pytest.mark.parametrize("on", [True, False])
def test_the_form_offers_to_remember_the_card_only_where_it_can(remembers: CardRemembering, *, on: bool) -> None:
    toggle = card_page(CardForm("od", 7, remember=on), remembering=remembers).toggle
    if remembers in {CardRemembering.NEVER, CardRemembering.WITH_LINK}:
        assert toggle is None
    else:
        assert toggle is not None
        assert (toggle.label, toggle.on) == ("Remember this card with my fob", on)
        assert toggle.intent == RememberCard(yes=not on)
    assert card_page(CardForm("od", 7, is_waiting=True), remembering=remembers).toggle is None


def test_a_scanned_number_that_could_be_a_tool_can_be_taken_back() -> None:
    intents = [button.intent for button in card_page(CardForm("od", 7, "990001", maybe_tool=True)).others]
    assert ThatWasATool() in intents
    for form in (CardForm("od", 7, "990001"), CardForm("od", 7, "990001", is_waiting=True, maybe_tool=True)):
        assert ThatWasATool() not in [button.intent for button in card_page(form).others]


def test_the_page_says_that_a_card_is_remembered_and_offers_to_forget_it() -> None:
    remembered = replace(RIVER, remembering=CardRemembering.DONE)
    page = listed(of(remembered))
    assert page.lead == "No digital loans."
    (shelf,) = page.shelves
    assert shelf.banner is not None
    assert shelf.banner.title == "This card is remembered"
    (forget,) = shelf.banner.buttons
    assert (forget.label, forget.intent) == ("Forget this card", ForgetCard("od"))
    assert listed(of(replace(RIVER, remembering=CardRemembering.OFFERED))).shelves == ()
    away = replace(remembered, progress=SystemProgress.AWAY)
    assert listed(of(away)).lead == ""


def test_the_page_says_that_a_remembered_card_was_refused() -> None:
    (shelf,) = listed(of(replace(RIVER, progress=SystemProgress.CARD_WANTED, dropped=True))).shelves
    assert shelf.banner is not None
    assert shelf.banner.title == "Your remembered card is no longer accepted"
    assert [button.intent for button in shelf.banner.buttons] == [EnterCard("od")]
