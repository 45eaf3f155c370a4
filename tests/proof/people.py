"""People at a kiosk: a member who logs in, does some acts and leaves, and somebody who brings things back.

Each act at Sierra and each act on a title counts at once: it is real as soon as the server has done it.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.domain.digital import SystemProgress
from kiosk.domain.messages.intents import (
    AskTitleLinks,
    BringBack,
    CloseReceipt,
    CloseSidePage,
    EnterCard,
    Finish,
    FormSent,
    GiveBack,
    GiveBackTitle,
    OpenDigital,
    RenewAll,
    RenewLoan,
    Yes,
)
from kiosk.domain.model import Line, LineState, Secret
from kiosk.domain.returns import BroughtItem, BroughtState
from kiosk.domain.visit.at_once import can_give_back, renewable
from kiosk.domain.visit.digital_loans import code_of, titles_of
from kiosk.domain.visit.digital_states import CodeProgress, DigitalLoans
from kiosk.domain.visit.digital_systems import form_of
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
from tests.walks.overdrive_world import title_code
from tests.walks.world import Visitor

PATIENCE_S = 150.0
"""The longest time that a member waits for a page or a result, in seconds of the kiosk's clock."""
_WANTED = SystemProgress.CARD_WANTED
_LONGEST_DOUBT_S = 100.0
_NO_RESULT = (LineState.CHECKING, LineState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of a member. `code` is the code of the item. `what` is one of these words:

    "scan": scan the item. "again": scan the item, and say yes to the question "Borrow it again?". "undo": give back an
    item that was borrowed in this visit. "renew": renew the loan of the item. "renew all": renew all loans (`code` is
    empty). "open": show the QR code of a digital loan. "title back": give a title back on the page of digital loans.
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
"""The acts of Marta's visit to a library with Sierra. She borrows, brings back and renews things.

She also gives back a thing that she has just borrowed, and borrows a thing that she has just brought back.
"""
_BOAT, _DOCK, _WHEAT = map(title_code, ("How to Borrow a Boat", "Letters from a Dry Dock", "Winter Wheat"))
_TITLES = (
    Deed("scan", _BOAT),
    Deed("scan", _DOCK),
    Deed("title back", _WHEAT),
    Deed("open", _DOCK),
    Deed("undo", _BOAT),
)
_LENT = (Deed("scan", "EH-mb-1001"), Deed("scan", "EH-mb-1003"), Deed("open", "EH-mb-1003"), Deed("undo", "EH-mb-1001"))
VISITS = {
    "sierra": VISIT,
    "overdrive": _TITLES,
    "ehub": _LENT,
    "sierra+both": (VISIT[0], *_TITLES[1:3], *_LENT[:2], VISIT[2], _LENT[3]),
    "myturn+both": (Deed("scan", "DR-0142"), *_TITLES[1:4], *_LENT[:2], _LENT[3]),
}
"""The acts of Marta's visit, for each system that the library can have."""
BROUGHT = ("30800000001010", "30800000001052", "30800000001013", "30899999999999")
"""The things that come back without an account: two things on loan, a thing that is free, and an unknown label."""


class AtTheKiosk:
    """One member at the kiosk, who logs in, does acts, and leaves."""

    def __init__(self, kiosk: WalkingKiosk, who: Visitor) -> None:
        self._kiosk, self._who = kiosk, who

    async def comes(self) -> bool:
        """Log in with the fob or card, and with its PIN if the kiosk asks for it. Type the card for digital loans, too.

        Return True if the member is logged in, and False if three tries fail.
        """
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
                await self._until(_all_have_joined, most_s=30.0)
                await self._enters_card()
                return True
        return False

    async def _enters_card(self) -> None:
        """For each digital system that wants a card, type the card and its PIN, and wait until the form is closed."""
        state = self._kiosk.kiosk.state
        wanted = [each.key for each in state.systems if each.progress is _WANTED] if isinstance(state, Serving) else []
        for key in wanted:
            self._kiosk.tell(EnterCard(key))
            await self._until(lambda state: isinstance(state, Serving) and form_of(state) is not None, most_s=5.0)
            state = self._kiosk.kiosk.state
            form = form_of(state) if isinstance(state, Serving) else None
            if form is not None:
                self._kiosk.tell(FormSent(form.form, self._who.card, Secret(self._who.card_pin)))
                await self._until(lambda state: not isinstance(state, Serving) or form_of(state) is None, most_s=30.0)
            self._kiosk.tell(CloseSidePage())

    async def does(self, deeds: Sequence[Deed], *, waits: bool = True) -> None:
        """Do these acts in order. Leave out an act that the screen does not offer at this moment.

        If `waits` is True, wait for the result of each act before the next act.
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
            case "open" | "title back":
                await self._on_its_page(state, deed)
            case _:
                pass

    async def _on_its_page(self, state: Serving, deed: Deed) -> None:
        """Open the page of the digital loans, and give the title back or show its QR code. Then close the page.

        If the title is not on loan, do nothing.
        """
        loan = next((each for each in titles_of(state) if each.item.code == deed.code), None)
        if loan is None:
            return
        self._kiosk.tell(OpenDigital())
        if deed.what == "open":
            self._kiosk.tell(AskTitleLinks(loan.ident))
            await self._until(_code_has_come, most_s=20.0)
        else:
            self._kiosk.tell(GiveBackTitle(loan.ident))
            if await self._until(_asks_for_title, most_s=5.0):
                self._kiosk.tell(Yes())
        self._kiosk.tell(CloseSidePage())

    async def _yes(self, question: type[AskGiveBack | AskBorrowAgain]) -> None:
        def asks(state: State) -> bool:
            return isinstance(state, Serving) and isinstance(state.question, question)

        if await self._until(asks, most_s=5.0):
            self._kiosk.tell(Yes())

    async def settled(self) -> bool:
        """Wait until every line has a result, and return True. Return False after _LONGEST_DOUBT_S seconds.

        If an answer was lost, some systems can never tell the result. So the member does not wait for ever.
        """
        return await self._until(_has_all_results, most_s=_LONGEST_DOUBT_S)

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


def _has_all_results(state: State) -> bool:
    return not any(line.state in _NO_RESULT for line in basket_of(state))


def _all_have_joined(state: State) -> bool:
    joining = SystemProgress.JOINING
    return not isinstance(state, Serving) or all(system.progress is not joining for system in state.systems)


def _code_has_come(state: State) -> bool:
    code = code_of(state) if isinstance(state, Serving) else None
    return code is None or code.progress is not CodeProgress.ASKED


def _asks_for_title(state: State) -> bool:
    page = state.side_page if isinstance(state, Serving) else None
    return isinstance(page, DigitalLoans) and page.asked is not None


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
        """Scan these things. After each scan, wait until the screen says that the return is saved or not saved."""
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
