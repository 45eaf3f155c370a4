"""Tests of the fees of a cart, as myTurn sends them. An amount that cannot be read must not make the cart unusable."""

import json
from decimal import Decimal

import pytest

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.myturn.reading import amount, bill
from kiosk.backends.myturn.schema import CartAnswer, decode
from kiosk.domain.model import CommitDone, CommitRefused, Direction, Staged
from kiosk.domain.money import Bill
from kiosk.simulator import SimulatorThread
from tests.backends.visits import FREE, Visit, at, by_password

D = Decimal
COSTS_3, COSTS_15 = "SAW-0087", "SAW-0090"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("10", D(10)),
        ("0.1", D("0.1")),
        ("-2.5", D("-2.5")),
        ('"3.50"', D("3.5")),
        ('" 3 "', D(3)),
        ("123456789.999", D("123456789.999")),
        ("1e-400", D(0)),
        ("null", None),
        ("true", None),
        ('"three"', None),
        ('"3,50"', None),
        ('"NaN"', None),
        ('"1e400"', None),
        ("1e400", None),
        ("-1e400", None),
        ("9e999999999999999999", None),
        ("1000000000", None),
        ("99999999999999999999999", None),
        ("[]", None),
        ('{"amount": 3}', None),
    ],
)
def test_an_amount(said: str, read: Decimal | None) -> None:
    assert amount(read_as("amount", said).amount) == read


def read_as(field: str, said: str) -> CartAnswer:
    body = f'{{"id": 1, "{field}": {said}, "outstandingLoans": [], "checkouts": []}}'
    return decode(HttpAnswer(200, body.encode()), CartAnswer)


def test_no_decimal_that_is_not_finite_is_an_amount() -> None:
    assert [amount(D(each)) for each in ("NaN", "sNaN", "Infinity", "-Infinity")] == [None] * 4
    assert amount(0.1) is None


@pytest.mark.parametrize("said", ["5", '"x"', "{}", "[1, null, []]", '[{"name": 5, "amount": "x"}]', "null"])
def test_discounts_that_are_none(said: str) -> None:
    assert bill(read_as("discounts", said)).discounts == ()


def of(**fields: object) -> Bill:
    return bill(decode(HttpAnswer(200, json.dumps({"id": 1, **fields}).encode()), CartAnswer))


def test_a_whole_bill() -> None:
    item = {"itemId": "x"}
    read = of(
        amount=7.5,
        amountPayable=5,
        displayAmountPayable=" 5,00\u202e $ ",
        checkouts=[
            {"id": 9, "item": item, "amount": 3.1, "discountedAmount": 1.6},
            {"id": 10, "item": item, "amount": 3.1},
            {"id": 11, "item": item, "discountedAmount": 2},
            {"id": 12, "item": item},
        ],
        outstandingLoans=[
            {"id": 1, "item": item, "lateFees": 2, "discountedLateFees": 1, "lateFeeRate": 1, "lateFeeDays": 2},
            {"id": 2, "item": item, "lateFees": 0},
            {"id": 3, "item": item, "lateFees": 4, "lateFeeDays": "soon"},
        ],
        discounts=[{"name": "Half", "amount": 2.5, "percentage": 50, "isLateFee": True, "isCheckout": "yes"}],
    )
    assert [(each.ref, each.cost.full, each.cost.to_pay) for each in read.prices] == [
        ("9", D("3.1"), D("1.6")),
        ("10", D("3.1"), D("3.1")),
        ("11", D(2), D(2)),
    ]
    assert [(each.loan, each.cost.to_pay, each.rate, each.days) for each in read.late_fees] == [
        ("1", D(1), D(1), 2),
        ("3", D(4), None, 0),
    ]
    assert (read.full, read.to_pay, read.shown) == (D("7.5"), D(5), "5,00 $")
    (half,) = read.discounts
    assert (half.name, half.amount, half.percentage) == ("Half", D("2.5"), D(50))
    assert (half.on_late_fees, half.on_borrowing) == (True, False)


def test_a_bill_follows_the_cart(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        before = visit.account.billing.bill
        assert before is not None
        assert [fee.cost.to_pay for fee in before.late_fees] == [D(2)]  # two days late, and one dollar for each day
        staged = await visit.add(COSTS_3)
        assert isinstance(staged, Staged)
        after = visit.account.billing.bill
        assert after is not None
        assert [(price.ref, price.cost.to_pay) for price in after.prices] == [(staged.ref, D(3))]
        assert (after.to_pay, after.shown) == (D(3), "$3.00")
        await visit.account.staging.take_out(visit.lines[0])
        assert visit.account.billing.bill == before

    at(library, story)


def test_a_discount_has_its_name(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(COSTS_3)
        assert visit.account.billing.bill is not None
        (price,), (discount,) = visit.account.billing.bill.prices, visit.account.billing.bill.discounts
        assert (price.cost.full, price.cost.to_pay) == (D(3), D("1.5"))
        assert (discount.name, discount.amount, discount.percentage) == ("Volunteer", D("1.5"), D(50))
        assert (discount.on_borrowing, discount.on_late_fees) == (True, False)

    at(library, story, enter="ines")


def test_what_is_owed_at_sign_in_is_in_the_opening(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.enter(by_password("owes"))
        opened = visit.account.opening.bill
        assert opened is not None
        assert {fee.cost.to_pay for fee in opened.late_fees} == {D(10), D(3)}
        assert opened.to_pay == 0

    at(library, story, enter=None)


@pytest.mark.parametrize("fees", ["accrue", "refuse"])
def test_convert_with_fees_puts_them_on_the_account_or_is_refused(library: SimulatorThread, fees: str) -> None:
    library.control.turn(fees=fees)

    async def story(visit: Visit) -> None:
        await visit.add(COSTS_15)
        await visit.add(FREE)
        outcome = await visit.finish()
        balance = library.library_state.balances["ines"]
        if fees == "accrue":
            assert outcome == CommitDone()
            assert balance == 750
        else:
            assert isinstance(outcome, CommitRefused)
            assert "$7.50" in outcome.words
            assert (balance, visit.out("ines")) == (0, set())

    at(library, story, enter="ines")


def test_a_late_return_is_recorded_with_its_fee(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        staged = await visit.add("DR-0155", Direction.RETURN)
        assert isinstance(staged, Staged)
        assert visit.account.billing.bill is not None
        assert visit.account.billing.bill.to_pay == 3
        assert await visit.finish() == CommitDone()
        assert "DR-0155" not in visit.out("owes")

    at(library, story, enter="owes")


def test_a_cart_of_odd_amounts_is_still_a_cart(library: SimulatorThread) -> None:
    library.control.turn(amounts="odd")

    async def story(visit: Visit) -> None:
        assert isinstance(await visit.add(COSTS_3), Staged)
        assert visit.account.billing.bill == Bill()
        assert await visit.finish() == CommitDone()

    at(library, story)


def test_amounts_as_text_are_amounts(library: SimulatorThread) -> None:
    library.control.turn(amounts="text")

    async def story(visit: Visit) -> None:
        await visit.add(COSTS_3)
        assert visit.account.billing.bill is not None
        assert visit.account.billing.bill.to_pay == 3

    at(library, story)
