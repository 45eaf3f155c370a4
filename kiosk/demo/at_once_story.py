"""The story of a visit to a library where each scan counts at once.

The member scans a card and types its PIN, scans things to borrow and to return, presses Done, and sees the receipt.
"""

from collections.abc import Awaitable, Callable, Sequence

from kiosk.demo.card_story import CardStory
from kiosk.demo.story import StoryStage, lines_of
from kiosk.domain.messages.intents import GiveBack, RenewLoan, Yes
from kiosk.domain.model import LineState
from kiosk.domain.visit.questions import AskGiveBack
from kiosk.domain.visit.states import Serving
from kiosk.simulator.sierra import PATRONS
from kiosk.simulator.sierra.control import SierraControl

_JAMAL = PATRONS[1]
_TO_BORROW = ("30800000001001", "30800000002006")
_BACK = "30800000001044"
_FOR_SOMEBODY_ELSE = "30800000002002"


class AtOnceStory(CardStory):
    """A visit in which each scan counts at once. One borrowed thing is given back again, and one answer is lost."""

    def __init__(self, stage: StoryStage, control: SierraControl) -> None:
        super().__init__(stage)
        self._control = control

    def parts(self) -> Sequence[Callable[[], Awaitable[None]]]:
        """Return the parts of the visit, in their order."""
        return (
            self._arrive,
            self._keep_longer,
            self._borrow,
            self._lost_answer,
            self._give_back,
            self._bring_back,
            self._refusal,
            self._done,
        )

    async def _arrive(self) -> None:
        welcome = "Welcome stands: things and library cards can be scanned in any order."
        await self._begin(welcome, _JAMAL.barcode, _JAMAL.pin)
        await self._told("Jamal is greeted by his first name, and sees what he has at home.", "home")

    async def _keep_longer(self) -> None:
        await self._tap(lambda intent: isinstance(intent, RenewLoan))
        await self._counted(LineState.DONE, 1)
        await self._told("Keep longer: the library has moved the due day of his ladder.", "kept-longer")

    async def _borrow(self) -> None:
        await self._borrow_by(_TO_BORROW[0])
        await self._told("A drill is scanned: it is lent at once, and its line is green.", "borrowed")

    async def _lost_answer(self) -> None:
        self._control.fault("checkout", "drop", acts=True)
        await self._scan(self._items, _TO_BORROW[1])
        await self._counted(LineState.UNKNOWN, 1)
        await self._told("A book is lent, and the answer is lost on the way: the kiosk says so.", "answer-lost")
        await self._counted(LineState.DONE, 3)
        await self._told("The kiosk has read the loans: the book is lent. Nothing was sent twice.", "found-out")

    async def _give_back(self) -> None:
        drill = next(line.ident for line in lines_of(self._program.kiosk) if line.code == _TO_BORROW[0])
        await self._tap(lambda intent: intent == GiveBack(drill))
        await self._until(
            lambda kiosk: isinstance(kiosk.state, Serving) and isinstance(kiosk.state.question, AskGiveBack),
            "the question",
        )
        await self._told("He does not need the drill after all: its line asks.", "give-it-back")
        await self._tap(lambda intent: isinstance(intent, Yes))
        await self._returned(_TO_BORROW[0])
        await self._told("It is given back: a return for the borrow.", "given-back")

    async def _bring_back(self) -> None:
        await self._scan(self._items, _BACK)
        await self._returned(_BACK)
        await self._told("A thing of his own is scanned: it is taken back at once.", "brought-back")

    async def _refusal(self) -> None:
        await self._refused(_FOR_SOMEBODY_ELSE, "A book that waits for somebody else is refused: its line says why.")

    async def _done(self) -> None:
        await self._end("Done: the kiosk has read the loans once more, and the receipt names the shelves.")
