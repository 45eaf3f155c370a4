"""Tests of the comparison of the cart at the server with the basket of the visit.

A line can be in both, only in the cart, or only in the basket. Some of these differences are a surprise for the member,
so the kiosk must show them before it commits.
"""

import pytest

from kiosk.domain.carts import CartNow, compare, recorded, surprises
from kiosk.domain.model import Direction, EarlierLine, ItemCode, Line, LineId, LineState, LoanId
from kiosk.structs import replace
from tests.domain.cast import item, loan


def to_borrow(code: str, ref: str = "") -> Line:
    return Line(
        LineId(1), ItemCode(code), Direction.BORROW, LineState.STAGED, item=item(code), ref=ref or f"ref-{code}"
    )


def coming_back(code: str) -> Line:
    ident = LoanId(f"loan-{code}")
    return Line(LineId(2), ItemCode(code), Direction.RETURN, LineState.STAGED, item=item(code), ref=ident, loan=ident)


def held(line: Line) -> EarlierLine:
    return EarlierLine(line.direction, line.item or item(line.code), line.ref, loan=line.loan)


DRILL, SAW, HAMMER = to_borrow("DR-1"), to_borrow("SA-2"), coming_back("HA-3")


def test_lines_are_told_by_their_handle_and_else_by_their_label() -> None:
    moved = replace(held(DRILL), ref="another")
    compared = compare((DRILL, SAW), CartNow((held(SAW), moved)))
    assert {(line.code, found.ref) for line, found in compared.pairs} == {("SA-2", "ref-SA-2"), ("DR-1", "another")}
    assert (compared.added, compared.missing) == ((), ())


def test_each_line_counts_once() -> None:
    twice = CartNow((held(DRILL), replace(held(DRILL), ref="second")))
    assert compare((DRILL,), twice).added == (replace(held(DRILL), ref="second"),)


def test_the_same_tool_the_other_way_round_is_another_line() -> None:
    back = EarlierLine(Direction.RETURN, item("DR-1"), "loan-DR-1", loan=LoanId("loan-DR-1"))
    compared = compare((DRILL,), CartNow((back,)))
    assert compared.added == (back,)
    assert compared.missing == (DRILL,)


@pytest.mark.parametrize(
    ("lines", "now", "surprising"),
    [
        ((DRILL, HAMMER), CartNow((held(DRILL), held(HAMMER)), (loan("HA-3"),)), False),
        ((DRILL,), CartNow((held(DRILL), held(SAW))), True),
        ((DRILL,), CartNow(), False),
        ((replace(DRILL, from_before=True),), CartNow(), True),
        ((DRILL,), CartNow((), (loan("DR-1"),)), True),
        ((HAMMER,), CartNow((), (loan("HA-3"),)), False),
        ((HAMMER,), CartNow(), True),
    ],
    ids=[
        "as it was",
        "one more",
        "one of this visit is missing: it is put back",
        "one from before is missing",
        "borrowed by another device",
        "a mark is missing: it is set again",
        "brought back by another device",
    ],
)
def test_what_a_commit_would_do_that_the_member_has_not_seen(
    lines: tuple[Line, ...], now: CartNow, *, surprising: bool
) -> None:
    assert surprises(lines, now) is surprising


def test_a_loan_under_the_item_s_own_label_shows_that_it_was_recorded() -> None:
    typed = replace(DRILL, code=ItemCode("rfid-77"))
    assert recorded(typed, (loan("DR-1"),))
    assert not recorded(typed, (loan("SA-2"),))
    assert not recorded(replace(HAMMER, loan=None), ())
