"""The writes that stage the lines of a visit in the cart, change lines, and take lines out of the cart."""

import logging
from datetime import date, timedelta

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import LendingError, ServerAwayError, SignInLostError
from kiosk.backends.myturn import due_date
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.changes import Changes
from kiosk.backends.myturn.orders import Orders
from kiosk.backends.myturn.reading import Cart, CartLine, CartLoan, has_id
from kiosk.backends.myturn.refusals import RefusalBody
from kiosk.backends.myturn.session import Session
from kiosk.backends.myturn.site import SiteFacts
from kiosk.backends.myturn.writes import Order, Stage, Writes
from kiosk.backends.ports import ActEnd
from kiosk.domain.model import (
    ChangeOutcome,
    Direction,
    Gone,
    InDoubt,
    Item,
    ItemCode,
    Line,
    LineOutcome,
    LoanId,
    NotSent,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Staged,
    TakeOutOutcome,
)
from kiosk.domain.outcome import Outcome
from kiosk.domain.terms import Changed, Terms
from kiosk.structs import replace

_log = logging.getLogger("kiosk.myturn")

# A refusal of these two kinds can have a harmless reason: the item is already on loan to the member, or the cart
# already has a line for the item. So the kiosk reads the cart again after such a refusal.
_LOOK_AGAIN = frozenset({RefusalKind.ON_LOAN, RefusalKind.NOT_AVAILABLE})


def borrowed_in(cart: Cart, line: Line) -> CartLine | None:
    """Return the line in the cart that has the same id as `line`.

    If there is none, return the line in the cart that has the same label as `line`, or None.
    """
    by_ref = next((each for each in cart.lines if line.ref and each.ref == line.ref), None)
    return by_ref or cart.line_of(line.code)


def holds(cart: Cart, line: Line) -> bool:
    """Return True if this line is in the cart."""
    if line.direction is Direction.BORROW:
        return borrowed_in(cart, line) is not None
    return cart.returning(line.loan or LoanId(line.ref)) is not None


class CartLines:
    """Sends the writes that stage lines in the cart of one account."""

    def __init__(self, session: Session, carts: Carts, orders: Orders, writes: Writes, facts: SiteFacts) -> None:
        self._carts, self._orders, self._writes, self._facts = carts, orders, writes, facts
        self._others = OtherCarts(carts, orders, writes)
        table_verb = session.paths.target("change_checkout").verb
        self._changes = Changes(carts, orders, writes, facts.learned, table_verb)

    async def borrow(self, line: Line) -> LineOutcome:
        """Stage a borrow with the best due date. If the item is already on loan to the member, stage a return."""
        if (known := await self._known(line)) is not None:
            return known
        line = due_date.still_kept(line, self._facts.today())
        result = await self._add_within(line)
        if isinstance(result, RefusalBody) and result.kind is RefusalKind.RESERVED and line.pickup:
            # Perhaps another device has changed the reservation, so try to borrow without the reservation. If another
            # member has reserved the tool, the server refuses this second try, too.
            line = replace(line, pickup=None)
            result = await self._add_within(line)
        if isinstance(result, RefusalBody) and await self._others.let_go(line):
            result = await self._add_within(line)
        match result:
            case CartLine():
                await self._others.let_go(line)
                return await self._with_best_due(line, result)
            case CartLoan():
                return await self._bring_back(line, result)
            case RefusalBody():
                return await self._refused(line, result)
            case NotSent() | InDoubt():
                return result

    async def give_back(self, line: Line) -> LineOutcome:
        """Mark one of the member's loans for return. The loan is found by the loan id of the line.

        If no loan has this id, the loan is found by the label of the line.
        """
        own = self._loan_of(line)
        if own is None:
            try:
                await self._carts.read()
            except ServerAwayError as away:
                return NotSent(away.retry_after_s)
            own = self._loan_of(line)
        if own is None:
            return Refused(Refusal(RefusalKind.NOT_ON_ACCOUNT, item=self._remembered(line.code)))
        return await self._bring_back(line, own)

    async def change(self, line: Line) -> ChangeOutcome:
        """Give a line the due day, the project or the condition in `line.wanted`.

        If the line is not in the cart any more, stage the line again with these terms.
        """
        try:
            cart = await self._carts.open()
        except ServerAwayError as away:
            return NotSent(away.retry_after_s)
        if not all(has_id(handle) for handle in _handles(cart, line)):
            return Refused(Refusal(RefusalKind.OTHER))
        if line.direction is Direction.BORROW:
            there = borrowed_in(cart, line)
            outcome = await self._changes.of_line(line, there, line.wanted) if there else Gone()
        else:
            own = cart.returning(line.loan or LoanId(line.ref))
            outcome = await self._changes.of_loan(line, own, line.wanted.condition) if own else Gone()
        return await self._put_back_with(line, line.wanted) if isinstance(outcome, Gone) else outcome

    async def _put_back_with(self, line: Line, wanted: Terms) -> ChangeOutcome:
        agreed = replace(line, due=wanted.due, project=wanted.project, condition=wanted.condition, wish=None)
        outcome = await self.put_back(agreed)
        if isinstance(outcome, Staged | Recorded):
            return Changed(replace(wanted, due=outcome.due or wanted.due))
        return outcome

    async def take_out(self, line: Line) -> TakeOutOutcome:
        """Take the line out of the cart. If the line is not in the cart, this counts as a success."""
        try:
            cart = self._carts.cart or await self._carts.read()
        except ServerAwayError as away:
            return NotSent(away.retry_after_s)
        if cart is None or not holds(cart, line):
            return Gone()

        def order(cart: Cart) -> Order:
            if line.direction is Direction.BORROW:
                found = borrowed_in(cart, line)
                return self._orders.take_out_borrow(cart, line, found.ref if found else line.ref)
            return self._orders.take_out_return(cart, line, line.loan or line.ref)

        def gone(cart: Cart) -> Gone | None:
            return None if holds(cart, line) else Gone()

        if not all(has_id(handle) for handle in _handles(cart, line)):
            return Refused(Refusal(RefusalKind.OTHER))
        result = await self._writes.stage(Stage(order, gone))
        if not isinstance(result, RefusalBody):
            return result
        cart = await self._see(None)
        return Gone() if cart is not None and not holds(cart, line) else Refused(Refusal(result.kind, result.words))

    async def put_back(self, line: Line) -> LineOutcome:
        """Stage again a line that is not in the cart any more.

        If the line is a borrow and the tool is now on loan to the member, return a refusal. In this case, do not mark
        the loan for return.
        """
        if line.direction is not Direction.BORROW:
            return await self.give_back(line)
        if not line.code:
            return Refused(Refusal(RefusalKind.OTHER, item=line.item))
        usual = self._facts.today() + timedelta(days=self._facts.default_days)
        line = due_date.still_kept(line, self._facts.today())
        result = await self._add(line, line.due or usual)
        match result:
            case CartLine():
                return replace(_staged(result), pickup=line.pickup)
            case CartLoan(loan=loan):
                return Refused(Refusal(RefusalKind.ON_LOAN, item=loan.item))
            case RefusalBody():
                return Refused(Refusal(result.kind, result.words, line.item))
            case NotSent() | InDoubt():
                return result

    # --- borrowing --------------------------------------------------------------------------------

    async def _known(self, line: Line) -> LineOutcome | None:
        """Return the outcome for an item that the last known cart already shows. Do not add the item to the cart.

        If the item is one of the member's loans, mark the loan for return, and return the outcome of the marking. If
        the cart has a line for the item, return this line. In all other cases, return None.
        """
        cart = self._carts.cart
        if cart is None:
            return None
        if (own := cart.loan_of(line.code)) is not None:
            return await self._bring_back(line, own)
        there = cart.line_of(line.code)
        return _staged(there) if there else None

    async def _add_within(self, line: Line) -> CartLine | CartLoan | RefusalBody | NotSent | InDoubt:
        """Add the line with a guess of its due date. If the server refuses the guess, try tomorrow's date."""
        facts, today = self._facts, self._facts.today()
        wish = due_date.guess(line.code, facts.memory, default_days=facts.default_days, today=today, hours=facts.hours)
        ends = line.pickup.ends if line.pickup else None
        wish = due_date.of_pickup(ends, today=today, hours=facts.hours) if ends else wish
        result = await self._add(line, wish)
        shortest = today + timedelta(days=1)
        if isinstance(result, RefusalBody) and result.kind is RefusalKind.DUE_DATE and wish != shortest:
            # Perhaps another member's reservation begins soon, so the due date must be earlier than the guess. The
            # server sends the last possible due date only with a line in the cart. So first add the line with the
            # earliest due date, which is tomorrow.
            result = await self._add(line, shortest)
        return result

    async def _add(self, line: Line, wish: date) -> CartLine | CartLoan | RefusalBody | NotSent | InDoubt:
        """Add the line to the cart and return the cart's line. If the member already has the item, return the loan.

        If the item is already on loan to the member, most servers refuse the line, but some servers renew the loan.
        """
        before: set[str] = set()

        def order(cart: Cart) -> Order:
            before.update(each.ref for each in cart.lines)
            return self._orders.add(cart, line, wish)

        def there(cart: Cart) -> CartLine | CartLoan | None:
            """Return the line that was added to the cart, or the member's loan of the item, or None.

            The added line is the line with this label. The code on an RFID tag can differ from the label. If no line
            has this label but the cart has exactly one new line, this new line is the added line. If the cart has no
            added line, return the loan.
            """
            new = [each for each in cart.lines if each.ref not in before]
            found = cart.line_of(line.code) or (new[0] if len(new) == 1 else None) or cart.loan_of(line.code)
            return replace(found, due=found.due or wish) if isinstance(found, CartLine) else found

        return await self._writes.stage(Stage(order, there))

    async def _with_best_due(self, line: Line, there: CartLine) -> Staged:
        due_date.remember(there.item, line.code, self._facts.memory)
        facts = self._facts
        wanted = due_date.best(
            there, default_days=facts.default_days, today=facts.today(), hours=facts.hours, pickup=line.pickup
        )
        if wanted != there.due:
            # Send the better date only once. If the server does not accept the better date, the first date stays, and
            # the screen shows the first date.
            now = Terms(wanted, line.project)
            outcome = await self._changes.of_line(line, there, now, tries=1)
            if self._carts.cart:
                there = borrowed_in(self._carts.cart, replace(line, ref=there.ref)) or there
            there = replace(there, due=outcome.terms.due) if isinstance(outcome, Changed) else there
        return replace(_staged(there), pickup=line.pickup)

    async def _refused(self, line: Line, no: RefusalBody) -> LineOutcome:
        """Return the refusal, if the item really cannot be borrowed.

        There are two exceptions. If the item is on loan to the member, mark the loan for return, and give back the
        outcome of the marking. If the cart already has a line for the item, give back this line.
        """
        if no.kind in _LOOK_AGAIN or "already" in no.code.casefold():
            await self._see(None)
            if (known := await self._known(line)) is not None:
                return known
        return Refused(Refusal(no.kind, no.words, self._remembered(line.code)))

    def _remembered(self, code: ItemCode) -> Item | None:
        memo = self._facts.memory.recall(code)
        return Item(code, memo.name) if memo and memo.name else None

    # --- bringing back ----------------------------------------------------------------------------

    async def _bring_back(self, line: Line, own: CartLoan) -> LineOutcome:
        if not has_id(own.loan.ident):
            return Refused(Refusal(RefusalKind.OTHER, item=own.loan.item))
        if not own.returning:
            result = await self._mark(line, own.loan.ident)
            if isinstance(result, RefusalBody):
                kind = RefusalKind.NOT_ON_ACCOUNT if result.kind is RefusalKind.ITEM_UNKNOWN else result.kind
                return Refused(Refusal(kind, result.words, own.loan.item))
            if not isinstance(result, CartLoan):
                return result
            own = result
            await self._others.let_go(replace(line, direction=Direction.RETURN, loan=own.loan.ident))
        if self._facts.two_phase and not own.committed:
            own = await self._commit_return(line, own)
        loan = own.loan
        about = (loan.due, Direction.RETURN, loan.ident, loan.days_late)
        return Staged(loan.ident, loan.item, *about, condition=own.condition, committed=own.committed)

    async def _mark(self, line: Line, loan: LoanId) -> CartLoan | RefusalBody | NotSent | InDoubt:
        return await self._writes.stage(
            Stage(lambda cart: self._orders.mark(cart, line, loan), lambda cart: cart.returning(loan))
        )

    async def _commit_return(self, line: Line, own: CartLoan) -> CartLoan:
        """Commit one return with its own call. The line stays in the cart.

        The kiosk does not wait for the button Finish, because the tool is already back.
        """
        try:
            cart = await self._carts.open()
            sent = await self._writes.send(self._orders.commit_return(cart, line, own.loan.ident))
        except ServerAwayError:
            return own
        if sent.outcome in {Outcome.UNKNOWN, Outcome.GONE}:
            now = await self._see(None)  # The server has perhaps committed the return, so read the cart.
            there = now.returning(own.loan.ident) if now is not None else None
            await self._writes.end(sent, ActEnd.DONE if there is not None and there.committed else None)
            return there or own
        await self._writes.end(sent)
        if sent.outcome is not Outcome.DONE:
            _log.warning("the commit of a returned line: %s", sent.outcome.name)
            return own
        await self._see(sent.answer)
        return replace(own, committed=True)

    def _loan_of(self, line: Line) -> CartLoan | None:
        cart = self._carts.cart
        if cart is None:
            return None
        by_id = next((each for each in cart.loans if line.loan and each.loan.ident == line.loan), None)
        return by_id or cart.loan_of(line.code)

    async def _see(self, answer: HttpAnswer | None) -> Cart | None:
        """Return the cart in the answer. If the answer has no cart, read the cart. Return None if it cannot be read."""
        if (shown := self._carts.see_in(answer)) is not None:
            return shown
        try:
            return await self._carts.read()
        except SignInLostError:
            raise
        except LendingError as why:
            _log.info("the cart could not be read: %s", why)
            return None


def _handles(cart: Cart, line: Line) -> list[str]:
    """Return a list with the id of a borrow's line in the cart, or with the loan id of a return.

    If a borrow is not in the cart, the list is empty.
    """
    if line.direction is Direction.BORROW:
        found = borrowed_in(cart, line)
        return [found.ref] if found else []
    return [line.loan or line.ref]


def _staged(there: CartLine) -> Staged:
    return Staged(
        there.ref,
        there.item,
        there.due,
        Direction.BORROW,
        days=there.choices,
        project=there.project,
        committed=there.committed,
    )


# --- lines in the member's other carts ------------------------------------------------------------


class OtherCarts:
    """The member's carts that this visit does not use.

    A scanned tool must be only in the cart that the visit uses, so the kiosk takes the tool out of the other carts. The
    lines of other tools stay in the other carts. A line that is already committed also stays in its cart.
    """

    def __init__(self, carts: Carts, orders: Orders, writes: Writes) -> None:
        self._carts, self._orders, self._writes = carts, orders, writes

    async def let_go(self, line: Line) -> bool:
        """Take this tool out of the carts that the visit does not use. Raises SignInLostError, LogBrokenError.

        Return True if the tool was in one of these carts and is now in none of them.
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
