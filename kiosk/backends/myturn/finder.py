"""Looking for tools at myTurn: the calls 8 to 13, with a member's token or, where the server allows it, with none."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from kiosk.backends import ServerAway, WrongAnswer
from kiosk.backends.answer import Answer, away
from kiosk.backends.myturn.found import FoundAnswer, KindAnswer, PlaceAnswer, details, found, kinds, places
from kiosk.backends.myturn.offers import NEEDS_LOG_IN
from kiosk.backends.myturn.pictures import PictureHosts
from kiosk.backends.myturn.reading import Calendar
from kiosk.backends.myturn.schema import Shape, decode
from kiosk.domain.finding import Details, Kind, Place, Query, Results, Shelves

Ask = Callable[[str, Mapping[str, str], Mapping[str, str]], Awaitable[Answer]]
"""Reads an operation, with the ids in its path and the words of its query."""
_NONE = frozenset({404, 405})


class ForbiddenToAnyone(ServerAway):
    """Only those who are logged in may look."""


class MyTurnFinder:
    """See kiosk.backends.Finder."""

    def __init__(self, ask: Ask, calendar: Callable[[], Calendar], hosts: Callable[[], PictureHosts]) -> None:
        self._ask, self._calendar, self._hosts = ask, calendar, hosts

    async def search(self, query: Query) -> Results:
        """One page; a list as long as was asked for may go on."""
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
        """Categories and locations; one that cannot be read is left out, both missing is no answer."""
        both = await asyncio.gather(self._kinds(), self._places(), return_exceptions=True)
        wrong = [each for each in both if isinstance(each, BaseException)]
        for each in wrong:
            if len(wrong) == len(both) or not isinstance(each, ServerAway):
                raise each
        known_kinds, known_places = both
        return Shelves(
            () if isinstance(known_kinds, BaseException) else known_kinds,
            () if isinstance(known_places, BaseException) else known_places,
        )

    async def details(self, ident: str) -> Details | None:
        """Published as a list of one; an object alone is taken, too."""
        answer = await self._ask("item", {"id": ident}, {})
        try:
            rows = _listed(answer, "item", list[FoundAnswer]) or []
        except WrongAnswer:
            rows = [decode(answer, FoundAnswer)]
        return details(rows[0]) if rows else None

    async def _kinds(self) -> tuple[Kind, ...]:
        listed = _listed(await self._ask("categories", {}, {}), "categories", list[KindAnswer]) or []
        return kinds(await asyncio.gather(*map(self._whole, listed)))

    async def _whole(self, kind: KindAnswer) -> KindAnswer:
        """One that the list names by its id only is read alone."""
        if kind.name or kind.id is None:
            return kind
        return _listed(await self._ask("category", {"id": str(kind.id)}, {}), "category", KindAnswer) or kind

    async def _places(self) -> tuple[Place, ...]:
        return places(_listed(await self._ask("locations", {}, {}), "locations", list[PlaceAnswer]) or [])


def _listed(answer: Answer, operation: str, shape: type[Shape]) -> Shape | None:
    """None where there is nothing of the kind. Raises ServerAway, WrongAnswer."""
    if answer.status in _NONE:
        return None
    if answer.status in NEEDS_LOG_IN:
        raise ForbiddenToAnyone(f"{operation}: HTTP {answer.status}")
    if not 200 <= answer.status < 300:
        raise away(operation, answer)
    return decode(answer, shape)
