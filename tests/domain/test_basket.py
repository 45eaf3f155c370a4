"""Tests of the rules of the basket: which line a code belongs to, and who may borrow."""

import pytest

from kiosk.domain.basket import line_of, own_loan, same_item, why_not_borrow
from kiosk.domain.model import (
    Direction,
    Item,
    ItemCode,
    Limits,
    Line,
    LineId,
    LineState,
    Loan,
    LoanId,
    Member,
    RefusalKind,
)
from kiosk.structs import replace

DRILL = Item(ItemCode("DR-1"), "Drill", ident="17")
SAW = Item(ItemCode("SA-1"), "Saw")


def line(number: int, code: str, state: LineState = LineState.STAGED, **more: object) -> Line:
    return replace(Line(LineId(number), ItemCode(code), Direction.BORROW, state), **more)  # type: ignore[arg-type]


def loan(code: str) -> Loan:
    return Loan(LoanId(f"loan-{code}"), Item(ItemCode(code), code))


def test_a_line_is_found_by_what_was_scanned_and_by_what_the_server_calls_it() -> None:
    lines = (line(1, "dr1", item=DRILL), line(2, "SA-1"))
    assert line_of(lines, ItemCode("dr1")) == lines[0]
    assert line_of(lines, ItemCode("DR-1")) == lines[0]
    assert line_of(lines, ItemCode("SA-1")) == lines[1]
    assert line_of(lines, ItemCode("SA-2")) is None


@pytest.mark.parametrize(
    ("loans", "code", "found"),
    [
        (["DR-1", "SA-1"], "DR-1", "DR-1"),
        (["DR-1", "SA-1"], "dr-1", "DR-1"),  # Caps Lock was on
        (["DR-1", "dr-1"], "dr-1", "dr-1"),  # both fit if upper and lower case do not count, but one is equal
        (["DR-1", "Dr-1"], "dr-1", None),  # both fit if upper and lower case do not count, and neither is equal
        (["DR-1"], "DR-2", None),
    ],
)
def test_an_own_loan_is_found_exactly_or_alike_where_unique(loans: list[str], code: str, found: str | None) -> None:
    own = own_loan([loan(each) for each in loans], ItemCode(code))
    assert (own.item.code if own else None) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (DRILL, replace(DRILL, code=ItemCode("dr1")), True),  # the server gives both items the same id
        (DRILL, replace(DRILL, ident="18"), False),
        (SAW, SAW, True),  # the items have no id, so their codes are compared
        (SAW, DRILL, False),
        (None, DRILL, False),
        (DRILL, None, False),
    ],
)
def test_two_spellings_of_one_item_are_known_by_the_server_s_number(
    one: Item | None,
    other: Item | None,
    same: bool,  # noqa: FBT001
) -> None:
    first, second = line(1, "a", item=one), line(2, "b", item=other)
    assert (same_item((second, first), second) == first) is same


def test_a_line_that_is_not_in_the_cart_yet_is_no_twin() -> None:
    assert same_item((line(1, "a", LineState.CHECKING, item=DRILL),), line(2, "b", item=DRILL)) is None


FINE = Member("m")


@pytest.mark.parametrize(
    ("member", "limits", "why"),
    [
        (FINE, Limits(), None),
        (replace(FINE, may_borrow=True, is_expired=False), Limits(can_borrow=True), None),
        (replace(FINE, is_expired=True, may_borrow=False), Limits(), RefusalKind.MEMBERSHIP_EXPIRED),
        (replace(FINE, may_borrow=False), Limits(), RefusalKind.MAY_NOT_BORROW),
        (FINE, Limits(can_borrow=False), RefusalKind.MAY_NOT_BORROW),
        (FINE, Limits(can_borrow=False, max_loans=1), RefusalKind.LIMIT_REACHED),
        (FINE, Limits(max_loans=1), RefusalKind.LIMIT_REACHED),
        (FINE, Limits(max_loans=2), None),
        (replace(FINE, max_loans=1), Limits(), RefusalKind.LIMIT_REACHED),
        # the server's limit counts, not the limit of the membership
        (replace(FINE, max_loans=1), Limits(max_loans=5), None),
    ],
)
def test_who_may_borrow_one_more_with_one_tool_at_home(member: Member, limits: Limits, why: RefusalKind | None) -> None:
    refusal = why_not_borrow(member, limits, [loan("DR-9")], ())
    assert (refusal.kind if refusal else None) is why


@pytest.mark.parametrize(
    ("lines", "allowed"),
    [
        ((), True),
        ((line(1, "A"),), False),
        # these lines do not count, because the server has not accepted their codes
        ((line(1, "A", LineState.CHECKING),), True),
        ((line(1, "A", LineState.NOT_CHECKED),), True),
        ((line(1, "A", LineState.UNKNOWN),), True),
        ((line(1, "A", unwanted=True),), True),
        ((line(1, "A", LineState.CHECKING, unwanted=True),), True),
        ((line(1, "A", LineState.REFUSED),), True),
        ((line(1, "A", LineState.DONE),), False),
        ((line(1, "DR-9", LineState.DONE),), True),  # DR-9 is also one of the loans, so it counts only once
        # one tool comes back, so another tool can go out
        ((line(1, "A"), line(2, "DR-9", direction=Direction.RETURN)), True),
        ((line(1, "A"), line(2, "DR-9", LineState.CHECKING, direction=Direction.RETURN)), False),
    ],
)
def test_the_basket_counts_against_the_limit_of_two(lines: tuple[Line, ...], allowed: bool) -> None:  # noqa: FBT001
    assert (why_not_borrow(FINE, Limits(max_loans=2), [loan("DR-9")], lines) is None) is allowed
