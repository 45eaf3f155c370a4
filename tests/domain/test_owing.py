"""Tests of tools that cost something, at a library where members may not owe money.

The kiosk does not lend these tools. A return is always possible.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.basket import borrowing, cost_of, late_fee_of, late_fees, unpaid
from kiosk.domain.model import Direction, ItemCode, Line, LineId, LineState, LoanId
from kiosk.domain.money import Bill
from tests.domain.bills import bill


def line(code: str, direction: Direction = Direction.BORROW, state: LineState = LineState.STAGED) -> Line:
    returns = direction is Direction.RETURN
    ref = f"loan-{code}" if returns else f"ref-{code}"
    return Line(LineId(hash(code)), ItemCode(code), direction, state, ref=ref, loan=LoanId(ref) if returns else None)


DRILL, SAW, LADDER = line("DR"), line("SW"), line("LA", Direction.RETURN)
BASKET = (DRILL, SAW, LADDER)

TABLE = [
    ("nothing is known", None, []),
    ("nothing is told", bill({}, {}, None), []),
    ("all is free", bill({"DR": "0", "SW": "0"}), []),
    ("one costs", bill({"DR": "3", "SW": "0"}), ["DR"]),
    ("both cost", bill({"DR": "3", "SW": "0.01"}), ["DR", "SW"]),
    ("a membership covers it", bill({"DR": "3", "SW": "0"}, to_pay="0"), []),
    ("only a late fee", bill({"DR": "0", "SW": "0"}, {"LA": "2"}), []),
    ("a late fee of a tool at home", bill({"DR": "0", "SW": "0"}, {"XX": "2"}, "0"), []),
    ("no price is told, but a sum", bill({}, {}, "3"), ["DR", "SW"]),
    ("one price is told, and no more is to be paid", bill({"DR": "3"}, {}, "3"), ["DR"]),
    ("one price is told, and more is to be paid", bill({"DR": "0"}, {}, "3"), ["SW"]),
    ("a price, and no sum", bill({"DR": "3"}, {}, None), ["DR"]),
]


@pytest.mark.parametrize(("owed", "held"), [pytest.param(*row[1:], id=row[0]) for row in TABLE])
def test_what_is_held_back(owed: Bill | None, held: list[str]) -> None:
    assert [each.code for each in unpaid(owed, BASKET, allow_owing=False)] == held
    assert unpaid(owed, BASKET, allow_owing=True) == ()


@given(
    prices=st.dictionaries(st.sampled_from(["DR", "SW"]), st.decimals(0, 99, places=2).map(str)),
    late=st.dictionaries(st.just("LA"), st.decimals(0, 99, places=2).map(str)),
    to_pay=st.none() | st.decimals(-5, 99, places=2).map(str),
)
def test_a_return_is_never_held_back(prices: dict[str, str], late: dict[str, str], to_pay: str | None) -> None:
    held = unpaid(bill(prices, late, to_pay), BASKET, allow_owing=False)
    assert LADDER not in held
    assert set(held) <= {DRILL, SAW}


@pytest.mark.parametrize("state", [state for state in LineState if state is not LineState.STAGED])
def test_only_what_lies_in_the_cart_is_held_back(state: LineState) -> None:
    assert unpaid(bill({"DR": "3"}), (line("DR", state=state),), allow_owing=False) == ()


def test_costs_are_found_by_line_and_loan() -> None:
    owed = bill({"DR": "3"}, {"LA": "2", "SW": "0"})
    assert cost_of(owed, LADDER) is None
    assert cost_of(None, DRILL) is None
    assert cost_of(owed, SAW) is None
    assert late_fee_of(owed, DRILL) is None
    assert late_fee_of(None, LADDER) is None
    fee = late_fee_of(owed, LADDER)
    assert fee is not None
    assert (fee.cost.to_pay, fee.rate, fee.days) == (Decimal(2), Decimal(1), 2)


def test_sums_are_exact() -> None:
    owed = bill({"DR": "0.10", "SW": "0.20"}, {"LA": "0.30"})
    assert borrowing(owed, BASKET).to_pay == Decimal("0.30")
    assert late_fees(owed, BASKET) == Decimal("0.30")
