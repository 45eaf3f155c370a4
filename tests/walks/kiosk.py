"""The whole kiosk without its window, in a fast loop. It can be stopped, killed, and started again on the same disk."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime, time, timedelta
from typing import Protocol

from hardware.scan import Misread, MisreadReason, ReaderEvent, ReaderState, ReaderStatus, Scan
from hardware.spec import ScannerSpec
from kiosk.app.clock import KioskClock
from kiosk.app.in_hand import InHandKeeper, certain_items
from kiosk.app.presenting import Presenting
from kiosk.app.readers import Readers
from kiosk.app.settings_file import house_of
from kiosk.backends.errors import ServerAwayError
from kiosk.backends.protocol import Password
from kiosk.controller import Controller
from kiosk.domain.messages.effects import Effect, Play
from kiosk.domain.messages.events import Event, Stopping, StoreBroken, Tick
from kiosk.domain.model import Moment, Secret, VisitId
from kiosk.domain.visit import begin
from kiosk.domain.visit.states import Kiosk
from kiosk.settings.model import Settings
from kiosk.store.link_encryption import RememberedToken
from kiosk.store.vault import Holder
from kiosk.views.view import View
from tests.runner.ground import Ground
from tests.walks.world import Visitor

AFTERNOON = time(15, 30)
STOPS_WITHIN_S = 3.0


class Watching(Protocol):
    """An object that the kiosk of a walk calls after each event, and for each effect."""

    def happened(self, before: Kiosk, event: Event, after: Kiosk, view: View) -> None:
        """Receive an event. `before` and `after` are the kiosk before and after the event. `view` is the new view."""
        ...

    def asked(self, kiosk: Kiosk, effect: Effect) -> None:
        """Receive an effect that the visit has asked for."""
        ...


class WalkClock:
    """A clock that begins at half past three today, or at `at`, and runs as fast as the loop.

    A test can move its time of day.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, at: datetime | None = None) -> None:
        self._loop, self._began = loop, loop.time()
        self._at = at or datetime.combine(datetime.now().astimezone().date(), AFTERNOON).astimezone()
        self.moved_s = 0.0

    def true(self) -> datetime:
        """Return the correct time, which is the time of the library's server."""
        return self._at + timedelta(seconds=self._loop.time() - self._began)

    def __call__(self) -> Moment:
        return Moment(self._loop.time(), self.true() + timedelta(seconds=self.moved_s))

    @property
    def passed_s(self) -> float:
        """Return the seconds since the start of the walk, by the clock of the loop."""
        return self._loop.time() - self._began


class HandReader:
    """A reader without a device. A walk calls its methods to scan a code."""

    def __init__(self, spec: ScannerSpec, emit: Callable[[ReaderEvent], None]) -> None:
        self.name, self._emit = spec.name, emit
        self.status = ReaderStatus(spec.name, ReaderState.ABSENT)

    def start(self) -> None:
        """Plug the reader in."""
        self.plug(is_in=True)

    def stop(self, timeout_s: float = 2.0) -> None:  # noqa: ARG002 - there is no thread to wait for
        """Send no more events to the kiosk."""
        self._emit = _nobody

    def plug(self, *, is_in: bool) -> None:
        """Plug the reader in, or pull it out."""
        self.status = ReaderStatus(self.name, ReaderState.READY if is_in else ReaderState.ABSENT)
        self._emit(self.status)

    def reads(self, code: str, at: float) -> None:
        """Hold this code to the reader."""
        self._emit(Scan(code, self.name, at))

    def misreads(self, reason: MisreadReason, at: float) -> None:
        """Hold something to the reader that it cannot read."""
        self._emit(Misread(self.name, reason, at))


def _nobody(_event: ReaderEvent) -> None:
    """Ignore the event."""


class WalkingKiosk:
    """A kiosk without a window, from its start to its end. To restart the kiosk, make a new object."""

    def __init__(
        self,
        settings: Settings,
        clock: WalkClock,
        watching: Watching,
        disk: Executor | None = None,
        slow: Executor | None = None,
    ) -> None:
        self._settings, self._watching = settings, watching
        self._clock = KioskClock(clock, self.tell)
        self._ground = Ground(settings, self._clock, disk, slow)
        self.stores = self._ground.stores
        self.readers: dict[str, HandReader] = {}
        self._dead = False
        self._presented: Kiosk | None = None
        self._view: View
        self._house = house_of(settings)
        self._in_hand = InHandKeeper(
            self.stores.in_hand, is_item=certain_items(settings, self.stores.knows_item), member_of=self._member_of
        )

    async def start(self) -> None:
        """Start the parts of the kiosk in this order: the stores, Welcome, the back end, the readers."""
        library = self.stores.library.load()
        self._presenting = Presenting(self.stores.items, self._house.language)
        self._controller = Controller(
            begin(self._house, self._clock(), library, next_id=self.stores.journal.next_id_seed()),
            clock=self._clock,
            present=self._present,
            show=lambda _: None,
            start=self._start,
        )
        await self._ground.open(self.tell, lambda _: None)
        self._ground.spawn(self.stores.watch())
        self._ground.spawn(self._tick())
        self._opened = Readers(
            self._settings.scanners,
            open_reader=self._open_reader,
            dispatch=self.tell,
            rules=self._house.codes,
            commands=self._house.commands,
        )
        self._opened.start(asyncio.get_running_loop())

    def _open_reader(self, spec: ScannerSpec, emit: Callable[[ReaderEvent], None]) -> HandReader:
        self.readers[spec.name] = HandReader(spec, emit)
        return self.readers[spec.name]

    async def stop(self) -> None:
        """Stop as Program does after SIGTERM."""
        self._opened.silence()
        await asyncio.sleep(0)
        self.tell(Stopping())
        self._in_hand.write()
        await asyncio.sleep(0)
        await self._end()

    async def kill(self) -> None:
        """Stop at once, as if the process were killed. Ignore answers that still come, and write nothing more."""
        self._dead = True
        await self._end()

    async def _end(self) -> None:
        async with asyncio.timeout(STOPS_WITHIN_S * 10):
            await self._ground.close(None, None, None)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            self.tell(Tick())

    def _member_of(self, visit: VisitId) -> str | None:
        return self._ground.serving.member_of(visit)

    # --- events --------------------------------------------------------------------------------------

    @property
    def kiosk(self) -> Kiosk:
        """Return the present state of the kiosk."""
        return self._controller.kiosk

    def view(self) -> View:
        """Return what is on the screen."""
        return self._present(self.kiosk)

    def _present(self, kiosk: Kiosk) -> View:
        if kiosk is not self._presented:
            self._presented, self._view = kiosk, self._presenting.present(kiosk)
        return self._view

    def tell(self, event: Event) -> None:
        """Give this event to the kiosk."""
        if self._dead:
            return
        if isinstance(event, StoreBroken):
            self.stores.broken = True
        before = self.kiosk
        self._controller.dispatch(event)
        self._in_hand.look(self.kiosk)
        self._watching.happened(before, event, self.kiosk, self.view())

    def _start(self, effect: Effect) -> None:
        if self._dead:
            return
        self._watching.asked(self.kiosk, effect)
        if not isinstance(effect, Play):
            self._ground.serving.start(effect)

    async def link(self, person: Visitor) -> None:
        """Link the fob of this member, as if the member had linked the fob on an earlier day."""
        serving = self._ground.serving
        credential = Password(person.name, Secret(person.secret))
        try:
            account = await serving.backend.sign_in(credential, VisitId(-1), "en")
        except ServerAwayError:  # this can happen on a busy machine
            return
        if account.renewable is not None and serving.vault is not None:
            holder = Holder(account.member.reference, account.member.first_name[:1])
            await serving.vault.keep(Secret(person.fob), RememberedToken(account.renewable), holder)

    def wall(self) -> datetime:
        """Return the time of day that the kiosk believes to be correct."""
        return self._clock().wall

    async def at_rest(self) -> None:
        """Wait until the thread of the disk and the thread for slow work have nothing to do."""
        await self._ground.at_rest()
