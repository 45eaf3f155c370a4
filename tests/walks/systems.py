"""The lending systems at which a walk can take place. No other module in tests/walks names a lending system."""

from contextlib import AbstractContextManager

from tests.walks.dice import Dice
from tests.walks.sierra_world import SierraWorld
from tests.walks.world import MyTurnWorld, World

MYTURN, SIERRA = "myturn", "sierra"
SYSTEMS: dict[str, type[MyTurnWorld] | type[SierraWorld]] = {MYTURN: MyTurnWorld, SIERRA: SierraWorld}


def opened(system: str, dice: Dice) -> AbstractContextManager[World]:
    """Open a library with this system, and with random habits from these dice."""
    return SYSTEMS[system].opened(dice)
