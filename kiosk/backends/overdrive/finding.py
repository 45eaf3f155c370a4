"""The search in a library's collection of digital titles."""

from collections.abc import Awaitable, Callable

from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.overdrive.reading import described, title_id
from kiosk.backends.overdrive.schema import TitleMetadata, TitlesFound
from kiosk.backends.overdrive.service import OverDriveService
from kiosk.backends.overdrive.titles import Titles
from kiosk.backends.overdrive.tokens import AnyTokens
from kiosk.domain.model import Item, ItemCode
from kiosk.domain.search import Details, FoundTool, Query, Results, Shelves, Standing

_MOST_AT_ONCE = 300
_STANDINGS = {True: Standing.FREE, False: Standing.OUT, None: Standing.UNSAID}


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

        If nothing was found, OverDrive's answer has no list of titles.
        """
        collection = await self._collection()
        asked = {"limit": str(min(query.limit, _MOST_AT_ONCE)), "offset": str(query.offset)}
        asked |= {"q": query.words} if query.words.strip() else {}
        answer = await self._service.read("search", self._tokens, collection=collection, query=asked)
        read = shaped(answer, json_of(answer), TitlesFound) if answer is not None else TitlesFound()
        products = read.products or []
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
        """Return empty details, because the kiosk shows none. If OverDrive has no such title, return None."""
        found = await self._titles.one(ident, self._tokens, await self._collection())
        return Details() if found is not None else None


def _found(answer: TitleMetadata, available: bool | None) -> FoundTool:  # noqa: FBT001 - a key of the table
    facts, ident = described(answer), title_id(answer.id)
    item = Item(ItemCode(ident), facts.name, ident, category=answer.media_type)
    return FoundTool(item, _STANDINGS[available], picture=facts.cover)
