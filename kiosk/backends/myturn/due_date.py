"""The due date of a borrow. The kiosk first sends a guess, and corrects the date after the server has sent the item.

The guess is needed because no call in myTurn's documents reads an item by its label. The server sends the item's loan
length only in its answer to the borrow. The kiosk remembers this loan length, so that the next guess for this item is
right.
"""

from datetime import date, timedelta

from kiosk.backends.myturn.reading import CartLine
from kiosk.backends.ports import ItemMemo, ItemMemory
from kiosk.domain.days import Hours, last_open, next_open
from kiosk.domain.model import Item, ItemCode, Line
from kiosk.domain.terms import Pickup
from kiosk.structs import replace


def still_kept(line: Line, today: date) -> Line:
    """Return the line. If the last day of its reservation is past, return the line without the reservation."""
    over = line.pickup is not None and line.pickup.ends is not None and line.pickup.ends < today
    return replace(line, pickup=None) if over else line


def guess(code: ItemCode, memory: ItemMemory, *, default_days: int, today: date, hours: Hours = ()) -> date:
    """Return today plus the loan length of the item. If the library is closed on that day, return the next open day.

    If the kiosk does not remember the loan length of the item, `default_days` is used.
    """
    memo = memory.recall(code)
    return next_open(hours, today + timedelta(days=(memo.loan_days if memo else None) or default_days))


def of_pickup(ends: date, *, today: date, hours: Hours) -> date:
    """Return the due date of a reserved tool, which is the last day of the reservation.

    If the library is closed on that day, return the last open day before that day.
    """
    return last_open(hours, ends, today)


def best(line: CartLine, *, default_days: int, today: date, hours: Hours = (), pickup: Pickup | None = None) -> date:
    """Return the best due date for this line.

    For a reserved tool, take the last day of the reservation `pickup`, or the last open day before, if the library is
    closed on the last day. For any other tool, take today plus the loan length, or the next open day after, if the
    library is closed on that day. If the server does not allow the taken day, return the last allowed day before. If
    the server allows no day before, return the first allowed day.
    """
    usual = today + timedelta(days=line.item.loan_days or default_days)
    wanted = of_pickup(pickup.ends, today=today, hours=hours) if pickup and pickup.ends else next_open(hours, usual)
    if line.item.max_due is not None:
        wanted = min(wanted, line.item.max_due)
    if line.choices and wanted not in line.choices:
        earlier = [each for each in line.choices if each <= wanted]
        wanted = earlier[-1] if earlier else line.choices[0]
    return max(wanted, today)


def remember(item: Item, scanned: ItemCode, memory: ItemMemory) -> None:
    """Remember the item's name and loan length, so that they are known at the next scan of the item.

    The memory can find them by two labels: the label that was scanned, and the label that the server sent.
    """
    memo = ItemMemo(item.name, item.loan_days)
    for code in {item.code, scanned} - {""}:
        if memory.recall(code) != memo:
            memory.remember(code, memo)
