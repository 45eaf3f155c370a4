"""Which cart is ours: adopt the open one, create one where there is none, keep what the last answer showed of it."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from kiosk.backends import Misconfigured, ServerAway, WrongAnswer
from kiosk.backends.answer import Answer, away
from kiosk.backends.myturn import reading
from kiosk.backends.myturn.reading import Calendar, Cart
from kiosk.backends.myturn.refusals import turned_away
from kiosk.backends.myturn.schema import CartAnswer, decode
from kiosk.backends.myturn.session import Session, named

_log = logging.getLogger("kiosk.myturn")
Shape = TypeVar("Shape")


def _heed_nothing(_answer: Answer) -> None:
    """Nobody compares clocks."""


class Carts:
    """The carts of one member. `cart` is the open one as last seen; `ours`: this visit created it.

    Of several, the one in which a tool was handed over is taken, else the newest that is not empty; `others` are the
    rest as last read. Nothing is ever lent or dropped there; a tool in them can be taken over.
    """

    def __init__(
        self, session: Session, calendar: Callable[[], Calendar], heed: Callable[[Answer], None] = _heed_nothing
    ) -> None:
        self._session, self._calendar, self._heed = session, calendar, heed
        self.cart: Cart | None = None
        self.others: tuple[Cart, ...] = ()
        self.ours = False
        self._none_open = False
        self.server_time: datetime | None = None
        """The server's clock at the last reading, where it told."""

    async def open(self) -> Cart:
        """The cart to write to. Raises ServerAway, SignInLost, NotServed, Misconfigured."""
        if self.cart is not None:
            return self.cart
        return (None if self._none_open else await self.read()) or await self.create()

    async def read(self) -> Cart | None:
        """Look again; None where no cart is open. Raises as open()."""
        carts = await self.read_all()
        return carts[0] if carts else None

    async def read_all(self) -> Sequence[Cart]:
        """All open carts, ours first: the one we know, else by the rule above."""
        answer = await self._session.read("carts")
        self.server_time = answer.date
        listed = _answers(answer, self._session.paths.site)
        self._heed(answer)
        carts = await self._full(listed)
        known = self.cart.ident if self.cart else ""
        carts.sort(key=lambda each: (each.ident == known, *_rank(each)), reverse=True)
        if len(carts) > 1:
            _log.info("%d open carts; taking %s", len(carts), carts[0].ident)
        self._adopt(carts[0] if carts else None)
        self.others = tuple(carts[1:])
        return carts

    async def create(self) -> Cart:
        """A new cart; an answer that got lost is settled by looking. Raises as open()."""
        received = await self._session.send("create_cart")
        if isinstance(received, Answer) and 400 <= received.status < 500:
            raise _refused(received, "create_cart", self._session.paths.site)
        cart = await self._created(received) if isinstance(received, Answer) else None
        if cart is None and await self.read() is None:
            raise ServerAway("create_cart: no answer, and no cart")
        if cart is not None:
            self.see(cart)
        self.ours = True
        assert self.cart is not None  # noqa: S101 - one of the two above
        return self.cart

    @property
    def calendar(self) -> Calendar:
        """The library's days, now."""
        return self._calendar()

    def see(self, cart: Cart) -> None:
        """An answer showed the open cart."""
        self.cart, self._none_open = cart, False

    def lose(self) -> None:
        """It may be gone: look before the next write."""
        self.cart, self._none_open = None, False

    def understand(self, answer: Answer) -> Cart | None:
        """A whole cart in an answer; None where it is something else, or a short form."""
        try:
            found = decode(answer, CartAnswer)
        except WrongAnswer:
            return None
        return reading.cart(found, self._calendar()) if _is_full(found) else None

    def _adopt(self, cart: Cart | None) -> None:
        if cart is None or self.cart is None or cart.ident != self.cart.ident:
            self.ours = False
        self.cart, self._none_open = cart, cart is None

    async def _created(self, answer: Answer) -> Cart | None:
        try:
            short = decode(answer, CartAnswer)
        except WrongAnswer as wrong:
            named(wrong, "create_cart")
            return None
        found = await self._full([short])
        return found[0] if found else None

    async def _full(self, answers: Sequence[CartAnswer]) -> list[Cart]:
        """Carts with their lists; a short form is read once more, alone."""
        full = [each if _is_full(each) else await self._one(str(each.id)) for each in answers]
        calendar = self._calendar()
        return [reading.cart(each, calendar) for each in full if each is not None]

    async def _one(self, ident: str) -> CartAnswer | None:
        answer = await self._session.read("cart", cart=ident)
        if answer.status in {404, 410}:
            return None
        return _decoded(answer, "cart", CartAnswer, self._session.paths.site)


def _answers(answer: Answer, site: str) -> list[CartAnswer]:
    """No carts: an empty list, or 404."""
    if answer.status == 404:
        return []
    return _decoded(answer, "carts", list[CartAnswer], site)


def _decoded(answer: Answer, operation: str, shape: type[Shape], site: str) -> Shape:
    if 400 <= answer.status < 500:
        raise _refused(answer, operation, site)
    if not 200 <= answer.status < 300:
        raise away(operation, answer)
    try:
        return decode(answer, shape)
    except WrongAnswer as wrong:
        raise named(wrong, operation) from None


def _is_full(answer: CartAnswer) -> bool:
    return answer.outstanding_loans is not None and answer.checkouts is not None


def _refused(answer: Answer, operation: str, site: str) -> Exception:
    if answer.status in {404, 405}:
        return Misconfigured(f"{operation}: HTTP {answer.status}; is the path right? See [myturn.paths]")
    if answer.status in {408, 425, 429}:
        return away(operation, answer)
    return turned_away(answer, site)


def _rank(cart: Cart) -> tuple[bool, bool, int]:
    return (cart.has_commits, not cart.is_empty, _number(cart.ident))


def _number(ident: str) -> int:
    return int(ident) if ident.isascii() and ident.isdigit() else 0
