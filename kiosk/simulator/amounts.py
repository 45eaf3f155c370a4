"""Amounts of money as a server may send them: as numbers, as text, or as values that no client expects."""

from kiosk.simulator.knobs import Knobs
from kiosk.simulator.shapes import Json

_AMOUNTS = frozenset(
    {"amount", "amountPayable", "discountedAmount", "lateFees", "discountedLateFees", "lateFeeRate", "percentage"}
)


def as_told(value: Json, knobs: Knobs) -> Json:
    """Return the same answer, with its amounts in the form that the knob names."""
    return value if knobs.amounts == "number" else _told(value, odd=knobs.amounts == "odd")


def _told(value: Json, *, odd: bool) -> Json:
    match value:
        case dict():
            return {name: _one(name, each, odd=odd) for name, each in value.items()}
        case list():
            return [_told(each, odd=odd) for each in value]
        case _:
            return value


def _one(name: str, value: Json, *, odd: bool) -> Json:
    if name in _AMOUNTS:
        return {"about": value} if odd else f"{value:.2f}" if isinstance(value, int | float) else value
    if odd and name in {"discounts", "displayAmountPayable", "lateFeeDays"}:
        return "NaN" if name != "displayAmountPayable" else [1]
    return _told(value, odd=odd)
