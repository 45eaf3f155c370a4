"""Tests of `in_hand` in every state. It returns the tools that the kiosk must remember after a power cut."""

import pytest

from kiosk.domain.carts import CartNow
from kiosk.domain.messages.answers import CartSeen, LoansRead, SignInLost
from kiosk.domain.messages.intents import Cancel, Yes
from kiosk.domain.model import (
    ByOthers,
    CommitId,
    Direction,
    EarlierLine,
    InDoubt,
    ItemCode,
    NotSent,
    Opening,
    RefusalKind,
    Truth,
)
from kiosk.domain.visit.state_parts import HeldTool, InHand, in_hand
from tests.domain.bench import Bench
from tests.domain.cast import NEXT_WEEK, OTHER_FOB, item, refused
from tests.domain.kiosks import (
    asking,
    committing,
    identifying,
    idle,
    reading_back,
    receipt,
    remove,
    serving,
    signing_in,
    turned_away,
)

TRAYS = [idle, identifying, asking, signing_in, turned_away]


def held(bench: Bench) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = in_hand(bench.state)
    return tuple(each.code for each in found.basket), tuple(each.code for each in found.tray)


def found_before(code: str) -> EarlierLine:
    return EarlierLine(Direction.BORROW, item(code), f"ref-{code}", NEXT_WEEK)


@pytest.mark.parametrize("make", TRAYS)
def test_the_tray(make: object) -> None:
    assert callable(make)
    bench: Bench = make()
    assert in_hand(bench.state) == InHand()
    assert held(bench.scan("A-1", "B-2")) == ((), ("A-1", "B-2"))


@pytest.mark.parametrize("make", [committing, reading_back, receipt])
def test_what_is_scanned_after_finish(make: object) -> None:
    assert callable(make)
    bench: Bench = make("DR-1")
    assert held(bench.scan("SA-2"))[1] == ("SA-2",)
    assert in_hand(bench.state).visit == bench.visit


@pytest.mark.parametrize("finish", [False, True])
def test_the_basket_in_every_state_of_a_line(finish: bool) -> None:  # noqa: FBT001
    bench = serving("DR-1").scan("SA-2").scan("HA-3").answer("HA-3", NotSent())
    bench.scan("NO-4").answer("NO-4", refused(RefusalKind.ITEM_UNKNOWN)).scan("IN-5").answer("IN-5", InDoubt())
    remove(bench.stage("RE-6"), "RE-6")
    if finish:
        bench.fob()
    assert held(bench) == (("DR-1", "SA-2", "HA-3"), ())
    assert in_hand(bench.state).visit == bench.visit


def test_a_tool_while_the_kiosk_finds_out_if_its_act_was_done_and_no_more_when_staff_are_asked() -> None:
    bench = Bench().fob().sign_in(at_once=True).scan("DR-1").answer("DR-1", InDoubt())
    assert held(bench) == (("DR-1",), ())
    hopeless = Truth(hopeless=frozenset({bench.line("DR-1").ident}))
    bench.tell(LoansRead(bench.visit, CommitId(bench.line("DR-1").ident), hopeless))
    assert held(bench) == ((), ())


def test_the_basket_while_the_commit_is_on_its_way_and_what_is_proven_no_more() -> None:
    assert held(committing("DR-1")) == (("DR-1",), ())
    assert held(reading_back("DR-1", "SA-2").read(proven=("DR-1",))) == (("SA-2",), ())
    assert in_hand(receipt("DR-1").state) == InHand()


def test_the_basket_behind_a_log_in_that_is_asked_for_again() -> None:
    bench = serving("DR-1")
    bench.tell(SignInLost(bench.visit)).scan("SA-2")
    assert held(bench) == (("DR-1",), ("SA-2",))
    assert held(bench.send_form()) == (("DR-1",), ("SA-2",))


def test_a_tool_of_the_basket_is_held_with_its_line_and_a_tool_of_the_tray_without() -> None:
    assert in_hand(idle().scan("A-1").state).tray == (HeldTool(ItemCode("A-1")),)
    bench = serving("DR-1")
    assert in_hand(bench.state).basket == (HeldTool(ItemCode("DR-1"), bench.line("DR-1").ident),)


def test_nothing_of_a_list_from_before_or_of_another_device() -> None:
    bench = identifying().sign_in(opening=Opening(earlier=(found_before("OLD-1"),)))
    bench.tell(CartSeen(bench.visit, CartNow((found_before("OLD-1"), found_before("NEW-2")))))
    assert bench.line("NEW-2").by_others is ByOthers.ADDED
    assert in_hand(bench.state) == InHand()


def test_nothing_once_the_visit_is_over() -> None:
    assert in_hand(serving("DR-1").tell(Cancel()).tell(Yes()).state) == InHand()
    assert held(serving("DR-1").wait(60).fob(OTHER_FOB)) == (("DR-1",), ())
