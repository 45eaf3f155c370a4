"""Functions that make bills of carts for tests."""

from decimal import Decimal

from kiosk.domain.money import Bill, Cost, Discount, LateFee, Price


def euros(text: str) -> Decimal:
    """Return the amount that this text says, as an exact number."""
    return Decimal(text)


def bill(
    prices: dict[str, str] | None = None,
    late: dict[str, str] | None = None,
    to_pay: str | None = "sum",
    *,
    shown: str = "",
    discounts: tuple[Discount, ...] = (),
) -> Bill:
    """Return a bill. `prices` has the price of each tool, and `late` the late fee of each tool, by code.

    If `to_pay` is "sum", the bill tells the whole sum. If `to_pay` is None, the bill tells no sum.
    """
    costs = [Price(f"ref-{code}", Cost(euros(each), euros(each))) for code, each in (prices or {}).items()]
    fees = [
        LateFee(f"loan-{code}", Cost(euros(each), euros(each)), euros("1"), 2) for code, each in (late or {}).items()
    ]
    whole = sum((each.cost.to_pay for each in costs), Decimal(0)) + sum((each.cost.to_pay for each in fees), Decimal(0))
    said = None if to_pay is None else whole if to_pay == "sum" else euros(to_pay)
    return Bill(tuple(costs), tuple(fees), whole, said, shown, discounts)
