"""The due date of a borrow. No documented call reads an item by its label, so it is guessed, then put right."""

from datetime import date, timedelta

from kiosk.backends import ItemMemo, ItemMemory
from kiosk.backends.myturn.reading import CartLine
from kiosk.domain.days import Hours, next_open
from kiosk.domain.model import Item, ItemCode


def guess(code: ItemCode, memory: ItemMemory, *, default_days: int, today: date, hours: Hours = ()) -> date:
    """Today and the remembered length of this item's loans, else the default one; never a day when we are closed."""
    memo = memory.recall(code)
    return next_open(hours, today + timedelta(days=(memo.loan_days if memo else None) or default_days))


def best(line: CartLine, *, default_days: int, today: date, hours: Hours = ()) -> date:
    """What the due date should be, now that the server has told of the item: closed that Monday, so Tuesday."""
    wanted = next_open(hours, today + timedelta(days=line.item.loan_days or default_days))
    if line.item.max_due is not None:
        wanted = min(wanted, line.item.max_due)
    if line.choices and wanted not in line.choices:
        earlier = [each for each in line.choices if each <= wanted]
        wanted = earlier[-1] if earlier else line.choices[0]
    return max(wanted, today)


def remember(item: Item, scanned: ItemCode, memory: ItemMemory) -> None:
    """Keep name and loan length for the next time this label is scanned, in both spellings."""
    memo = ItemMemo(item.name, item.loan_days)
    for code in {item.code, scanned}:
        if memory.recall(code) != memo:
            memory.remember(code, memo)
