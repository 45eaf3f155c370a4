"""The search in a library's collection of digital titles."""

from collections.abc import Awaitable, Callable

from kiosk.backends.clean import one_line
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.overdrive.paths import BATCH
from kiosk.backends.overdrive.reading import described, title_id
from kiosk.backends.overdrive.schema import TitleAvailability, TitleMetadata, TitlesFound
from kiosk.backends.overdrive.service import OverDriveService
from kiosk.backends.overdrive.titles import Titles
from kiosk.backends.overdrive.tokens import AnyTokens
from kiosk.domain.model import Item, ItemCode, Medium
from kiosk.domain.search import CopiesNow, Details, FoundTool, Query, Results, Shelves, Standing

_STANDINGS = {True: Standing.FREE, False: Standing.OUT, None: Standing.UNSAID}
_WITHOUT_COPIES = "alwaysavailable"
_LONGEST_TEXT = 1200


class OverDriveFinder:
    """Searches titles. kiosk.backends.protocol.Finder explains the methods.

    `collection` returns the token of the library's collection.
    """

    def __init__(
        self,
        service: OverDriveService,
        titles: Titles,
        tokens: AnyTokens,
        collection: Callable[[], Awaitable[str]],
    ) -> None:
        self._service, self._titles, self._tokens, self._collection = service, titles, tokens, collection

    async def search(self, query: Query) -> Results:
        """Return one page of titles, and say for each title if it can be borrowed now.

        A page needs two calls: one for the titles, and one that says which of these titles can be borrowed. The second
        call can name at most BATCH titles, so a page has at most BATCH titles, too. If OverDrive finds nothing, its
        answer has no list of titles. OverDrive has no categories and no places, so a query with a category or a place
        finds nothing.
        """
        if query.kind or query.place or not (collection := await self._collection()):
            return Results()
        asked = {"limit": str(min(query.limit, BATCH)), "offset": str(query.offset)}
        asked |= {"q": query.words} if query.words.strip() else {}
        answer = await self._service.read("search", self._tokens, collection=collection, query=asked)
        read = shaped(answer, json_of(answer), TitlesFound) if answer is not None else TitlesFound()
        products = (read.products or [])[:BATCH]
        idents = [title_id(each.id) for each in products]
        available = await self._titles.available(idents, self._tokens, collection)
        found = tuple(_found(each, available.get(title_id(each.id))) for each in products)
        return Results(found, more=bool(products) and query.offset + len(products) < (read.total_items or 0))

    async def shelves(self) -> Shelves:
        """Return no categories and no places, because OverDrive's search has none.

        Raises ServerAwayError, MisconfiguredError.
        """
        await self._collection()
        return Shelves()

    async def details(self, ident: str) -> Details | None:
        """Return the short description of the title with this id, or None if OverDrive has no such title."""
        found = await self._titles.one(ident, self._tokens, await self._collection())
        return Details(one_line(found.short_description, longest=_LONGEST_TEXT)) if found is not None else None


def _found(answer: TitleMetadata, available: TitleAvailability | None) -> FoundTool:
    facts, ident = described(answer), title_id(answer.id)
    return FoundTool(
        Item(ItemCode(ident), facts.name, ident),
        _STANDINGS[available.available if available is not None else None],
        picture=facts.cover,
        medium=facts.medium or Medium.OTHER,
        author=facts.author,
        copies=_copies(available),
    )


def _copies(available: TitleAvailability | None) -> CopiesNow | None:
    """Return how many copies a title has, and how many of them are free. Return None if the numbers cannot be used.

    OverDrive counts a copy as free even if the copy is kept for a member who has a hold. So the numbers cannot be used
    if nobody can borrow the title now. They also cannot be used if the title is always available, or if they are
    impossible.
    """
    if available is None or not available.available or available.availability_type.lower() == _WITHOUT_COPIES:
        return None
    free, owned = available.copies_available or 0, available.copies_owned or 0
    return CopiesNow(free, owned) if 0 < free <= owned else None
