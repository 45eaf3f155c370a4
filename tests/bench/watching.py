"""The program, watched: when its window has painted, what was dispatched, and answers given in its own process."""

import asyncio
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from kiosk.app.program import Program
from kiosk.domain.messages import Effect, Event, ItemRead, Scanned
from kiosk.settings import Settings
from tests.bench.answers import answer_to


class Paints(QObject):
    """`await paints.next()` is the moment at which the next paint of the window had ended."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._waiting: asyncio.Future[float] | None = None
        window.installEventFilter(self)

    def next(self) -> "asyncio.Future[float]":
        """Of the first paint that begins after this call."""
        self._waiting = asyncio.get_running_loop().create_future()
        return self._waiting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.UpdateRequest or self._waiting is None:
            return False
        waiting, self._waiting = self._waiting, None
        watched.event(event)  # the paint, and its way to the display
        waiting.set_result(time.perf_counter())
        return True


class EmptyWindow:
    """A window over the kiosk's, of its size, in one colour."""

    def __init__(self, kiosk: QWidget) -> None:
        self._window = QWidget()
        self._window.setGeometry(kiosk.geometry())
        self._window.show()
        self._paints = Paints(self._window)

    async def painted(self) -> float:
        """Return the seconds from the request to the end of a paint of the whole window."""
        began, painted = time.perf_counter(), self._paints.next()
        self._window.update()
        return await painted - began


class WatchedProgram(Program):
    """The kiosk, told apart: it can be answered at once, and remembers when scans came to be dispatched."""

    def __init__(self, settings: Settings) -> None:
        self.answered_here = self.silent = self.listens = False
        self._answers: list[Event] = []
        self.heard: list[tuple[str, float]] = []
        self._told = asyncio.Event()
        self.before: Callable[[Event], object] = lambda _event: None
        """Called with each event before it is answered."""
        super().__init__(settings)
        self.paints = Paints(self.window)

    def tell(self, event: Event) -> None:
        if self.listens and isinstance(event, Scanned) and isinstance(event.meaning, ItemRead):
            self.heard.append((event.meaning.code, time.monotonic()))
        self.before(event)
        super().tell(event)
        self._told.set()

    async def until(self, fact: Callable[[object], bool]) -> None:
        """Return when this holds of the visit's state."""
        while not fact(self.state):
            self._told.clear()
            await self._told.wait()

    def _effect(self, effect: Effect) -> None:
        if not self.answered_here:
            super()._effect(effect)
            return
        answer = answer_to(effect)
        if answer is not None:
            self._answers.append(answer)
            if not self.silent:
                self.speak()

    def speak(self) -> None:
        """Give the answers that were held back; no server answers before a frame is drawn, and none does here."""
        waiting, self._answers = self._answers, []
        for answer in waiting:
            asyncio.get_running_loop().call_soon(self.tell, answer)

    @property
    def state(self) -> object:
        """Where the visit stands."""
        return self._controller.kiosk.state
