"""Tests of the pure function that compares the lines of a commit with the loans."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backends.myturn.readback import Before, earliest, latest, truth
from kiosk.backends.myturn.reading import Cart, CartLine, CartLoan
from kiosk.domain.model import Direction, Item, ItemCode, Line, LineId, LineState, Loan, LoanId, Proof
from kiosk.structs import replace

FINISHED = datetime(2026, 3, 11, 16, 0, tzinfo=UTC)
DUE = date(2026, 3, 18)


def borrow(ident: int = 1, code: str = "DR-1") -> Line:
    return Line(LineId(ident), ItemCode(code), Direction.BORROW, LineState.STAGED, ref=str(ident))


def bring_back(ident: int = 2, loan: str = "70", code: str = "SAW-1") -> Line:
    return Line(LineId(ident), ItemCode(code), Direction.RETURN, LineState.STAGED, ref=loan, loan=LoanId(loan))


def loan(ident: str, code: str = "DR-1", since: datetime | None = FINISHED, *, returning: bool = False) -> CartLoan:
    return CartLoan(Loan(LoanId(ident), Item(ItemCode(code), "x"), since, DUE), returning, False)


def in_cart(line: Line) -> CartLine:
    return CartLine(line.ref, Item(line.code, "x"), DUE, (), False)


AFTER = Before(earliest(FINISHED, FINISHED, None))


def test_a_new_loan_proves_a_borrow_with_its_due_date() -> None:
    assert truth([borrow()], [Cart("1", (loan("80"),))], AFTER).proven == (Proof(LineId(1), DUE),)


def test_a_loan_that_is_gone_proves_a_return() -> None:
    assert truth([bring_back()], [Cart("1")], AFTER).proven == (Proof(LineId(2)),)
    assert truth([bring_back()], [Cart("1", (loan("70"),))], AFTER).proven == ()
    assert truth([replace(bring_back(), loan=None)], [Cart("1", (loan("70"),))], AFTER).proven == ()


@pytest.mark.parametrize(
    ("out", "brought", "still_out"),
    [(2, "01", ""), (2, "01", "1"), (2, "1", "0"), (3, "02", "1"), (3, "012", "02"), (3, "01", "012")],
)
def test_of_several_loans_with_one_label_each_return_is_proven_by_its_own(
    out: int, brought: str, still_out: str
) -> None:
    returns = [bring_back(int(each), each, "CHAIR") for each in brought]
    before = replace(AFTER, loans=frozenset(LoanId(str(each)) for each in range(out)))
    left = Cart("1", tuple(loan(each, "CHAIR") for each in still_out))
    proven = {proof.line for proof in truth(returns, [left], before).proven}
    assert proven == {int(each) for each in brought if each not in still_out}


def test_what_waits_in_any_open_cart_is_not_proven() -> None:
    here = truth(
        [borrow(), bring_back()],
        [Cart("2"), Cart("1", (loan("70", "SAW-1", returning=True),), (in_cart(borrow()),))],
        AFTER,
    )
    assert here.proven == ()
    assert here.absent == {1, 2}


def test_a_loan_proves_a_borrow_though_the_same_tool_lies_in_another_cart() -> None:
    here = truth([borrow()], [Cart("2", (loan("80"),)), Cart("1", (loan("80"),), (in_cart(borrow()),))], AFTER)
    assert here.proven == (Proof(LineId(1), DUE),)
    assert here.absent == frozenset()


@pytest.mark.parametrize("second", ["DR-1", "dr-1"])
def test_one_new_loan_proves_one_line(second: str) -> None:
    lines = [borrow(1, "DR-1"), borrow(2, second)]
    assert truth(lines, [Cart("1", (loan("80"),))], AFTER).proven == (Proof(LineId(1), DUE),)
    both = truth(lines, [Cart("1", (loan("80"), loan("81")))], AFTER)
    assert both.proven == (Proof(LineId(1), DUE), Proof(LineId(2), DUE))


def test_a_line_in_the_cart_is_ours_by_its_label_too() -> None:
    other_ref = replace(in_cart(borrow()), ref="99")
    assert truth([borrow()], [Cart("1", (), (other_ref,))], AFTER).absent == {1}


@pytest.mark.parametrize(
    ("since", "known", "proves"),
    [
        (FINISHED, None, True),
        (FINISHED - timedelta(minutes=5), None, True),
        (FINISHED - timedelta(minutes=5, seconds=1), None, False),
        (None, None, False),
        (None, frozenset[LoanId](), True),
        (None, frozenset({LoanId("80")}), False),
        (FINISHED, frozenset({LoanId("80")}), False),
        (FINISHED - timedelta(days=1), frozenset[LoanId](), False),
    ],
)
def test_which_loan_is_new(since: datetime | None, known: frozenset[LoanId] | None, *, proves: bool) -> None:
    before = replace(AFTER, loans=known)
    assert bool(truth([borrow()], [Cart("1", (loan("80", since=since),))], before).proven) is proves


@pytest.mark.parametrize(
    ("server_behind", "allowed"),
    [
        (timedelta(), timedelta(minutes=5)),
        (timedelta(hours=2), timedelta(hours=2, minutes=5)),
        (timedelta(hours=-2), timedelta(minutes=5)),
        (timedelta(days=30), timedelta(minutes=5)),
    ],
)
def test_a_server_whose_clock_is_behind_is_allowed_for(server_behind: timedelta, allowed: timedelta) -> None:
    assert earliest(FINISHED, FINISHED, FINISHED - server_behind) == FINISHED - allowed


lines = st.lists(
    st.builds(
        lambda ident, code, back: bring_back(ident, code, code) if back else borrow(ident, code),
        st.integers(1, 9),
        st.sampled_from("abc"),
        st.booleans(),
    ),
    max_size=5,
    unique_by=lambda line: line.ident,
)
carts = st.lists(
    st.builds(
        Cart,
        st.just("1"),
        st.tuples(st.builds(loan, st.sampled_from("abc"), st.sampled_from("abc"), returning=st.booleans())),
        st.tuples(st.builds(lambda code: in_cart(borrow(5, code)), st.sampled_from("abc"))) | st.just(()),
    ),
    min_size=1,
    max_size=2,
)


@given(lines, carts)
def test_nothing_is_both_proven_and_waiting(some: list[Line], open_carts: list[Cart]) -> None:
    found = truth(some, open_carts, AFTER)
    proven = [each.line for each in found.proven]
    assert len(proven) == len(set(proven))
    assert not set(proven) & found.absent
    assert set(proven) | found.absent <= {line.ident for line in some}


# --- loans that fit no line -------------------------------------------------------------------------------

KNOWN = Before(AFTER.finished, frozenset({LoanId("70")}), latest(FINISHED, FINISHED, None), frozenset({"id-70"}))
RESTARTED = replace(KNOWN, loans=None, items=frozenset())


def thing(ident: str, code: str, since: datetime | None = FINISHED, number: str = "") -> CartLoan:
    return CartLoan(Loan(LoanId(ident), Item(ItemCode(code), "x", ident=number), since, DUE), False, False)


def tagged(code: str, number: str) -> Line:
    return replace(borrow(1, code), item=Item(ItemCode("OTHER-LABEL"), "x", ident=number))


@pytest.mark.parametrize(
    ("lines", "loans", "before", "others"),
    [
        ([borrow()], [thing("80", "DR-1"), thing("81", "SAW-9")], KNOWN, ["81"]),
        ([borrow()], [thing("80", "DR-1"), thing("81", "SAW-9"), thing("82", "HA-1")], KNOWN, ["81", "82"]),
        ([borrow()], [thing("80", "DR-1"), thing("70", "SAW-9")], KNOWN, []),
        ([bring_back()], [thing("81", "SAW-9")], KNOWN, ["81"]),
        # `others` has the new loans that fit no line. A loan can fit a line whose code has another spelling, or is a
        # tag of the same item. If two tools have the same label, each line fits only one of their two loans.
        ([borrow(1, "dr-1")], [thing("80", "DR-1")], KNOWN, []),
        ([tagged("E28011", "17")], [thing("80", "DR-1", number="17")], KNOWN, []),
        ([borrow(1, "CHAIR")], [thing("80", "CHAIR"), thing("81", "CHAIR")], KNOWN, ["81"]),
        ([borrow(1, "CHAIR"), borrow(2, "CHAIR")], [thing("80", "CHAIR"), thing("81", "CHAIR")], KNOWN, []),
        # A renewal ends the earlier loan of an item, and makes a new loan.
        ([borrow()], [thing("80", "DR-1"), thing("81", "SAW-1", number="id-70")], KNOWN, []),
        # A loan is in `others` only if it began at most five minutes before or after Finish. If the server does not
        # say when the loan began, the kiosk must know the list of loans from before Finish, without this loan in it.
        ([borrow()], [thing("81", "SAW-9", FINISHED - timedelta(minutes=6))], KNOWN, []),
        ([borrow()], [thing("81", "SAW-9", FINISHED - timedelta(hours=1))], RESTARTED, []),
        ([borrow()], [thing("81", "SAW-9", FINISHED + timedelta(minutes=5))], RESTARTED, ["81"]),
        ([borrow()], [thing("81", "SAW-9", FINISHED + timedelta(minutes=6))], KNOWN, []),
        ([borrow()], [thing("81", "SAW-9", FINISHED + timedelta(days=1))], RESTARTED, []),
        ([borrow()], [thing("81", "SAW-9", None)], KNOWN, ["81"]),
        ([borrow()], [thing("81", "SAW-9", None)], RESTARTED, []),
        ([borrow()], [thing("81", "SAW-9", None)], replace(RESTARTED, loans=frozenset({LoanId("81")})), []),
    ],
)
def test_a_loan_that_is_new_since_finish_and_fits_no_line(
    lines: list[Line], loans: list[CartLoan], before: Before, others: list[str]
) -> None:
    carts = [Cart("1", tuple(loans)), Cart("2", tuple(loans))]
    assert [each.ident for each in truth(lines, carts, before).others] == others


@pytest.mark.parametrize(
    ("server", "last"),
    [
        (None, timedelta(minutes=5)),
        (FINISHED - timedelta(hours=1), timedelta(minutes=5)),
        (FINISHED + timedelta(hours=1), timedelta(hours=1, minutes=5)),
        (FINISHED + timedelta(days=400), timedelta(minutes=5)),
    ],
)
def test_a_server_whose_clock_is_ahead_is_allowed_so_much_more(server: datetime | None, last: timedelta) -> None:
    assert latest(FINISHED, FINISHED, server) == FINISHED + last
