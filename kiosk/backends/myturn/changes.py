"""Changes to lines in the cart. A borrow can get another due day or project. A return can get another condition.

A change lends and returns nothing, so the kiosk can safely send a change more than once. If no answer comes, the kiosk
reads the cart. If the cart does not show the change, the kiosk sends the change again, at most three times in all.
"""

import logging
from collections.abc import Mapping

from kiosk.backends.errors import ServerAwayError
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.orders import Orders
from kiosk.backends.myturn.reading import CartLine, CartLoan
from kiosk.backends.myturn.refusals import RefusalBody
from kiosk.backends.myturn.site import Learned
from kiosk.backends.myturn.writes import TRIES, Sent, Stage, Writes
from kiosk.backends.ports import ActEnd
from kiosk.domain.model import ChangeOutcome, Gone, InDoubt, Line, NotSent, Refusal, RefusalKind, Refused
from kiosk.domain.outcome import Outcome
from kiosk.domain.terms import Changed, Condition, Terms
from kiosk.structs import replace

_log = logging.getLogger("kiosk.myturn")

_UPDATE_VERBS = ("PUT", "PATCH", "POST")


class Changes:
    """The calls that change the lines of one account.

    `table_verb` is the HTTP verb of the call change_checkout in the table of kiosk.backends.myturn.paths. This verb is
    only a guess, because myTurn's documents do not name the verb of this call.
    """

    def __init__(self, carts: Carts, orders: Orders, writes: Writes, learned: Learned, table_verb: str) -> None:
        self._carts, self._orders, self._writes = carts, orders, writes
        self._learned, self._table_verb = learned, table_verb

    async def of_line(self, line: Line, there: CartLine, wanted: Terms, *, tries: int = TRIES) -> ChangeOutcome | Gone:
        """Change the due day and the project of a borrow, and return the outcome.

        `there` is the borrow as the cart last showed it. Return Gone if the borrow is not in the cart any more.
        """
        fields = _fields(line, there, wanted)
        for _ in range(tries if fields else 0):
            try:
                sent = await self._sent(line, there, fields)
            except ServerAwayError as away:
                return NotSent(away.retry_after_s)
            if sent is None:
                return Refused(Refusal(RefusalKind.OTHER))
            settled = await self._settled(sent, there, wanted)
            if settled is not None:
                return settled
        return InDoubt() if fields else Changed(wanted)

    async def _settled(self, sent: Sent, there: CartLine, wanted: Terms) -> ChangeOutcome | Gone | None:
        """Return the outcome of a change. Return None if the change must be sent again."""
        if sent.outcome is Outcome.REFUSED:
            await self._writes.end(sent)
            return Refused(Refusal(sent.no.kind, sent.no.words))
        if sent.outcome is Outcome.NOT_SENT:
            await self._writes.end(sent)
            return NotSent(sent.retry_after_s)
        cart = await self._writes.cart_after(sent)
        if cart is None:
            return InDoubt()
        found = next((each for each in cart.lines if each.ref == there.ref), None)
        if found is None:
            await self._writes.end(sent, ActEnd.UNKNOWN)
            return Gone()
        # Use the day in the cart, because the server can choose an earlier due day than the kiosk wanted. If the server
        # accepted the change, use the wanted project, because some servers do not show the project in the cart.
        project = wanted.project if sent.outcome is Outcome.DONE else found.project
        now = Terms(found.due or wanted.due, project, wanted.condition)
        if sent.outcome is not Outcome.DONE and now != wanted:
            await self._writes.end(sent, ActEnd.UNKNOWN)
            return None
        await self._writes.end(sent, ActEnd.DONE)
        return Changed(now)

    async def _sent(self, line: Line, there: CartLine, fields: Mapping[str, str]) -> Sent | None:
        """Send the change, and return the result. Return None if the server accepts no HTTP verb for a change.

        If it is not known which verb this server accepts, try the possible verbs one after another.
        """
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
        """Change the condition of an item that is marked for return.

        myTurn accepts the condition only in the call that marks a loan for return. No other call can change the
        condition later. For this reason, the kiosk sends the marking call a second time, with the new condition. If the
        server refuses or ignores the second marking call, the kiosk takes the mark away, and then sets a new mark.
        There is one exception: if the return was already committed with its own call, the kiosk never takes the mark
        away, because the tool is already back.
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
        """Send the marking call a second time, with the new condition, and return the outcome.

        Return None if the server refuses or ignores the second marking call.
        """
        try:
            cart = await self._carts.open()
            sent = await self._writes.send(self._orders.mark(cart, line, own.loan.ident))
        except ServerAwayError as away:
            return NotSent(away.retry_after_s)
        if sent.outcome in {Outcome.REFUSED, Outcome.CONFIGURATION, Outcome.NOT_SENT}:
            await self._writes.end(sent)
            return NotSent(sent.retry_after_s) if sent.outcome is Outcome.NOT_SENT else None
        seen = await self._writes.cart_after(sent)
        if seen is None:
            return InDoubt()
        there = seen.returning(own.loan.ident)
        took = there is not None and _same(there.condition, line.condition)
        await self._writes.end(sent, ActEnd.DONE if took else ActEnd.UNKNOWN)
        return Changed(Terms(condition=line.condition)) if took else None

    async def _marked_anew(self, line: Line, own: CartLoan) -> ChangeOutcome:
        """Take the return mark away from the loan, and then set a new mark with the new condition.

        If only the first step succeeds, the loan has no mark until the member presses the button Finish. The commit
        then sets the mark.
        """
        loan, orders = own.loan.ident, self._orders

        away = await self._writes.stage(
            Stage(
                lambda cart: orders.take_out_return(cart, line, loan),
                lambda cart: Gone() if cart.returning(loan) is None else None,
            )
        )
        if not isinstance(away, Gone):
            return _came_to(away)
        marked = await self._writes.stage(
            Stage(lambda cart: orders.mark(cart, line, loan), lambda cart: cart.returning(loan))
        )
        return Changed(Terms(condition=line.condition)) if isinstance(marked, CartLoan) else _came_to(marked)


def _fields(line: Line, there: CartLine, wanted: Terms) -> dict[str, str]:
    """Return the form fields for the wanted terms that differ from the cart. Project id 0 means "no project"."""
    fields: dict[str, str] = {}
    if wanted.due is not None and wanted.due != there.due:
        fields["due-date"] = wanted.due.isoformat()
    project = there.project or line.project
    if (wanted.project and wanted.project.ident) != (project and project.ident):
        fields["project-id"] = wanted.project.ident if wanted.project else "0"
    return fields


def _same(one: Condition | None, other: Condition | None) -> bool:
    """Return True if both conditions have the same id. Names are not compared, because they depend on the language."""
    return (one and one.ident) == (other and other.ident)


def _came_to(result: RefusalBody | NotSent | InDoubt) -> ChangeOutcome:
    return Refused(Refusal(result.kind, result.words)) if isinstance(result, RefusalBody) else result
