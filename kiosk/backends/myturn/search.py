"""The search for tools. It sends the token of a member, or no token if the server allows searches without a token.

COVERAGE.md lists the operations of the search under the numbers 8 to 13. If one tool, category or place in a list
cannot be read, the kiosk still uses the rest of the list. The server sends only the name of the status of a tool, for
example "In repair". The kiosk guesses from this name why the tool cannot be borrowed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

import msgspec

from kiosk.backends.answer import HttpAnswer, away
from kiosk.backends.clean import one_line, plain
from kiosk.backends.errors import ServerAwayError, WrongAnswerError
from kiosk.backends.myturn import reading
from kiosk.backends.myturn.pictures import PictureHosts
from kiosk.backends.myturn.reading import Calendar
from kiosk.backends.myturn.refusals import NEEDS_LOG_IN
from kiosk.backends.myturn.schema import Ident, LocationAnswer, LongText, ToolAnswer, decode
from kiosk.domain.search import Details, FoundTool, Place, Query, Results, Shelves, Standing, ToolCategory

T = TypeVar("T")
_LONGEST_TEXT = 1200
_DEEPEST = 4
"""The number of category levels that are read below the first level."""

_STAFF = ("staff", "desk", "équipe", "personal", "team", "personeel", "medewerker", "mitarbeiter")
_REPAIR = (
    *("repair", "maint", "broken", "needs a look", "fixable", "répar", "cassé", "vérif", "repar", "rota", "revisar"),
    *("kaputt", "defekt", "prüf", "wartung", "kapot", "nakijken", "onderhoud"),
)
"""Parts of words. If the name of a tool's status contains a part in _REPAIR, the tool needs a repair.

If the name contains a part in _STAFF, staff must help. These are guesses, because each library chooses its own names.
"""


class PeriodAnswer(msgspec.Struct, rename="camel", frozen=True):
    """The period for which a price is paid, such as a week."""

    display: str | None = None


class StatusAnswer(msgspec.Struct, rename="camel", frozen=True):
    """The status of a tool, such as "In repair". A tool that can be borrowed usually has no status."""

    name: str | None = None


class FoundAnswer(ToolAnswer, frozen=True, kw_only=True):
    """A tool in a list of results, or the one tool in myTurn's answer ItemDetail."""

    available_for_checkout: bool | None = None
    statuses: list[StatusAnswer] | None = None
    current_location: LocationAnswer | None = None
    amount: float | None = None
    amount_display: str | None = None
    discounted_amount: float | None = None
    discounted_amount_display: str | None = None
    amount_period: PeriodAnswer | None = None
    thumbnail: str | None = None
    """The address of the tool's picture. myTurn's documents do not have this field, but some sites send it."""
    description: LongText | None = None
    manufacturer: str | None = None
    model: str | None = None


class KindAnswer(msgspec.Struct, rename="camel", frozen=True):
    """A category of tools. `children` are the categories inside this category.

    The name `children` is a guess, because myTurn's documents do not name this field.
    """

    id: Ident | None = None
    name: str | None = None
    children: list["KindAnswer"] | None = None


class PlaceAnswer(msgspec.Struct, rename="camel", frozen=True):
    """A location. `path` has the names of the larger locations around it, and then its own name."""

    id: Ident | None = None
    name: str | None = None
    path: list[str] | None = None


def found_tool(answer: FoundAnswer, calendar: Calendar, hosts: PictureHosts) -> FoundTool | None:
    """Return the tool of one result, or None if the result has no label and no name."""
    if answer.item_id is None and not plain(answer.name):
        return None
    standing, status = _standing(answer)
    price, usual = _prices(answer)
    return FoundTool(
        item=reading.item(answer, calendar),
        standing=standing,
        status=status,
        price=price,
        usual_price=usual,
        picture=hosts.address(answer.thumbnail or ""),
    )


def details(answer: FoundAnswer) -> Details:
    """Return the description, the manufacturer and the model of a tool. Only the answer ItemDetail contains them."""
    words = one_line(answer.description, longest=_LONGEST_TEXT)
    return Details(words, plain(answer.manufacturer), plain(answer.model))


def kinds(answers: Sequence[KindAnswer], *, depth: int = _DEEPEST) -> tuple[ToolCategory, ...]:
    """Return the categories in the library's own order. The categories inside a category follow directly after it."""
    known: list[ToolCategory] = []
    for each in answers:
        if each.id is not None and plain(each.name):
            known.append(ToolCategory(str(each.id), plain(each.name)))
        if depth:
            known.extend(kinds(each.children or (), depth=depth - 1))
    return tuple(known)


def places(answers: Sequence[PlaceAnswer]) -> tuple[Place, ...]:
    """Return the places sorted by path, so that the places inside a place follow directly after it."""
    paths = [(each, _path(each)) for each in answers]
    known = [Place(str(each.id), path) for each, path in paths if each.id is not None and path]
    return tuple(sorted(known, key=lambda place: [step.casefold() for step in place.path]))


def _path(answer: PlaceAnswer) -> tuple[str, ...]:
    steps = tuple(plain(step) for step in answer.path or ())
    return tuple(step for step in steps if step) or tuple(filter(None, (plain(answer.name),)))


def _standing(answer: FoundAnswer) -> tuple[Standing, str]:
    """Return two values: the Standing of a tool, and the library's name for the tool's status.

    The Standing is FREE if the tool can be borrowed now, else the reason why it cannot be borrowed. If the server says
    nothing about this, the Standing is UNSAID. The name is "" if it is not known.
    """
    names = [name for each in answer.statuses or () if (name := plain(each.name))]
    if answer.available_for_checkout is None:
        return Standing.UNSAID, ""
    if answer.available_for_checkout:
        return Standing.FREE, ""
    for name in names:
        if any(part in name.casefold() for part in _STAFF):
            return Standing.STAFF, name
        if any(part in name.casefold() for part in _REPAIR):
            return Standing.REPAIR, name
    if names:
        return Standing.NOT_NOW, names[0]
    gone = answer.home_location is not None and answer.current_location is None
    return (Standing.OUT if gone else Standing.NOT_NOW), ""


def _prices(answer: FoundAnswer) -> tuple[str, str]:
    """Return the price for this member and the usual price.

    If the two prices are the same, the usual price is "". If the tool costs this member nothing, both prices are "".
    """
    less = answer.discounted_amount if answer.discounted_amount is not None else answer.amount
    usual = _price(answer.amount_display, answer.amount_period)
    price = _price(answer.discounted_amount_display, answer.amount_period) or usual
    if less is not None and less <= 0:
        return "", ""
    return price, usual if usual != price else ""


def _price(text: str | None, period: PeriodAnswer | None) -> str:
    shown, per = plain(text), plain(period.display) if period else ""
    return f"{shown} {per}" if shown and per and per.casefold() not in shown.casefold() else shown


# --- the calls ------------------------------------------------------------------------------------

Ask = Callable[[str, Mapping[str, str], Mapping[str, str]], Awaitable[HttpAnswer]]
"""A function that sends a call that only reads, and returns the answer.

Its arguments are the operation's name, the ids for the path, and the query of the address.
"""
_NONE = frozenset({404, 405})


class ForbiddenToAnyoneError(ServerAwayError):
    """The server refused a search, because only members who are logged in may search."""


class MyTurnFinder:
    """The search for tools at myTurn. kiosk.backends.protocol.Finder explains its methods."""

    def __init__(self, ask: Ask, calendar: Callable[[], Calendar], hosts: Callable[[], PictureHosts]) -> None:
        self._ask, self._calendar, self._hosts = ask, calendar, hosts

    async def search(self, query: Query) -> Results:
        """Return one page of the results.

        If the page is full, `more` is True, because perhaps there are more results.
        """
        told = {"q": query.words, "location": query.place, "offset": str(query.offset), "limit": str(query.limit)}
        asked = {name: value for name, value in told.items() if value}
        if query.kind:
            answer = await self._ask("category_items", {"id": query.kind}, asked)
        else:
            answer = await self._ask("items", {}, asked)
        rows = _listed(answer, "items", list[FoundAnswer]) or []
        calendar, hosts = self._calendar(), self._hosts()
        fitting = (found_tool(each, calendar, hosts) for each in rows[: query.limit])
        return Results(tuple(each for each in fitting if each is not None), more=len(rows) >= query.limit)

    async def shelves(self) -> Shelves:
        """Return the categories and the locations.

        If only one of the two lists can be read, the other list is empty. Raises ServerAwayError if neither list can be
        read.
        """
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
        """Return the details of one tool, or None if the server sends nothing about the tool.

        In myTurn's documents, the answer is a list with one object. The object without a list is accepted, too.
        """
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
        """Return the category with its name. If the name of `kind` is missing, read the category with one call."""
        if kind.name or kind.id is None:
            return kind
        return _listed(await self._ask("category", {"id": str(kind.id)}, {}), "category", KindAnswer) or kind

    async def _places(self) -> tuple[Place, ...]:
        return places(_listed(await self._ask("locations", {}, {}), "locations", list[PlaceAnswer]) or [])


def _listed(answer: HttpAnswer, operation: str, shape: type[T]) -> T | None:
    """Return the answer as an object of the type `shape`, or None if the server has no such list.

    Raises ServerAwayError, WrongAnswerError.
    """
    if answer.status in _NONE:
        return None
    if answer.status in NEEDS_LOG_IN:
        raise ForbiddenToAnyoneError(f"{operation}: HTTP {answer.status}")
    if not 200 <= answer.status < 300:
        raise away(operation, answer)
    return decode(answer, shape)
