"""The story of a visit to a library with Sierra and digital systems beside it. One receipt has tools and titles."""

from collections.abc import Awaitable, Callable, Sequence

from kiosk.demo import ehub_story, overdrive_story
from kiosk.demo.title_story import TitleStory
from kiosk.domain.digital import SystemProgress
from kiosk.domain.messages.intents import ShowPart
from kiosk.domain.visit.states import Kiosk, Serving
from kiosk.simulator.sierra import PATRONS

_JAMAL = PATRONS[1]
_TOOLS = ("30800000001001", "30800000001024")
_LADDER = "30800000001044"
_BOOK, _AUDIO_BOOK = "How to Borrow a Boat", "Still Waters, Loud Frogs"
_HIS_BOOK = "What the Tide Kept"


class SeveralStory(TitleStory):
    """A visit: with one card, a member borrows two tools, an e-book and an audio book from three systems."""

    def parts(self) -> Sequence[Callable[[], Awaitable[None]]]:
        """Return the parts of the visit, in their order."""
        return (self._arrive, self._tools, self._book, self._audio_book, self._give_back, self._done)

    async def _arrive(self) -> None:
        welcome = "Welcome stands: a library card, things, and posters of e-books can be scanned in any order."
        await self._begin(welcome, _JAMAL.barcode, _JAMAL.pin)
        await self._until(_all_joined, "the digital systems")
        await self._told("Jamal sees what he has at home. His card opens his digital loans, too.", "home")

    async def _tools(self) -> None:
        for code in _TOOLS:
            await self._borrow_by(code)
        await self._told("Two tools are scanned: each is lent at once.", "two-tools")

    async def _book(self) -> None:
        await self._borrow_by(overdrive_story.poster_of(_BOOK))
        await self._told("The label on a poster is scanned: OverDrive lends the e-book, in the same list.", "e-book")
        await self._open(overdrive_story.poster_of(_BOOK))
        await self._told("Open on your phone: the code opens the e-book in the app. It goes after a minute.", "code")

    async def _audio_book(self) -> None:
        await self._borrow_by(ehub_story.poster_of(_AUDIO_BOOK))
        await self._open(ehub_story.poster_of(_AUDIO_BOOK))
        await self._open_otherwise(ShowPart(1))
        await self._told("A provider of eHUB lends an audio book. Each of its parts has a code.", "audio-book")

    async def _give_back(self) -> None:
        await self._scan(self._items, overdrive_story.poster_of(_HIS_BOOK))
        await self._until_titles()
        await self._told(
            "The poster of an e-book that he has opens his digital loans, and returns nothing.", "digital-loans"
        )
        await self._give_title_back(_HIS_BOOK, "An e-book that he has read: the page asks before it goes back.")
        await self._told("It is given back before its last day.", "given-back")
        await self._to_basket()
        await self._scan(self._items, _LADDER)
        await self._returned(_LADDER)
        await self._told("His ladder is scanned: it is taken back at once.", "brought-back")

    async def _done(self) -> None:
        await self._end("Done: one receipt for all systems. It names the shelf of the ladder.")


def _all_joined(kiosk: Kiosk) -> bool:
    """Return True if the member is signed in at every digital system."""
    systems = kiosk.state.systems if isinstance(kiosk.state, Serving) else ()
    return bool(systems) and all(system.progress is SystemProgress.HERE for system in systems)
