"""Random choices. The same seed always gives the same choices, also if other things in the walk are different."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A source of random choices. Each name, which stands for a purpose, has its own sequence of choices.

    So the number of choices for one purpose does not change the choices for another purpose.
    """

    def __init__(self, seed: int, name: str = "") -> None:
        self._seed, self._name = seed, name
        self._random = random.Random(f"{seed}/{name}")

    def of(self, name: str) -> "Dice":
        """Return the dice with this name, for one purpose."""
        return Dice(self._seed, f"{self._name}/{name}")

    def chance(self, probability: float) -> bool:
        """Return True with this probability."""
        return self._random.random() < probability

    def unit(self) -> float:
        """Return a number from 0 to 1, without 1."""
        return self._random.random()

    def one_of(self, things: Sequence[T]) -> T:
        """Return one of these things."""
        return things[int(self._random.random() * len(things))]

    def some_of(self, things: Sequence[T], most: int) -> tuple[T, ...]:
        """Return some of these things, from none up to `most`. No thing is chosen twice."""
        return tuple(self._random.sample(things, min(len(things), self.number(0, most))))

    def shuffled(self, things: Sequence[T]) -> tuple[T, ...]:
        """Return all of these things, in a random order."""
        return tuple(self._random.sample(things, len(things)))

    def number(self, least: int, most: int) -> int:
        """Return a number from `least` to `most`. Both are possible."""
        return least + int(self._random.random() * (most - least + 1))

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Return one of the keys. A key with a greater weight is returned more often."""
        return self._random.choices(list(weights), list(weights.values()))[0]
