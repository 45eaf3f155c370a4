"""A watch that notices if the cart no longer holds exactly this visit's lines, by the lending system's own handles."""

from kiosk.backends.protocol import Account
from kiosk.domain.carts import CartNow
from kiosk.domain.model import Direction, Line, Staged

Handles = frozenset[tuple[Direction, str, bool]]
"""For each line: its direction, the cart's name for it, and True if its own commit is done."""


class CartWatch:
    """Knows the lines that the cart must hold if nobody else changed it. It is asked only while no write waits."""

    def __init__(self, account: Account) -> None:
        self._held = _handles(account.cart_now)

    def seen(self, account: Account | None) -> None:
        """Note that the visit has seen the cart's lines of this moment."""
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


def _handles(now: CartNow | None) -> Handles:
    lines = now.lines if now is not None else ()
    return frozenset((line.direction, line.ref, line.committed) for line in lines)
