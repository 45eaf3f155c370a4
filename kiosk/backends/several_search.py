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

    `digital` has one or two searches for each digital system, by the key of the system. If there are two, the first
    uses the log-in of the member. If this log-in has ended, the second is used, which needs no account. If a digital
    system does not answer within `patience_s` seconds, the search fails.
    """

    def __init__(
        self, main: Finder | None, digital: Mapping[str, Sequence[Finder]], *, patience_s: float = PATIENCE_S
    ) -> None:
        self._main, self._digital, self._patience_s = main, digital, patience_s

    async def search(self, query: Query) -> Results:
        """Return one page of results of the system that the query names. Return no results if it has no search.

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
        """Read the details of a tool or title at its system, and return them. Return None if there are no details.

        Raises ServerAwayError and MisconfiguredError. Raises SignInLostError, but only for the main system.
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
    """Return the search of all these systems, or None if no system has a search.

    `signed_in` has a search for each digital system where the member is signed in, or None if the account has no
    search. Such a search uses the log-in of the member.
    """
    finders = {
        key: tuple(each for each in (signed_in.get(key), finder) if each is not None)
        for key, finder in _without_account(digital, language).items()
    }
    return SeveralFinder(main, finders) if main is not None or finders else None


def with_titles(library: Library, digital: Mapping[str, LendingBackend], language: str) -> Library:
    """Return the settings of the main system, with the list of the systems that a search asks.

    The settings of the main system say who can search. If the main system has no search, anyone can search for digital
    titles.
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
