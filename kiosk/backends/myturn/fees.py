"""The costs of a cart, read leniently: an amount that cannot be understood counts as missing.

A fee must never prevent a return, so a cart can be read even if all its fees are unreadable.
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
"""The smallest unit of an amount: no currency has a smaller one."""
_MOST_DISCOUNTS = 50


def amount(said: object) -> Decimal | None:
    """Return a number of the server, also if it is sent as text; None for other values and for impossible amounts."""
    match said:
        case bool():
            return None
        case Decimal() | int():
            found = Decimal(said)
        case str() if _WRITTEN.fullmatch(said.strip()):
            found = Decimal(said.strip())
        case _:
            return None
    # copy_abs() does no arithmetic, which would raise an error for a huge exponent.
    if not found.is_finite() or found.copy_abs() >= _MOST:
        return None
    return found.quantize(_SMALLEST)


def bill(answer: CartAnswer) -> Bill:
    """Return the costs of this cart, for each line and for the whole cart."""
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
    """Return the cost from the full and the reduced amount; if only one is known, it is used for both."""
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
