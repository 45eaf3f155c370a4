"""Functions that read a list in several pages. They must miss no loan, because a missing loan counts as returned."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from kiosk.backends.errors import ServerAwayError
from kiosk.backends.sierra.paths import ROUND

_log = logging.getLogger("kiosk.sierra")
_TRIES = 3

T = TypeVar("T")

ReadPage = Callable[[int], Awaitable[list[T]]]
"""A function that returns the entries of one page. Its argument is the number of entries before this page."""


async def whole_list(read: ReadPage[T], ident: Callable[[T], str], most_pages: int) -> list[T]:
    """Return all entries of a list, but at most `most_pages` pages. `ident` returns the id of an entry.

    If Sierra removes an entry from the list between two calls, all later entries move forward. The next page would then
    miss an entry. For this reason, each page begins with the last entry of the previous page. If a page does not
    contain this entry, read the list again from its start. If this happens three times, raise ServerAwayError. Also
    raises the errors of `read`.
    """
    for _ in range(_TRIES):
        found = await _read_once(read, ident, most_pages)
        if found is not None:
            return found
        _log.info("a list has changed while its pages were read")
    raise ServerAwayError("a list has changed each time while its pages were read")


async def _read_once(read: ReadPage[T], ident: Callable[[T], str], most_pages: int) -> list[T] | None:
    """Return all entries of the list, or None if the list has changed between two pages."""
    page = await read(0)
    found = {ident(each): each for each in page}
    for _ in range(most_pages - 1):
        if not page or len(page) % ROUND:
            break
        last = ident(page[-1])
        page = await read(len(found) - 1)
        if last not in map(ident, page):
            return None
        found |= {ident(each): each for each in page}
    return list(found.values())
