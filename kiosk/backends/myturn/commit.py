"""The steps of a commit, after the member has pressed the button Finish.

First the cart is read and compared with the lines. If the cart contains a change that the member has not seen, nothing
is committed. Then lines that are missing in the cart are staged again. If the library uses the two-phase commit, each
borrow is committed with its own call. At the end, one call (`convert`) turns the whole cart into loans and returns.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from kiosk.backends.errors import LogBrokenError, MisconfiguredError, NotServedError, ServerAwayError, SignInLostError
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.lines import borrowed_in, holds
from kiosk.backends.myturn.opening import cart_now
from kiosk.backends.myturn.orders import Orders
from kiosk.backends.myturn.reading import Cart, CartLine, has_id
from kiosk.backends.myturn.writes import Sent, Writes
from kiosk.backends.ports import ActEnd
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
    LoanId,
    NotSent,
    Refusal,
    Refused,
)
from kiosk.domain.outcome import Outcome
from kiosk.structs import replace

_log = logging.getLogger("kiosk.myturn")


class FinishWork:
    """The commit that one press of the button Finish starts.

    If a line is missing in the cart, `put_back` stages the line again. `looked` is called with the cart after this
    commit has read the cart, and before this commit changes anything.
    """

    def __init__(
        self,
        writes: Writes,
        carts: Carts,
        orders: Orders,
        *,
        two_phase: bool,
        put_back: Callable[[Line], Awaitable[LineOutcome]],
        looked: Callable[[Cart], None],
    ) -> None:
        self._writes, self._carts, self._orders = writes, carts, orders
        self._two_phase, self._put_back, self._looked = two_phase, put_back, looked
        self._before: frozenset[LoanId] | None = None
        self._refused: dict[LineId, Refusal] = {}
        self._handed: set[str] = set()
        """The server's ids of the lines that this commit has already committed with their own calls."""
        self._last: Cart | None = None

    async def commit(self, commit: CommitId, lines: Sequence[Line], finished: datetime) -> CommitCame:
        """Commit these lines and return the result. Raises SignInLostError, LogBrokenError, MisconfiguredError.

        Return CartDiffers if some lines were committed with their own calls, but the call `convert` was not sent.
        """
        try:
            came = await self._came(commit, lines, finished)
        except (SignInLostError, LogBrokenError):
            self._keep_handed()
            raise
        if isinstance(came, NotSent) and (cart := self._keep_handed()) is not None:
            return CartDiffers(cart_now(cart))
        return came

    async def _came(self, commit: CommitId, lines: Sequence[Line], finished: datetime) -> CommitCame:
        try:
            stopped = await self._seen_by_all(lines) or await self._missing(lines) or await self._line_by_line(lines)
            if stopped is not None:
                return stopped
            if len(self._refused) == len(lines):
                return LinesRefused(tuple(self._refused.items()))
            cart = await self._carts.open()
            # Usually, the write log stores the time of Finish by this machine's clock. But this clock can be ahead now,
            # and right again when the loans are read. The new loans would then seem to begin before the commit. So if
            # the server's time is earlier, the write log stores the server's time.
            begun = min(finished, self._carts.server_time or finished)
            sent = await self._writes.send(self._orders.convert(cart, commit, lines, begun, self._before))
        except ServerAwayError as away:
            return NotSent(away.retry_after_s)
        except NotServedError as no:  # The cart is gone, and the server opens no other cart.
            return CommitRefused(no.words, tuple(self._refused.items()))
        await self._writes.end(sent)
        return self._came_of(sent)

    def _came_of(self, sent: Sent) -> CommitOutcome:
        match sent.outcome:
            case Outcome.NOT_SENT:
                return NotSent(sent.retry_after_s)
            case Outcome.CONFIGURATION:
                raise MisconfiguredError("convert: the server does not take this verb here")
            case Outcome.DONE:
                self._carts.lose()
                return LinesRefused(tuple(self._refused.items())) if self._refused else CommitDone()
            case Outcome.REFUSED:
                self._carts.lose()
                return CommitRefused(sent.no.words, tuple(self._refused.items()))
            # Nobody knows yet if this commit succeeded. For example, the cart can be gone because of this commit, or
            # because another device used the cart. The kiosk reads the loans later, and they show if it succeeded.
            case Outcome.UNKNOWN | Outcome.GONE | Outcome.RENEW:
                self._carts.lose()
                return InDoubt()

    async def _seen_by_all(self, lines: Sequence[Line]) -> CartDiffers | None:
        """Return CartDiffers if the cart has changes that the member has not seen.

        The call `convert` would commit these changes, too.
        """
        cart = await self._carts.read() or await self._carts.create()
        self._looked(cart)
        self._before = frozenset(each.loan.ident for each in cart.loans)
        now = cart_now(cart)
        return CartDiffers(now) if surprises(lines, now) else None

    async def _missing(self, lines: Sequence[Line]) -> NotSent | InDoubt | None:
        """Stage again the lines that are missing in the cart, for example because another device took them out.

        If the server refuses a line, remember the refusal and go on. Return NotSent or InDoubt if a line could not be
        staged for another reason. In all other cases, return None.
        """
        cart = await self._carts.open()
        for line in [line for line in lines if not holds(cart, line)]:
            outcome = await self._put_back(line)
            if isinstance(outcome, Refused):
                self._refused[line.ident] = outcome.refusal
            elif isinstance(outcome, NotSent | InDoubt):
                return outcome
        return None

    async def _line_by_line(self, lines: Sequence[Line]) -> NotSent | InDoubt | CartDiffers | None:
        """Commit each borrow with its own call, if the library uses the two-phase commit.

        If the server refuses a borrow, take this borrow out of the cart, so that the call `convert` can succeed. Return
        None if the commit can go on. If it must stop, return its result.
        """
        if not self._two_phase:
            return None
        for line in lines:
            cart = await self._carts.open()
            found = borrowed_in(cart, line) if line.direction is Direction.BORROW else None
            if found is None or found.committed or not has_id(found.ref):
                continue
            stopped = await self._hand_over(cart, line, found)
            if stopped is not None:
                return stopped
        return await self._added_since(lines)

    async def _hand_over(self, cart: Cart, line: Line, found: CartLine) -> NotSent | InDoubt | None:
        sent = await self._writes.send(self._orders.commit_borrow(cart, line, found.ref))
        if sent.outcome in {Outcome.UNKNOWN, Outcome.GONE, Outcome.RENEW}:
            return await self._look_for_commit(line, sent)
        await self._writes.end(sent)
        match sent.outcome:
            case Outcome.DONE:
                self._handed.add(found.ref)
                self._last = cart
                self._see(sent)
            case Outcome.REFUSED:
                self._refused[line.ident] = Refusal(sent.no.kind, sent.no.words, found.item)
                await self._leave_out(cart, line, found)
            case Outcome.NOT_SENT:
                return NotSent(sent.retry_after_s)
            case _:
                raise MisconfiguredError("commit_checkout: the server does not take this verb here")
        return None

    async def _look_for_commit(self, line: Line, sent: Sent) -> InDoubt | None:
        """Read the cart, because no answer came to the call that commits this line.

        Return None if the cart shows that the line is committed. If the cart does not show this, return InDoubt,
        because the server can still commit the line later.
        """
        self._carts.lose()
        try:
            cart = await self._carts.read()
        except (ServerAwayError, NotServedError, MisconfiguredError) as why:
            _log.info("what became of a line's own commit cannot be read: %s", why)
            cart = None
        found = borrowed_in(cart, line) if cart is not None else None
        is_done = cart is not None and found is not None and found.committed
        await self._writes.end(sent, ActEnd.DONE if is_done else None)
        if cart is None or found is None or not is_done:
            self._carts.lose()
            return InDoubt()
        self._handed.add(found.ref)
        self._last = cart
        return None

    def _keep_handed(self) -> Cart | None:
        """Return the cart in which `committed` is True for each line that was committed with its own call.

        Also remember this cart. If no line was committed with its own call, return None and change nothing.
        """
        cart = self._carts.cart or self._last
        if cart is None or not self._handed:
            return None
        lines = tuple(replace(each, committed=each.committed or each.ref in self._handed) for each in cart.lines)
        cart = replace(cart, lines=lines)
        self._carts.see(cart)
        return cart

    async def _added_since(self, lines: Sequence[Line]) -> CartDiffers | None:
        """Return CartDiffers if another device added a line to the cart while this commit committed the borrows."""
        if not self._handed:
            return None
        now = cart_now(await self._carts.open())
        return CartDiffers(now) if compare(lines, now).added else None

    async def _leave_out(self, cart: Cart, line: Line, found: CartLine) -> None:
        sent = await self._writes.send(self._orders.take_out_borrow(cart, line, found.ref))
        await self._writes.end(sent)
        if sent.outcome is not Outcome.DONE:
            _log.warning("a line whose commit was refused could not be taken out of the cart")
        self._see(sent)

    def _see(self, sent: Sent) -> None:
        """Remember the cart in the answer.

        If the answer contains no cart, forget the known cart. The carts are then read before the next write.
        """
        if self._carts.see_in(sent.answer) is None:
            self._carts.lose()
