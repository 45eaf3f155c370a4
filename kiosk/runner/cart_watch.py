"""A watch that notices when the cart no longer holds exactly the lines of this visit.

The watch compares the lines by the names that the lending system itself gives to them.
"""

from kiosk.backends.protocol import Account
from kiosk.domain.carts import CartNow
from kiosk.domain.model import Direction, Line, Staged

Handles = frozenset[tuple[Direction, str, bool]]
"""For each line: the direction, the cart's name for the line, and True if the commit of this one line is done."""


class CartWatch:
    """Knows the lines that the cart must hold if nobody else changed it. `changed` is called only if no write waits."""

    def __init__(self, account: Account) -> None:
        self._held = _handles(account.cart_now)

    def seen(self, account: Account | None) -> None:
        """Note that the visit knows the lines that the cart holds at this moment."""
        self._held = _handles(account.cart_now if account is not None else None)

    def staged(self, line: Line, staged: Staged) -> None:
        """Note that this visit put a line into the cart."""
        self._held |= {(staged.direction or line.direction, staged.ref, staged.committed)}

    def taken_out(self, line: Line) -> None:
        """Note that this visit took a line out of the cart, or tried to."""
        self._held -= {(line.direction, line.ref, committed) for committed in (False, True)}

    def changed(self, account: Account | None) -> CartNow | None:
        """Return the cart as it is now if its lines differ from the known lines, otherwise None.

        The returned lines are known from then on, so each change is returned only once.
        """
        now = account.cart_now if account is not None else None
        if now is None or (held := _handles(now)) == self._held:
            return None
        self._held = held
        return now


def _handles(now: CartNow | None) -> Handles:
    lines = now.lines if now is not None else ()
    return frozenset((line.direction, line.ref, line.committed) for line in lines)
