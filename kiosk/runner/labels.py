"""Tests if a code is a tool's label. Such a code must open no account: whoever scans the tool would be logged in."""

import asyncio
import logging

from kiosk.backends import Account, LendingError, LogBrokenError, OwnLoan
from kiosk.domain.finding import MOST_FOUND, PAGE, Query
from kiosk.domain.model import ItemCode

_log = logging.getLogger("kiosk.signing")

ANSWER_S = 5.0
"""The seconds that the search may take. The member has the basket meanwhile, and is told the result."""


def is_own_label(account: Account, code: str) -> bool:
    """Return True for the label of a tool that the member has out, or that lies in their cart."""
    opening = account.opening
    found = (each.item for each in (*opening.found, *opening.aside))
    items = (*(each.item for each in opening.loans), *found)
    return any(_same(item.code, code) for item in items) or isinstance(account.find(ItemCode(code)), OwnLoan)


async def is_label(account: Account, code: str) -> bool | None:
    """Ask the system if a tool has this label. Return None if there is no clear answer in time.

    A system without a search is not asked, and the result is False. Labels that only contain the code do not match.
    """
    if not account.capabilities.searches:
        return False
    try:
        async with asyncio.timeout(ANSWER_S):
            return await _searched(account, code)
    except (TimeoutError, LendingError, LogBrokenError) as why:
        _log.info("nobody can say now whether a code is the label of a tool: %s", str(why) or "no answer in time")
        return None


async def _searched(account: Account, code: str) -> bool | None:
    for offset in range(0, MOST_FOUND, PAGE):
        results = await account.search(Query(code, offset=offset))
        if any(_same(each.item.code, code) for each in results.found):
            return True
        if not results.more:
            return False
    return None


def _same(label: str, code: str) -> bool:
    """Return True if these are two spellings of one label, because Caps Lock changes the typed letters."""
    return " ".join(label.split()).casefold() == " ".join(code.split()).casefold()
