"""After a life: a new kiosk on the same disk settles what was left open, and then everything must agree."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.app.services import COME_BACK_S
from kiosk.settings.load import load
from tests.proof.told import Telling, said_codes, said_too_much
from tests.walks.acts import never_happened, sent_twice, spelt, still_open, unknown_acts
from tests.walks.disk import Disk
from tests.walks.fast_loop import FastLoop
from tests.walks.kiosk import WalkClock, WalkingKiosk
from tests.walks.sierra_world import SierraWorld
from tests.walks.world import Taken

SPEED = 10.0
_LONGEST_S = 800.0
"""So long, in the kiosk's own time, it may need until every act is settled: it looks every ten minutes."""


@dataclass(frozen=True, slots=True)
class Room:
    """A library, a folder for a kiosk, and what everybody had before the kiosk began."""

    world: SierraWorld
    folder: Path
    at_first: frozenset[Taken]

    @classmethod
    def of(cls, world: SierraWorld, folder: Path) -> "Room":
        """Return the room as it is in the morning, with a settings file in the folder."""
        world.settings(folder)
        return cls(world, folder, frozenset(world.all_loans()))

    @property
    def disk(self) -> Disk:
        """Return what lies on the kiosk's disk."""
        return Disk(self.folder / "state")

    @property
    def told(self) -> Path:
        """Return the file of what was said."""
        return self.folder / "told"


def restarted(room: Room) -> None:
    """Start a kiosk on the disk of the last one, let it settle what is open, and stop it."""
    loop = FastLoop(SPEED)
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(_settle(room, loop))
    finally:
        asyncio.set_event_loop(None)
        loop.close()


async def _settle(room: Room, loop: FastLoop) -> None:
    with room.told.open("a", encoding="utf-8") as file:
        kiosk = WalkingKiosk(
            load(room.folder / "kiosk.toml"), WalkClock(loop, room.world.state.clock.now()), Telling(file)
        )
        await kiosk.start()
        await at_rest(room, kiosk, loop)
        await kiosk.stop()


async def at_rest(room: Room, kiosk: WalkingKiosk, loop: FastLoop) -> None:
    """Let time pass until no act is open, and until nobody can come back for what was in their hands."""
    began = loop.time()
    while any(still_open(room.disk)) and loop.time() - began < _LONGEST_S:
        await _pass(room, kiosk, loop, 1.0)
    while loop.time() - began < COME_BACK_S + 10.0:
        await _pass(room, kiosk, loop, 60.0)


async def _pass(room: Room, kiosk: WalkingKiosk, loop: FastLoop, seconds: float) -> None:
    """Let so much time pass at once, if nothing is on its way."""
    await asyncio.sleep(0.2)
    await kiosk.at_rest()
    if room.world.state.under_way == 0:
        loop.skip(seconds)
        clock = room.world.state.clock
        room.world.keep_time(max(0.0, (kiosk.wall() - clock.now()).total_seconds()))


def wrongs(room: Room) -> Iterator[str]:
    """Yield whatever does not agree: the server's acts, the journal, the inbox, and what was said."""
    disk, world = room.disk, room.world
    for law in (sent_twice, unknown_acts, never_happened):
        yield from law(disk, world)
    yield from still_open(disk)
    yield from said_too_much(room.told, world)
    known = {spelt(code) for row in disk.commits() if row.settlement in ("done", None) for code in row.codes}
    known |= {spelt(code) for _, codes in disk.inbox() for code in codes} | said_codes(room.told)
    for who, code in room.at_first ^ world.all_loans():
        if spelt(code) not in known and (who, code) not in world.elsewhere:
            yield f"{who} has {code}, or has it no more, and nobody knows"
