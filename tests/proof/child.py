"""A kiosk in a separate process. People use the kiosk until their script has ended or the process is killed.

The function `live` runs the kiosk. `folder` has the settings file. `place` is the number of a place, which is a moment
when the journal changes (see transitions.py). The process kills itself at this place, or never if `place` is 0.
`script` says what the people do. It has one of these forms:
visit:SYSTEM: Marta comes to a library with this system. The file "came" in the folder says if she could log in.
rest: nobody comes, and the kiosk only settles the acts and returns that are still open.
box: somebody brings things back without an account.
box:SEED:NAME: people bring things back without an account, one after the other. SEED and NAME decide the things.
"""

import asyncio
from datetime import datetime
from pathlib import Path

# Import the back ends before the fast loop starts. In the loop, an import would take ten times as many seconds.
import kiosk.backends.ehub.backend
import kiosk.backends.myturn.backend
import kiosk.backends.overdrive.backend
import kiosk.backends.several
import kiosk.backends.sierra.backend  # noqa: F401 - the kiosk loads these modules by their names
from kiosk.settings.load import load
from tests.proof.people import BROUGHT, VISITS, AtTheBox, AtTheKiosk
from tests.proof.told import Telling
from tests.proof.transitions import CountedJournal, CountedReturns, Places
from tests.walks.acts import still_open
from tests.walks.dice import Dice
from tests.walks.disk import Disk
from tests.walks.fast_loop import FastLoop
from tests.walks.kiosk import WalkClock, WalkingKiosk
from tests.walks.sierra_world import SierraWorld
from tests.walks.systems import SYSTEMS

SPEED = 10.0
REST_S = 120.0
_LOOK_S, _SKIP_S = 0.1, 1.0


async def _live(folder: Path, place: int, at: datetime, script: str, loop: FastLoop) -> None:
    with (folder / "told").open("a", encoding="utf-8") as file:
        clock = WalkClock(loop, at)
        kiosk = WalkingKiosk(load(folder / "kiosk.toml"), clock, Telling(file))
        places = Places(place, folder / "places")
        stores = kiosk.stores
        places.watch(stores.store.journal)
        stores.journal = CountedJournal(stores.store.journal, stores.key, lambda: clock().wall, places.reach)
        stores.returns = CountedReturns(stores.store.journal, stores.key, lambda: clock().wall, places.reach)
        await kiosk.start()
        hurrying = loop.create_task(_hurry(kiosk, loop))
        await _played(kiosk, folder, *script.split(":"))
        hurrying.cancel()
        await kiosk.stop()


async def _hurry(kiosk: WalkingKiosk, loop: FastLoop) -> None:
    """Skip time again and again, whenever the kiosk waits neither for the server nor for its disk.

    So the waits of the kiosk, such as the 15 s between two readings of the loans, take no real time.
    """
    while True:
        await asyncio.sleep(_LOOK_S)
        await kiosk.at_rest()
        if not loop.waits_for_network:
            loop.skip(_SKIP_S)


async def _played(kiosk: WalkingKiosk, folder: Path, script: str, *seeds: str) -> None:
    came, disk = folder / "came", Disk(folder / "state")
    match script:
        case "visit":
            system = seeds[0]
            marta = AtTheKiosk(kiosk, next(each for each in SYSTEMS[system].visitors if each.key == "marta"))
            came.write_text("yes" if await marta.comes() else "no", encoding="utf-8")
            await marta.does(VISITS[system])
            await marta.leaves()
        case "box" if not seeds:
            somebody = AtTheBox(kiosk)
            await somebody.comes()
            await somebody.brings(BROUGHT)
            await _settled(disk)
            await somebody.leaves()
        case "box":
            came.write_text("yes", encoding="utf-8")
            await _many_bring(kiosk, Dice(int(seeds[0])).of(seeds[1]))
        case _:
            await _settled(disk)


async def _many_bring(kiosk: WalkingKiosk, dice: Dice) -> None:
    """Let one person after the other bring back one to three things, until all things are back."""
    loans = {code for each in SierraWorld.visitors for code in each.home}
    left = list(dice.shuffled([*sorted(loans), *SierraWorld.free, "30899999999999", "30899999999998"]))
    somebody = AtTheBox(kiosk)
    while left:
        count = dice.number(1, 3)
        await somebody.comes()
        await somebody.brings(left[:count])
        left = left[count:]
        await asyncio.sleep(dice.one_of([0.0, 1.0, 5.0]))
        await somebody.leaves()


async def _settled(disk: Disk) -> None:
    """Wait until no act and no return is open, but at most REST_S seconds of the loop's time."""
    loop = asyncio.get_running_loop()
    end = loop.time() + REST_S
    while any(still_open(disk)) and loop.time() < end:  # noqa: ASYNC110 - a file
        await asyncio.sleep(0.5)


def live(folder: Path, place: int, utc: str, script: str) -> None:
    """Run the kiosk until the script has ended, or until the process kills itself."""
    loop = FastLoop(SPEED)
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_live(folder, place, datetime.fromisoformat(utc), script, loop))
