"""The code that sends writes. Each write is on disk before it is sent, and kiosk.domain.outcome judges each answer.

A write that only stages a line lends nothing, so it is safe to send the write again. If no answer comes, the cart is
read. If the cart does not contain the line, the write is sent again, at most three times in all.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from kiosk.backends.answer import HttpAnswer, Received
from kiosk.backends.errors import LendingError, MisconfiguredError, NotServedError, ServerAwayError, SignInLostError
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.reading import Cart
from kiosk.backends.myturn.refusals import RefusalBody, body_of, read_no
from kiosk.backends.myturn.session import Session
from kiosk.backends.ports import ActEnd, ActId, ActKind, PlannedWrite, WriteLog
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.model import InDoubt, NotSent, RefusalKind
from kiosk.domain.outcome import Answered, BodyKind, Exchange, NeverLeft, NoAnswer, Outcome, outcome
from kiosk.structs import replace

_log = logging.getLogger("kiosk.myturn")

ReadBack = TypeVar("ReadBack")
TRIES = 3

_ENDS: Mapping[Outcome, ActEnd] = {
    Outcome.DONE: ActEnd.DONE,
    Outcome.REFUSED: ActEnd.REFUSED,
    Outcome.NOT_SENT: ActEnd.NOT_SENT,
    Outcome.UNKNOWN: ActEnd.UNKNOWN,
    Outcome.GONE: ActEnd.UNKNOWN,
    Outcome.CONFIGURATION: ActEnd.NOT_SENT,
    Outcome.RENEW: ActEnd.NOT_SENT,
}

_NO_CART = {
    TurnAwayReason.AGREEMENT: RefusalKind.AGREEMENT_MISSING,
    TurnAwayReason.DETAILS: RefusalKind.DETAILS_MISSING,
    TurnAwayReason.PAYMENT_METHOD: RefusalKind.PAYMENT_MISSING,
}
"""The reasons why the server opens no cart, each with the kind of refusal that a scanned line then gets."""


class Order(Struct, frozen=True):
    """One write, with the name of its operation, the ids for its path, and its form fields.

    `right` is a function that gets an answer with a status from 200 to 299. It returns True if the body of the answer
    has the expected form.
    """

    act: PlannedWrite
    operation: str
    right: Callable[[HttpAnswer], bool]
    ids: Mapping[str, str]
    fields: Mapping[str, str] | None = None
    verb: str = ""
    fresh: bool = False


class Sent(Struct, frozen=True):
    """The result of sending a write once. `row` is the number of the write's row in the write log."""

    row: ActId
    outcome: Outcome
    answer: HttpAnswer | None

    @property
    def no(self) -> RefusalBody:
        """Return the refusal in the server's answer. If the answer contains no reason, the kind is OTHER."""
        said = read_no(self.answer) if self.answer else None
        return said or RefusalBody(RefusalKind.OTHER)

    @property
    def retry_after_s(self) -> float | None:
        """Return how many seconds the server asked the kiosk to wait, or None if the server did not ask for a wait."""
        return self.answer.retry_after_s if self.answer else None


class Stage(Struct, Generic[ReadBack], frozen=True):
    """A write that stages a line in a cart.

    `order` is a function that makes the write for a cart. `there` is a function that looks for the effect of the write
    in a cart, for example the staged line. It returns None if the cart does not show this effect.
    """

    order: Callable[[Cart], Order]
    there: Callable[[Cart], ReadBack | None]


class Writes:
    """Sends the writes of one account, and stores the result of each write in the write log."""

    def __init__(self, session: Session, carts: Carts, log: WriteLog) -> None:
        self._session, self._carts, self._write_log = session, carts, log

    async def send(self, order: Order) -> Sent:
        """Send a write once, and return the result.

        If the answer is 401, renew the token and send the write a second time. Raises LogBrokenError if the write log
        cannot store the write. The write is not sent then. Raises SignInLostError if the token cannot be renewed any
        more. Raises ServerAwayError if the renewal got no useful answer.
        """
        token = self._session.token
        sent = await self._once(order)
        if sent.outcome is not Outcome.RENEW:
            return sent
        await self.end(sent)
        await self._session.renew(token)
        sent = await self._once(order)
        if sent.outcome is Outcome.RENEW:
            await self.end(sent)
            raise SignInLostError("a new token was refused, too")
        return sent

    async def end(self, sent: Sent, end: ActEnd | None = None) -> None:
        """Store the result `end` of this write in the write log. If `end` is None, store the result of `sent`."""
        note = f"HTTP {sent.answer.status}" if sent.answer else ""
        await self._write_log.end(sent.row, end or _ENDS[sent.outcome], note)

    async def stage(self, stage: Stage[ReadBack]) -> ReadBack | RefusalBody | NotSent | InDoubt:
        """Send the write, and return its effect in the cart, or the refusal.

        If the cart does not show the effect, send the write again, at most three times in all. Return NotSent if the
        write did not leave the kiosk. Return InDoubt if nobody can say if the write had its effect. Raises
        LogBrokenError, SignInLostError, MisconfiguredError.
        """
        for _ in range(TRIES):
            try:
                cart = await self._carts.open()
                sent = await self.send(stage.order(cart))
            except ServerAwayError as away:
                return NotSent(away.retry_after_s)
            except NotServedError as no:
                return RefusalBody(_NO_CART.get(no.reason, RefusalKind.OTHER), words=no.words)
            match sent.outcome:
                case Outcome.NOT_SENT:
                    await self.end(sent)
                    return NotSent(sent.retry_after_s)
                case Outcome.CONFIGURATION:
                    await self.end(sent)
                    raise MisconfiguredError(f"{stage.order(cart).operation}: the server does not take this verb here")
                case Outcome.REFUSED:
                    await self.end(sent)
                    return sent.no
                case Outcome.DONE | Outcome.GONE | Outcome.UNKNOWN | Outcome.RENEW:
                    if (settled := await self._settled(stage, cart, sent)) is not None:
                        return settled
        return InDoubt()

    async def _settled(self, stage: Stage[ReadBack], was: Cart, sent: Sent) -> ReadBack | RefusalBody | InDoubt | None:
        """Read the cart after the write, and find out what the write has done.

        If the cart shows the effect of the write, such as the staged line, return this effect. Return InDoubt if the
        cart cannot be read. Return a refusal if the server does not know the item or the loan. In all other cases,
        return None. The caller must then send the write again.
        """
        cart = await self.cart_after(sent)
        if cart is None:
            return InDoubt()
        found = stage.there(cart)
        absent = ActEnd.NOT_SENT if sent.outcome is Outcome.GONE else ActEnd.UNKNOWN
        await self.end(sent, absent if found is None else ActEnd.DONE)
        if found is None and sent.outcome is Outcome.GONE and cart.ident == was.ident:
            return _not_the_cart(sent)
        return found

    async def cart_after(self, sent: Sent) -> Cart | None:
        """Return the cart as it is after a write. Raises SignInLostError.

        If the answer to the write contains no cart, read the cart with a new call. If no cart is open any more, return
        an empty cart. If the cart cannot be read, store the result UNKNOWN in the write log and return None.
        """
        if sent.outcome is Outcome.DONE and (shown := self._carts.see_in(sent.answer)) is not None:
            return shown
        try:
            return await self._carts.read() or Cart("")
        except LendingError as why:
            await self.end(sent, ActEnd.UNKNOWN)
            if isinstance(why, SignInLostError):
                raise
            return None

    async def _once(self, order: Order) -> Sent:
        act = order.act
        if act.kind is ActKind.COMMIT:
            act = replace(act, token=self._session.token)
        row = await self._write_log.begin(act)
        call = self._session.call(order.operation, order.ids, fields=order.fields, verb=order.verb, fresh=order.fresh)
        received = await self._session.wire.exchange(call)
        return Sent(row, outcome(_judged(received, order)), received if isinstance(received, HttpAnswer) else None)


def _judged(received: Received, order: Order) -> Exchange:
    match received:
        case NeverLeft() | NoAnswer():
            return received
        case HttpAnswer(status=status) if 200 <= status < 300:
            return Answered(status, BodyKind.RIGHT if order.right(received) else BodyKind.ODD, in_cart=True)
        case HttpAnswer(status=status):
            return Answered(status, body_of(received), in_cart=True)


def _not_the_cart(sent: Sent) -> RefusalBody:
    """Return the refusal for a write that the server answered with 404 or 410 although the cart exists.

    Usually the server does not know the item or the loan. But if the body is no answer of myTurn, for example a web
    page, the path in the settings is perhaps wrong.
    """
    if sent.answer is not None and body_of(sent.answer) is BodyKind.ODD:
        _log.error("a web page with 404 inside a cart that is there; see [myturn.paths]")
        return RefusalBody(RefusalKind.OTHER)
    return RefusalBody(RefusalKind.ITEM_UNKNOWN, words=sent.no.words)
