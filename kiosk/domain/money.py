"""What things cost, as the server says. Exact decimals, never floats. None: it did not say."""

from decimal import Decimal

from kiosk.domain.frozen import dataclass

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Cost:
    """An amount before and after what is taken off it."""

    full: Decimal
    to_pay: Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """What a line of the cart costs; `ref` is the line's."""

    ref: str
    cost: Cost


@dataclass(frozen=True, slots=True)
class LateFee:
    """What a loan costs because it is late; `loan` is its id. `rate` for each of `days`."""

    loan: str
    cost: Cost
    rate: Decimal | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class Discount:
    """Something off, by its name. It holds for late fees, for borrowing, or for both."""

    name: str
    amount: Decimal | None = None
    percentage: Decimal | None = None
    on_late_fees: bool = False
    on_borrowing: bool = False


@dataclass(frozen=True, slots=True)
class Bill:
    """What the open cart costs. `shown`: the server's own words for `to_pay`, in the member's language."""

    prices: tuple[Price, ...] = ()
    late_fees: tuple[LateFee, ...] = ()
    full: Decimal | None = None
    to_pay: Decimal | None = None
    shown: str = ""
    discounts: tuple[Discount, ...] = ()
