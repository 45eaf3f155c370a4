"""Start a new kiosk on the disk of a kiosk that has ended, let it settle the open acts, and check the results.

The server, the journal, the inbox, and the words that the screen has shown must agree.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from kiosk.app.services import COME_BACK_S
from kiosk.domain.messages.effects import RecordKind
from kiosk.runner.settling import READ_AFTER_S
from kiosk.settings.load import load
from tests.proof.told import Telling, began, said_codes, said_too_little, said_too_much
from tests.walks.acts import never_happened, sent_twice, spelt, still_open, unknown_acts
from tests.walks.disk import Disk
from tests.walks.fast_loop import FastLoop
from tests.walks.killed import Arrivals
from tests.walks.kiosk import WalkClock, WalkingKiosk
from tests.walks.world import Taken, World

SPEED = 10.0
_LONGEST_S = 800.0
"""The longest time until every act is settled, in seconds of the kiosk's clock. The kiosk tries once in ten minutes."""
_ALL_LOOKS_S = READ_AFTER_S[-1] + 20.0
"""The time in seconds after which the kiosk has looked for the result of an act as often as it does without a pause."""
_A_DAY_S = 24 * 3600.0
"""After this time in seconds, the kiosk asks staff about an act that it could not settle."""
_IN_HAND = (RecordKind.INTERRUPTED, RecordKind.TRAY_WITHOUT_FOB)
"""The kinds of the questions to staff about tools that people had in hand when the kiosk was killed."""


AnyWorld = TypeVar("AnyWorld", bound=World)


@dataclass(frozen=True)
class Room(Generic[AnyWorld]):
    """A library, a folder for a kiosk, and all loans of the library before the kiosk began.

    `arrivals` checks each write at the moment when it comes to the server.
    """

    world: AnyWorld
    folder: Path
    at_first: frozenset[Taken]
    arrivals: Arrivals

    @classmethod
    def of(cls, world: AnyWorld, folder: Path, *, doubled: bool = False) -> "Room[AnyWorld]":
        """Write a settings file into the folder, and return a room with the present loans of the library.

        `doubled` is True if the network delivers some requests twice.
        """
        world.settings(folder)
        world.allow_other_clock()
        arrivals = Arrivals(Disk(folder / "state"), world, doubled=doubled)
        world.listen(arrivals)
        return cls(world, folder, frozenset(world.all_loans()), arrivals)

    @property
    def disk(self) -> Disk:
        """Return the files in the kiosk's state folder."""
        return Disk(self.folder / "state")

    @property
    def told(self) -> Path:
        """Return the path of the file in which Telling writes down what the screen has said (see told.py)."""
        return self.folder / "told"


def restarted(room: Room[Any]) -> None:
    """Start a kiosk on the disk of the previous kiosk, let it settle the open acts, and stop it."""
    loop = FastLoop(SPEED)
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(_settle(room, loop))
    finally:
        asyncio.set_event_loop(None)
        loop.close()


async def _settle(room: Room[Any], loop: FastLoop) -> None:
    with room.told.open("a", encoding="utf-8") as file:
        kiosk = WalkingKiosk(
            load(room.folder / "kiosk.toml"), WalkClock(loop, room.world.state.clock.now()), Telling(file)
        )
        await kiosk.start()
        await at_rest(room, kiosk, loop)
        await kiosk.stop()


async def at_rest(room: Room[Any], kiosk: WalkingKiosk, loop: FastLoop) -> None:
    """Let time pass until no act is open, and until staff have been asked about tools that people had in hand."""
    began = loop.time()
    if room.world.hides_ends:
        await _until_settled(room, kiosk, loop, _ALL_LOOKS_S)
        if any(still_open(room.disk)):
            await _pass(room, kiosk, loop, _A_DAY_S)
    await _until_settled(room, kiosk, loop, _LONGEST_S)
    while loop.time() - began < COME_BACK_S + 10.0:
        await _pass(room, kiosk, loop, 60.0)


async def _until_settled(room: Room[Any], kiosk: WalkingKiosk, loop: FastLoop, longest_s: float) -> None:
    """Let time pass until no act is open, at most this number of seconds of the kiosk's clock."""
    began = loop.time()
    while any(still_open(room.disk)) and loop.time() - began < longest_s:
        await _pass(room, kiosk, loop, 1.0)


async def _pass(room: Room[Any], kiosk: WalkingKiosk, loop: FastLoop, seconds: float) -> None:
    """Wait until the kiosk has nothing to do. If the server has no open request, move both clocks `seconds` forward."""
    await asyncio.sleep(0.2)
    await kiosk.at_rest()
    if room.world.under_way == 0:
        loop.skip(seconds)
        clock = room.world.state.clock
        room.world.keep_time(max(0.0, (kiosk.wall() - clock.now()).total_seconds()))


def asked_in_vain(room: Room[Any]) -> Iterator[str]:
    """Yield a text for each tool about which staff are asked without need.

    The question is without need if the journal knows the result of each line of this tool.
    """
    done = {row.commit for row in room.disk.commits() if row.settlement == "done"}
    done |= {row.line for row in room.disk.returns()}
    for kind, codes in room.disk.inbox():
        for code in codes if kind in _IN_HAND else ():
            lines = [number for number, began_code in began(room.told) if began_code == spelt(code)]
            if lines and done.issuperset(lines):
                yield f"staff are asked in vain about {code}: {kind}"


def wrongs(room: Room[Any]) -> Iterator[str]:
    """Yield a text for each fact on which the server, the journal, the inbox and the file of Telling do not agree."""
    disk, world = room.disk, room.world
    yield from room.arrivals.broken
    for law in (sent_twice, unknown_acts, never_happened):
        yield from law(disk, world)
    yield from still_open(disk)
    yield from asked_in_vain(room)
    yield from said_too_much(room.told, world)
    yield from said_too_little(room.told, disk, world)
    known = {spelt(code) for row in disk.commits() if row.settlement in ("done", None) for code in row.codes}
    known |= {spelt(code) for _, codes in disk.inbox() for code in codes} | said_codes(room.told)
    brought = disk.returns()
    for who, code in room.at_first ^ world.all_loans():
        is_brought = any(row.is_about(code) for row in brought)
        if not is_brought and spelt(code) not in known and (who, code) not in world.elsewhere:
            yield f"{who} has {code}, or has it no more, and nobody knows"
