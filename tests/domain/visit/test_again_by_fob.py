"""Tests of a log-in that the server ends during a visit.

The member shows the same fob again. If the fob is not enough, the form opens.
"""

import pytest

from kiosk.domain.library import FobLogin, House
from kiosk.domain.messages.answers import (
    Answer,
    FobsPaused,
    LinkDead,
    NotLinked,
    PinNeeded,
    SignInAway,
    SignInLost,
    Throttled,
    WrongSecret,
)
from kiosk.domain.messages.effects import Identify
from kiosk.domain.messages.events import Touched
from kiosk.domain.model import LineState, Secret, VisitId
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import AskingSecret, AskOtherFob, FormError, Idle, Purpose, SigningIn
from tests.domain.bench import Bench
from tests.domain.cast import FOB, JONAS, OTHER_FOB
from tests.domain.kiosks import serving

VISIT = VisitId(1)
ENDPOINT, LINKED = House(fob_login=FobLogin.ENDPOINT), House()
FORM_ONLY = [House(fob_login=FobLogin.ASK_PASSWORD), House(can_link=False)]


def lost(house: House) -> Bench:
    """Return a kiosk at which Marta has two tools on her list, and the server has ended her log-in."""
    bench = serving("DR-1", "SA-2", house=house)
    return bench.tell(SignInLost(bench.visit)).later(1)


@pytest.mark.parametrize("house", [ENDPOINT, LINKED])
@pytest.mark.parametrize("touched", [False, True])
def test_the_fob_is_enough(house: House, *, touched: bool) -> None:
    bench = lost(house)
    bench = bench.tell(Touched()) if touched else bench
    bench.fob()
    assert bench.the(Identify) == Identify(VISIT, Secret(FOB))
    kept = bench.is_in(SigningIn).asking.kept
    assert kept is not None
    assert len(kept.lines) == 2
    assert bench.scan("HA-3").sign_in().basket == {
        "HA-3": LineState.CHECKING,
        "SA-2": LineState.CHECKING,
        "DR-1": LineState.CHECKING,
    }


@pytest.mark.parametrize("house", FORM_ONLY)
def test_where_no_fob_opens_anything_alone_the_form_is_asked_for(house: House) -> None:
    bench = lost(house).fob()
    assert (bench.notice(), bench.work) == (NoticeKey.FILL_IN_FIELDS, [])


@pytest.mark.parametrize("house", [ENDPOINT, LINKED])
@pytest.mark.parametrize(
    ("answer", "purpose", "error"),
    [
        (NotLinked(VISIT), Purpose.AGAIN, None),
        (LinkDead(VISIT), Purpose.AGAIN, FormError.LINK_DEAD),
        (LinkDead(VISIT, expired=True), Purpose.AGAIN, FormError.LINK_EXPIRED),
        (WrongSecret(VISIT, by_fob=True), Purpose.AGAIN, FormError.FOB_UNKNOWN),
        (Throttled(VISIT, 30), Purpose.AGAIN, FormError.THROTTLED),
        (SignInAway(VISIT), Purpose.AGAIN, FormError.AWAY),
        (PinNeeded(VISIT), Purpose.PIN, None),
        (PinNeeded(VISIT, wrong=True), Purpose.PIN, FormError.WRONG_PIN),
    ],
)
def test_the_form_comes_when_the_fob_is_not_enough_and_the_basket_waits_on(
    house: House, answer: Answer, purpose: Purpose, error: FormError | None
) -> None:
    bench = lost(house).fob().tell(answer)
    state = bench.is_in(AskingSecret)
    assert (state.purpose, state.error) == (purpose, error)
    assert state.kept is not None
    assert [line.code for line in state.kept.lines] == ["SA-2", "DR-1"]
    bench.wait(31).send_form(pin="1234").sign_in()
    assert set(bench.basket) == {"SA-2", "DR-1"}


def test_while_no_fob_is_looked_up_the_form_is_the_way() -> None:
    bench = lost(LINKED).fob().tell(FobsPaused(VISIT, 30))
    assert bench.is_in(AskingSecret).purpose is Purpose.AGAIN


def test_a_wrong_password_after_the_pin_stays_with_the_basket() -> None:
    bench = lost(LINKED).fob().tell(PinNeeded(VISIT)).send_form(pin="1234").tell(WrongSecret(VISIT))
    state = bench.is_in(AskingSecret)
    assert (state.purpose, state.kept is not None) == (Purpose.AGAIN, True)


@pytest.mark.parametrize("house", [ENDPOINT, LINKED])
def test_another_fob_is_asked_about_also_on_the_form_for_the_pin(house: House) -> None:
    question = AskOtherFob(Secret(OTHER_FOB))
    assert lost(house).fob(OTHER_FOB).is_in(AskingSecret).question == question
    assert lost(house).fob().tell(PinNeeded(VISIT)).fob(OTHER_FOB).is_in(AskingSecret).question == question


def test_a_code_that_could_be_either_is_a_tool_there() -> None:
    assert lost(LINKED).either("118").is_in(AskingSecret).tray == ("118",)
    assert lost(LINKED).fob().tell(PinNeeded(VISIT)).either("118").is_in(AskingSecret).tray == ("118",)


def test_a_fob_that_opens_somebody_else_s_account_ends_both() -> None:
    assert lost(LINKED).fob().sign_in(JONAS).state == Idle()
