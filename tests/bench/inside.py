"""The real program in a process of its own, with a watch on its scans and paints. `tests.bench` starts it.

A JSON request a line on standard input, a JSON answer a line on standard output:
{"do": "paints", "lines": 50, "scans": 300} -> [seconds, ...]    a scan dispatched until its line is painted
{"do": "visits", "count": 100, "scans": 1} -> 100                visits answered by tests.bench.answers
{"do": "heard"} -> [[code, moment], ...]                         dispatched since the last such request
"""

import argparse
import asyncio
import gc
import itertools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.app import plain_import  # noqa: F401 - as in the kiosk's own start: before whatever else imports Qt

# isort: split
from PySide6.QtCore import QEvent, QObject

from kiosk.app.program import Program
from kiosk.app.qt import application, live
from kiosk.domain.messages import (
    CommandName,
    CommandRead,
    Effect,
    Event,
    FobRead,
    ItemRead,
    RemoveLine,
    Scanned,
)
from kiosk.domain.model import ItemCode, Line, LineState, Secret
from kiosk.domain.visit.state import Idle, Receipt, Serving
from kiosk.ops.logs import open_log
from kiosk.settings import Settings, load
from kiosk.ui.window import KioskWindow
from tests.bench.answers import answer_to

_FINISH = Scanned(CommandRead(CommandName.FINISH), "second")


class Paints(QObject):
    """`await paints.next()` is the moment at which the next paint of the window had ended."""

    def __init__(self, window: KioskWindow) -> None:
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


class WatchedProgram(Program):
    """The kiosk, told apart: it can be answered at once, and remembers when scans came to be dispatched."""

    def __init__(self, settings: Settings) -> None:
        self.answered_here = self.silent = self.listens = False
        self._answers: list[Event] = []
        self.heard: list[tuple[str, float]] = []
        self._told = asyncio.Event()
        super().__init__(settings)
        self.paints = Paints(self.window)

    def tell(self, event: Event) -> None:
        if self.listens and isinstance(event, Scanned) and isinstance(event.meaning, ItemRead):
            self.heard.append((event.meaning.code, time.monotonic()))
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


class Script:
    """Plays visits in the program, each turn painted as for a person."""

    def __init__(self, program: WatchedProgram) -> None:
        self._program = program
        self._numbers = itertools.count()

    async def visits(self, count: int, scans: int) -> int:
        """A fob, some tools, Finish, the receipt closed: so often."""
        for _ in range(count):
            await self._sign_in()
            for _ in range(scans):
                await self._scan()
            await self._say(_FINISH, Receipt)
            await self._say(_FINISH, Idle)
        return count

    async def paints(self, lines: int, scans: int) -> list[float]:
        """From a scan's dispatch to the end of the paint that shows its line, below it `lines - 1` others."""
        await self._sign_in()
        for _ in range(lines - 1):
            await self._scan()
        times = []
        for _ in range(scans):
            times.append(await self._seen())
            await self._settled()
            await self._take_out_newest()
        await self._say(_FINISH, Receipt)
        await self._say(_FINISH, Idle)
        return times

    async def _seen(self) -> float:
        self._program.silent = True
        began = time.perf_counter()
        painted = self._program.paints.next()
        self._program.tell(Scanned(ItemRead(self._code()), "second"))
        took = await painted - began
        self._program.silent = False
        self._program.speak()
        return took

    def _code(self) -> ItemCode:
        return ItemCode(f"TOOL-{next(self._numbers):06d}")

    async def _sign_in(self) -> None:
        await self._say(Scanned(FobRead(Secret(f"FOB-{next(self._numbers)}")), "first"), Serving)

    async def _scan(self) -> None:
        self._program.tell(Scanned(ItemRead(self._code()), "second"))
        await self._settled()

    async def _take_out_newest(self) -> None:
        newest = max(_lines(self._program.state), key=lambda line: line.ident)
        self._program.tell(RemoveLine(newest.ident))
        await self._program.until(lambda state: newest.ident not in {line.ident for line in _lines(state)})
        await self._painted()

    async def _settled(self) -> None:
        """Every line has its answer, and that is on the screen."""
        await self._program.until(lambda state: all(line.state is not LineState.CHECKING for line in _lines(state)))
        await self._painted()

    async def _say(self, event: Event, then: type[object]) -> None:
        self._program.tell(event)
        await self._program.until(lambda state: isinstance(state, then))
        await self._painted()

    async def _painted(self) -> None:
        painted = self._program.paints.next()
        self._program.window.update(0, 0, 1, 1)  # so that there is a paint to wait for; it takes all others along
        await painted


def _lines(state: object) -> tuple[Line, ...]:
    return state.lines if isinstance(state, Serving) else ()


async def _serve(program: WatchedProgram) -> None:
    loop, script = asyncio.get_running_loop(), Script(program)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        request = json.loads(line)
        answer: object
        program.answered_here = True
        match request["do"]:
            case "paints":
                answer = await script.paints(request["lines"], request["scans"])
            case "visits":
                answer = await script.visits(request["count"], request["scans"])
            case _:
                answer, program.heard, program.listens = program.heard, [], True
        program.answered_here = False
        print(json.dumps(answer), flush=True)


def main() -> int:
    """As `lending-kiosk run --debug`, with ears."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", type=Path)
    gc.disable()
    open_log(debug=True, for_journal=True)
    app = application()
    program = WatchedProgram(load(parser.parse_args().config))

    async def run(stop: asyncio.Event) -> int:
        loop = asyncio.get_running_loop()
        ears = loop.create_task(_serve(program))
        try:
            return await program.main(stop)
        finally:
            ears.cancel()

    return live(app, run)


if __name__ == "__main__":
    sys.exit(main())
