"""Finish: one look at the cart, and nothing is committed that the member has not seen; then what is missing goes back
in, two-phase lines are committed one by one, and the cart is converted, once.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from kiosk.backends import Misconfigured, NotServed, ServerAway
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.lines import borrowed_in, holds
from kiosk.backends.myturn.opening import cart_now
from kiosk.backends.myturn.orders import Orders
from kiosk.backends.myturn.reading import Cart, CartLine
from kiosk.backends.myturn.writes import Sent, Writes
from kiosk.domain.carts import CartDiffers, CommitCame, compare, surprises
from kiosk.domain.model import (
    CommitDone,
    CommitId,
    CommitOutcome,
    CommitRefused,
    Direction,
    InDoubt,
    Line,
    LineId,
    LineOutcome,
    LinesRefused,
    NotSent,
    Refusal,
    Refused,
)
from kiosk.domain.outcome import Outcome

_log = logging.getLogger("kiosk.myturn")


class Finish:
    """One press of Finish."""

    def __init__(
        self,
        writes: Writes,
        carts: Carts,
        orders: Orders,
        *,
        two_phase: bool,
        put_back: Callable[[Line], Awaitable[LineOutcome]],
    ) -> None:
        self._writes, self._carts, self._orders = writes, carts, orders
        self._two_phase, self._put_back = two_phase, put_back
        self._refused: dict[LineId, Refusal] = {}

    async def commit(self, commit: CommitId, lines: Sequence[Line], finished: datetime) -> CommitCame:
        """Raises SignInLost, LogBroken, Misconfigured."""
        try:
            stopped = await self._seen_by_all(lines) or await self._missing(lines) or await self._line_by_line(lines)
            if stopped is not None:
                return stopped
            if len(self._refused) == len(lines):
                return LinesRefused(tuple(self._refused.items()))
            cart = await self._carts.open()
            sent = await self._writes.send(self._orders.convert(cart, commit, lines, finished))
        except ServerAway as away:
            return NotSent(away.retry_after_s)
        except NotServed as no:  # the cart is gone, and no other is opened
            return CommitRefused(no.words, tuple(self._refused.items()))
        await self._writes.end(sent)
        return self._came_of(sent)

    def _came_of(self, sent: Sent) -> CommitOutcome:
        match sent.outcome:
            case Outcome.NOT_SENT:
                return NotSent(sent.retry_after_s)
            case Outcome.CONFIGURATION:
                raise Misconfigured("convert: the server does not take this verb here")
            case Outcome.DONE:
                self._carts.lose()
                return LinesRefused(tuple(self._refused.items())) if self._refused else CommitDone()
            case Outcome.REFUSED:
                self._carts.lose()
                return CommitRefused(sent.no.words, tuple(self._refused.items()))
            # A cart that is gone may be this commit's own doing, or another device's: the read-back decides.
            case Outcome.UNKNOWN | Outcome.GONE | Outcome.RENEW:
                self._carts.lose()
                return InDoubt()

    async def _seen_by_all(self, lines: Sequence[Line]) -> CartDiffers | None:
        """Another device may have changed the cart since its last answer. Converting it takes all that is in it."""
        now = cart_now(await self._carts.read() or await self._carts.create())
        return CartDiffers(now) if surprises(lines, now) else None

    async def _missing(self, lines: Sequence[Line]) -> NotSent | InDoubt | None:
        """Put back what another device took out, or what went with an earlier cart."""
        cart = await self._carts.open()
        for line in [line for line in lines if not holds(cart, line)]:
            outcome = await self._put_back(line)
            if isinstance(outcome, Refused):
                self._refused[line.ident] = outcome.refusal
            elif isinstance(outcome, NotSent | InDoubt):
                return outcome
        return None

    async def _line_by_line(self, lines: Sequence[Line]) -> NotSent | InDoubt | CartDiffers | None:
        """The commits of the borrowed lines; what is refused leaves the cart, so that the rest can go through."""
        if not self._two_phase:
            return None
        for line in lines:
            cart = await self._carts.open()
            found = borrowed_in(cart, line) if line.direction is Direction.BORROW else None
            if found is None or found.committed:
                continue
            sent = await self._writes.send(self._orders.commit_borrow(cart, line, found.ref))
            await self._writes.end(sent)
            match sent.outcome:
                case Outcome.DONE:
                    self._see(sent)
                case Outcome.REFUSED:
                    self._refused[line.ident] = Refusal(sent.no.kind, sent.no.words, found.item)
                    await self._leave_out(cart, line, found)
                case Outcome.NOT_SENT:
                    return NotSent(sent.retry_after_s)
                case Outcome.CONFIGURATION:
                    raise Misconfigured("commit_checkout: the server does not take this verb here")
                case Outcome.UNKNOWN | Outcome.GONE | Outcome.RENEW:
                    self._carts.lose()
                    return InDoubt()
        return self._added_since(lines)

    def _added_since(self, lines: Sequence[Line]) -> CartDiffers | None:
        """The answers to the single commits showed the cart, too."""
        cart = self._carts.cart
        now = cart_now(cart) if cart is not None else None
        return CartDiffers(now) if now is not None and compare(lines, now).added else None

    async def _leave_out(self, cart: Cart, line: Line, found: CartLine) -> None:
        sent = await self._writes.send(self._orders.take_out_borrow(cart, line, found.ref))
        await self._writes.end(sent)
        if sent.outcome is not Outcome.DONE:
            _log.warning("a line whose commit was refused could not be taken out of the cart")
        self._see(sent)

    def _see(self, sent: Sent) -> None:
        """The cart in the answer; without one, the next write looks."""
        cart = self._carts.understand(sent.answer) if sent.answer else None
        if cart is None:
            self._carts.lose()
        else:
            self._carts.see(cart)
