"""A kiosk in a separate process. Marta uses the kiosk until she has left or the process is killed.

The folder has the settings file. At the place with the number `place`, the process kills itself (see transitions.py).
If `place` is 0, it never does. The script is "visit" or "rest". With "rest", no member comes, and the kiosk only
settles the acts that are still open. The file "came" in the folder says if Marta could log in.
"""

import asyncio
from datetime import datetime
from pathlib import Path

import kiosk.backends.sierra.backend  # noqa: F401 - a late import would take ten times as long in the fast loop
from kiosk.settings.load import load
from tests.proof.people import VISIT, AtTheKiosk
from tests.proof.told import Telling
from tests.proof.transitions import CountedJournal, Places
from tests.walks.disk import Disk
from tests.walks.fast_loop import FastLoop
from tests.walks.kiosk import WalkClock, WalkingKiosk
from tests.walks.sierra_world import SierraWorld

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
        await kiosk.start()
        hurrying = loop.create_task(_hurry(kiosk, loop))
        marta = AtTheKiosk(kiosk, SierraWorld.visitors[0])
        if script == "visit":
            came = await marta.comes()
            (folder / "came").write_text("yes" if came else "no", encoding="utf-8")
            await marta.does(VISIT)
            await marta.leaves()
        else:
            await _settled(Disk(folder / "state"))
        hurrying.cancel()
        await kiosk.stop()


async def _hurry(kiosk: WalkingKiosk, loop: FastLoop) -> None:
    """Skip time again and again, while the kiosk waits neither for the server nor for its disk.

    So the waits of the kiosk, such as the 15 s between two readings of the loans, take no real time.
    """
    while True:
        await asyncio.sleep(_LOOK_S)
        await kiosk.at_rest()
        if not loop.waits_for_network:
            loop.skip(_SKIP_S)


async def _settled(disk: Disk) -> None:
    """Wait until no act is open, but at most REST_S seconds of the loop's time."""
    loop = asyncio.get_running_loop()
    end = loop.time() + REST_S
    while any(row.settlement is None for row in disk.commits()) and loop.time() < end:  # noqa: ASYNC110 - a file
        await asyncio.sleep(0.5)


def live(folder: Path, place: int, utc: str, script: str) -> None:
    """Run the kiosk until the script has ended, or until the process kills itself."""
    loop = FastLoop(SPEED)
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_live(folder, place, datetime.fromisoformat(utc), script, loop))
