"""The prices that the server gives, as exact Decimals and not as floats. None means that the server gave no price."""

from decimal import Decimal

from msgspec import Struct

NOTHING = Decimal(0)


class Cost(Struct, frozen=True):
    """An amount of money. `full` is the amount before discounts, and `to_pay` is the amount after discounts."""

    full: Decimal
    to_pay: Decimal


class Price(Struct, frozen=True):
    """The price of one line of the cart. The price and the line have the same `ref`."""

    ref: str
    cost: Cost


class LateFee(Struct, frozen=True):
    """The fee for a late loan. `loan` is the id of the loan. The fee is `rate` for each day, for `days` days."""

    loan: str
    cost: Cost
    rate: Decimal | None = None
    days: int = 0


class Discount(Struct, frozen=True):
    """A discount with its name. The discount reduces the late fees, the costs of borrowing, or both."""

    name: str
    amount: Decimal | None = None
    percentage: Decimal | None = None
    on_late_fees: bool = False
    on_borrowing: bool = False


class Fine(Struct, frozen=True):
    """Money that a member owes for one thing. `title` names the thing, and `why` is the system's reason.

    Both `title` and `why` can be empty.
    """

    title: str
    why: str
    amount: Decimal


class Balance(Struct, frozen=True):
    """The money that a member owes from before this visit. If no single fine is known, `fines` is empty."""

    owed: Decimal
    fines: tuple[Fine, ...] = ()


class Bill(Struct, frozen=True):
    """The costs of the open cart. `shown` is the server's text for the amount `to_pay`, in the member's language."""

    prices: tuple[Price, ...] = ()
    late_fees: tuple[LateFee, ...] = ()
    full: Decimal | None = None
    to_pay: Decimal | None = None
    shown: str = ""
    discounts: tuple[Discount, ...] = ()
