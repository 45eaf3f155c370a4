"""Tests of the list of lines that were not sent and will be sent a second time."""

import pytest

from kiosk.domain.model import Direction, ItemCode, Line, LineId, LineState, LoanId
from kiosk.runner.write_queue import Retries

BORROW, RETURN, RENEW = Direction.BORROW, Direction.RETURN, Direction.RENEW


def line(ident: int, code: str, direction: Direction, loan: str | None = None) -> Line:
    return Line(
        LineId(ident), ItemCode(code), direction, LineState.CHECKING, loan=LoanId(loan) if loan is not None else None
    )


@pytest.mark.parametrize(
    ("older", "newer", "gives_way"),
    [
        (line(1, "DR-1", BORROW), line(2, "DR-1", BORROW), True),
        (line(1, "DR-1", BORROW), line(2, "DR-1", RETURN, "L-1"), True),
        (line(1, "DR-1", BORROW), line(2, "SA-2", BORROW), False),
        (line(1, "", RENEW, "L-1"), line(2, "", RENEW, "L-1"), True),
        (line(1, "", RENEW, "L-1"), line(2, "", RENEW, "L-2"), False),
        (line(1, "", RENEW, "L-1"), line(2, "DR-1", BORROW), False),
        (line(1, "DR-1", RETURN, "L-1"), line(2, "DR-1", RETURN, "L-2"), False),  # two tools with one label
    ],
)
def test_an_older_line_gives_way_only_to_a_line_of_the_same_tool(older: Line, newer: Line, *, gives_way: bool) -> None:
    retries = Retries()
    retries.put(older, now=0.0)
    retries.give_way(newer)
    assert (retries.wait_s(0.0) is None) is gives_way
