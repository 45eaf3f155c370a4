"""The lending systems at which a walk can take place. No other module in tests/walks names a lending system."""

from contextlib import AbstractContextManager

from tests.walks.beside_world import BesideWorld, beside
from tests.walks.dice import Dice
from tests.walks.digital_world import DigitalWorld
from tests.walks.ehub_world import EHubWorld
from tests.walks.hosts import Host, in_a_thread
from tests.walks.overdrive_world import OverDriveWorld
from tests.walks.sierra_world import SierraWorld
from tests.walks.world import MyTurnWorld, World

MYTURN, SIERRA, OVERDRIVE, EHUB = "myturn", "sierra", "overdrive", "ehub"
BOTH = "both"
AnyWorld = type[MyTurnWorld] | type[SierraWorld] | type[DigitalWorld] | type[BesideWorld]
SYSTEMS: dict[str, AnyWorld] = {
    MYTURN: MyTurnWorld,
    SIERRA: SierraWorld,
    OVERDRIVE: OverDriveWorld,
    EHUB: EHubWorld,
    f"{MYTURN}+{OVERDRIVE}": beside(MyTurnWorld, OverDriveWorld),
    f"{SIERRA}+{OVERDRIVE}": beside(SierraWorld, OverDriveWorld),
    f"{MYTURN}+{BOTH}": beside(MyTurnWorld, OverDriveWorld, EHubWorld),
    f"{SIERRA}+{BOTH}": beside(SierraWorld, OverDriveWorld, EHubWorld),
}
"""The worlds by the names of their systems. After a plus sign is the digital system beside the main system.

"both" stands for two digital systems, OverDrive and eHUB.
"""


def opened(system: str, dice: Dice, host: Host = in_a_thread) -> AbstractContextManager[World]:
    """Open a library with this system, and with random habits from these dice."""
    return SYSTEMS[system].opened(dice, host)


def usual(system: str) -> AbstractContextManager[World]:
    """Open a library with this system, and with the usual answers and settings."""
    return SYSTEMS[system].usual()
