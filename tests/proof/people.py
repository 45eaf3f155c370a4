"""A member at a kiosk whose system acts at once. The member borrows, brings back, renews, undoes, and leaves."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.domain.messages.intents import BringBack, CloseReceipt, Finish, FormSent, GiveBack, RenewAll, RenewLoan, Yes
from kiosk.domain.model import Line, LineState, Secret
from kiosk.domain.returns import BroughtItem, BroughtState
from kiosk.domain.visit.at_once import can_give_back, renewable
from kiosk.domain.visit.in_bringing_back import can_bring_back
from kiosk.domain.visit.questions import AskBorrowAgain, AskGiveBack
from kiosk.domain.visit.state_parts import basket_of
from kiosk.domain.visit.states import (
    AskingSecret,
    BringingBack,
    Identifying,
    Idle,
    Receipt,
    Serving,
    SigningIn,
    Starting,
    State,
)
from tests.walks.kiosk import WalkingKiosk
from tests.walks.world import Visitor

PATIENCE_S = 150.0
"""The longest time that a member waits for a page or a result, in seconds of the kiosk's clock."""
_NO_RESULT = (LineState.CHECKING, LineState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of a member. `what` is "scan", "renew", "renew all", "undo", or "again".

    "again" borrows the item of `code` again. `code` is empty for "renew all".
    """

    what: str
    code: str


VISIT = (
    Deed("scan", "30800000001013"),
    Deed("scan", "30800000001052"),
    Deed("renew", "30800000001010"),
    Deed("scan", "30800000001023"),
    Deed("undo", "30800000001023"),
    Deed("again", "30800000001052"),
)
"""The acts of Marta's visit. Each kind of act is among them."""
BROUGHT = ("30800000001010", "30800000001052", "30800000001013", "30899999999999")
"""The things that come back without an account: two things on loan, a thing that is free, and an unknown label."""


class AtTheKiosk:
    """One member at the kiosk. The member waits for the answer to each act before the next act."""

    def __init__(self, kiosk: WalkingKiosk, who: Visitor) -> None:
        self._kiosk, self._who = kiosk, who

    async def comes(self) -> bool:
        """Log in with the card, and with its PIN if the kiosk asks for it. Return False if three tries fail."""
        reader = self._kiosk.readers.get("fobs") or self._kiosk.readers["anything"]
        for _ in range(3):
            await self._until(lambda state: not isinstance(state, Starting))
            reader.reads(self._who.fob, 0.0)
            await self._until(lambda state: not isinstance(state, Idle), most_s=5.0)
            await self._until(lambda state: not isinstance(state, Identifying))
            state = self._kiosk.kiosk.state
            if isinstance(state, AskingSecret):
                self._kiosk.tell(FormSent(state.form, self._who.name, Secret(self._who.secret)))
            await self._until(lambda state: not isinstance(state, SigningIn))
            if isinstance(self._kiosk.kiosk.state, Serving):
                return True
        return False

    async def does(self, deeds: Sequence[Deed], *, waits: bool = True) -> None:
        """Do these acts in order. Leave out an act that the screen does not offer now.

        If `waits` is False, the member does not wait for the results.
        """
        for deed in deeds:
            if not isinstance(self._kiosk.kiosk.state, Serving):
                return
            await self._do(deed)
            if waits:
                await self.settled()

    async def _do(self, deed: Deed) -> None:
        state = self._kiosk.kiosk.state
        assert isinstance(state, Serving)
        line = next((each for each in state.lines if each.code == deed.code), None)
        match deed.what:
            case "renew":
                for loan in renewable(state):
                    if loan.item.code == deed.code:
                        self._kiosk.tell(RenewLoan(loan.ident))
            case "renew all":
                self._kiosk.tell(RenewAll())
            case "undo" if line is not None and can_give_back(state, line):
                self._kiosk.tell(GiveBack(line.ident))
                await self._yes(AskGiveBack)
            case "scan" | "again":
                reader = self._kiosk.readers.get("items") or self._kiosk.readers["anything"]
                reader.reads(deed.code, 0.0)
                await asyncio.sleep(0.1)  # the scan comes to the kiosk from the thread of the reader
                if deed.what == "again":
                    await self._yes(AskBorrowAgain)
            case _:
                pass

    async def _yes(self, question: type[AskGiveBack | AskBorrowAgain]) -> None:
        def asks(state: State) -> bool:
            return isinstance(state, Serving) and isinstance(state.question, question)

        if await self._until(asks, most_s=5.0):
            self._kiosk.tell(Yes())

    async def settled(self) -> bool:
        """Wait until every line has a result. Return False if this takes longer than PATIENCE_S."""
        return await self._until(lambda state: not any(line.state in _NO_RESULT for line in basket_of(state)))

    async def leaves(self) -> None:
        """Press Done, close the receipt, and wait for Welcome."""
        self._kiosk.tell(Finish())
        await self._until(lambda state: isinstance(state, Receipt | Idle))
        self._kiosk.tell(CloseReceipt())
        await self._until(lambda state: isinstance(state, Idle))

    async def _until(self, fact: Callable[[State], bool], most_s: float = PATIENCE_S) -> bool:
        loop = asyncio.get_running_loop()
        end = loop.time() + most_s
        while not fact(self._kiosk.kiosk.state):
            if loop.time() > end:
                return False
            await asyncio.sleep(0.05)
        return True


class AtTheBox:
    """Somebody who brings things back without an account."""

    def __init__(self, kiosk: WalkingKiosk) -> None:
        self._kiosk = kiosk

    async def comes(self) -> None:
        """Open the page for returns without an account, as soon as the kiosk has this page."""
        while not can_bring_back(self._kiosk.kiosk.lasting):  # noqa: ASYNC110 - the kiosk tells nobody
            await asyncio.sleep(0.05)
        self._kiosk.tell(BringBack())

    async def brings(self, codes: Sequence[str]) -> None:
        """Scan these things. Wait after each scan until the screen says that the thing is saved or not saved."""
        reader = self._kiosk.readers.get("items") or self._kiosk.readers["anything"]
        for code in codes:
            reader.reads(code, 0.0)
            await asyncio.sleep(0.1)  # the scan comes to the kiosk from the thread of the reader
            while any(each.state is BroughtState.SAVING for each in self._brought()):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)

    async def leaves(self) -> None:
        """Press Done, and close the page."""
        self._kiosk.tell(Finish())
        self._kiosk.tell(CloseReceipt())

    def _brought(self) -> tuple[BroughtItem, ...]:
        state = self._kiosk.kiosk.state
        return state.brought if isinstance(state, BringingBack) else ()


def lines_of(state: State) -> tuple[Line, ...]:
    """Return all lines of the basket or of the receipt."""
    return (*state.lines, *state.others) if isinstance(state, Receipt) else basket_of(state)
