"""Other terms for what stands in the cart: due day and project of a borrowed line, the condition of a returned one.

Staging, as all of it: nothing is lent or recorded. After no answer the cart is read, and the change sent again where
it does not show, three times at most.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace

from kiosk.backends import ActEnd, LendingError, ServerAway, SignInLost
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.house import Learned
from kiosk.backends.myturn.orders import Orders
from kiosk.backends.myturn.reading import Cart, CartLine, CartLoan
from kiosk.backends.myturn.refusals import No
from kiosk.backends.myturn.writes import TRIES, Sent, Stage, Writes
from kiosk.domain.model import ChangeOutcome, Gone, InDoubt, Line, NotSent, Refusal, RefusalKind, Refused
from kiosk.domain.outcome import Outcome
from kiosk.domain.terms import Changed, Condition, Terms

_log = logging.getLogger("kiosk.myturn")

_UPDATE_VERBS = ("PUT", "PATCH", "POST")


class Changes:
    """The changes of one account. `table_verb`: what the table of paths says of op 26, whose verb is not published."""

    def __init__(self, carts: Carts, orders: Orders, writes: Writes, learned: Learned, table_verb: str) -> None:
        self._carts, self._orders, self._writes = carts, orders, writes
        self._learned, self._table_verb = learned, table_verb

    async def of_line(self, line: Line, there: CartLine, wanted: Terms, *, tries: int = TRIES) -> ChangeOutcome | Gone:
        """Due day and project; Gone where the cart has lost the line."""
        fields = _fields(line, there, wanted)
        for _ in range(tries if fields else 0):
            try:
                sent = await self._sent(line, there, fields)
            except ServerAway as away:
                return NotSent(away.retry_after_s)
            if sent is None:
                return Refused(Refusal(RefusalKind.OTHER))
            settled = await self._settled(sent, there, wanted)
            if settled is not None:
                return settled
        return InDoubt() if fields else Changed(wanted)

    async def _settled(self, sent: Sent, there: CartLine, wanted: Terms) -> ChangeOutcome | Gone | None:
        """None: it is not there, send it again."""
        if sent.outcome is Outcome.REFUSED:
            await self._writes.end(sent)
            return Refused(Refusal(sent.no.kind, sent.no.words))
        if sent.outcome is Outcome.NOT_SENT:
            await self._writes.end(sent)
            return NotSent(sent.retry_after_s)
        cart = await self._seen(sent)
        if cart is None:
            return InDoubt()
        found = next((each for each in cart.lines if each.ref == there.ref), None)
        if found is None:
            await self._writes.end(sent, ActEnd.UNKNOWN)
            return Gone()
        # A server may make a day earlier; what it shows is what holds. It need not show the project.
        project = wanted.project if sent.outcome is Outcome.DONE else found.project
        now = Terms(found.due or wanted.due, project, wanted.condition)
        if sent.outcome is not Outcome.DONE and now != wanted:
            await self._writes.end(sent, ActEnd.UNKNOWN)
            return None
        await self._writes.end(sent, ActEnd.DONE)
        return Changed(now)

    async def _sent(self, line: Line, there: CartLine, fields: Mapping[str, str]) -> Sent | None:
        """With the verb that this server takes; None: it takes none that we know."""
        learned = self._learned.update_verb
        verbs = [learned] if learned else list(dict.fromkeys((self._table_verb, *_UPDATE_VERBS)))
        for verb in verbs:
            cart = await self._carts.open()
            sent = await self._writes.send(self._orders.change(cart, line, there.ref, fields, verb))
            if sent.outcome is not Outcome.CONFIGURATION:
                self._learned.update_verb = verb if sent.outcome is Outcome.DONE else learned
                return sent
            await self._writes.end(sent)
        _log.error("change_checkout: none of %s is taken; the terms of lines stay as they are", ", ".join(verbs))
        return None

    # --- condition -------------------------------------------------------------------------------

    async def of_loan(self, line: Line, own: CartLoan, wanted: Condition | None) -> ChangeOutcome:
        """The condition of a marked return.

        The contract has `new-status` with the mark and no call of its own for another one. So: mark it again; where
        that is refused or shows no effect, take the mark away and set it anew. A return whose own commit is done stays
        marked, because that commit is a fact: the tool is here.
        """
        if _same(own.condition, wanted):
            return Changed(Terms(condition=wanted))
        line = replace(line, condition=wanted, wish=None)
        if self._learned.marks_again or own.committed:
            answer = await self._marked_again(line, own)
            if answer is not None or own.committed:
                return answer or Refused(Refusal(RefusalKind.OTHER))
            self._learned.marks_again = False
        return await self._marked_anew(line, own)

    async def _marked_again(self, line: Line, own: CartLoan) -> ChangeOutcome | None:
        """None: it has had no effect."""
        try:
            cart = await self._carts.open()
            sent = await self._writes.send(self._orders.mark(cart, line, own.loan.ident))
        except ServerAway as away:
            return NotSent(away.retry_after_s)
        if sent.outcome in {Outcome.REFUSED, Outcome.CONFIGURATION, Outcome.NOT_SENT}:
            await self._writes.end(sent)
            return NotSent(sent.retry_after_s) if sent.outcome is Outcome.NOT_SENT else None
        seen = await self._seen(sent)
        if seen is None:
            return InDoubt()
        there = seen.returning(own.loan.ident)
        took = there is not None and _same(there.condition, line.condition)
        await self._writes.end(sent, ActEnd.DONE if took else ActEnd.UNKNOWN)
        return Changed(Terms(condition=line.condition)) if took else None

    async def _marked_anew(self, line: Line, own: CartLoan) -> ChangeOutcome:
        """In between the cart does not hold it; should the second half fail, Finish puts it back."""
        loan, orders = own.loan.ident, self._orders

        def there(cart: Cart | None) -> CartLoan | None:
            return cart.returning(loan) if cart else None

        away = await self._writes.stage(
            Stage(
                lambda cart: orders.take_out_return(cart, line, loan),
                lambda cart: Gone() if there(cart) is None else None,
            )
        )
        if not isinstance(away, Gone):
            return _came_to(away)
        marked = await self._writes.stage(Stage(lambda cart: orders.mark(cart, line, loan), there))
        return Changed(Terms(condition=line.condition)) if isinstance(marked, CartLoan) else _came_to(marked)

    async def _seen(self, sent: Sent) -> Cart | None:
        """The cart after it; None where nobody can be asked, with the row ended."""
        cart = self._carts.understand(sent.answer) if sent.outcome is Outcome.DONE and sent.answer else None
        if cart is not None:
            self._carts.see(cart)
            return cart
        try:
            return await self._carts.read() or Cart("")
        except LendingError as why:
            await self._writes.end(sent, ActEnd.UNKNOWN)
            if isinstance(why, SignInLost):
                raise
            return None


def _fields(line: Line, there: CartLine, wanted: Terms) -> dict[str, str]:
    """Only what differs; 0 unsets a project."""
    fields: dict[str, str] = {}
    if wanted.due is not None and wanted.due != there.due:
        fields["due-date"] = wanted.due.isoformat()
    project = there.project or line.project
    if (wanted.project and wanted.project.ident) != (project and project.ident):
        fields["project-id"] = wanted.project.ident if wanted.project else "0"
    return fields


def _same(one: Condition | None, other: Condition | None) -> bool:
    """By id: the name follows the language."""
    return (one and one.ident) == (other and other.ident)


def _came_to(result: No | NotSent | InDoubt) -> ChangeOutcome:
    return Refused(Refusal(result.kind, result.words)) if isinstance(result, No) else result
