"""One member's account at myTurn. Lines are staged in a cart, and the call `convert` turns the cart into real loans."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Self

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import LendingError, MisconfiguredError, NotServedError, ServerAwayError
from kiosk.backends.myturn import due_date
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.commit import FinishWork
from kiosk.backends.myturn.lines import CartLines
from kiosk.backends.myturn.opening import cart_now
from kiosk.backends.myturn.orders import Orders
from kiosk.backends.myturn.readback import Before, between, truth
from kiosk.backends.myturn.reading import Cart, conditions_of, projects_of
from kiosk.backends.myturn.reservations import AccountReservations
from kiosk.backends.myturn.session import Session
from kiosk.backends.myturn.site import SiteFacts
from kiosk.backends.myturn.writes import Writes
from kiosk.backends.ports import SecretKeeper
from kiosk.backends.protocol import Finder, Vouched
from kiosk.domain.carts import CartNow, CommitCame
from kiosk.domain.digital import ItemFacts
from kiosk.domain.model import (
    ChangeOutcome,
    CommitId,
    Direction,
    Item,
    ItemCode,
    Line,
    LineId,
    LineOutcome,
    Loan,
    LoanId,
    Member,
    Opening,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
    TakeOutOutcome,
    Truth,
    VisitId,
)
from kiosk.domain.money import Bill
from kiosk.domain.reservations import ReleaseOutcome, Reservation
from kiosk.domain.terms import Offers, ReservationId
from kiosk.structs import replace

_log = logging.getLogger("kiosk.myturn")


class MyTurnAccount:
    """The account of one member at myTurn. kiosk.backends.protocol.Account explains its methods."""

    def __init__(
        self,
        session: Session,
        carts: Carts,
        facts: SiteFacts,
        *,
        visit: VisitId,
        member: Member,
        opening: Opening,
        vouched: Vouched,
        finder: Finder,
    ) -> None:
        self._session, self._carts, self._facts = session, carts, facts
        self.member, self.opening, self.vouched = member, opening, vouched
        self._orders = Orders(visit, member.reference, carts)
        self._writes = Writes(session, carts, facts.write_log)
        self._lines = CartLines(session, carts, self._orders, self._writes, facts)
        self._finder = finder
        self._reservations = AccountReservations(session, self._writes, visit, member.reference)
        self._before: Before | None = None
        self._committed: frozenset[LineId] = frozenset()
        """The ids of the lines in this visit's last commit.

        `_before` has the facts from just before this commit, so it is used only for these lines. The lines of other
        visits, which have other ids, do not use it.
        """

    @property
    def renewable(self) -> Secret | None:
        """Return the refresh token, or None if the server gave none."""
        return self._session.refresh

    @property
    def cart_now(self) -> CartNow | None:
        """Return the open cart as the last answer showed it.

        Return None if no cart is open, or if the content of the cart is not known.
        """
        return cart_now(self._carts.cart) if self._carts.cart is not None else None

    @property
    def bill(self) -> Bill | None:
        """Return the costs of the open cart as the last answer showed them. Return None if no cart is known."""
        return self._carts.cart.bill if self._carts.cart else None

    @property
    def staging(self) -> Self:
        """Return the part of the account that uses the cart."""
        return self

    @property
    def billing(self) -> Self:
        """Return the part of the account that knows the costs of the cart."""
        return self

    @property
    def offering(self) -> Self:
        """Return the part of the account for projects and conditions."""
        return self

    @property
    def reserving(self) -> Self:
        """Return the part of the account for reservations."""
        return self

    @property
    def owing(self) -> None:
        """Return None, because myTurn does not say what a member owes from earlier visits."""

    @property
    def digital(self) -> None:
        """Return None, because myTurn lends only things."""

    @property
    def joining(self) -> None:
        """Return None, because myTurn knows no digital systems beside itself."""

    @property
    def searching(self) -> Finder:
        """Return the search for the tools that this member may see."""
        return self._finder

    def keep_with(self, keeper: SecretKeeper) -> None:
        """From now on, give each new token to `keeper`, which stores it. Call this after a fob was linked."""
        self._session.keeper = keeper

    def speak(self, language: str) -> None:
        """Send this language in the header Accept-Language of each later request."""
        self._session.language = language

    def own_loan(self, code: ItemCode) -> Loan | None:
        """Return the member's loan of the item with this label, or None if the last answer showed no such loan."""
        own = self._carts.cart.loan_of(code) if self._carts.cart else None
        return own.loan if own else None

    async def act(self, line: Line) -> LineOutcome:
        """Stage a borrow with the date from kiosk.backends.myturn.due_date, or mark a loan for return.

        If the item is already on loan to the member, a borrow becomes a return. Refuse a renewal, because myTurn's
        documents contain no call that renews a loan.
        """
        match line.direction:
            case Direction.BORROW:
                return await self._lines.borrow(line)
            case Direction.RETURN:
                return await self._lines.give_back(line)
            case Direction.RENEW:
                return Refused(Refusal(RefusalKind.OTHER, item=line.item))

    async def change(self, line: Line) -> ChangeOutcome:
        """Give a staged line the due day, the project or the condition in `line.wanted`."""
        return await self._lines.change(line)

    async def offers(self) -> Offers:
        """Return the projects and the conditions that members can choose.

        If a list is already known, do not ask the server for it again.
        """
        facts, session, known = self._facts, self._session, self._facts.learned.offers
        projects, conditions = known.projects, known.conditions
        if facts.projects and not projects:
            projects = projects_of(await session.read("projects"))
        if facts.conditions and not conditions:
            statuses = await session.read_in(facts.language, "statuses")
            conditions = conditions_of(statuses, facts.conditions)
            facts.learned.offers = replace(known, conditions=conditions)
        return Offers(projects, conditions)

    async def reservations(self) -> tuple[Reservation, ...]:
        """Return the member's reservations that are not over.

        This sends one call for the list of reservations, and one call for each reservation.
        """
        found = await self._reservations.read(self._carts.calendar)
        for item in (item for each in found for item in each.items):
            due_date.remember(item, item.code, self._facts.memory)
        return found

    async def release(self, reservation: ReservationId, item: Item | None) -> ReleaseOutcome:
        """Take the item out of its reservation. If `item` is None, refuse: myTurn cannot cancel a whole reservation."""
        if item is None:
            return Refused(Refusal(RefusalKind.OTHER))
        return await self._reservations.release(reservation, item, self._carts.calendar)

    async def take_out(self, line: Line) -> TakeOutOutcome:
        """Take the line out of the cart."""
        return await self._lines.take_out(line)

    async def commit(self, commit: CommitId, lines: Sequence[Line], *, finished: datetime) -> CommitCame:
        """Read the cart, and turn the cart into real loans and returns.

        If the site uses the two-phase commit, commit each borrow with its own call before the call that converts the
        cart.
        """
        self._committed = frozenset(line.ident for line in lines)
        cart = self._carts.cart
        if cart is not None:
            self._looked(cart, finished)
        finish = FinishWork(
            self._writes,
            self._carts,
            self._orders,
            two_phase=self._facts.two_phase,
            put_back=self._lines.put_back,
            looked=lambda cart: self._looked(cart, finished),
        )
        return await finish.commit(commit, lines, finished)

    def _looked(self, cart: Cart, finished: datetime) -> None:
        """Remember the loans that exist before the commit, because these loans must not count as new loans later."""
        out = [each.loan for each in cart.loans]
        items = frozenset(each.item.ident for each in out if each.item.ident)
        loans, server = frozenset(each.ident for each in out), self._carts.server_time
        self._before = Before(finished, loans, items=items, unread=cart.unread, server=server)

    async def titles(self, items: Sequence[Item]) -> tuple[ItemFacts, ...]:
        """Return the items that have names.

        No request is needed, because each of myTurn's answers contains the names of its items.
        """
        return tuple(ItemFacts(item) for item in items if item.name)

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        """Return which lines are now real. Read this from the member's loans, which myTurn lists in each open cart.

        If no cart is open, create a cart to read the loans.
        """
        try:
            carts = list(await self._carts.read_all()) or [await self._carts.create()]
        except (NotServedError, MisconfiguredError) as refused:
            raise ServerAwayError(f"no cart to read the loans from: {refused}") from None
        known = Before(finished, before)
        if self._before is not None and any(line.ident in self._committed for line in lines):
            known = replace(self._before, finished=finished)
        return truth(lines, carts, between(known, self._facts.now(), self._carts.server_time))

    async def sign_out(self) -> None:
        """Delete the cart if the cart is empty and this visit created it.

        Then send the log-out call if the settings ask for it. At the end, always forget the tokens.
        """
        cart = self._carts.cart
        try:
            if cart is not None and cart.is_empty and self._carts.ours and self._facts.learned.deletes_carts:
                received = await self._session.send("delete_cart", cart=cart.ident)
                self._facts.learned.deletes_carts = not (isinstance(received, HttpAnswer) and received.status == 405)
            if self._facts.logout_call:
                await self._session.send("log_out")
        except LendingError as why:
            _log.info("the farewell was not heard: %s", why)
        finally:
            await self._session.renewed_at_last()
            self._session.forget()
