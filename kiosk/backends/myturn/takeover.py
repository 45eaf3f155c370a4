"""The takeover of a scanned tool from another cart of the member, so that the tool is in only one cart.

Nothing else is changed in the other cart. A tool that was handed over with it stays in it until a visit uses that cart.
"""

import logging
from dataclasses import replace

from kiosk.backends import ServerAwayError
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.orders import Orders
from kiosk.backends.myturn.reading import Cart, has_id
from kiosk.backends.myturn.writes import Order, Writes
from kiosk.domain.model import Direction, Line
from kiosk.domain.outcome import Outcome

_log = logging.getLogger("kiosk.myturn")


class OtherCarts:
    """The member's carts that this visit does not use."""

    def __init__(self, carts: Carts, orders: Orders, writes: Writes) -> None:
        self._carts, self._orders, self._writes = carts, orders, writes

    async def let_go(self, line: Line) -> bool:
        """Take this tool out of the other carts. Raises SignInLost, LogBroken.

        Return True if the tool was in another cart and is now out of all of them.
        """
        there = [(cart, order) for cart in self._carts.others if (order := self._order(cart, line)) is not None]
        return all([await self._sent(cart, order, line) for cart, order in there]) and bool(there)

    def _order(self, cart: Cart, line: Line) -> Order | None:
        if line.direction is Direction.BORROW:
            there = cart.line_of(line.code)
            free = there is not None and not there.committed and has_id(there.ref)
            return self._orders.take_out_borrow(cart, line, there.ref) if there and free else None
        own = cart.returning(line.loan) if line.loan else None
        free = own is not None and not own.committed and has_id(own.loan.ident)
        return self._orders.take_out_return(cart, line, own.loan.ident) if own and free else None

    async def _sent(self, cart: Cart, order: Order, line: Line) -> bool:
        try:
            sent = await self._writes.send(order)
        except ServerAwayError:
            return False
        await self._writes.end(sent)
        if sent.outcome not in {Outcome.DONE, Outcome.GONE}:
            _log.warning("a tool stays in another cart, too: %s", sent.outcome.name)
            return False
        others = self._carts.others
        self._carts.others = tuple(_without(each, line) if each is cart else each for each in others)
        return True


def _without(cart: Cart, line: Line) -> Cart:
    there = cart.line_of(line.code)
    loans = tuple(replace(each, returning=False) if each.loan.ident == line.loan else each for each in cart.loans)
    return replace(cart, lines=tuple(each for each in cart.lines if each is not there), loans=loans)
