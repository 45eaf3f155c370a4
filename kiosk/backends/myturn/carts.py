"""The carts of one member. This module chooses the cart that the visit uses, and remembers what that cart contains."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from kiosk.backends.answer import HttpAnswer, away
from kiosk.backends.errors import MisconfiguredError, ServerAwayError, WrongAnswerError
from kiosk.backends.myturn import reading
from kiosk.backends.myturn.reading import Calendar, Cart
from kiosk.backends.myturn.refusals import turned_away
from kiosk.backends.myturn.schema import CartAnswer, decode
from kiosk.backends.myturn.session import Session, decoded, named

_log = logging.getLogger("kiosk.myturn")
T = TypeVar("T")


def _compare_nothing(_answer: HttpAnswer) -> None:
    """Do nothing with this answer. This is the default for a caller that does not compare the clocks."""


class Carts:
    """The carts of one member. `cart` is the cart that the visit uses, as the last answer showed it.

    `ours` is True if this visit created `cart`. If the member has several open carts, the visit uses the cart with a
    line that is already committed. If there is no such cart, it uses the newest cart that is not empty. `others` are
    the carts that the visit does not use. The kiosk never commits or empties these other carts. But if the member scans
    a tool that is in one of them, the kiosk moves the tool into `cart`.
    """

    def __init__(
        self,
        session: Session,
        calendar: Callable[[], Calendar],
        compare_clock: Callable[[HttpAnswer], None] = _compare_nothing,
    ) -> None:
        self._session, self._calendar, self._compare_clock = session, calendar, compare_clock
        self.cart: Cart | None = None
        self.others: tuple[Cart, ...] = ()
        self.ours = False
        self._none_open = False
        self.server_time: datetime | None = None
        """The server's time when the carts were last read, or None if the server did not send its time."""

    async def open(self) -> Cart:
        """Return the cart that the visit uses. If this cart is not known, read the carts.

        If no cart is open, create a cart.
        Raises ServerAwayError, SignInLostError, NotServedError, MisconfiguredError.
        """
        if self.cart is not None:
            return self.cart
        return (None if self._none_open else await self.read()) or await self.create()

    async def read(self) -> Cart | None:
        """Read the carts again. Return the cart that the visit uses, or None if no cart is open.

        Raises the same errors as open().
        """
        carts = await self.read_all()
        return carts[0] if carts else None

    async def read_all(self) -> Sequence[Cart]:
        """Read and return all open carts. The first cart in the list is the cart that the visit uses.

        If the visit already uses a cart and this cart is still open, it is the first in the list. If not, the docstring
        of the class says which cart is the first.
        """
        answer = await self._session.read("carts")
        self.server_time = answer.date
        listed = _answers(answer, self._session.paths.site)
        self._compare_clock(answer)
        carts = await self._full(listed)
        known = self.cart.ident if self.cart else ""
        carts.sort(key=lambda each: (each.ident == known, *_rank(each)), reverse=True)
        if len(carts) > 1:
            _log.info("%d open carts; taking %s", len(carts), carts[0].ident)
        self._adopt(carts[0] if carts else None)
        self.others = tuple(carts[1:])
        return carts

    async def create(self) -> Cart:
        """Create and return a cart. Raises the same errors as open().

        If no answer comes, read the open carts to find out if the server has created the cart.
        """
        received = await self._session.send("create_cart")
        if isinstance(received, HttpAnswer) and 400 <= received.status < 500:
            raise _refused(received, "create_cart", self._session.paths.site)
        cart = await self._created(received) if isinstance(received, HttpAnswer) else None
        if cart is None and await self.read() is None:
            raise ServerAwayError("create_cart: no answer, and no cart")
        if cart is not None:
            self.see(cart)
        self.ours = True
        assert self.cart is not None  # noqa: S101 - read() or see() above has set the cart
        return self.cart

    @property
    def calendar(self) -> Calendar:
        """Return the library's calendar, which knows today's date."""
        return self._calendar()

    def see(self, cart: Cart) -> None:
        """Remember this cart, which came in an answer. From now on, the visit uses this cart."""
        self.cart, self._none_open = cart, False

    def see_in(self, answer: HttpAnswer | None) -> Cart | None:
        """Remember and return the cart in an answer.

        Return None if the answer contains no cart, or if the cart comes without its lists of loans and lines.
        """
        cart = self.understand(answer) if answer else None
        if cart is not None:
            self.see(cart)
        return cart

    def lose(self) -> None:
        """Forget the cart, because the cart has perhaps changed or is gone.

        The carts are read again before the next write.
        """
        self.cart, self._none_open = None, False

    def understand(self, answer: HttpAnswer) -> Cart | None:
        """Return the cart in an answer, but do not remember this cart.

        Return None if the answer contains no cart, or if the cart comes without its lists of loans and lines.
        """
        try:
            whole = decode(answer, CartAnswer)
        except WrongAnswerError:
            return None
        return reading.cart(whole, self._calendar()) if _is_full(whole) else None

    def _adopt(self, cart: Cart | None) -> None:
        if cart is None or self.cart is None or cart.ident != self.cart.ident:
            self.ours = False
        self.cart, self._none_open = cart, cart is None

    async def _created(self, answer: HttpAnswer) -> Cart | None:
        try:
            short = decode(answer, CartAnswer)
        except WrongAnswerError as wrong:
            named(wrong, "create_cart")
            return None
        found = await self._full([short])
        return found[0] if found else None

    async def _full(self, answers: Sequence[CartAnswer]) -> list[Cart]:
        """Return the carts with their lists of loans and lines.

        If the server sent a cart without these lists, read the cart with one more call.
        """
        full = [each if _is_full(each) else await self._one(str(each.id)) for each in answers]
        calendar = self._calendar()
        return [reading.cart(each, calendar) for each in full if each is not None]

    async def _one(self, ident: str) -> CartAnswer | None:
        answer = await self._session.read("cart", cart=ident)
        if answer.status in {404, 410}:
            return None
        return _decoded(answer, "cart", CartAnswer, self._session.paths.site)


def _answers(answer: HttpAnswer, site: str) -> list[CartAnswer]:
    """Return the carts in the answer. If the answer is an empty list or a 404, the member has no open cart."""
    if answer.status == 404:
        return []
    return _decoded(answer, "carts", list[CartAnswer], site)


def _decoded(answer: HttpAnswer, operation: str, shape: type[T], site: str) -> T:
    if 400 <= answer.status < 500:
        raise _refused(answer, operation, site)
    return decoded(answer, operation, shape)


def _is_full(answer: CartAnswer) -> bool:
    return answer.outstanding_loans is not None and answer.checkouts is not None


def _refused(answer: HttpAnswer, operation: str, site: str) -> Exception:
    if answer.status in {404, 405}:
        return MisconfiguredError(f"{operation}: HTTP {answer.status}; is the path right? See [myturn.paths]")
    if answer.status in {408, 425, 429}:
        return away(operation, answer)
    return turned_away(answer, site)


def _rank(cart: Cart) -> tuple[bool, bool, int]:
    return (cart.has_commits, not cart.is_empty, _number(cart.ident))


def _number(ident: str) -> int:
    return int(ident) if ident.isascii() and ident.isdigit() else 0
