"""One visit that plays by itself. The kiosk, its window and the code that reads from serial readers are the real ones.

Only the server and the readers are pretended.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from kiosk.app.program import Program
from kiosk.demo.hand import Hand
from kiosk.demo.pretend_readers import PretendReader
from kiosk.domain.messages.intents import Cancel, ChooseCondition, CloseReceipt, Finish, OpenPanel, RemoveLine
from kiosk.domain.model import Line, LineState
from kiosk.domain.terms import TermKind
from kiosk.domain.visit.states import AskingSecret, Committing, Idle, Kiosk, ReadingBack, Receipt, Resolving, Serving
from kiosk.simulator import MEMBERS, SimulatorThread

W = TypeVar("W", bound=QWidget)
_log = logging.getLogger("kiosk.demo")

_WITHIN_S = 30.0
_BETWEEN_SCANS_S = 0.3
"""The seconds between two scans. If the time is much shorter, the kiosk reads the two codes as one damaged code."""
_SAME_FOB_AGAIN_S = 2.0
"""The seconds to wait before the same fob is scanned again. If it is scanned earlier, the kiosk ignores the scan."""
_MARTA = MEMBERS[0]
_TO_BORROW = ("DR-0142", "SAND-0019", "100")
_BACK = "LVL-0002"
_NOT_OURS = "HAMMER-9999"


class StoryFailedError(Exception):
    """An error that names the step at which the visit stopped."""


@dataclass
class Story:
    """A visit that plays by itself in the kiosk `program`.

    For each step, it calls `say` with a line of text, and saves a screenshot in `folder`. After each step it waits for
    `pause_s` seconds, so that a person can look at the screen.
    """

    program: Program
    library: SimulatorThread
    fobs: PretendReader
    items: PretendReader
    folder: Path
    say: Callable[[str], None]
    pause_s: float = 0.0
    pictures: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._hand = Hand(self.program.window)
        self._step = "the start"

    async def play(self) -> None:
        """Play the whole visit.

        Raises StoryFailedError if a step does not happen in time or a screenshot cannot be saved.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob("[0-9][0-9]-*.png"):
            old.unlink()
        try:
            for part in (self._arrive, self._borrow, self._bring_back, self._unknown, self._finish, self._come_again):
                await part()
        except TimeoutError as late:
            self._take("stuck")
            raise StoryFailedError(f"the story stopped at “{self._step}”: {late}") from late

    # --- the visit ----------------------------------------------------------------------------------

    async def _arrive(self) -> None:
        await self._until(lambda kiosk: isinstance(kiosk.state, Idle) and kiosk.lasting.library is not None, "Welcome")
        await self._until(lambda kiosk: all(reader.ready for reader in kiosk.lasting.readers), "both readers")
        await self._told("Welcome stands: tools and fobs can be scanned in any order.", "welcome")
        await self._scan(self.fobs, _MARTA.fob)
        await self._until(lambda kiosk: isinstance(kiosk.state, AskingSecret), "the form")
        await self._told("A new fob is held to the reader: its member logs in once.", "new-fob")
        for ident, text in (("name", _MARTA.username), ("secret", _MARTA.password)):
            entry = await self._seen(lambda ident=ident: self._hand.entry(ident), f"the field {ident}")  # type: ignore[misc]
            self._hand.tap(entry.edit)
            self._hand.type(text)
        await self._told("User name and password are typed; the fob will be remembered.", "form-filled")
        self._hand.type("\n")
        await self._until(lambda kiosk: isinstance(kiosk.state, Serving), "the greeting")
        await self._told("Marta is greeted by her first name, and sees what she has at home.", "home")

    async def _borrow(self) -> None:
        for number, code in enumerate(_TO_BORROW, start=1):
            await self._scan(self.items, code)
            await self._staged(number)
        await self._told(
            "Three tools are scanned: they are on the list, and nothing is recorded yet.", "three-to-borrow"
        )

    async def _bring_back(self) -> None:
        await self._scan(self.items, _BACK)
        await self._staged(len(_TO_BORROW) + 1)
        await self._told("A tool of her own is scanned: it is one that she brings back.", "one-to-bring-back")
        # If the lines on the screen are small, they have no buttons for the conditions. A tap on a small button then
        # opens a panel with these buttons.
        await self._tap(lambda intent: _opens_conditions(intent) or _says_a_condition(intent))
        if not any(line.condition for line in _lines(self.program.kiosk)):
            await self._tap(_says_a_condition)
        await self._until(lambda kiosk: any(line.condition for line in _lines(kiosk)), "the condition")
        await self._told("She says that something is wrong with it.", "condition")

    async def _unknown(self) -> None:
        await self._scan(self.items, _NOT_OURS)
        await self._until(lambda kiosk: _count(kiosk, LineState.REFUSED) == 1, "the refusal")
        await self._told("A code that the library does not know: its line says so.", "unknown-code")
        refused = next(line.ident for line in _lines(self.program.kiosk) if line.state is LineState.REFUSED)
        await self._tap(lambda intent: intent == RemoveLine(refused))
        await self._until(lambda kiosk: not _count(kiosk, LineState.REFUSED), "the end of the refused line")

    async def _finish(self) -> None:
        self.library.control.fault("convert", "drop", acts=True)
        await self._tap(lambda intent: isinstance(intent, Finish))
        on_the_way = (Committing, ReadingBack, Resolving)
        await self._until(lambda kiosk: isinstance(kiosk.state, on_the_way), "the way to the library")
        await self._told("Finish. The library records it, and its answer is lost on the way.", "finish")
        await self._until(lambda kiosk: isinstance(kiosk.state, Receipt), "the receipt")
        await self._told("The kiosk has read the loans back: all four acts are confirmed.", "receipt")
        await self._tap(lambda intent: isinstance(intent, CloseReceipt))
        await self._until(lambda kiosk: isinstance(kiosk.state, Idle), "the end of the visit")
        await self._told("The next person sees nothing of the last one.", "welcome-again")

    async def _come_again(self) -> None:
        await asyncio.sleep(_SAME_FOB_AGAIN_S)
        await self._scan(self.fobs, _MARTA.fob)
        await self._until(lambda kiosk: isinstance(kiosk.state, Serving), "the greeting by the fob alone")
        await self._told("From now on the fob alone is enough.", "fob-is-enough")
        await self._tap(lambda intent: isinstance(intent, Cancel))
        await self._until(lambda kiosk: isinstance(kiosk.state, Idle), "the end of the second visit")

    # --- functions that the steps use ----------------------------------------------------------------

    async def _told(self, what: str, name: str) -> None:
        self._step = what
        picture = self._take(name)
        self.say(f"{len(self.pictures):2}  {what}  [{picture.name}]")
        await asyncio.sleep(self.pause_s)

    def _take(self, name: str) -> Path:
        path = self.folder / f"{len(self.pictures) + 1:02}-{name}.png"
        if not self.program.window.grab().save(str(path)):
            raise StoryFailedError(f"{path} cannot be written")
        self.pictures.append(path)
        return path

    async def _scan(self, reader: PretendReader, code: str) -> None:
        await asyncio.sleep(_BETWEEN_SCANS_S)
        reader.scan(code)

    async def _staged(self, count: int) -> None:
        await self._until(lambda kiosk: _count(kiosk, LineState.STAGED) == count, f"line {count} of the basket")

    async def _tap(self, wanted: Callable[[object], bool]) -> None:
        button = await self._seen(lambda: self._hand.carrying(wanted), "a button")
        self._hand.tap(button)

    def _seen(self, look: Callable[[], W | None], what: str) -> Awaitable[W]:
        return self._hand.until_seen(look, what, _WITHIN_S)

    async def _until(self, holds: Callable[[Kiosk], bool], what: str) -> None:
        end = asyncio.get_running_loop().time() + _WITHIN_S
        while not holds(self.program.kiosk):
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"{what} did not come within {_WITHIN_S:.0f} s")
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.05)  # Qt needs this time to lay out and paint the new screen


def _opens_conditions(intent: object) -> bool:
    return isinstance(intent, OpenPanel) and intent.kind is TermKind.CONDITION


def _says_a_condition(intent: object) -> bool:
    return isinstance(intent, ChooseCondition) and intent.condition is not None


def _lines(kiosk: Kiosk) -> tuple[Line, ...]:
    return kiosk.state.lines if isinstance(kiosk.state, Serving) else ()


def _count(kiosk: Kiosk, state: LineState) -> int:
    return sum(line.state is state for line in _lines(kiosk))
