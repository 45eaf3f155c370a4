"""Tests of a Finish after which nothing is recorded.

The page says that nothing is recorded, until the member presses Finish again or scans an item. The kiosk remembers
everything that was left out of this Finish.
"""

from collections.abc import Callable

import pytest

from kiosk.domain.carts import CartDiffers, CartNow
from kiosk.domain.messages.answers import SignInLost
from kiosk.domain.messages.effects import Sound, TakeOut
from kiosk.domain.messages.events import StoreBroken
from kiosk.domain.messages.intents import Finish, RemoveLine, Yes
from kiosk.domain.model import InDoubt, LineState, NotSent, RefusalKind
from kiosk.domain.visit.states import AskingSecret, Committing, Receipt, Serving, Settling
from tests.domain.bench import Bench
from tests.domain.cast import refused
from tests.domain.kiosks import committing, serving

CHECKING, STAGED, NOT_CHECKED = LineState.CHECKING, LineState.STAGED, LineState.NOT_CHECKED


def not_sent(bench: Bench) -> Bench:
    return bench.answer_commit(NotSent())


def not_recorded(bench: Bench) -> Bench:
    bench.answer_commit(InDoubt()).later(1).read(in_cart=("DR-1",))
    return bench.later(16).read(in_cart=("DR-1",))


def list_changed(bench: Bench) -> Bench:
    return bench.answer_commit(CartDiffers(CartNow()))


IN_VAIN: dict[str, Callable[[Bench], Bench]] = {"not sent": not_sent, "not recorded": not_recorded}


@pytest.mark.parametrize("fail", [*IN_VAIN.values(), list_changed])
def test_it_is_said_until_the_next_finish_or_scan(fail: Callable[[Bench], Bench]) -> None:
    for scans in (False, True):
        bench = fail(committing("DR-1"))
        assert bench.is_in(Serving).not_finished
        assert Sound.ATTENTION in bench.sounds
        assert bench.wait(60).is_in(Serving).not_finished
        state = (bench.scan("HA-3") if scans else bench.tell(Finish())).state
        assert isinstance(state, Committing) or (isinstance(state, Serving) and not state.not_finished)


def left_out(how: str) -> Bench:
    """Return a kiosk at which Marta finishes without SA-2, because the server has not confirmed SA-2."""
    bench = serving("DR-1").scan("SA-2").later(1)
    if how == "never reached the server":
        return bench.answer("SA-2", NotSent()).tell(Finish()).tell(Yes())
    return bench.tell(Finish()).wait(16).tell(Yes())


@pytest.mark.parametrize("fail", IN_VAIN.values(), ids=IN_VAIN)
@pytest.mark.parametrize("how", ["never reached the server", "no answer yet"])
def test_what_was_left_out_is_asked_for_again(fail: Callable[[Bench], Bench], how: str) -> None:
    bench = fail(left_out(how).gone("SA-2"))
    assert "AddLine SA-2" in bench.work
    assert bench.basket["SA-2"] is CHECKING
    bench.answer("SA-2")
    assert bench.basket == {"SA-2": STAGED, "DR-1": STAGED}
    assert bench.tell(Finish()).work == ["Commit SA-2 DR-1"]


def test_what_could_not_be_taken_out_in_time_comes_in_again_when_it_is_out() -> None:
    bench = left_out("no answer yet").wait(31)
    assert bench.is_in(Serving).not_finished
    assert bench.gone("SA-2").work == ["AddLine SA-2"]


def test_what_the_member_has_taken_off_stays_off() -> None:
    bench = serving("DR-1").scan("SA-2").later(1)
    bench.tell(RemoveLine(bench.line("SA-2").ident)).tell(Finish()).is_in(Settling)
    bench.wait(16).tell(Yes()).wait(31)
    assert bench.gone("SA-2").basket == {"DR-1": STAGED}


def test_without_a_store_nothing_is_asked_again() -> None:
    bench = left_out("never reached the server").gone("SA-2").tell(StoreBroken()).answer_commit(NotSent())
    assert bench.basket["SA-2"] is NOT_CHECKED
    assert len(bench.wants(TakeOut)) == 1


def test_after_a_lost_log_in_the_finish_in_vain_is_still_said() -> None:
    bench = left_out("never reached the server").gone("SA-2")
    bench.tell(SignInLost(bench.visit)).is_in(AskingSecret)
    bench.send_form().sign_in()
    assert bench.is_in(Serving).not_finished
    assert set(bench.basket) == {"SA-2", "DR-1"}


@pytest.mark.parametrize("kind", RefusalKind)
def test_a_receipt_names_every_tool_that_was_refused_and_no_code_that_is_none(kind: RefusalKind) -> None:
    bench = serving("DR-1").scan("SA-2").answer("SA-2", refused(kind)).tell(Finish()).answer_commit()
    others = [line.code for line in bench.read(proven=("DR-1",)).is_in(Receipt).others]
    no_tool = kind in {RefusalKind.ITEM_UNKNOWN, RefusalKind.SHOP_CODE}
    assert others == ([] if no_tool else ["SA-2"])
    assert bench.sounds == [Sound.CONFIRMED if no_tool else Sound.REFUSED]
