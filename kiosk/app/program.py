"""The kiosk as one running program. It starts its parts in the order in which a person needs them.

The order is: open the stores, make the window, show the page Welcome from the cache, paint the first frame, tell
systemd READY, answer the touches that came before the first frame, start the readers, load the HTTP library, read the
library's settings, settle commits whose result is not known.
"""

import asyncio
import importlib
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.app.between_visits import BetweenVisits
from kiosk.app.clock import KioskClock, local_zone, moments
from kiosk.app.garbage import collect_all, collect_if_due, freeze_objects
from kiosk.app.in_hand import InHandKeeper, certain_items
from kiosk.app.presenting import Presenting
from kiosk.app.qt import CloseWatch, FirstFrame, Ticker
from kiosk.app.settings_file import house_of
from kiosk.app.stores import Stores
from kiosk.app.systems import LendingSystem, system_of
from kiosk.assets import asset
from kiosk.controller import Controller
from kiosk.domain.library import Library
from kiosk.domain.messages.effects import Effect, Play, Sound
from kiosk.domain.messages.events import Event, Stopping, StoreBroken, Tick, Touched
from kiosk.domain.messages.intents import CodeTyped, FormSent, Intent, LookFor
from kiosk.domain.model import Moment, Secret, VisitId
from kiosk.domain.visit import begin
from kiosk.domain.visit.states import Kiosk
from kiosk.exit_codes import ExitCode
from kiosk.ops.process import ServiceManager
from kiosk.ops.sound import SoundPlayer
from kiosk.runner.tasks import Wiring
from kiosk.settings.model import Settings, ThemeName
from kiosk.ui.window import KioskWindow
from kiosk.views.digital import CodePage
from kiosk.views.finish import ReceiptPage
from kiosk.views.forms import TYPED_CODE, FilledForm
from kiosk.views.view import StillPage, View
from kiosk.views.welcome import WelcomePage

if TYPE_CHECKING:
    from kiosk.app.readers import OpenReader, Readers
    from kiosk.app.services import Services

T = TypeVar("T")
_log = logging.getLogger("kiosk.app")

_HEARTBEAT_S = 5.0
STOPS_WITHIN_S = 3.0
"""The longest time from SIGTERM to the end of the process, in seconds, in every state of the kiosk.

If the server has not answered a request by then, the journal still has the row of this request.
"""
_TASKS_END_S = 1.8
_DISK_ENDS_S = 2.4
_BY_FORCE_S = 2.8
_NOTES_END_S = 0.3
_CANCEL_AGAIN_S = 0.2
_READERS_END_S = 0.2
_FIRST_ANSWER_S = 0.1
"""The seconds that the kiosk waits after its first frame before it loads its slow parts, such as the HTTP library.

In this time, the kiosk answers the first touches. If somebody touches the screen while a part is loaded, the answer
comes up to 30 ms later than usual.
"""
_TO_ANSWER = ("kiosk.domain.visit.stepping", "kiosk.presenter.pages")
_TO_SEND = "kiosk.backends.http"
_TO_LEND = (
    "kiosk.store.link_encryption",
    "kiosk.runner.runner",
    "kiosk.store.vault",
)


class Program:
    """The whole kiosk with all its parts. Raises KeyProblemError if there is no usable kiosk key.

    `prepare` runs before the readers start. The demo uses `prepare` to link its fobs. If no `clock` is given, the
    machine's clock is used. If no `system` is given, the lending system comes from the settings. When the program
    begins to end, it calls `last_resort` with a number of seconds. If the process still runs after this time,
    `last_resort` ends the process by force.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        open_reader: "OpenReader | None" = None,
        prepare: Callable[["Program"], Awaitable[None]] | None = None,
        clock: Callable[[], Moment] | None = None,
        last_resort: Callable[[float], None] = lambda _: None,
        system: LendingSystem | None = None,
    ) -> None:
        self.settings = settings
        self._system = system or system_of(settings)
        self._last_resort = last_resort
        self._open_reader = open_reader
        self._prepare = prepare
        self.clock = KioskClock(clock or moments(local_zone(settings.kiosk.time_zone)), self.tell)
        self.stores = Stores(settings, lambda: self.clock().wall, self._system.url)
        self.slow = ThreadPoolExecutor(1, thread_name_prefix="slow")
        self._manager = ServiceManager()
        self._sounds = SoundPlayer(settings.sound.player, asset("sounds"))
        self._group: asyncio.TaskGroup | None = None
        self._tasks: set[asyncio.Task[object]] = set()
        self._unheard: list[Event] | None = []
        """The events that wait until the first frame is painted. After the first frame, the value is None."""
        self._early: list[Effect] = []
        self._ended = False
        self.serving: Services | None = None
        self._readers: Readers | None = None
        self._ticker = Ticker(self._tick)
        is_item = certain_items(settings, self.stores.knows_item)
        self._in_hand = InHandKeeper(self.stores.in_hand, is_item=is_item, member_of=self._member_of)
        self._presenting = Presenting(self.stores.items, house_of(settings).language)
        # While this thread makes the window, another thread reads two things from the disk: the remembered settings of
        # the library, and the first number for new visits. All numbers of earlier visits are lower.
        library = self.slow.submit(self.stores.library.load)
        self._first_number = self.slow.submit(self.stores.journal.next_id_seed)
        self.window = _window(settings)
        self.between_visits = BetweenVisits(self.stores.store.tidy, self.window.make_ready)
        self._controller = self._begin(library.result())

    def _begin(self, library: Library | None) -> Controller:
        return Controller(
            begin(house_of(self.settings), self.clock(), library),
            clock=self.clock,
            present=self._presenting.present,
            show=self._show,
            start=self._effect,
        )

    # --- called by the event loop -----------------------------------------------------------------

    def tell(self, event: Event) -> None:
        """Let the visit answer an event. Before the first frame, remember the event, and let the visit answer it later.

        After the end of the program, ignore the event.
        """
        if self._ended:
            return
        if isinstance(event, StoreBroken):
            self.stores.broken = True
        if self._unheard is not None:
            self._unheard.append(event)
            return
        self._controller.dispatch(event)
        self._in_hand.look(self.kiosk)

    def _tick(self) -> None:
        self.tell(Tick())
        collect_if_due()

    def _catch_up(self) -> None:
        waiting, self._unheard = self._unheard or [], None
        self._controller.dispatch(*waiting)
        self._in_hand.look(self.kiosk)

    def _member_of(self, visit: VisitId) -> str | None:
        return self.serving.member_of(visit) if self.serving is not None else None

    @property
    def kiosk(self) -> Kiosk:
        """Return the present state of the kiosk."""
        return self._controller.kiosk

    def spawn(self, work: Coroutine[object, object, T], /) -> "asyncio.Task[T]":
        """Start this coroutine in the app's task group, and return its task. If the task fails, the program ends."""
        if self._group is None:
            raise RuntimeError("the app does not run")
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _show(self, view: View) -> None:
        self.window.show_view(view)
        self.between_visits.shown(idle=isinstance(view.page, WelcomePage))
        self._ticker.hurry(countdown=isinstance(view.page, StillPage | ReceiptPage | CodePage))

    def _effect(self, effect: Effect) -> None:
        if isinstance(effect, Play):
            self._play(effect.sound)
        elif self.serving is None:
            self._early.append(effect)
        else:
            self.serving.start(effect)

    def _play(self, sound: Sound) -> None:
        library = self._controller.kiosk.lasting.library
        if library is None or library.sounds:
            # The sound is played after the loop has painted the window, because the screen must change first.
            asyncio.get_running_loop().call_soon(self._sounds.play, sound.value)

    # --- start and end ----------------------------------------------------------------------------

    async def main(self, stop: asyncio.Event) -> int:
        """Run the kiosk until `stop` is set, and return the exit code. Raises unexpected errors as one group."""
        async with asyncio.TaskGroup() as self._group:
            self.spawn(self._start(stop))  # this is a task, so that the kiosk can stop before the start is complete
            await stop.wait()
            self._last_resort(_BY_FORCE_S)
            await self._stop(time.monotonic())
        return ExitCode.OK

    async def _start(self, stop: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        windowed = self.settings.kiosk.display.window is not None
        self._watches = CloseWatch(self.window, stop.set, may_close=windowed)
        self.window.intent.connect(self._wanted)
        self.window.form_sent.connect(self._form_sent)
        self.window.typed.connect(lambda typed: self.tell(LookFor(typed.form, typed.text)))
        self.window.touched.connect(lambda: self.tell(Touched()))
        self._controller.show()
        frame = FirstFrame(self.window)
        self.window.open()
        await frame.painted
        _log.info("first frame %.0f ms after the process began", _age_s() * 1000)
        freeze_objects()
        self._manager.ready()
        self._ticker.start()
        self._controller.number_from(await asyncio.wrap_future(self._first_number))
        self._catch_up()
        if self._prepare is None:
            self._readers_of(self.settings).start(loop)
        self.stores.listen(loop, self.tell)
        self.spawn(self._ping_systemd())
        self.spawn(self.stores.watch())
        await self._connect(loop)
        collect_all()
        freeze_objects()

    async def _connect(self, loop: asyncio.AbstractEventLoop) -> None:
        """Load the slow parts, one after the other, and connect them. Between two parts, the screen answers touches."""
        await asyncio.sleep(_FIRST_ANSWER_S)
        for name in (*_TO_ANSWER, _TO_SEND, self._system.module, *_TO_LEND):
            await loop.run_in_executor(self.slow, importlib.import_module, name)
        from kiosk.app.pictures import Pictures
        from kiosk.app.services import Services  # imported here because it loads the HTTP library

        wiring = Wiring(self.tell, self.spawn, self.clock)
        self.serving = Services(self.settings, self.stores, self.slow, wiring, self._play, self.clock, self._system)
        give, spawn = self.window.give_picture, self.spawn
        self._pictures = Pictures(self.serving.backend, self.slow, spawn=spawn, give=give)
        self.window.picture_wanted.connect(self._pictures.ask)
        await self.serving.open()
        # Carry out the effects for which a visit asked before the lending system was loaded.
        for effect in self._early:
            self.serving.start(effect)
        self._early.clear()
        if self._prepare is not None:
            await self._prepare(self)
            self._readers_of(self.settings).start(loop)
        _log.info("ready for visits %.0f ms after the process began", _age_s() * 1000)

    def _readers_of(self, settings: Settings) -> "Readers":
        from hardware import open_reader
        from kiosk.app.readers import Readers  # imported here because Welcome needs no readers

        house = house_of(settings)
        self._readers = Readers(
            settings.scanners,
            open_reader=self._open_reader or open_reader,
            dispatch=self.tell,
            rules=house.codes,
            commands=house.commands,
        )
        return self._readers

    async def _ping_systemd(self) -> None:
        """Ping systemd from the event loop. If the loop is stuck, no ping comes, and systemd restarts the kiosk."""
        every_s = self._manager.ping_every_s or _HEARTBEAT_S
        while True:
            self._manager.ping()
            await asyncio.sleep(every_s)

    async def _stop(self, began: float) -> None:
        """End all parts within STOPS_WITHIN_S seconds after `began`.

        Each part has a time limit, which is a constant at the top of this module, such as _TASKS_END_S. If a part needs
        more time, do not wait until it has ended.
        """
        _log.info("stopping")
        self._manager.stopping()
        self._ticker.stop()
        if self._readers is not None:
            self._readers.silence()
            await asyncio.sleep(0)  # the visit must get all earlier scans before it gets `Stopping`
        before = set(self._tasks)
        self.tell(Stopping())
        self._in_hand.write()
        # The loop must run once more, so that all writes of the visit get into the store's queue. Nothing cancels a
        # write in this queue.
        await asyncio.sleep(0)
        if asked := self._tasks - before:
            # These tasks write records of the visit to the disk. They get some time to end. If such a task were
            # cancelled at once, its record would be missing, and no log would say why.
            await asyncio.wait(asked, timeout=_NOTES_END_S)
        try:
            async with asyncio.timeout(began + _TASKS_END_S - time.monotonic()):
                await self._end_tasks()
                if self.serving is not None:
                    await self.serving.aclose()
        except TimeoutError:
            _log.warning("not waited for: %s", ", ".join(task.get_name() for task in self._tasks) or "connections")
        if self._readers is not None:
            self._readers.stop(_READERS_END_S)
        if not self.stores.store.close(within_s=began + _DISK_ENDS_S - time.monotonic()):
            _log.error("the disk does not answer: what still waited for it may not be kept")
        self.slow.shutdown(wait=False, cancel_futures=True)
        self._ignore_the_rest()

    def _ignore_the_rest(self) -> None:
        """Ignore every later touch, paint and timer.

        Qt's event loop runs once more before it closes. In this last run, the kiosk must not answer an event, because
        no task and no timer can be started any more.
        """
        self._ended = True
        self.window.blockSignals(True)
        self.between_visits.stop()

    async def _end_tasks(self) -> None:
        """Cancel all tasks. If a cancelled task starts a new task while it ends, cancel the new task, too."""
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks, timeout=_CANCEL_AGAIN_S)

    # --- actions of a person ----------------------------------------------------------------------

    def _wanted(self, intent: Intent) -> None:
        self.tell(intent)

    def _form_sent(self, form: FilledForm) -> None:
        if form.form == TYPED_CODE:
            self.tell(CodeTyped(form.value("code")))
            return
        self.tell(
            FormSent(form.form, form.value("name").strip(), Secret(form.value("secret")), Secret(form.value("pin")))
        )


def _window(settings: Settings) -> KioskWindow:
    size = settings.kiosk.display.window
    theme = "contrast" if settings.kiosk.theme is ThemeName.HIGH_CONTRAST else settings.kiosk.theme.value
    return KioskWindow(asset(), theme, display="fullscreen" if size is None else f"{size[0]}x{size[1]}")


def _age_s() -> float:
    """Return the seconds since this process began, as the kernel counts them (man proc_pid_stat, field 22)."""
    fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / 100.0
