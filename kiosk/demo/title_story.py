"""The steps that all stories with digital titles can use.

They use the QR code for a phone, and the page of the digital loans.
"""

from kiosk.demo.card_story import CardStory
from kiosk.demo.story import lines_of
from kiosk.domain.messages.intents import (
    AskTitleLinks,
    CloseSidePage,
    DropTitleLinks,
    GiveBackTitle,
    OpenWith,
    ShowPart,
    Yes,
)
from kiosk.domain.model import Loan
from kiosk.domain.visit.digital_loans import code_of, titles_of
from kiosk.domain.visit.digital_states import CodeProgress, DigitalLoans
from kiosk.domain.visit.states import Kiosk, Serving
from kiosk.ui.covers import Cover


class TitleStory(CardStory):
    """A visit in which digital titles are borrowed. A subclass returns the parts of the visit."""

    async def _open(self, code: str) -> None:
        """Tap "Open on your phone" on the line of this label, and wait until the QR code for the phone is shown."""
        loan = next(line.loan for line in lines_of(self._program.kiosk) if line.code == code)
        await self._tap(lambda intent: isinstance(intent, AskTitleLinks) and intent.loan == loan)
        await self._until(_shows_code, "the code for the phone")
        await self._until_covers()

    async def _open_otherwise(self, wanted: OpenWith | ShowPart) -> None:
        """Tap the button for another way to open the title, or for another part. Wait for the other QR code."""
        before = _address(self._program.kiosk)
        await self._tap(lambda intent: intent == wanted)
        await self._until(lambda kiosk: _shows_code(kiosk) and _address(kiosk) != before, "the other code")

    async def _until_titles(self) -> None:
        """Wait until the page of the digital loans is shown with its covers."""
        await self._until(lambda kiosk: _page(kiosk) is not None and not _shows_code(kiosk), "the digital loans")
        await self._until_covers()

    async def _until_covers(self) -> None:
        """Wait until every cover on the page has its picture."""
        await self._until(lambda _kiosk: not any(cover.is_waiting for cover in self._hand.seen(Cover)), "the covers")

    async def _to_titles(self) -> None:
        """Go from the QR code of a title to the list of the digital loans."""
        await self._tap(lambda intent: isinstance(intent, DropTitleLinks))
        await self._until_titles()

    async def _to_basket(self) -> None:
        """Go from the page of the digital loans back to the basket."""
        await self._tap(lambda intent: isinstance(intent, CloseSidePage))
        await self._until(lambda kiosk: _page(kiosk) is None, "the basket")

    async def _give_title_back(self, title: str, what: str) -> None:
        """Give this title back on the page of the digital loans.

        Say the text `what` when the kiosk asks whether to give the title back.
        """
        loan = self._loan_of(title)
        await self._tap(lambda intent: intent == GiveBackTitle(loan.ident))
        await self._until(lambda kiosk: getattr(_page(kiosk), "asked", None) == loan.ident, "the question")
        await self._told(what, "give-it-back")
        await self._tap(lambda intent: isinstance(intent, Yes))
        await self._returned()

    def _loan_of(self, title: str) -> Loan:
        state = self._program.kiosk.state
        loans = titles_of(state) if isinstance(state, Serving) else ()
        return next(loan for loan in loans if loan.item.name.startswith(title))


def _page(kiosk: Kiosk) -> DigitalLoans | None:
    """Return the page of the digital loans, or None if this page is not shown."""
    page = kiosk.state.side_page if isinstance(kiosk.state, Serving) else None
    return page if isinstance(page, DigitalLoans) else None


def _shows_code(kiosk: Kiosk) -> bool:
    code = code_of(kiosk.state) if isinstance(kiosk.state, Serving) else None
    return code is not None and code.progress is CodeProgress.SHOWN


def _address(kiosk: Kiosk) -> object:
    code = code_of(kiosk.state) if isinstance(kiosk.state, Serving) else None
    return code and code.link and code.link.address
