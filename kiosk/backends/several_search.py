"""The search in a main system and in the digital systems beside it.

A query names one system (`Query.system`). So a digital system that is slow or does not answer never delays the main
system. The ids of titles, and the addresses of their covers, begin with the key of their digital system.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from kiosk.backends.errors import ServerAwayError, SignInLostError
from kiosk.backends.marked import marked, unmarked
from kiosk.backends.protocol import Finder, LendingBackend
from kiosk.domain.library import FoundThings, Library, Searchers
from kiosk.domain.search import Details, FoundTool, Query, Results, Shelves
from kiosk.structs import replace

_log = logging.getLogger("kiosk.several")
T = TypeVar("T")
PATIENCE_S = 8.0
"""The longest time in seconds that a search waits for a digital system."""


class SeveralFinder(Finder):
    """Searches one system at a time. kiosk.backends.protocol.Finder explains the methods.

    The keys of `digital` are the keys of the digital systems. Each system has one or two searches. If it has two, the
    first search uses the log-in of the member. If this log-in has ended, the second search is used, which needs no
    log-in. If a digital system does not answer within `patience_s` seconds, the search raises ServerAwayError.
    """

    def __init__(
        self, main: Finder | None, digital: Mapping[str, Sequence[Finder]], *, patience_s: float = PATIENCE_S
    ) -> None:
        self._main, self._digital, self._patience_s = main, digital, patience_s

    async def search(self, query: Query) -> Results:
        """Return one page of results of the system that the query names, or no results if this system has no search.

        Raises ServerAwayError and MisconfiguredError. Raises SignInLostError, but only for the main system.
        """
        if not query.system:
            return await self._main.search(query) if self._main is not None else Results()
        if query.system not in self._digital:
            return Results()
        bare = replace(query, system="")
        results = await self._asked(query.system, lambda finder: finder.search(bare))
        return Results(tuple(_marked_title(query.system, each) for each in results.found), results.more)

    async def shelves(self) -> Shelves:
        """Return the categories and places of the main system only, because digital titles stand on no shelf.

        Raises ServerAwayError, SignInLostError.
        """
        return await self._main.shelves() if self._main is not None else Shelves()

    async def details(self, ident: str) -> Details | None:
        """Return the details of the tool or title with this id, or None if there are no details.

        Read the details at the system to which the tool or title belongs. Raises ServerAwayError and
        MisconfiguredError. Raises SignInLostError, but only for the main system.
        """
        key, rest = unmarked(ident, self._digital)
        if key:
            return await self._asked(key, lambda finder: finder.details(rest))
        return await self._main.details(ident) if self._main is not None else None

    async def _asked(self, key: str, ask: Callable[[Finder], Awaitable[T]]) -> T:
        try:
            async with asyncio.timeout(self._patience_s):
                for finder in self._digital[key]:
                    try:
                        return await ask(finder)
                    except SignInLostError as why:
                        _log.info("the search at the digital system %s goes on without the member: %s", key, why)
        except TimeoutError:
            raise ServerAwayError(f"the digital system {key} does not answer in time") from None
        raise ServerAwayError(f"the digital system {key} does not accept the log-in")


def several_finder(
    main: Finder | None,
    digital: Mapping[str, LendingBackend],
    language: str,
    signed_in: Mapping[str, Finder | None] = MappingProxyType({}),
) -> SeveralFinder | None:
    """Return one search for all these systems, or None if no system has a search.

    The keys of `signed_in` are the keys of the digital systems at which the member is signed in. Each value is the
    search that uses the log-in of the member, or None if the member's account there has no search.
    """
    finders = {
        key: tuple(each for each in (signed_in.get(key), finder) if each is not None)
        for key, finder in _without_account(digital, language).items()
    }
    return SeveralFinder(main, finders) if main is not None or finders else None


def with_titles(library: Library, digital: Mapping[str, LendingBackend], language: str) -> Library:
    """Return the library of the main system, with the list of all systems in which people can search.

    If no digital system has a search, return `library` unchanged. If the main system has a search, its settings still
    say who can search. If the main system has no search, everybody can search, but only for digital titles.
    """
    keys = tuple(_without_account(digital, language))
    if not keys:
        return library
    if library.searchers is Searchers.NOBODY:
        return replace(library, searchers=Searchers.ANYONE, finds=FoundThings.TITLES, search_in=keys)
    return replace(library, finds=FoundThings.BOTH, search_in=("", *keys))


def _without_account(digital: Mapping[str, LendingBackend], language: str) -> dict[str, Finder]:
    """Return the searches that need no account, by the keys of their digital systems.

    If a system has no such search, leave the system out.
    """
    finders = {key: backend.searching(language) for key, backend in digital.items()}
    return {key: finder for key, finder in finders.items() if finder is not None}


def _marked_title(key: str, found: FoundTool) -> FoundTool:
    picture = marked(key, found.picture) if found.picture else ""
    item = replace(found.item, ident=marked(key, found.item.ident))
    return replace(found, item=item, picture=picture, system=key)
