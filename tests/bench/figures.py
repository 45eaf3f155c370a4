"""The measured figures, as a table for people and as JSON for machines."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self


class Verdict(StrEnum):
    """Says if a value is within its budget. NOT_HERE: this machine cannot measure it. NONE: it has no budget."""

    OK = "ok"
    OVER = "OVER"
    NOT_HERE = "not here"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table.

    If `value` is a median, `spread` has the least value, the greatest value and the number of values.
    """

    name: str
    value: float | None = None
    unit: str = ""
    budget: float | None = None
    verdict: Verdict = Verdict.NONE
    spread: tuple[float, float, int] | None = None
    remark: str = ""

    @classmethod
    def of(cls, name: str, values: Sequence[float], unit: str, remark: str = "") -> Self:
        """Return the row for the median of these values."""
        spread = (min(values), max(values), len(values))
        return cls(name, statistics.median(values), unit, spread=spread, remark=remark)

    @classmethod
    def against(cls, name: str, value: float, unit: str, budget: float, remark: str = "") -> Self:
        """Return the row for a value that must not be over its budget."""
        return cls(name, value, unit, budget, Verdict.OK if value <= budget else Verdict.OVER, remark=remark)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that is greater than this share of all values. For the share 0.99, this is the p99."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def as_row(figure: Figure) -> str:
    """Return this figure as one line of the printed table."""
    value = "-" if figure.value is None else f"{_short(figure.value)} {figure.unit}"
    budget = "" if figure.budget is None else f"<= {_short(figure.budget)} {figure.unit}"
    spread = ""
    if figure.spread is not None:
        least, most, count = figure.spread
        spread = f"{_short(least)} to {_short(most)}, {count} taken"
    notes = "; ".join(part for part in (spread, figure.remark) if part)
    return f"{figure.name:<58} {value:>12}  {budget:>14}  {figure.verdict:<9} {notes}".rstrip()


def write_json(figures: Iterable[Figure], machine: dict[str, object], path: Path) -> None:
    """Write all figures, and the facts about the machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {"machine": machine, "figures": [asdict(figure) for figure in figures]}
    path.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
