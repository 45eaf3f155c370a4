"""Is a code the label of a tool? Such a code must never open an account: whoever scans the tool would be in it."""

import asyncio
import logging

from kiosk.backends import Account, LendingError, LogBroken, OwnLoan
from kiosk.domain.finding import MOST_FOUND, PAGE, Query
from kiosk.domain.model import ItemCode

_log = logging.getLogger("kiosk.signing")

ANSWER_S = 5.0
"""The member has the basket meanwhile, and is told whether the fob is remembered."""


def is_own_label(account: Account, code: str) -> bool:
    """Return True for the label of a tool that the member has out, or that lies in their cart."""
    opening = account.opening
    found = (each.item for each in (*opening.found, *opening.aside))
    items = (*(each.item for each in opening.loans), *found)
    return any(_same(item.code, code) for item in items) or isinstance(account.find(ItemCode(code)), OwnLoan)


async def is_label(account: Account, code: str) -> bool | None:
    """Ask the system whether a tool has this label, or return None if it does not say so in time.

    One that has no search is not asked: False. Any search also finds what only holds the word; that is no match.
    """
    if not account.capabilities.searches:
        return False
    try:
        async with asyncio.timeout(ANSWER_S):
            return await _searched(account, code)
    except (TimeoutError, LendingError, LogBroken) as why:
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
    """Return True for one label in two spellings: Caps Lock changes what is typed."""
    return " ".join(label.split()).casefold() == " ".join(code.split()).casefold()
