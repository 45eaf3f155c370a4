"""A visit that plays by itself. The kiosk, its window and the code that reads from serial readers are the real ones.

Only the server and the readers are pretended. Each kind of lending system has a story of its own.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from kiosk.app.program import Program
from kiosk.demo.hand import Hand
from kiosk.demo.pretend_readers import PretendReader
from kiosk.domain.model import Line, LineState
from kiosk.domain.visit.states import Idle, Kiosk, Serving

W = TypeVar("W", bound=QWidget)

_WITHIN_S = 30.0
_BETWEEN_SCANS_S = 0.3
"""The seconds between two scans. If the time is much shorter, the kiosk reads the two codes as one damaged code."""


class StoryFailedError(Exception):
    """An error that names the step at which the visit stopped."""


@dataclass(frozen=True, slots=True)
class StoryStage:
    """The kiosk and the readers that a story uses, and the two places to which it writes: `say` and `folder`.

    For each step, the story calls `say` with a line of text, and saves a screenshot in `folder`. After each step it
    waits for `pause_s` seconds, so that a person can look at the screen.
    """

    program: Program
    fobs: PretendReader
    items: PretendReader
    folder: Path
    say: Callable[[str], None]
    pause_s: float = 0.0


class Story(ABC):
    """A visit that plays by itself. A subclass returns the parts of the visit in `parts`."""

    def __init__(self, stage: StoryStage) -> None:
        self.pictures: list[Path] = []
        self._stage, self._program = stage, stage.program
        self._fobs, self._items = stage.fobs, stage.items
        self._hand = Hand(stage.program.window)
        self._step = "the start"

    @abstractmethod
    def parts(self) -> Sequence[Callable[[], Awaitable[None]]]:
        """Return the parts of the visit, in their order."""

    async def play(self) -> None:
        """Play the whole visit.

        Raises StoryFailedError if a step does not happen in time or a screenshot cannot be saved.
        """
        self._stage.folder.mkdir(parents=True, exist_ok=True)
        for old in self._stage.folder.glob("[0-9][0-9]-*.png"):
            old.unlink()
        try:
            for part in self.parts():
                await part()
        except TimeoutError as late:
            self._take("stuck")
            raise StoryFailedError(f"the story stopped at “{self._step}”: {late}") from late

    # --- functions that the steps use ----------------------------------------------------------------

    async def _welcome(self) -> None:
        """Wait until the page Welcome is shown and both readers can be used."""
        await self._until(lambda kiosk: isinstance(kiosk.state, Idle) and kiosk.lasting.library is not None, "Welcome")
        await self._until(lambda kiosk: all(reader.ready for reader in kiosk.lasting.readers), "both readers")

    async def _fill(self, ident: str, text: str) -> None:
        """Type this text into the form's field that has the id `ident`."""
        entry = await self._seen(lambda: self._hand.entry(ident), f"the field {ident}")
        self._hand.tap(entry.edit)
        self._hand.type(text)

    async def _told(self, what: str, name: str) -> None:
        """Give the line `what` about this step to `say`, and save a screenshot with this name.

        Then wait, so that a person can look at the screen.
        """
        self._step = what
        picture = self._take(name)
        self._stage.say(f"{len(self.pictures):2}  {what}  [{picture.name}]")
        await asyncio.sleep(self._stage.pause_s)

    def _take(self, name: str) -> Path:
        path = self._stage.folder / f"{len(self.pictures) + 1:02}-{name}.png"
        if not self._program.window.grab().save(str(path)):
            raise StoryFailedError(f"{path} cannot be written")
        self.pictures.append(path)
        return path

    async def _scan(self, reader: PretendReader, code: str) -> None:
        await asyncio.sleep(_BETWEEN_SCANS_S)
        reader.scan(code)

    async def _counted(self, state: LineState, count: int) -> None:
        """Wait until the basket has this number of lines in this state."""
        await self._until(lambda kiosk: count_of(kiosk, state) == count, f"line {count} of the basket ({state.name})")

    async def _tap(self, wanted: Callable[[object], bool]) -> None:
        """Tap the first button that can be pressed and for whose intent `wanted` returns True."""
        button = await self._seen(lambda: self._hand.carrying(wanted), "a button")
        self._hand.tap(button)

    def _seen(self, look: Callable[[], W | None], what: str) -> Awaitable[W]:
        return self._hand.until_seen(look, what, _WITHIN_S)

    async def _until(self, holds: Callable[[Kiosk], bool], what: str) -> None:
        end = asyncio.get_running_loop().time() + _WITHIN_S
        while not holds(self._program.kiosk):
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"{what} did not come within {_WITHIN_S:.0f} s")
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.05)  # Qt needs this time to lay out and paint the new screen


def lines_of(kiosk: Kiosk) -> tuple[Line, ...]:
    """Return the lines of the basket, or nothing if there is no basket."""
    return kiosk.state.lines if isinstance(kiosk.state, Serving) else ()


def count_of(kiosk: Kiosk, state: LineState) -> int:
    """Return the number of lines of the basket that are in this state."""
    return sum(line.state is state for line in lines_of(kiosk))
