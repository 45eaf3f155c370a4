"""The story of a visit to a library with OverDrive.

The member scans a card and types its PIN, borrows titles by the labels on posters, opens them by a QR code on a phone,
presses Done, and sees the receipt.
"""

from collections.abc import Awaitable, Callable, Sequence

from kiosk.demo.story import StoryStage
from kiosk.demo.title_story import TitleStory
from kiosk.domain.digital import LinkKind
from kiosk.domain.messages.intents import OpenWith
from kiosk.domain.model import LineState
from kiosk.domain.visit.states import Serving
from kiosk.simulator.overdrive import OVERDRIVE_PATRONS
from kiosk.simulator.overdrive.catalogue import overdrive_catalogue
from kiosk.simulator.overdrive.control import OverdriveControl

_MARTA = OVERDRIVE_PATRONS[0]
_BOOK, _AUDIO_BOOK = "How to Borrow a Boat", "The Slow Train to Umber"
_HERS, _OF_SOMEBODY_ELSE = "Winter Wheat", "What the Tide Kept"


class OverdriveStory(TitleStory):
    """A visit in which an e-book is opened on a phone, and the answer to the borrow of an audio book is lost."""

    def __init__(self, stage: StoryStage, control: OverdriveControl) -> None:
        super().__init__(stage)
        self._control = control

    def parts(self) -> Sequence[Callable[[], Awaitable[None]]]:
        """Return the parts of the visit, in their order."""
        return (self._arrive, self._borrow, self._lost_answer, self._give_back, self._refusal, self._done)

    async def _arrive(self) -> None:
        welcome = "Welcome stands: a library card can be scanned, and the label on the poster of an e-book."
        await self._begin(welcome, _MARTA.barcodes[0], _MARTA.pin)
        await self._until(
            lambda kiosk: isinstance(kiosk.state, Serving) and kiosk.state.reservations is not None, "the reservations"
        )
        await self._told("Home says which reserved title can be borrowed, and how many titles Marta has.", "home")

    async def _borrow(self) -> None:
        await self._borrow_by(poster_of(_BOOK))
        await self._told("The label on a poster is scanned: the e-book is lent at once.", "borrowed")
        await self._open(poster_of(_BOOK))
        await self._told("Open on your phone: the code opens the e-book in the app. It goes after a minute.", "code")
        await self._open_otherwise(OpenWith(LinkKind.BROWSER))
        await self._told("For a phone without the app, the code opens the e-book in the browser.", "in-the-browser")
        await self._to_titles()
        await self._to_basket()

    async def _lost_answer(self) -> None:
        self._control.fault("checkout", "drop", acts=True)
        await self._scan(self._items, poster_of(_AUDIO_BOOK))
        await self._counted(LineState.UNKNOWN, 1)
        await self._told("An audio book is lent, and the answer is lost on the way: the kiosk says so.", "answer-lost")
        await self._counted(LineState.DONE, 2)
        await self._told("The kiosk has read the loans: the audio book is lent, and once only.", "found-out")

    async def _give_back(self) -> None:
        await self._scan(self._items, poster_of(_HERS))
        await self._until_titles()
        await self._told("The poster of a title that she has opens her digital loans, and returns nothing.", "on-loan")
        await self._give_title_back(_HERS, "She has heard it to the end: the page asks before it goes back.")
        await self._told("It is given back, and the next in the queue can have it.", "given-back")
        await self._to_basket()

    async def _refusal(self) -> None:
        await self._refused(poster_of(_OF_SOMEBODY_ELSE), "The only copy of a title is on loan: its line says so.")

    async def _done(self) -> None:
        await self._end("Done: the kiosk has read the loans once more. No title goes to a shelf.")


def poster_of(title: str) -> str:
    """Return the text of the label on the poster of the title with this name."""
    found = overdrive_catalogue().named(title)
    if found is None:
        raise KeyError(title)
    return f"OD-{found.number}"
