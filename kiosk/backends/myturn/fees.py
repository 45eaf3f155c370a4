"""What a cart costs, read leniently: an amount that cannot be understood is one that was not told.

Fees must never stand in the way of a return, so none of them is part of what makes a cart readable.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kiosk.backends.clean import plain
from kiosk.backends.myturn.schema import CartAnswer, LineAnswer, LoanAnswer
from kiosk.domain.money import NOTHING, Bill, Cost, Discount, LateFee, Price

_WRITTEN = re.compile(r"-?\d{1,9}(\.\d{1,9})?")
_MOST = Decimal(10) ** 9
_SMALLEST = Decimal("0.001")
"""No currency has smaller units."""
_MOST_DISCOUNTS = 50


def amount(said: object) -> Decimal | None:
    """A number of the server's, or one written as text; None for all else, and for what no tool can cost."""
    match said:
        case bool():
            return None
        case Decimal() | int():
            found = Decimal(said)
        case str() if _WRITTEN.fullmatch(said.strip()):
            found = Decimal(said.strip())
        case _:
            return None
    # Compared without arithmetic: that would signal on an exponent beyond all bounds.
    if not found.is_finite() or found.copy_abs() >= _MOST:
        return None
    return found.quantize(_SMALLEST)


def bill(answer: CartAnswer) -> Bill:
    """What this cart costs, line by line and as a whole."""
    prices = (_price(each) for each in answer.checkouts or ())
    late = (_late_fee(each) for each in answer.outstanding_loans or () if each is not None)
    shown = answer.display_amount_payable
    return Bill(
        prices=tuple(each for each in prices if each is not None),
        late_fees=tuple(each for each in late if each is not None),
        full=amount(answer.amount),
        to_pay=amount(answer.amount_payable),
        shown=plain(shown, longest=60) if isinstance(shown, str) else "",
        discounts=tuple(_discounts(answer.discounts)),
    )


def _cost(full: object, less: object) -> Cost | None:
    """One of both stands for the other where only one is told."""
    whole, reduced = amount(full), amount(less)
    to_pay = whole if reduced is None else reduced
    return None if to_pay is None else Cost(to_pay if whole is None else whole, to_pay)


def _price(line: LineAnswer) -> Price | None:
    cost = _cost(line.amount, line.discounted_amount)
    return None if cost is None or line.id is None else Price(str(line.id), cost)


def _late_fee(loan: LoanAnswer) -> LateFee | None:
    cost = _cost(loan.late_fees, loan.discounted_late_fees)
    if cost is None or loan.id is None or cost.full <= NOTHING:
        return None
    days = amount(loan.late_fee_days)
    return LateFee(str(loan.id), cost, amount(loan.late_fee_rate), int(days) if days is not None and days > 0 else 0)


def _discounts(said: object) -> list[Discount]:
    if not isinstance(said, Sequence) or isinstance(said, str):
        return []
    found = [_discount(each) for each in said[:_MOST_DISCOUNTS] if isinstance(each, Mapping)]
    return [each for each in found if each.amount or each.percentage]


def _discount(said: Mapping[str, object]) -> Discount:
    name = said.get("name")
    return Discount(
        name=plain(name, longest=80) if isinstance(name, str) else "",
        amount=amount(said.get("amount")),
        percentage=amount(said.get("percentage")),
        on_late_fees=said.get("isLateFee") is True,
        on_borrowing=said.get("isCheckout") is True,
    )
