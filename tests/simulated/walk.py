"""One simulated walk: the people, the faults and the laws of tests/walks, with a bad network and power cuts."""

import asyncio
import gc
import logging
import tempfile
import warnings
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from kiosk.domain.messages.events import Event
from kiosk.domain.visit.states import Kiosk, Starting
from kiosk.store import link_encryption
from kiosk.views.view import View
from tests.simulated.chance import seeded_chance
from tests.simulated.kiosk import SimulatedKiosk
from tests.simulated.loop import SimulatedLoop
from tests.simulated.network import Network
from tests.simulated.ports import Machines
from tests.simulated.weather import Weather
from tests.walks.dice import Dice
from tests.walks.kiosk import WalkingKiosk
from tests.walks.laws import LogBook, codes_in
from tests.walks.member import Hands
from tests.walks.systems import MYTURN, opened
from tests.walks.walk import Walk, Walked, let_go, words_of_error
from tests.walks.world import Visitor, World

BEGINS = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
"""The time at the start of every walk, so that a seed also replays on another day."""
_TMP = "/dev/shm" if Path("/dev/shm").is_dir() else None
_SAVED_AFTER_S = 0.5
"""The time after which a scanned code must be on disk."""
_QUIET_S = 20.0
QUICK_COST = 2**4
"""The cost of the slow hash of fobs in walks. tests/store/test_theft.py checks how slow the real hash is."""


class SimulatedWalk(Walk):
    """One walk in a simulated loop."""

    _loop: SimulatedLoop

    def __init__(self, seed: int, loop: SimulatedLoop, folder: Path, world: World, network: Network) -> None:
        super().__init__(seed, loop, folder, world, at=BEGINS, machine_s=lambda: 0.0)
        self._network, self._weather = network, Weather(network, world, self.note)
        self._starts = self._things = 0
        self._crashed = self._is_up = False
        self._young: deque[tuple[float, frozenset[str]]] = deque()
        network.note = self.note

    # --- the kiosk -------------------------------------------------------------------------------

    def _new_kiosk(self) -> WalkingKiosk:
        self._starts += 1
        self._network.kiosk_is_dead = False
        return SimulatedKiosk(self._settings, self.clock, self, self._loop, self.dice.of(f"start {self._starts}"))

    async def _start(self) -> None:
        self._is_up = False
        self.kiosk = self._new_kiosk()
        await self.kiosk.start()
        self._is_up = True
        await self._until(lambda state: not isinstance(state, Starting), 60.0)

    async def _stop(self) -> None:
        await self._come_up()
        self._is_up = False
        began = self._loop.time()
        self.note("==== SIGTERM")
        await self.kiosk.stop()
        if (took := self._loop.time() - began) > 15.0:
            self.laws.breaks(f"it took {took:.1f} s to stop in {type(self.kiosk.kiosk.state).__name__}")

    def happened(self, before: Kiosk, event: Event, after: Kiosk, view: View) -> None:
        """Check the laws, and remember which codes are perhaps not on disk yet."""
        super().happened(before, event, after, view)
        if new := codes_in(after.state) - codes_in(before.state):
            self._young.append((self._loop.time(), frozenset(new)))

    # --- the power -------------------------------------------------------------------------------

    def _plan_crash(self, dice: Dice) -> None:
        """Let the power go at a random step of the tasks."""
        turns = dice.one_of((3, 10, 30, 100, 300)) + dice.number(0, 100)
        self._loop.call_in_turns(turns, lambda: self._lose_power(dice))

    def _lose_power(self, dice: Dice) -> None:
        kiosk = self.kiosk
        assert isinstance(kiosk, SimulatedKiosk)
        if self._crashed or not self._is_up:
            return
        self._crashed = True
        self.note("==== POWER LOST in", type(kiosk.kiosk.state).__name__)
        self.laws.killed(kiosk.kiosk)
        for at, codes in self._young:
            if at > self._loop.time() - _SAVED_AFTER_S:
                self.laws.told.not_written |= codes
        self._young.clear()
        kiosk.lose_power()
        self._network.kill_kiosk(silently=dice.chance(0.5))

    async def _come_up(self) -> None:
        if self._crashed:
            await self.kiosk.kill()
            self._crashed = False
            self.note("==== POWER")
            await self._start()

    # --- the course of a walk --------------------------------------------------------------------

    async def _one_thing(self, hands: Hands, others: list[Visitor]) -> None:
        await self._come_up()
        hands = Hands(hands.who, hands.dice, self.kiosk, hands.world)
        self._things += 1
        air = hands.dice.of(f"air {self._things}")
        if air.chance(0.3):
            self._weather.turns(air)
        if air.chance(0.04):
            self._plan_crash(air)
        await super()._one_thing(hands, others)

    async def _finish(self, hands: Hands) -> None:
        await self._come_up()
        hands = Hands(hands.who, hands.dice, self.kiosk, hands.world)
        air = hands.dice.of("air at the end")
        if air.chance(0.4):
            self._weather.turns(air)
        if air.chance(0.2):
            self._plan_crash(air)
        await super()._finish(hands)

    async def _visit(self, who: Visitor, dice: Dice) -> None:
        self._weather.calm()
        await super()._visit(who, dice)

    async def _end(self) -> None:
        await self._come_up()
        self._loop.calls_at = 1 << 62
        self._weather.calm()
        await super()._end()

    # --- time ------------------------------------------------------------------------------------

    async def _pass(self, seconds: float, *, at_once_s: float = 1.0) -> None:  # noqa: ARG002 - time costs nothing
        """Let `seconds` pass."""
        await asyncio.sleep(seconds)
        await self._come_up()

    async def _quiet(self) -> None:
        """Return when no connection is under way, or after some seconds."""
        end = self._loop.time() + _QUIET_S
        while self._loop.time() < end:
            await self._pass(0.3)
            if self.world.under_way == 0:
                return

    async def _keep_the_servers_time(self) -> None:
        """While packets are late, do not count the requests that come to a server within a second.

        All clocks are the clock of the loop, so no clock needs to be set.
        """
        while True:
            if self._weather.is_bad:
                self.world.time_is_skipped()
            await asyncio.sleep(0.5)


def walk(seed: int, system: str = MYTURN) -> Walked:
    """Walk once at a library with this system, and return the result with the broken laws."""
    began, book = monotonic(), LogBook()
    with _heard(book), warnings.catch_warnings(record=True) as said, seeded_chance(seed):
        warnings.simplefilter("always")
        with tempfile.TemporaryDirectory(prefix="simulated-", dir=_TMP) as folder, _new_loop() as loop:
            broken, trace, secrets = _walked(seed, Path(folder), loop, system)
        if seed % 10 == 0:
            gc.collect()
    book.secrets = secrets
    broken += [f"a warning: {one.message}" for one in said if one.category is RuntimeWarning]
    return Walked(seed, (*broken, *book.complaints()), (*trace,), monotonic() - began)


def quick_walk(seed: int, system: str = MYTURN) -> Walked:
    """Walk once, with a quick hash of fobs. Call this only in a process that does nothing else."""
    link_encryption.COST = QUICK_COST
    return walk(seed, system)


@contextmanager
def _heard(book: LogBook) -> Iterator[None]:
    root, old = logging.getLogger(), logging.getLogger().level
    root.addHandler(book)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        root.removeHandler(book)
        root.setLevel(old)


@contextmanager
def _new_loop() -> Iterator[SimulatedLoop]:
    loop = SimulatedLoop()
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        asyncio.set_event_loop(None)
        loop.close()


def _walked(seed: int, folder: Path, loop: SimulatedLoop, system: str) -> tuple[list[str], list[str], tuple[str, ...]]:
    dice = Dice(seed)
    network = loop.network = Network(loop, dice.of("network"))
    began = loop.time()
    machines = Machines(loop, network, lambda: BEGINS + timedelta(seconds=loop.time() - began))
    with opened(system, dice.of("habits"), machines) as world:
        one = SimulatedWalk(seed, loop, folder, world, network)
        loop.set_exception_handler(lambda _, context: one.laws.breaks(f"the loop says: {context}"))
        try:
            loop.run_until_complete(one.whole())
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - any error breaks a law of the walk
            one.laws.breaks(words_of_error(error))
            let_go(loop, one)
        titles = one.laws.titles
    if left := [task for task in asyncio.all_tasks(loop) if not task.done()]:
        one.laws.breaks(f"tasks that are left: {left}")
    loop.run_until_complete(loop.shutdown_asyncgens())
    broken = [*one.laws.broken, *titles.on_disk(folder)]
    return broken, one.trace, (*world.secrets, *titles.codes)
