"""A kiosk in a separate process. Marta uses the kiosk until she has left or the process is killed.

`python -m tests.proof.child FOLDER PLACE UTC SCRIPT`: FOLDER has the settings file. The process kills itself at the
place with the number PLACE (see tests/proof/transitions.py), or never if PLACE is 0. UTC is the library's time. With
the SCRIPT "visit", Marta comes. With the SCRIPT "rest", nobody comes, and the kiosk settles the open acts.
"""

import asyncio
import sys
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


async def _live(folder: Path, place: int, at: datetime, script: str, loop: FastLoop) -> None:
    with (folder / "told").open("a", encoding="utf-8") as file:
        clock = WalkClock(loop, at)
        kiosk = WalkingKiosk(load(folder / "kiosk.toml"), clock, Telling(file))
        places = Places(place, folder / "places")
        stores = kiosk.stores
        places.watch(stores.store.journal)
        stores.journal = CountedJournal(stores.store.journal, stores.key, lambda: clock().wall, places.reach)
        await kiosk.start()
        marta = AtTheKiosk(kiosk, SierraWorld.visitors[0])
        if script == "visit":
            came = await marta.comes()
            print("ready" if came else "nobody", flush=True)
            await marta.does(VISIT)
            await marta.leaves()
        else:
            await _settled(Disk(folder / "state"))
        await kiosk.stop()


async def _settled(disk: Disk) -> None:
    """Wait until no act is open, but at most REST_S seconds of the loop's time."""
    loop = asyncio.get_running_loop()
    end = loop.time() + REST_S
    while any(row.settlement is None for row in disk.commits()) and loop.time() < end:  # noqa: ASYNC110 - on a disk
        await asyncio.sleep(0.5)


def main() -> None:
    """Run the kiosk of the arguments until its script ends, or until the process kills itself."""
    folder, place, at, script = sys.argv[1:]
    loop = FastLoop(SPEED)
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_live(Path(folder), int(place), datetime.fromisoformat(at), script, loop))


if __name__ == "__main__":
    main()
