"""Tests with some walks (random visits). `make walks N=2000` runs 2000 walks, which takes a night."""

import pytest

from tests.walks.dice import Dice
from tests.walks.fast_loop import FastLoop
from tests.walks.killed import killed_walk
from tests.walks.sierra_world import SierraHabits
from tests.walks.systems import BOTH, EHUB, MYTURN, OVERDRIVE, SIERRA
from tests.walks.walk import walk
from tests.walks.world import Habits

KILLED = (4, 9)
SEEDS = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89)
SIERRA_SEEDS = (5, 9, 16, 291)
DIGITAL_SEEDS = (
    *((OVERDRIVE, seed) for seed in (1, 6)),
    *((EHUB, seed) for seed in (1, 3)),
    *((f"{MYTURN}+{OVERDRIVE}", seed) for seed in (2,)),
    *((f"{SIERRA}+{OVERDRIVE}", seed) for seed in (2,)),
    *((f"{MYTURN}+{BOTH}", seed) for seed in (2,)),
    *((f"{SIERRA}+{BOTH}", seed) for seed in (2,)),
)


@pytest.mark.slow
@pytest.mark.usefixtures("quick_hash")
@pytest.mark.parametrize("seed", SEEDS)
def test_no_law_is_broken(seed: int) -> None:
    one = walk(seed)
    assert not one.broken, "\n".join((f"make walks SEED={seed}", *one.broken, *one.trace))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SIERRA_SEEDS)
def test_no_law_is_broken_at_a_system_that_acts_at_once(seed: int) -> None:
    one = walk(seed, SIERRA)
    assert not one.broken, "\n".join((f"make walks SYSTEM={SIERRA} SEED={seed}", *one.broken, *one.trace))


@pytest.mark.slow
@pytest.mark.usefixtures("quick_hash")
@pytest.mark.parametrize(("system", "seed"), DIGITAL_SEEDS)
def test_no_law_is_broken_with_digital_loans(system: str, seed: int) -> None:
    one = walk(seed, system)
    assert not one.broken, "\n".join((f"make walks SYSTEM={system} SEED={seed}", *one.broken, *one.trace))


@pytest.mark.slow
@pytest.mark.parametrize("seed", KILLED)
def test_no_law_is_broken_by_a_kill(seed: int) -> None:
    one = killed_walk(seed)
    assert not one.broken, "\n".join((*one.broken, *one.trace))


def test_the_same_seed_throws_the_same() -> None:
    def thrown() -> list[object]:
        dice = Dice(7)
        first = [Habits.drawn(dice.of("habits")), dice.number(1, 6), dice.chance(0.5)]
        dice.of("elsewhere").number(1, 6)  # a choice by other dice must not change the next choices of `dice`
        return [*first, dice.weighted({"a": 1.0, "b": 2.0}), dice.some_of("abcdef", 4)]

    assert thrown() == thrown()
    assert Habits.drawn(Dice(7).of("habits")) != Habits.drawn(Dice(8).of("habits"))
    assert SierraHabits.drawn(Dice(7).of("habits")) == SierraHabits.drawn(Dice(7).of("habits"))


def test_time_in_the_fast_loop_is_fast_and_can_be_skipped() -> None:
    loop = FastLoop(100.0)
    began = loop.time()
    order: list[str] = []
    loop.call_later(50.0, order.append, "later")
    loop.call_later(2.0, order.append, "soon")
    loop.call_later(2.5, loop.skip, 1000.0)
    loop.call_later(60.0, loop.stop)
    try:
        loop.run_forever()
        assert order == ["soon", "later"]
        assert loop.time() - began > 1000.0
    finally:
        loop.close()
