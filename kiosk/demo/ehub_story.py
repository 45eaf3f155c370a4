"""The story of a visit to a library with a provider of eHUB.

The member scans a card, borrows titles by the labels on posters, opens each part of a title by its own QR code, presses
Done, and sees the receipt.
"""

from collections.abc import Awaitable, Callable, Sequence

from kiosk.demo.story import StoryStage
from kiosk.demo.title_story import TitleStory
from kiosk.domain.messages.intents import ShowPart
from kiosk.domain.visit.states import Serving
from kiosk.simulator.ehub import EHUB_PEOPLE
from kiosk.simulator.ehub.catalogue import ehub_catalogue
from kiosk.simulator.ehub.control import EhubControl

_INES = next(each for each in EHUB_PEOPLE if each.key == "ines")
_BOOK, _AUDIO_BOOK, _ONLY_COPY = "The Understory", "Still Waters, Loud Frogs", "The Only Copy"


class EhubStory(TitleStory):
    """A visit in which a card needs no PIN, and each part of an audio book has its own QR code."""

    def __init__(self, stage: StoryStage, control: EhubControl) -> None:
        super().__init__(stage)
        self._control = control

    def parts(self) -> Sequence[Callable[[], Awaitable[None]]]:
        """Return the parts of the visit, in their order."""
        return (self._arrive, self._borrow, self._parts_of_a_title, self._give_back, self._refusal, self._done)

    async def _arrive(self) -> None:
        await self._welcome()
        await self._told(
            "Welcome stands: a library card can be scanned, and the label on the poster of an e-book.", "welcome"
        )
        await self._scan(self._fobs, _INES.card)
        await self._until(lambda kiosk: isinstance(kiosk.state, Serving), "the greeting")
        await self._told("A library card is scanned. The provider trusts the kiosk, so it asks for no PIN.", "home")

    async def _borrow(self) -> None:
        await self._borrow_by(poster_of(_BOOK))
        await self._told("The label on a poster is scanned: the e-book is lent at once.", "borrowed")
        await self._open(poster_of(_BOOK))
        await self._told("Open on your phone: the code opens the e-book. It goes after a minute.", "code")
        await self._to_titles()
        await self._to_basket()

    async def _parts_of_a_title(self) -> None:
        await self._borrow_by(poster_of(_AUDIO_BOOK))
        await self._open(poster_of(_AUDIO_BOOK))
        await self._told("An audio book is lent. It has several parts, and the code opens the first one.", "first-part")
        await self._open_otherwise(ShowPart(1))
        await self._told("The next part has a code of its own.", "next-part")

    async def _give_back(self) -> None:
        await self._scan(self._items, poster_of(_BOOK))
        await self._until_titles()
        await self._told("The poster of a title on loan opens the loans. A file gives their covers.", "digital-loans")
        await self._give_title_back(_BOOK, "The e-book is not needed any more: the page asks before it goes back.")
        await self._told("It is given back before its last day.", "given-back")
        await self._to_basket()

    async def _refusal(self) -> None:
        self._control.lend("greta", _record_of(_ONLY_COPY))
        await self._refused(poster_of(_ONLY_COPY), "The only copy of a title is on loan: its line says so.")

    async def _done(self) -> None:
        await self._end("Done: the kiosk has looked once more, and the receipt names what is lent.")


def poster_of(title: str) -> str:
    """Return the text of the label on the poster of the title with this name."""
    return label_of(_record_of(title))


def label_of(record_id: str) -> str:
    """Return the text of the label on the poster of the title with this record id."""
    return f"EH-{list(ehub_catalogue()).index(record_id) + 1:04}"


def _record_of(title: str) -> str:
    return next(each.id for each in ehub_catalogue().values() if each.title == title)
