"""The due date of a borrow. No documented call reads an item by its label, so it is guessed, then put right."""

from dataclasses import replace
from datetime import date, timedelta

from kiosk.backends import ItemMemo, ItemMemory
from kiosk.backends.myturn.reading import CartLine
from kiosk.domain.days import Hours, last_open, next_open
from kiosk.domain.model import Item, ItemCode, Line
from kiosk.domain.terms import Pickup


def still_kept(line: Line, today: date) -> Line:
    """The number of a reservation that has passed is left out: the server would not look at it."""
    over = line.pickup is not None and line.pickup.ends < today
    return replace(line, pickup=None) if over else line


def guess(code: ItemCode, memory: ItemMemory, *, default_days: int, today: date, hours: Hours = ()) -> date:
    """Today and the remembered length of this item's loans, else the default one; never a day when we are closed."""
    memo = memory.recall(code)
    return next_open(hours, today + timedelta(days=(memo.loan_days if memo else None) or default_days))


def of_pickup(ends: date, *, today: date, hours: Hours) -> date:
    """A reserved tool is due when its reservation ends: on that day, or the last one before it when we are open."""
    return last_open(hours, ends, today)


def best(line: CartLine, *, default_days: int, today: date, hours: Hours = (), pickup: Pickup | None = None) -> date:
    """What the due date should be, now that the server has told of the item: closed that Monday, so Tuesday."""
    usual = today + timedelta(days=line.item.loan_days or default_days)
    wanted = of_pickup(pickup.ends, today=today, hours=hours) if pickup else next_open(hours, usual)
    if line.item.max_due is not None:
        wanted = min(wanted, line.item.max_due)
    if line.choices and wanted not in line.choices:
        earlier = [each for each in line.choices if each <= wanted]
        wanted = earlier[-1] if earlier else line.choices[0]
    return max(wanted, today)


def remember(item: Item, scanned: ItemCode, memory: ItemMemory) -> None:
    """Keep name and loan length for the next time this label is scanned, in both spellings."""
    memo = ItemMemo(item.name, item.loan_days)
    for code in {item.code, scanned} - {""}:
        if memory.recall(code) != memo:
            memory.remember(code, memo)
