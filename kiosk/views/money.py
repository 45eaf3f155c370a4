"""The picture of costs."""

from kiosk.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One cost: what for, and how much; `detail` stands below in small type. A `strong` row is the sum."""

    label: str
    amount: str
    detail: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class MoneyView:
    """A card of costs; `note` says how they will be paid."""

    title: str
    rows: tuple[MoneyRow, ...]
    note: str = ""
