"""What is drawn by chance: the same seed throws the same, whatever else happens meanwhile."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """`of(name)` has a sequence of its own: who throws more often in one place changes nothing in another."""

    def __init__(self, seed: int, name: str = "") -> None:
        self._seed, self._name = seed, name
        self._random = random.Random(f"{seed}/{name}")

    def of(self, name: str) -> "Dice":
        """Return the dice for one purpose."""
        return Dice(self._seed, f"{self._name}/{name}")

    def chance(self, probability: float) -> bool:
        """Return True so often."""
        return self._random.random() < probability

    def one_of(self, things: Sequence[T]) -> T:
        """Return one of these."""
        return things[int(self._random.random() * len(things))]

    def some_of(self, things: Sequence[T], most: int) -> tuple[T, ...]:
        """Return up to so many of them, all different."""
        return tuple(self._random.sample(things, min(len(things), self.number(0, most))))

    def number(self, least: int, most: int) -> int:
        """Return one from `least` to `most`, both included."""
        return least + int(self._random.random() * (most - least + 1))

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Return a key, the heavier the more often."""
        return self._random.choices(list(weights), list(weights.values()))[0]
