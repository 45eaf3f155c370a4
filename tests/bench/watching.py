"""The program, watched: when its window has painted, what was dispatched, and answers given in its own process."""

import asyncio
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from kiosk.app.program import Program
from kiosk.domain.messages.effects import Effect
from kiosk.domain.messages.events import Event, ItemRead, Scanned
from kiosk.settings.model import Settings
from tests.bench.answers import answer_to

_SHOWN_WITHIN_S = 20.0


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

    async def painted(self) -> float:
        """Return the seconds that a paint of the whole window takes, with its way to the display."""
        async with asyncio.timeout(_SHOWN_WITHIN_S):
            while not self._window.windowHandle().isExposed():  # noqa: ASYNC110 - Qt has no signal for it
                await asyncio.sleep(0.01)
        began = time.perf_counter()
        self._window.repaint()
        return time.perf_counter() - began


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
