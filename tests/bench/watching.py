"""The kiosk's program, which also remembers its scans and paints. Without a server, it can give the answers itself."""

import asyncio
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from kiosk.app.program import Program
from kiosk.domain.messages.effects import Effect
from kiosk.domain.messages.events import Event, ItemRead, Scanned
from kiosk.settings.model import Backend, Settings
from tests.bench.answers import answer_to

_SHOWN_WITHIN_S = 20.0


class Paints(QObject):
    """`await paints.next()` returns the moment at which the next paint of the window has ended."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._waiting: asyncio.Future[float] | None = None
        window.installEventFilter(self)

    def next(self) -> "asyncio.Future[float]":
        """Return a future for the end of the first paint that begins after this call."""
        self._waiting = asyncio.get_running_loop().create_future()
        return self._waiting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.UpdateRequest or self._waiting is None:
            return False
        waiting, self._waiting = self._waiting, None
        watched.event(event)  # this paints the window, and sends the picture to the display
        waiting.set_result(time.perf_counter())
        return True


class EmptyWindow:
    """A window over the kiosk's window, of the same size and in one colour."""

    def __init__(self, kiosk: QWidget) -> None:
        self._window = QWidget()
        self._window.setGeometry(kiosk.geometry())
        self._window.show()

    async def painted(self) -> float:
        """Return the seconds for a paint of the whole window, including the way to the display."""
        async with asyncio.timeout(_SHOWN_WITHIN_S):
            while not self._window.windowHandle().isExposed():  # noqa: ASYNC110 - Qt has no signal for it
                await asyncio.sleep(0.01)
        began = time.perf_counter()
        self._window.repaint()
        return time.perf_counter() - began


class WatchedProgram(Program):
    """A kiosk that can answer its effects at once, without a server. It remembers when each scan was dispatched."""

    def __init__(self, settings: Settings) -> None:
        self.answered_here = self.silent = self.listens = False
        self._answers: list[Event] = []
        self.heard: list[tuple[str, float]] = []
        self._told = asyncio.Event()
        self.before: Callable[[Event], object] = lambda _event: None
        """This function is called with each event before the program handles the event."""
        super().__init__(settings)
        self.paints = Paints(self.window)

    def tell(self, event: Event) -> None:
        if self.listens and isinstance(event, Scanned) and isinstance(event.meaning, ItemRead):
            self.heard.append((event.meaning.code, time.monotonic()))
        self.before(event)
        super().tell(event)
        self._told.set()

    async def until(self, fact: Callable[[object], bool]) -> None:
        """Wait until `fact(state)` is true of the state of the visit."""
        while not fact(self.state):
            self._told.clear()
            await self._told.wait()

    def _effect(self, effect: Effect) -> None:
        if not self.answered_here:
            super()._effect(effect)
            return
        answer = answer_to(effect, at_once=self.settings.kiosk.backend is Backend.SIERRA)
        if answer is not None:
            self._answers.append(answer)
            if not self.silent:
                self.speak()

    def speak(self) -> None:
        """Tell the program all answers that are waiting.

        A real server would not answer before the frame is drawn, either.
        """
        waiting, self._answers = self._answers, []
        for answer in waiting:
            asyncio.get_running_loop().call_soon(self.tell, answer)

    @property
    def state(self) -> object:
        """The state of the visit."""
        return self._controller.kiosk.state
