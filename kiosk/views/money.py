"""What it costs."""

from kiosk.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """What for, and how much; `detail` below it in small type. A `strong` row is the sum."""

    label: str
    amount: str
    detail: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class MoneyView:
    """A card of sums; `note` says what becomes of them."""

    title: str
    rows: tuple[MoneyRow, ...]
    note: str = ""
