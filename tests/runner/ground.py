"""The parts below the runner: real files, the back end over real HTTP, one thread for slow work, and one task group."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

from kiosk.app.clock import KioskClock
from kiosk.app.services import Services
from kiosk.app.stores import Stores
from kiosk.domain.messages.effects import Sound
from kiosk.domain.messages.events import Event
from kiosk.domain.model import Moment
from kiosk.runner.tasks import Patience, Wiring
from kiosk.settings.model import Settings
from kiosk.store.inbox import StaffInbox
from kiosk.store.sqlite_file import StoreError

T = TypeVar("T")


class Ground:
    """The parts below a runner. Open them in a loop. When they are closed, all running tasks are cancelled."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], Moment],
        disk: Executor | None = None,
        slow: Executor | None = None,
    ) -> None:
        self._settings, self._clock = settings, clock
        self._watch = clock if isinstance(clock, KioskClock) else None
        self.stores = Stores(settings, lambda: clock().wall, thread=disk)
        self._slow = slow or ThreadPoolExecutor(1)
        self._group = asyncio.TaskGroup()
        self.before_files_close: Callable[[], None] = _nothing
        self._tasks: set[asyncio.Task[object]] = set()

    async def open(
        self, tell: Callable[[Event], None], play: Callable[[Sound], None], patience: Patience | None = None
    ) -> None:
        """Open the parts. From now on, `serving` carries out effects."""
        await self._group.__aenter__()
        self.stores.listen(asyncio.get_running_loop(), tell)
        wiring = Wiring(tell, self.spawn, self._clock, patience or Patience())
        self.serving = Services(self._settings, self.stores, self._slow, wiring, play, self._watch)
        await self.serving.open()

    def inbox(self) -> StaffInbox:
        """Return the inbox that staff read."""
        return StaffInbox(self.stores.store.journal, self.stores.key, lambda: self._clock().wall)

    async def close(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the parts. The arguments are those of `__aexit__`. Raises the error of a task that has failed."""
        for task in self._tasks:
            task.cancel()
        try:
            await self._group.__aexit__(kind, error, trace)
        finally:
            await self.serving.aclose()
            self.before_files_close()
            self.stores.store.close()
            self._slow.shutdown()

    async def at_rest(self) -> None:
        """Wait until the thread of the disk and the thread for slow work have nothing to do."""
        await asyncio.wrap_future(self._slow.submit(_nothing))
        with contextlib.suppress(StoreError):
            await self.stores.store.journal.read(lambda _: None)

    def spawn(self, work: Coroutine[object, object, T], /) -> asyncio.Task[T]:
        """Start this work in the task group."""
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _nothing() -> None:
    """Do nothing. When this function has run in a thread, the earlier jobs of the thread have ended."""
