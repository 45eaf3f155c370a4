"""A watch that notices if somebody else has changed the cart of this visit.

The lending system gives each line in the cart an id. The watch compares these ids.
"""

from kiosk.backends.protocol import Account
from kiosk.domain.carts import CartNow
from kiosk.domain.model import Direction, Line, Staged

Handles = frozenset[tuple[Direction, str, bool]]
"""The lines in a cart. Each line has its direction, its id in the cart, and True if the line is committed."""


class CartWatch:
    """Remembers the lines that the cart must contain after the writes of this visit.

    If the cart contains other lines, somebody else has changed the cart.
    """

    def __init__(self, account: Account) -> None:
        self._held = _handles(_cart_of(account))

    def seen(self, account: Account | None) -> None:
        """Remember the lines that the cart contains now, because the visit has just learned of these lines."""
        self._held = _handles(_cart_of(account))

    def staged(self, line: Line, staged: Staged) -> None:
        """Remember that this visit has put this line into the cart."""
        self._held |= {(staged.direction or line.direction, staged.ref, staged.committed)}

    def taken_out(self, line: Line) -> None:
        """Remember that this visit has taken this line out of the cart, or has tried to take it out."""
        self._held -= {(line.direction, line.ref, committed) for committed in (False, True)}

    def changed(self, account: Account | None) -> CartNow | None:
        """Return the present cart if its lines differ from the remembered lines. Return None if they do not differ.

        Remember the lines of the returned cart, because each change must be returned only once. Call this function only
        if no write of the visit waits.
        """
        now = _cart_of(account)
        if now is None or (held := _handles(now)) == self._held:
            return None
        self._held = held
        return now


def _cart_of(account: Account | None) -> CartNow | None:
    staging = account.staging if account is not None else None
    return staging.cart_now if staging is not None else None


def _handles(now: CartNow | None) -> Handles:
    lines = now.lines if now is not None else ()
    return frozenset((line.direction, line.ref, line.committed) for line in lines)
