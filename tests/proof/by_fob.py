"""Kill a kiosk with SIGKILL at each change of its journal, while the kiosk books returns on the account of a fob.

`python -m tests.proof.by_fob FOLDER URL PLACE LINES` is the process of the kiosk. Marta shows her fob, and the kiosk
saves a return for each label in LINES. Then the process waits until all returns are settled. The process
kills itself at the place with the number PLACE (see transitions.py), or never if PLACE is 0.
"""

import asyncio
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kiosk.domain.messages.answers import FobTaken, ReturnSaved
from kiosk.domain.messages.effects import DropFob, SaveReturn, TakeFob, TryServer
from kiosk.domain.messages.events import Event
from kiosk.domain.model import ItemCode, LineId, Secret, VisitId
from kiosk.settings.load import load
from kiosk.simulator import MEMBERS, SimulatorThread
from tests.app.standing import link_fobs
from tests.proof.transitions import CountedJournal, CountedReturns, Places
from tests.runner.deeds import ShiftedClock
from tests.runner.ground import Ground
from tests.runner.test_left_open import Leaping
from tests.walks.disk import Disk

MARTA = MEMBERS[0]
THINGS = ("LVL-0002", "TILE-0003")
FAULTS: Mapping[str, Mapping[str, object] | None] = {
    "answered": None,
    "lost, done": {"kind": "drop", "acts": True},
    "lost, not done": {"kind": "drop", "acts": False},
    "refused": {"kind": "status", "status": 400},
}
"""The server's fault at the commit, or None for a correct answer. The keys are the names of the scenes."""
_LIVES_S = 60.0


def places_by_fob(scene: str) -> list[str]:
    """Return the name of each place that a kiosk reaches in this scene, in order of time."""
    with tempfile.TemporaryDirectory(prefix="proof-") as folder, SimulatorThread() as library:
        _lived(Path(folder), library, scene, 0)
        return (Path(folder) / "places").read_text(encoding="utf-8").splitlines()


def killed_by_fob(scene: str, place: int) -> list[str]:
    """Kill a kiosk at this place, let another kiosk settle the returns, and return the mistakes of the kiosks."""
    with tempfile.TemporaryDirectory(prefix="proof-") as name, SimulatorThread() as library:
        folder = Path(name)
        if _lived(folder, library, scene, place) != -signal.SIGKILL:
            return []
        if _kiosk(folder, library, 0, ()) != 0:
            return ["the next kiosk does not end"]
        return _wrongs(folder, library)


def _lived(folder: Path, library: SimulatorThread, scene: str, place: int) -> int:
    asyncio.run(link_fobs(folder, library, MARTA))
    fault = dict(FAULTS[scene] or {})
    if fault:
        library.control.fault("convert", str(fault.pop("kind")), **fault)
    return _kiosk(folder, library, place, THINGS)


def _kiosk(folder: Path, library: SimulatorThread, place: int, things: tuple[str, ...]) -> int:
    command = [sys.executable, "-m", "tests.proof.by_fob", str(folder), library.url, str(place), *things]
    return subprocess.run(command, check=False, timeout=_LIVES_S * 2).returncode


def _wrongs(folder: Path, library: SimulatorThread) -> list[str]:
    disk = Disk(folder / "state")
    asked = {code for _, codes in disk.inbox() for code in codes}
    rows, out = disk.returns(), {loan.code for loan in library.library_state.loans_of(MARTA.username)}
    wrongs = [f"the return of {row.code} is still open" for row in rows if row.stage in {"waiting", "sent"}]
    wrongs += [
        f"the return of {row.code} is done in the journal, and the server still lends the item"
        for row in rows
        if row.stage == "done" and row.code in out
    ]
    wrongs += [
        f"the return of {row.code} has no result, and staff are not asked"
        for row in rows
        if row.stage == "to_staff" and row.code not in asked
    ]
    wrongs += [f"{code} was returned, and nobody knows" for code in set(THINGS) - out - {row.code for row in rows}]
    commits = [call for call in library.library_state.calls() if call.name == "convert"]
    wrongs += ["the commit was sent twice"] if len(commits) > 1 else []
    return wrongs + (["the pass is still on disk"] if disk.passes() else [])


# --- the kiosk ---


async def _live(folder: Path, place: int, things: list[str]) -> None:
    told = list[Event]()
    ground = Ground(load(folder / "kiosk.toml"), Leaping(ShiftedClock()))
    stores, places = ground.stores, Places(place, folder / "places")
    places.watch(stores.store.journal)
    now = ShiftedClock()
    stores.journal = CountedJournal(stores.store.journal, stores.key, lambda: now().wall, places.reach)
    stores.returns = CountedReturns(stores.store.journal, stores.key, lambda: now().wall, places.reach)
    await ground.open(told.append, lambda _: None)
    if things:
        await _brought(ground, told, things)
    async with asyncio.timeout(_LIVES_S):
        while await stores.returns.open_ones() or await stores.journal.open_commits():
            ground.serving.start(TryServer())
            await asyncio.sleep(0.05)
    await ground.close(None, None, None)


async def _brought(ground: Ground, told: list[Event], things: list[str]) -> None:
    visit = VisitId(500)
    ground.serving.start(TakeFob(visit, Secret(MARTA.fob)))
    await _until(told, FobTaken, 1)
    for number, code in enumerate(things, start=501):
        ground.serving.start(SaveReturn(visit, LineId(number), ItemCode(code)))
    await _until(told, ReturnSaved, len(things))
    ground.serving.start(DropFob(visit))


async def _until(told: list[Event], kind: type[Event], count: int) -> None:
    async with asyncio.timeout(_LIVES_S):
        while sum(isinstance(each, kind) for each in told) < count:  # noqa: ASYNC110 - a plain list
            await asyncio.sleep(0.02)


if __name__ == "__main__":
    asyncio.run(_live(Path(sys.argv[1]), int(sys.argv[3]), sys.argv[4:]))
