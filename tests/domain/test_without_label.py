"""Tests of tools without a label. They have no code, and the kiosk never confuses two of them."""

from kiosk.domain.basket import line_of, own_loan, same_item
from kiosk.domain.carts import CartNow, compare
from kiosk.domain.model import Direction, EarlierLine, Item, ItemCode, Line, LineId, LineState, Loan, LoanId
from kiosk.domain.reservations import Kept, Reservation, scanned_for, to_pick_up
from kiosk.domain.terms import ReservationId
from tests.domain.visit.kept import TODAY

NO_CODE = ItemCode("")
BENCH, TROLLEY = Item(NO_CODE, "Bench", "1"), Item(NO_CODE, "Trolley", "2")
NAMELESS = Item(NO_CODE, "")


def line(number: int, item: Item, ref: str = "") -> Line:
    return Line(LineId(number), NO_CODE, Direction.BORROW, LineState.STAGED, item=item, ref=ref)


def test_no_code_is_the_code_of_none() -> None:
    assert own_loan([Loan(LoanId("1"), BENCH)], NO_CODE) is None
    assert line_of((line(1, BENCH),), NO_CODE) is None


def test_two_lines_are_the_same_tool_only_by_the_server_s_number() -> None:
    assert same_item((line(1, BENCH), line(2, TROLLEY)), line(3, NAMELESS)) is None
    assert same_item((line(1, BENCH),), line(2, BENCH)) == line(1, BENCH)


def test_in_the_cart_they_are_known_by_their_handles() -> None:
    now = CartNow((EarlierLine(Direction.BORROW, TROLLEY, "8"),), ())
    compared = compare([line(1, BENCH, "7")], now)
    assert [found.item for found in compared.added] == [TROLLEY]
    assert [missing.item for missing in compared.missing] == [BENCH]


def test_each_of_a_reservation_is_offered_and_ticked_off_alone() -> None:
    kept = Reservation(ReservationId("1"), TODAY, TODAY, (BENCH, TROLLEY))
    assert to_pick_up([kept], (), TODAY) == (Kept(kept, BENCH), Kept(kept, TROLLEY))
    assert scanned_for(Kept(kept, BENCH), [line(1, TROLLEY)]) is None
    assert scanned_for(Kept(kept, BENCH), [line(1, BENCH)]) == line(1, BENCH)
