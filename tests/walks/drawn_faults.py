"""The faults of a simulated library that a walk plans at random."""

from collections.abc import Mapping
from typing import Protocol

from tests.walks.dice import Dice


class Faulty(Protocol):
    """The functions that make a simulated library fail."""

    def go_away(self, for_s: float | None = None) -> None:
        """Refuse all connections for `for_s` seconds."""
        ...

    def fault(self, operation: str, kind: str, **more: object) -> object:
        """Plan a fault of this kind."""
        ...


def drawn_fault(control: Faulty, where: Mapping[str, float], dice: Dice) -> tuple[object, ...]:
    """Plan a random fault, or let the server be away for less than a second. Return the words for the trace.

    `where` has the operations that can fail, each with a weight. A greater weight makes a fault there more likely.
    """
    if dice.chance(0.1):
        control.go_away(dice.one_of([0.05, 0.2, 0.6]))
        return ("away",)
    operation = dice.weighted(where)
    kind, more = fault_drawn(dice)
    control.fault(operation, kind, **more)
    return operation, kind, more


def fault_drawn(dice: Dice) -> tuple[str, dict[str, object]]:
    """Return the kind of a random fault, and the other fields of this fault."""
    kind = dice.weighted({"delay": 3, "refuse": 2, "drop": 5, "cut": 2, "status": 4, "html": 1, "garbage": 1})
    more: dict[str, object] = {"count": dice.one_of([1, 1, 1, 2, 3]), "skip": dice.one_of([0, 0, 0, 1])}
    acts, status = dice.chance(0.45), dice.one_of([400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504])
    delay_s, answer_s = dice.one_of([0.05, 0.2, 0.5]), dice.one_of([0.0, 0.1, 0.4])
    if kind in ("drop", "html") or (kind == "status" and status >= 500):
        more["acts"] = acts
    if kind == "status":
        more["status"] = status
    if kind == "delay":
        more |= {"delay_s": delay_s, "answer_delay_s": answer_s}
    return kind, more
