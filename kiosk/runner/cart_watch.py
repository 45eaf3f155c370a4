"""A watch that notices if the cart no longer holds exactly this visit's lines, by the lending system's own handles."""

from collections.abc import Coroutine

from kiosk.backends.protocol import Account
from kiosk.domain.carts import CartNow
from kiosk.domain.model import Direction, Line, LineOutcome, Staged
from kiosk.structs import replace

Handles = frozenset[tuple[Direction, str, bool]]
"""For each line: its direction, the cart's name for it, and True if its own commit is done."""


class CartWatch:
    """Knows the lines that the cart must hold if nobody else changed it. It is asked only while no write waits."""

    def __init__(self, account: Account) -> None:
        self._held = _handles(account.cart_now)

    def looked(self, account: Account | None) -> None:
        """Note that the visit knows the cart's lines of this moment."""
        self._held = _handles(account.cart_now if account is not None else None)

    def staged(self, line: Line, staged: Staged) -> None:
        """Note that this visit put a line into the cart."""
        self._held |= {(staged.direction or line.direction, staged.ref, staged.committed)}

    def taken_out(self, line: Line) -> None:
        """Note that this visit took a line out of the cart, or tried to."""
        self._held -= {(line.direction, line.ref, committed) for committed in (False, True)}

    def changed(self, account: Account | None) -> CartNow | None:
        """Return the cart as it is now, once, if its lines differ from the known ones; else return None."""
        now = account.cart_now if account is not None else None
        if now is None or (held := _handles(now)) == self._held:
            return None
        self._held = held
        return now


def staging(account: Account, line: Line) -> Coroutine[object, object, LineOutcome]:
    """Return the call to the account that this line asks for."""
    match line.direction:
        case Direction.BORROW:
            return account.borrow(line)
        case Direction.RETURN:
            return account.give_back(line)
        case Direction.RENEW:
            return account.renew(line)


def as_staged(line: Line, staged: Staged) -> Line:
    """Return the line as the cart has it."""
    return replace(
        line,
        ref=staged.ref,
        direction=staged.direction or line.direction,
        loan=staged.loan or line.loan,
        item=staged.item or line.item,
    )


def _handles(now: CartNow | None) -> Handles:
    lines = now.lines if now is not None else ()
    return frozenset((line.direction, line.ref, line.committed) for line in lines)
