"""The story of a visit to a library with a cart.

The member scans a new fob, logs in with a form, scans tools, presses Finish, and sees the receipt. In a second visit,
the fob alone is enough to log in.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from kiosk.demo.story import Story, StoryStage, count_of, lines_of
from kiosk.domain.messages.intents import Cancel, ChooseCondition, CloseReceipt, Finish, OpenPanel, RemoveLine
from kiosk.domain.model import LineState
from kiosk.domain.terms import TermKind
from kiosk.domain.visit.states import AskingSecret, Committing, Idle, ReadingBack, Receipt, Resolving, Serving
from kiosk.simulator import MEMBERS
from kiosk.simulator.control import Control

_SAME_FOB_AGAIN_S = 2.0
"""The seconds to wait before the same fob is scanned again. If it is scanned earlier, the kiosk ignores the scan."""
_MARTA = MEMBERS[0]
_TO_BORROW = ("DR-0142", "SAND-0019", "100")
_BACK = "LVL-0002"
_NOT_OURS = "HAMMER-9999"


class CartStory(Story):
    """A visit in which a member links a new fob, borrows three tools and returns one. The answer to Finish is lost."""

    def __init__(self, stage: StoryStage, control: Control) -> None:
        super().__init__(stage)
        self._control = control

    def parts(self) -> Sequence[Callable[[], Awaitable[None]]]:
        """Return the parts of the visit, in their order."""
        return (self._arrive, self._borrow, self._bring_back, self._unknown, self._finish, self._come_again)

    async def _arrive(self) -> None:
        await self._welcome()
        await self._told("Welcome stands: tools and fobs can be scanned in any order.", "welcome")
        await self._scan(self._fobs, _MARTA.fob)
        await self._until(lambda kiosk: isinstance(kiosk.state, AskingSecret), "the form")
        await self._told("A new fob is held to the reader: its member logs in once.", "new-fob")
        await self._fill("name", _MARTA.username)
        await self._fill("secret", _MARTA.password)
        await self._told("User name and password are typed; the fob will be remembered.", "form-filled")
        self._hand.type("\n")
        await self._until(lambda kiosk: isinstance(kiosk.state, Serving), "the greeting")
        await self._told("Marta is greeted by her first name, and sees what she has at home.", "home")

    async def _borrow(self) -> None:
        for number, code in enumerate(_TO_BORROW, start=1):
            await self._scan(self._items, code)
            await self._counted(LineState.STAGED, number)
        await self._told(
            "Three tools are scanned: they are on the list, and nothing is recorded yet.", "three-to-borrow"
        )

    async def _bring_back(self) -> None:
        await self._scan(self._items, _BACK)
        await self._counted(LineState.STAGED, len(_TO_BORROW) + 1)
        await self._told("A tool of her own is scanned: it is one that she brings back.", "one-to-bring-back")
        # If the lines on the screen are small, they have no buttons for the conditions. They have a chip instead, and a
        # tap on the chip opens a panel with these buttons.
        await self._tap(lambda intent: _opens_conditions(intent) or _says_a_condition(intent))
        if not any(line.condition for line in lines_of(self._program.kiosk)):
            await self._tap(_says_a_condition)
        await self._until(lambda kiosk: any(line.condition for line in lines_of(kiosk)), "the condition")
        await self._told("She says that something is wrong with it.", "condition")

    async def _unknown(self) -> None:
        await self._scan(self._items, _NOT_OURS)
        await self._counted(LineState.REFUSED, 1)
        await self._told("A code that the library does not know: its line says so.", "unknown-code")
        refused = next(line.ident for line in lines_of(self._program.kiosk) if line.state is LineState.REFUSED)
        await self._tap(lambda intent: intent == RemoveLine(refused))
        await self._until(lambda kiosk: not count_of(kiosk, LineState.REFUSED), "the end of the refused line")

    async def _finish(self) -> None:
        self._control.fault("convert", "drop", acts=True)
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
        await self._scan(self._fobs, _MARTA.fob)
        await self._until(lambda kiosk: isinstance(kiosk.state, Serving), "the greeting by the fob alone")
        await self._told("From now on the fob alone is enough.", "fob-is-enough")
        await self._tap(lambda intent: isinstance(intent, Cancel))
        await self._until(lambda kiosk: isinstance(kiosk.state, Idle), "the end of the second visit")


def _opens_conditions(intent: object) -> bool:
    return isinstance(intent, OpenPanel) and intent.kind is TermKind.CONDITION


def _says_a_condition(intent: object) -> bool:
    return isinstance(intent, ChooseCondition) and intent.condition is not None
