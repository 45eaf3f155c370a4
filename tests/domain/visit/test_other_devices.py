"""Tests of a cart that another device changes during the visit. They check the effect on each line of the basket."""

from datetime import timedelta

import pytest

from kiosk.domain.carts import CartDiffers, CartNow
from kiosk.domain.library import House, WalkAway
from kiosk.domain.messages.answers import CartSeen
from kiosk.domain.messages.effects import Commit, Farewell, TakeOut
from kiosk.domain.messages.events import StoreBroken
from kiosk.domain.messages.intents import ChooseDue, KeepLine, RemoveLine, Yes
from kiosk.domain.model import ByOthers, Direction, EarlierLine, LineId, LineState, Loan, LoanId, Opening
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import Committing, Idle, Serving
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import NEXT_WEEK, item, loan, staged
from tests.domain.kiosks import serving


def in_cart(code: str, **more: object) -> EarlierLine:
    found = EarlierLine(Direction.BORROW, item(code), f"ref-{code}", NEXT_WEEK)
    return replace(found, **more)  # type: ignore[arg-type]


def coming_back(code: str, **more: object) -> EarlierLine:
    own = loan(code)
    found = EarlierLine(Direction.RETURN, own.item, own.ident, own.due, own.ident)
    return replace(found, **more)  # type: ignore[arg-type]


def seen(bench: Bench, *lines: EarlierLine, loans: tuple[Loan, ...] = ()) -> Bench:
    return bench.tell(CartSeen(bench.visit, CartNow(lines, loans)))


def test_a_cart_that_is_as_it_was_changes_nothing() -> None:
    bench = serving("DR-1")
    before = bench.serving
    assert seen(bench, in_cart("DR-1")).serving == before
    assert bench.notice() is None


def test_a_line_that_waits_for_its_own_answer_is_left_to_it() -> None:
    bench = serving("DR-1").tell(RemoveLine(LineId(2)))
    leaving = bench.serving.lines
    seen(bench.scan("SA-2"), in_cart("DR-1"), in_cart("SA-2"))
    assert bench.serving.lines[1:] == leaving
    assert bench.basket["SA-2"] is LineState.CHECKING
    assert bench.notice() is None


def test_the_cart_knows_the_handle_and_the_day() -> None:
    later = NEXT_WEEK + timedelta(days=3)
    bench = seen(serving("DR-1"), in_cart("DR-1", ref="again", due=later))
    assert (bench.line("DR-1").ref, bench.line("DR-1").due) == ("again", later)


def test_a_day_that_is_being_changed_is_not_overtaken() -> None:
    wished = NEXT_WEEK + timedelta(days=1)
    bench = Bench().fob().sign_in().scan("DR-1").answer("DR-1", replace(staged("DR-1"), days=(NEXT_WEEK, wished)))
    bench.tell(ChooseDue(bench.line("DR-1").ident, wished))
    assert seen(bench, in_cart("DR-1")).line("DR-1").wanted.due == wished


def test_what_came_back_after_it_was_taken_off_is_an_ordinary_line_again() -> None:
    bench = seen(serving("DR-1"))
    assert bench.line("DR-1").by_others is ByOthers.TAKEN_OUT
    assert bench.notice() is NoticeKey.TAKEN_OUT_ELSEWHERE
    assert seen(bench, in_cart("DR-1")).line("DR-1").by_others is None


def test_what_was_added_and_is_gone_again_was_never_here() -> None:
    bench = seen(serving("DR-1"), in_cart("DR-1"), in_cart("SA-2"))
    assert bench.line("SA-2").by_others is ByOthers.ADDED
    assert seen(bench, in_cart("DR-1")).basket == {"DR-1": LineState.STAGED}


def test_what_was_added_stays_undecided_however_often_it_is_seen() -> None:
    bench = seen(seen(serving(), in_cart("SA-2")), in_cart("SA-2"))
    assert bench.line("SA-2").by_others is ByOthers.ADDED
    assert bench.tell(KeepLine(bench.line("SA-2").ident)).line("SA-2").by_others is None
    assert bench.tell(KeepLine(LineId(999))).line("SA-2").by_others is None


def test_a_commit_of_its_own_that_another_device_made_is_seen() -> None:
    bench = seen(serving("DR-1"), in_cart("DR-1", committed=True))
    assert bench.line("DR-1").committed


def test_a_tool_that_was_handed_over_and_is_missing_is_put_back_not_forgotten() -> None:
    bench = Bench().fob().sign_in(opening=Opening(earlier=(in_cart("SA-2", committed=True),)))
    assert seen(bench).line("SA-2").by_others is ByOthers.TAKEN_OUT


def test_a_tool_handed_over_in_this_visit_can_still_be_taken_off() -> None:
    back = replace(staged("HA-3", direction=Direction.RETURN), loan=LoanId("loan-HA-3"), committed=True)
    bench = Bench().fob().sign_in(loans=("HA-3",)).scan("HA-3").answer("HA-3", back)
    bench.tell(RemoveLine(bench.line("HA-3").ident))
    assert bench.the(TakeOut).line.code == "HA-3"


@pytest.mark.parametrize("attended", [True, False])
def test_a_commit_that_would_lend_more_is_not_made(*, attended: bool) -> None:
    bench = serving("DR-1")
    bench = bench.fob() if attended else bench.wait(120)
    differs = CartDiffers(CartNow((in_cart("DR-1"), in_cart("SA-2"))))
    bench.is_in(Committing)
    bench.answer_commit(differs)
    assert len(bench.wants(Commit)) == 1
    if attended:
        assert bench.is_in(Serving).lines[0].by_others is ByOthers.ADDED
        assert bench.notice() is NoticeKey.LIST_CHANGED
    else:
        bench.is_in(Idle)
        assert bench.inbox == ["DR-1"]


def test_who_said_yes_to_it_is_asked_no_second_time() -> None:
    bench = seen(serving("DR-1"), in_cart("DR-1"), in_cart("SA-2")).fob().tell(Yes())
    assert {line.code for line in bench.the(Commit).lines} == {"DR-1", "SA-2"}


def abandoning() -> House:
    return House(walk_away=WalkAway.ABANDON)


def test_with_lines_from_before_beside_it_what_was_handed_over_waits_in_the_cart_and_staff_know() -> None:
    found = (in_cart("SA-2", committed=True), in_cart("LA-4"))
    bench = Bench(house=abandoning()).fob().sign_in(opening=Opening(earlier=found)).stage("DR-1").wait(120)
    assert [line.code for line in bench.wants(Farewell)[-1].take_out] == ["DR-1"]
    assert bench.wants(Commit) == []
    assert bench.inbox == ["SA-2"]


def test_without_a_disk_nothing_is_recorded_for_who_walked_away_and_what_was_handed_over_is_told() -> None:
    opening = Opening((loan("HA-3"),), (coming_back("HA-3", committed=True),))
    bench = Bench(house=abandoning()).fob().sign_in(opening=opening).tell(StoreBroken()).wait(120)
    assert bench.wants(Commit) == []
    assert bench.inbox == ["HA-3"]
