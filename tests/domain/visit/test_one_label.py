"""Tests of several loans with one label. Each scan brings back the next of these loans."""

import pytest

from kiosk.domain.carts import CartNow, compare
from kiosk.domain.messages.answers import LineAnswered
from kiosk.domain.messages.effects import AddLine
from kiosk.domain.messages.intents import RemoveLine
from kiosk.domain.model import Direction, EarlierLine, LineState, LoanId, NotSent, Opening, Staged
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import NEXT_WEEK, item, loan
from tests.domain.kiosks import identifying


def chairs(n: int) -> Bench:
    """Return a kiosk at which Marta has `n` chairs at home. All have the same label."""
    loans = tuple(replace(loan("CHAIR"), ident=LoanId(f"loan-{each}")) for each in range(n))
    return identifying().sign_in(opening=Opening(loans))


def stage(bench: Bench) -> Bench:
    for effect in bench.wants(AddLine):
        ref = Staged(f"ref-{effect.line.loan}", item("CHAIR"), NEXT_WEEK, Direction.RETURN, effect.line.loan)
        bench.tell(LineAnswered(bench.visit, effect.line.ident, ref))
    return bench


@pytest.mark.parametrize("code", ["CHAIR", "chair"])
@pytest.mark.parametrize("n", [2, 3, 5])
def test_each_scan_takes_the_next_loan_and_one_more_is_a_repeat(n: int, code: str) -> None:
    bench = chairs(n)
    for _ in range(n):
        bench.later(2).scan(code)
    asked = [effect.line for effect in bench.wants(AddLine)]
    assert [line.loan for line in asked] == [f"loan-{each}" for each in range(n)]
    assert all(line.direction is Direction.RETURN for line in asked)
    assert bench.scan(code).notice() is NoticeKey.ALREADY_LISTED
    stage(bench)
    assert [line.state for line in bench.serving.lines] == [LineState.STAGED] * n
    assert len(bench.later(2).fob().commit.lines) == n


def test_a_chair_that_is_taken_off_the_list_comes_back_with_the_next_scan() -> None:
    bench = stage(chairs(2).scan("CHAIR", "CHAIR"))
    bench.tell(RemoveLine(bench.serving.lines[0].ident)).later(2).scan("CHAIR")
    assert sum(line.again or line.state is LineState.STAGED for line in bench.serving.lines) in (1, 2)


def test_a_line_of_the_cart_belongs_to_its_own_loan() -> None:
    bench = stage(chairs(2).scan("CHAIR", "CHAIR"))
    found = tuple(
        EarlierLine(Direction.RETURN, item("CHAIR"), f"new-{each}", loan=LoanId(f"loan-{each}")) for each in range(2)
    )
    pairs = compare(bench.serving.lines, CartNow(found)).pairs
    assert all(line.loan == there.loan for line, there in pairs)
    assert len(pairs) == 2


def test_one_chair_that_was_not_sent_does_not_stand_in_the_way_of_the_next() -> None:
    bench = chairs(2).scan("CHAIR").answer("CHAIR", NotSent()).later(2).scan("CHAIR")
    assert [line.loan for line in bench.serving.lines] == ["loan-1", "loan-0"]
