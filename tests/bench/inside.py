"""A separate process that runs the real program, and watches its scans and paints. `tests.bench` starts this process.

Each line on standard input is a JSON request, and each line on standard output is a JSON answer. Times are in seconds.

{"do": "paints", "lines": 50, "scans": 300} -> [time, ...]
    The times from the dispatch of a scan to the paint of its line.
{"do": "empty", "paints": 300} -> [time, ...]
    The times of whole paints of an empty window of the kiosk's size.
{"do": "visits", "count": 100, "scans": 1} -> {"log-in": [time, ...], "receipt": [time, ...]}
    The times from a fob to the basket, and from Finish to the receipt. This process gives the answers, and no server
    is needed.
{"do": "searches", "words": ["saw", ...]} -> {"answer": [time, ...], ...}
    The times of searches, which the real server answers.
{"do": "heard"} -> [[code, moment], ...]
    The scans that were dispatched since the last request of this kind.
"""

import argparse
import asyncio
import gc
import itertools
import json
import sys
import time
from pathlib import Path

from kiosk.app import qt_import  # noqa: F401 - this must be the first import of Qt, as in the kiosk

# isort: split

from kiosk.app.qt import application, run_until_stopped
from kiosk.domain.messages.events import CommandName, CommandRead, Event, FobRead, ItemRead, Scanned
from kiosk.domain.messages.intents import RemoveLine
from kiosk.domain.model import ItemCode, Line, LineState, Secret
from kiosk.domain.visit.states import Idle, Receipt, Serving
from kiosk.ops.logs import open_log
from kiosk.settings.load import load
from tests.bench.answers import SPARE
from tests.bench.searching import Searches
from tests.bench.watching import EmptyWindow, WatchedProgram

_FINISH = Scanned(CommandRead(CommandName.FINISH), "second")


class Script:
    """Plays visits in the program. Each step waits until the window is painted, as a person would."""

    def __init__(self, program: WatchedProgram) -> None:
        self._program = program
        self._numbers = itertools.count()

    async def visits(self, count: int, scans: int) -> dict[str, list[float]]:
        """Play `count` visits: a fob, some scans, Finish, and the end of the receipt.

        Return the seconds from each fob to the basket, and from each Finish to the receipt.
        """
        seen: dict[str, list[float]] = {"log-in": [], "receipt": []}
        for _ in range(count):
            seen["log-in"].append(await self._sign_in())
            for _ in range(scans):
                await self._scan()
            seen["receipt"].append(await self._say(_FINISH, Receipt))
            await self._say(_FINISH, Idle)
            self._program.between_visits.finish_now()  # a real kiosk does this work before the next person comes
        return seen

    async def paints(self, lines: int, scans: int) -> list[float]:
        """Return the seconds from the dispatch of each scan to the paint of its line.

        The basket has `lines - 1` other lines below the new line.
        """
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

    async def empty(self, paints: int) -> list[float]:
        """Return the seconds of each paint of an empty window: the time that Qt and the display need by themselves."""
        window = EmptyWindow(self._program.window)
        return [await window.painted() for _ in range(paints)]

    async def _seen(self) -> float:
        self._program.silent = True
        began = time.perf_counter()
        painted = self._program.paints.next()
        self._program.tell(Scanned(ItemRead(self._code(SPARE)), "second"))
        took = await painted - began
        self._program.silent = False
        self._program.speak()
        return took

    def _code(self, beginning: str = "TOOL") -> ItemCode:
        return ItemCode(f"{beginning}-{next(self._numbers):06d}")

    async def _sign_in(self) -> float:
        return await self._say(Scanned(FobRead(Secret(f"FOB-{next(self._numbers)}")), "first"), Serving)

    async def _scan(self) -> None:
        self._program.tell(Scanned(ItemRead(self._code()), "second"))
        await self._settled()

    async def _take_out_newest(self) -> None:
        newest = max(_lines(self._program.state), key=lambda line: line.ident)
        self._program.tell(RemoveLine(newest.ident))
        await self._program.until(lambda state: newest.ident not in {line.ident for line in _lines(state)})
        await self._painted()

    async def _settled(self) -> None:
        """Wait until every line has its answer, and until the answers are painted."""
        await self._program.until(lambda state: all(line.state is not LineState.CHECKING for line in _lines(state)))
        await self._painted()

    async def _say(self, event: Event, then: type[object]) -> float:
        """Tell the program an event, and wait until the state `then` is painted. Return the seconds that this took."""
        began = time.perf_counter()
        self._program.tell(event)
        await self._program.until(lambda state: isinstance(state, then))
        await self._painted()
        return time.perf_counter() - began

    async def _painted(self) -> None:
        painted = self._program.paints.next()
        self._program.window.update(0, 0, 1, 1)  # this causes a paint, which also shows all other changes
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
            case "empty":
                answer = await script.empty(request["paints"])
            case "visits":
                answer = await script.visits(request["count"], request["scans"])
            case "searches":
                program.answered_here = False
                answer = await Searches(program).times(request["words"])
            case _:
                answer, program.heard, program.listens = program.heard, [], True
        program.answered_here = False
        print(json.dumps(answer), flush=True)


def main() -> int:
    """Run the kiosk as `lending-kiosk run --debug` does, and also answer the requests on standard input."""
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

    return run_until_stopped(app, run)


if __name__ == "__main__":
    sys.exit(main())
