"""The search for tools at myTurn: operations 8 to 13, with a member's token, or without one if the server allows it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from kiosk.backends import ServerAwayError, WrongAnswerError
from kiosk.backends.answer import HttpAnswer, away
from kiosk.backends.myturn.found import FoundAnswer, KindAnswer, PlaceAnswer, details, found, kinds, places
from kiosk.backends.myturn.offers import NEEDS_LOG_IN
from kiosk.backends.myturn.pictures import PictureHosts
from kiosk.backends.myturn.reading import Calendar
from kiosk.backends.myturn.schema import AnswerShape, decode
from kiosk.domain.finding import Details, Place, Query, Results, Shelves, ToolCategory

Ask = Callable[[str, Mapping[str, str], Mapping[str, str]], Awaitable[HttpAnswer]]
"""A function that reads an operation with these ids in its path and with this query."""
_NONE = frozenset({404, 405})


class ForbiddenToAnyoneError(ServerAwayError):
    """Only members who are logged in may search."""


class MyTurnFinder:
    """The search for tools at myTurn; kiosk.backends.Finder explains its methods."""

    def __init__(self, ask: Ask, calendar: Callable[[], Calendar], hosts: Callable[[], PictureHosts]) -> None:
        self._ask, self._calendar, self._hosts = ask, calendar, hosts

    async def search(self, query: Query) -> Results:
        """Return one page of results. If the list is as long as the limit, there may be more."""
        told = {"q": query.words, "location": query.place, "offset": str(query.offset), "limit": str(query.limit)}
        asked = {name: value for name, value in told.items() if value}
        if query.kind:
            answer = await self._ask("category_items", {"id": query.kind}, asked)
        else:
            answer = await self._ask("items", {}, asked)
        rows = _listed(answer, "items", list[FoundAnswer]) or []
        calendar, hosts = self._calendar(), self._hosts()
        fitting = (found(each, calendar, hosts) for each in rows[: query.limit])
        return Results(tuple(each for each in fitting if each is not None), more=len(rows) >= query.limit)

    async def shelves(self) -> Shelves:
        """Return categories and locations. If one of the two cannot be read, it is left out; if both, raise."""
        both = await asyncio.gather(self._kinds(), self._places(), return_exceptions=True)
        wrong = [each for each in both if isinstance(each, BaseException)]
        for each in wrong:
            if len(wrong) == len(both) or not isinstance(each, ServerAwayError):
                raise each
        known_kinds, known_places = both
        return Shelves(
            () if isinstance(known_kinds, BaseException) else known_kinds,
            () if isinstance(known_places, BaseException) else known_places,
        )

    async def details(self, ident: str) -> Details | None:
        """Return more about one tool. myTurn publishes a list of one object; a single object is accepted too."""
        answer = await self._ask("item", {"id": ident}, {})
        try:
            rows = _listed(answer, "item", list[FoundAnswer]) or []
        except WrongAnswerError:
            rows = [decode(answer, FoundAnswer)]
        return details(rows[0]) if rows else None

    async def _kinds(self) -> tuple[ToolCategory, ...]:
        listed = _listed(await self._ask("categories", {}, {}), "categories", list[KindAnswer]) or []
        return kinds(await asyncio.gather(*map(self._whole, listed)))

    async def _whole(self, kind: KindAnswer) -> KindAnswer:
        """Return the category with its name; read it by its own call if the list has only its id."""
        if kind.name or kind.id is None:
            return kind
        return _listed(await self._ask("category", {"id": str(kind.id)}, {}), "category", KindAnswer) or kind

    async def _places(self) -> tuple[Place, ...]:
        return places(_listed(await self._ask("locations", {}, {}), "locations", list[PlaceAnswer]) or [])


def _listed(answer: HttpAnswer, operation: str, shape: type[AnswerShape]) -> AnswerShape | None:
    """Return the decoded answer, or None if the server has no such list. Raises ServerAway, WrongAnswer."""
    if answer.status in _NONE:
        return None
    if answer.status in NEEDS_LOG_IN:
        raise ForbiddenToAnyoneError(f"{operation}: HTTP {answer.status}")
    if not 200 <= answer.status < 300:
        raise away(operation, answer)
    return decode(answer, shape)
