"""One walk: random visits at one kiosk.

A seed decides the settings of the library and of the kiosk, and the visits. Every law is checked during the walk.
"""

import asyncio
import gc
import logging
import os
import resource
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from kiosk.app.services import COME_BACK_S
from kiosk.domain.messages.effects import Effect, Play
from kiosk.domain.messages.events import Event, Tick
from kiosk.domain.messages.intents import AskAgain, BringBack, CloseReceipt, Finish, Yes
from kiosk.domain.visit.in_bringing_back import can_bring_back
from kiosk.domain.visit.state_parts import tray_of
from kiosk.domain.visit.states import (
    Committing,
    Identifying,
    Idle,
    Kiosk,
    ReadingBack,
    Resolving,
    Serving,
    Settling,
    SigningIn,
    Starting,
    State,
)
from kiosk.views.view import View
from tests.walks.dice import Dice
from tests.walks.disk import Disk
from tests.walks.fast_loop import FastLoop
from tests.walks.kiosk import WalkClock, WalkingKiosk
from tests.walks.laws import Laws, LogBook
from tests.walks.member import Hands
from tests.walks.systems import MYTURN, opened
from tests.walks.world import Visitor, World

SPEED = 10.0
VISITS = (1, 3)
LONGEST_S = 600.0
"""The longest time, in seconds by the clock of the walk, until the kiosk must be free after a person has gone away."""
_BUSY = (Settling, SigningIn, Committing, ReadingBack, Resolving, Starting)
_TMP = "/dev/shm" if Path("/dev/shm").is_dir() else None


@dataclass(frozen=True, slots=True)
class Walked:
    """The result of a walk."""

    seed: int
    broken: tuple[str, ...]
    trace: tuple[str, ...]
    took_s: float


class Walk:
    """One walk. The kiosk tells this object each event and each effect."""

    def __init__(
        self,
        seed: int,
        loop: asyncio.AbstractEventLoop,
        folder: Path,
        world: World,
        *,
        at: datetime | None = None,
        machine_s: Callable[[], float] = monotonic,
    ) -> None:
        self.dice, self.trace = Dice(seed), list[str]()
        self._loop, self.clock = loop, WalkClock(loop, at)
        self.world, world.note = world, self.note
        self._settings = world.settings(folder)
        world.seconds = loop.time
        self.laws = Laws(self.world, Disk(folder / "state"), self.note, machine_s)
        self.note(world)

    def note(self, *what: object) -> None:
        """Write a line into the trace."""
        self.trace.append(f"{self.clock.passed_s:8.1f}  " + " ".join(map(str, what)))

    # --- calls of the kiosk ----------------------------------------------------------------------

    def happened(self, before: Kiosk, event: Event, after: Kiosk, view: View) -> None:
        """Write the event into the trace, and check the laws."""
        if not isinstance(event, Tick):
            said = getattr(event, "outcome", getattr(event, "truth", ""))
            self.note("   event", type(event).__name__, said)
        if type(before.state) is not type(after.state):
            notice = after.lasting.notice.key if after.lasting.notice else ""
            self.note("   state", type(before.state).__name__, "->", type(after.state).__name__, notice)
        self.laws.happened(before, event, after, view)

    def asked(self, kiosk: Kiosk, effect: Effect) -> None:
        """Write the effect into the trace, and check the laws."""
        if not isinstance(effect, Play):
            code = getattr(getattr(effect, "line", None), "code", "")
            self.note("   asks", type(effect).__name__, code, getattr(effect, "kind", ""), getattr(effect, "codes", ""))
        self.laws.asked(kiosk, effect)

    # --- the course of a walk --------------------------------------------------------------------

    async def whole(self) -> None:
        """Walk from the first start to the last stop."""
        self.world.keep_time((self.clock.true() - self.world.state.clock.now()).total_seconds())
        await self._start()
        async with asyncio.TaskGroup() as group:
            keeping = group.create_task(self._keep_the_servers_time())
            try:
                await self._link_fobs()
                who, dice = self.world.people(self.dice.of("people")), self.dice.of("visits")
                for number in range(dice.number(*VISITS)):
                    await self._visit(next(who), self.dice.of(f"visit {number}"))
                await self._end()
            finally:
                keeping.cancel()

    async def _start(self) -> None:
        self.world.time_is_skipped()
        self.kiosk = self._new_kiosk()
        await self.kiosk.start()
        await self._until(lambda state: not isinstance(state, Starting), 60.0)

    def _new_kiosk(self) -> WalkingKiosk:
        return WalkingKiosk(self._settings, self.clock, self)

    async def _link_fobs(self) -> None:
        for person in self.world.visitors:
            if self.world.links_fobs and person in self.world.linked:
                await self.kiosk.link(person)

    async def _end(self) -> None:
        self.world.calm()
        self.clock.moved_s = 0.0
        if not await self._until(_nobody_is_there, LONGEST_S):
            self.laws.breaks(f"it does not come to rest: {type(self.kiosk.kiosk.state).__name__}")
        await self._pass(100.0)  # in this time, the kiosk reads the loans for commits that were handed over
        if self.laws.told.in_a_kill:
            # after this time, the kiosk asks staff about the things that people had in hand
            await self._pass(COME_BACK_S, at_once_s=10.0)
        await self._stop()
        self.laws.at_rest()

    async def _stop(self) -> None:
        began = monotonic()
        self.note("==== SIGTERM")
        await self.kiosk.stop()
        busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # on a busy machine, everything takes longer
        if (took := monotonic() - began) > 10.0 * busy:
            self.laws.breaks(f"it took {took:.1f} s to stop in {type(self.kiosk.kiosk.state).__name__}")

    async def _visit(self, who: Visitor, dice: Dice) -> None:
        self.world.calm()
        if not await self._until(_nobody_is_there, LONGEST_S):
            self.laws.breaks(f"it does not come to rest: {type(self.kiosk.kiosk.state).__name__}")
        self.laws.at_rest(still_open=True)
        self.laws.who = who.key
        self.note("==== VISIT", who.key, sorted(self.world.loans(who.key)))
        hands = Hands(who, dice, self.kiosk, self.world)
        await (self._bring_back(hands) if dice.of("returns").chance(0.25) else self._arrive(hands))
        if self.world.titles and dice.of("titles").chance(0.7):
            await self._pass(10.0)  # the kiosk sends some requests before it can show the titles
        others = [person for person in self.world.visitors if person is not who]
        for _ in range(dice.number(3, 14)):
            await self._one_thing(hands, others)
        ending = dice.weighted({"finish": 6, "walk away": 2, "kill": 1, "stop": 1})
        self.note("==== ends:", ending)
        match ending:
            case "finish":
                await self._finish(hands)
            case "kill":
                await asyncio.sleep(0.2)  # the kiosk may lose codes scanned just before a kill, so wait
                await self.kiosk.at_rest()
                self.laws.killed(self.kiosk.kiosk)
                await self.kiosk.kill()
                await self._start()
            case "stop":
                await self._stop()
                await self._start()
            case _:
                self.note("walks away")

    async def _bring_back(self, hands: Hands) -> None:
        """Open the page for returns without an account.

        Without a drop box, this page opens only while the server is away.
        """
        dice = hands.dice.of("away")
        if not self.world.has_drop_box or dice.chance(0.4):
            self.note("AWAY")
            self.world.go_away(dice.one_of([0.3, 1.0, None]))
            self.kiosk.tell(AskAgain())
        await self._until(lambda _: can_bring_back(self.kiosk.kiosk.lasting), 20.0)
        hands.press_something(BringBack)
        fob = hands.dice.of("fob for returns")
        if shows := fob.chance(0.6):
            hands.scan_fob(hands.who.fob)
        for _ in range(dice.number(0, 3)):
            hands.scan()
            await self._pass(dice.one_of([0.0, 0.5]))
        if shows and fob.chance(0.5):
            hands.scan_fob(hands.who.fob)

    async def _arrive(self, hands: Hands) -> None:
        if hands.dice.chance(0.2):
            hands.scan()
        if hands.dice.chance(0.7):
            hands.scan_fob(hands.who.fob)
            await self._signed_in()
        for _ in range(3):
            if isinstance(self.kiosk.kiosk.state, Serving):
                return
            if not hands.fill_in(rightly=True):
                hands.press_something()
            await self._signed_in()

    async def _signed_in(self) -> None:
        """Wait for the answer to a log-in, for 20 seconds at most.

        At some systems, a log-in needs several requests. The kiosk sends these one after the other.
        """
        await self._quiet()
        await self._until(lambda state: not isinstance(state, Identifying | SigningIn), 20.0)

    async def _one_thing(self, hands: Hands, others: list[Visitor]) -> None:
        dice = hands.dice
        if dice.chance(0.25):
            self.world.fault(dice)
        what = dice.weighted({**_BY_HAND, **_BY_CHANCE, "titles": 14.0 if self.world.titles else 0.0})
        if what == "titles":
            hands.about_titles(self.world.titles)
        elif what in _BY_HAND:
            self._by_hand(what, hands, others)
        else:
            await self._by_chance(what, hands)
        pause = dice.one_of([0.0, 0.1, 0.5, 2.0, 5.0, -1.0])
        await (self._quiet() if pause < 0 else self._pass(pause))

    def _by_hand(self, what: str, hands: Hands, others: list[Visitor]) -> None:
        match what:
            case "scan":
                hands.scan()
            case "own fob":
                hands.scan_fob(hands.who.fob)
            case "other fob":
                hands.scan_fob(hands.dice.one_of(others).fob)
            case "press":
                hands.press_something()
            case "fill in":
                hands.fill_in()
            case "misread":
                hands.misread()
            case "touch":
                hands.touch()
            case _:
                hands.press_something(Finish, Yes)

    async def _by_chance(self, what: str, hands: Hands) -> None:
        dice = hands.dice
        match what:
            case "other device":
                self.world.other_device(dice, hands.who.key)
            case "token dies":
                self.note("TOKEN DIES")
                self.world.token_dies(dice, hands.who.key)
            case "unplug":
                reader = self.kiosk.readers[dice.one_of(sorted(self.kiosk.readers))]
                reader.plug(is_in=False)
                await asyncio.sleep(0.2)
                reader.plug(is_in=True)
            case "clock":
                self.clock.moved_s += dice.one_of([-3600.0, 3600.0, -30.0, 86400.0])
                self.note("CLOCK MOVED", self.clock.moved_s)
            case "disk":
                await self._full_disk(dice, hands)
            case _:
                await self._pass(dice.one_of([1.0, 5.0, 20.0, 50.0]))

    async def _full_disk(self, dice: Dice, hands: Hands) -> None:
        self.note("DISK FULL")
        self.laws.titles.disk_was_full = True
        with _full_disk():
            for _ in range(dice.number(1, 3)):
                hands.scan() if dice.chance(0.5) else hands.press_something()
                await asyncio.sleep(dice.one_of([0.1, 1.0]))
        self.note("DISK HAS ROOM")

    async def _finish(self, hands: Hands) -> None:
        for _ in range(10):
            if isinstance(self.kiosk.kiosk.state, Idle):
                return
            if not hands.fill_in(rightly=True) and not hands.press_something(Finish, Yes, CloseReceipt):
                hands.press_something()
            await self._until(lambda state: not isinstance(state, _BUSY), 120.0)
            await self._pass(0.5)

    # --- time ------------------------------------------------------------------------------------

    async def _until(self, fact: Callable[[State], bool], most_s: float) -> bool:
        """Wait until `fact` returns True for the state, and return True. Return False after `most_s` seconds."""
        end = self._loop.time() + most_s
        while not fact(self.kiosk.kiosk.state):
            if self._loop.time() > end:
                return False
            await self._pass(1.0)
        return True

    async def _pass(self, seconds: float, *, at_once_s: float = 1.0) -> None:
        """Let `seconds` pass by the loop's clock. If the server has no open request, skip `at_once_s` s at a time."""
        end = self._loop.time() + seconds
        while self._loop.time() < end:
            await asyncio.sleep(0.05)
            if self._is_quiet():
                await self.kiosk.at_rest()
                if self._is_quiet():
                    self._skip(at_once_s)

    def _skip(self, seconds: float) -> None:
        assert isinstance(self._loop, FastLoop)
        self._loop.skip(seconds)
        self.world.time_is_skipped()

    async def _quiet(self) -> None:
        """Wait until the server has no open request, but for 20 s at most."""
        end = self._loop.time() + 20.0
        while self._loop.time() < end:
            await asyncio.sleep(0.1)
            await self.kiosk.at_rest()
            if self._is_quiet():
                return

    def _is_quiet(self) -> bool:
        return self.world.under_way == 0

    async def _keep_the_servers_time(self) -> None:
        while True:
            self.world.keep_time((self.clock.true() - self.world.state.clock.now()).total_seconds())
            await asyncio.sleep(0.5)


_BY_HAND = {
    "scan": 8.0,
    "own fob": 1.0,
    "other fob": 0.5,
    "press": 6.0,
    "fill in": 2.0,
    "misread": 0.3,
    "touch": 0.3,
    "finish": 2.0,
}
_BY_CHANCE = {"other device": 1.0, "token dies": 0.7, "unplug": 0.2, "clock": 0.3, "disk": 0.3, "wait": 1.0}


def _nobody_is_there(state: State) -> bool:
    return isinstance(state, Idle) and not tray_of(state)


@contextmanager
def _full_disk() -> Iterator[None]:
    """Let no file of this process grow, as on a full disk."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def walk(seed: int, system: str = MYTURN) -> Walked:
    """Walk once at a library with this system, and return the result with the broken laws."""
    began, book = monotonic(), LogBook()
    root, old = logging.getLogger(), logging.getLogger().level
    root.addHandler(book)
    root.setLevel(logging.DEBUG)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="walk-", dir=_TMP) as folder,
            warnings.catch_warnings(record=True) as said,
        ):
            warnings.simplefilter("always")
            with opened(system, Dice(seed).of("habits")) as world:
                book.secrets = world.secrets
                broken, trace, codes = _walked(seed, Path(folder), world)
                book.secrets += codes
            gc.collect()
        broken += [f"a warning: {one.message}" for one in said if one.category is RuntimeWarning]
    finally:
        root.removeHandler(book)
        root.setLevel(old)
    return Walked(seed, (*broken, *book.complaints()), (*trace,), monotonic() - began)


def words_of_error(error: BaseException) -> str:
    """Return the traceback of this error as text."""
    return "".join(traceback.format_exception(error))


def let_go(loop: asyncio.AbstractEventLoop, one: Walk) -> None:
    """Kill the kiosk after the walk has failed.

    The reason can be that a task of the kiosk has failed, which cancels the walk. Then `kill` raises the error of this
    task, and the error counts as a broken law.
    """
    try:
        loop.run_until_complete(one.kiosk.kill())
    except Exception as error:  # noqa: BLE001 - any error breaks a law of the walk
        one.laws.breaks(words_of_error(error))


def _walked(seed: int, folder: Path, world: World) -> tuple[list[str], list[str], tuple[str, ...]]:
    """Do the walk. Return the broken laws, the trace, and the personal codes that no log may contain."""
    loop = FastLoop(SPEED)
    asyncio.set_event_loop(loop)
    try:
        one = Walk(seed, loop, folder, world)
        loop.set_exception_handler(lambda _, context: one.laws.breaks(f"the loop says: {context}"))
        try:
            loop.run_until_complete(one.whole())
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - any error breaks a law of the walk
            one.laws.breaks(words_of_error(error))
            let_go(loop, one)
        if left := [task for task in asyncio.all_tasks(loop) if not task.done()]:
            one.laws.breaks(f"tasks that are left: {left}")
        loop.run_until_complete(loop.shutdown_asyncgens())
        titles = one.laws.titles
        return [*one.laws.broken, *titles.on_disk(folder)], one.trace, tuple(titles.codes)
    finally:
        asyncio.set_event_loop(None)
        loop.close()
