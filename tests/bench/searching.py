"""Searches among five thousand tools, in the process of tests.bench.inside.

The results are the times until tools are painted, and the times in which the event loop is blocked.
"""

import asyncio
import time
from itertools import pairwise

from PySide6.QtCore import QObject, QTimer

from kiosk.domain.messages.answers import SearchAnswered
from kiosk.domain.messages.events import Event
from kiosk.domain.messages.intents import CloseSidePage, FindTool, LookFor, MoreFound
from kiosk.domain.visit.side_pages import finding_of
from kiosk.domain.visit.states import SearchProgress, ToolSearch
from kiosk.domain.visit.times import TYPING_S
from kiosk.ui.pages.find import FindPageFrame
from kiosk.ui.scroll import Scroll
from kiosk.views.find import PictureAsk
from tests.bench.watching import WatchedProgram

_STEP_PX = 160


class Beats(QObject):
    """The moments at which the event loop had nothing else to do. Between two of these moments the loop was blocked."""

    def __init__(self) -> None:
        super().__init__()
        self._moments: list[tuple[float, float]] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: self._moments.append((time.perf_counter(), time.thread_time())))
        self._timer.start(0)

    def stop(self) -> tuple[list[float], list[float]]:
        """Stop, and return two lists with the seconds of each time in which the loop was blocked.

        The first list gives the time by the clock, and the second list gives the processor time.
        """
        self._timer.stop()
        both = list(pairwise(self._moments))
        return [after[0] - before[0] for before, after in both], [after[1] - before[1] for before, after in both]


class Searches:
    """A person who has not logged in. The person types fast and scrolls far."""

    def __init__(self, program: WatchedProgram) -> None:
        self._program = program
        self._pictures = self._asked = 0
        program.window.picture_wanted.connect(self._wanted)

    async def times(self, words: list[str]) -> dict[str, list[float]]:
        """Search for each word, and return all times in seconds.

        The times `answer` and `rest` end with the paint of the first results. `answer` begins with the server's answer,
        `rest` with the end of the typing pause. `held` and `worked` are the times in which the event loop was blocked
        while a long list was scrolled: `held` by the clock, and `worked` in processor time. `pictures` is not a time,
        but the number of pictures that came.
        """
        program = self._program
        program.tell(FindTool())
        await program.until(lambda _: self._finding().shelves is not None)
        from_answer, from_rest = [], []
        for each in words:
            answered, rested, painted = await self._first_results(each)
            from_answer.append(painted - answered)
            from_rest.append(painted - rested)
        held, worked = await self._far_down()
        program.tell(CloseSidePage())
        pictures = [float(self._pictures)]
        return {"answer": from_answer, "rest": from_rest, "held": held, "worked": worked, "pictures": pictures}

    async def _first_results(self, words: str) -> tuple[float, float, float]:
        program = self._program
        rested = time.perf_counter() + TYPING_S
        program.tell(LookFor(self._finding().field, words))
        answered = await self._told(SearchAnswered)
        painted = await program.paints.next()
        assert self._finding().found, words
        return answered, rested, painted

    async def _told(self, kind: type[Event]) -> float:
        """Wait for the next event of this kind. Return the moment just before the program handles the event."""
        waiting: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._program.before = lambda event: (
            waiting.set_result(time.perf_counter()) if isinstance(event, kind) and not waiting.done() else None
        )
        return await waiting

    async def _far_down(self) -> tuple[list[float], list[float]]:
        """Load all results of a search, and scroll until every picture has come. Return the result of Beats.stop."""
        program, beats = self._program, Beats()
        program.tell(LookFor(self._finding().field, "a"))
        await program.until(lambda _: self._finding().looking is SearchProgress.HERE)
        while self._finding().more:
            program.tell(MoreFound())
            await program.until(lambda _: self._finding().looking is SearchProgress.HERE)
        page = program.window.page()
        assert isinstance(page, FindPageFrame)
        while len(page.list().lines()) < len(self._finding().found):  # noqa: ASYNC110 - the list has no event for it
            await asyncio.sleep(0.01)
        scroll = page.findChild(Scroll)
        assert isinstance(scroll, Scroll)
        bar = scroll.verticalScrollBar()
        for place in range(0, bar.maximum() + _STEP_PX, _STEP_PX):
            bar.setValue(place)
            await asyncio.sleep(0.016)
        while self._pictures < self._asked:  # noqa: ASYNC110 - the pictures have no event for it
            await asyncio.sleep(0.01)
        return beats.stop()

    def _wanted(self, _: PictureAsk) -> None:
        self._asked += 1
        if self._asked == 1:
            frame = self._program.window.page()
            assert isinstance(frame, FindPageFrame)
            frame._shelf.arrived.connect(self._came)

    def _came(self, _: str) -> None:
        self._pictures += 1

    def _finding(self) -> ToolSearch:
        finding = finding_of(self._program.kiosk.state)
        assert finding is not None
        return finding
