"""The protocol that the kiosk needs from any lending system."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from kiosk.backends.ports import SecretKeeper
from kiosk.domain.carts import CartNow, CommitCame
from kiosk.domain.library import KioskTexts, Library
from kiosk.domain.model import (
    ChangeOutcome,
    CommitId,
    Item,
    ItemCode,
    Line,
    LineOutcome,
    Loan,
    LoanId,
    Member,
    Opening,
    Secret,
    TakeOutOutcome,
    Truth,
    VisitId,
)
from kiosk.domain.money import Bill
from kiosk.domain.reservations import ReleaseOutcome, Reservation
from kiosk.domain.search import Details, Query, Results, Shelves
from kiosk.domain.terms import Offers, ReservationId
from kiosk.structs import hiding


class Password(Struct, frozen=True):
    """A log-in by form, with a password and a user name or membership ID."""

    name: str
    secret: Secret


class Renewal(Struct, frozen=True):
    """A log-in with a remembered token. If the server changes the token, `keeper` stores the new one before its use."""

    token: Secret
    keeper: SecretKeeper


class ScannedFob(Struct, frozen=True):
    """A log-in with a fob code, by the vendor's own call for it ([login] fob = "endpoint")."""

    code: Secret


class SealedToken(Struct, frozen=True):
    """An access token that is kept while a commit is open, and used only to read back."""

    token: Secret
    account: str

    __repr__ = hiding("account")


Credential = Password | Renewal | ScannedFob | SealedToken


class Capabilities(Struct, frozen=True):
    """The abilities of a lending system that not every system has."""

    searches: bool = False
    reservations: bool = False
    detail: str = ""
    """One line for staff that names the system that answered and its version."""


class Finder(Protocol):
    """A search for tools. It may run at any time, also during a member's writes, and never waits for them."""

    async def search(self, query: Query) -> Results:
        """Return one page of the tools that match the query. Raises ServerAway, SignInLost."""
        ...

    async def shelves(self) -> Shelves:
        """Return the categories and places that a search can be narrowed to. Raises ServerAway, SignInLost."""
        ...

    async def details(self, ident: str) -> Details | None:
        """Return more about the tool with this id, or None if there is nothing. Raises ServerAway, SignInLost."""
        ...


class Account(Finder, Protocol):
    """The account of one member, signed in for one visit. Writes are called one at a time, in scan order."""

    @property
    def member(self) -> Member:
        """Return the member who signed in."""
        ...

    @property
    def opening(self) -> Opening:
        """Return the loans, the lines of the open cart and the limits, as they were read at sign-in."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """Return what the system can do with this member's account."""
        ...

    @property
    def renewable(self) -> Secret | None:
        """Return the token that can be remembered for a linked fob, or None if the server gives none."""
        ...

    @property
    def cart_now(self) -> CartNow | None:
        """Return the open cart as the last answer showed it, or None if there is no cart or its state is unknown."""
        ...

    @property
    def bill(self) -> Bill | None:
        """Return the last known costs of this visit's lines, or None if there are no fees or no open lines."""
        ...

    def keep_with(self, keeper: SecretKeeper) -> None:
        """Give every token that the server changes from now on to `keeper` first; the fob was linked in this visit."""
        ...

    def speak(self, language: str) -> None:
        """Ask for answers in this language from now on (two letters)."""
        ...

    def own_loan(self, code: ItemCode) -> Loan | None:
        """Return the member's loan with this label as it was last read, or None. The server is not asked."""
        ...

    async def borrow(self, line: Line) -> LineOutcome:
        """Stage (or do) a borrow with the best due date, and from its reservation if that is not over.

        `Staged.direction` is RETURN if the member already had the item out.

        If staging got no answer, the cart is read, at most three times, to find out. Raises SignInLost, LogBroken.
        """
        ...

    async def give_back(self, line: Line) -> LineOutcome:
        """Mark an own loan for return. Raises SignInLost, LogBroken."""
        ...

    async def renew(self, line: Line) -> LineOutcome:
        """Lengthen an own loan, if the system can. Raises SignInLost, LogBroken."""
        ...

    async def change(self, line: Line) -> ChangeOutcome:
        """Give a staged line the terms of its wish. A line that the cart has lost is put back with these terms.

        If no answer came, the cart is read as after a borrow. Raises SignInLost, LogBroken.
        """
        ...

    async def offers(self) -> Offers:
        """Return the projects and conditions that this member may choose from. Raises ServerAway, SignInLost."""
        ...

    async def reservations(self) -> tuple[Reservation, ...]:
        """Return the member's reservations that are not over. May run during a write. Raises ServerAway, SignInLost."""
        ...

    async def release(self, reservation: ReservationId, item: Item) -> ReleaseOutcome:
        """Take this item out of its reservation, but never the last item. If no answer came, read the reservation.

        Raises SignInLost, LogBroken.
        """
        ...

    async def take_out(self, line: Line) -> TakeOutOutcome:
        """Undo the staging of this line. Raises SignInLost, LogBroken."""
        ...

    async def commit(self, commit: CommitId, lines: Sequence[Line], *, finished: datetime) -> CommitCame:
        """Make the staged lines real with one request. CartDiffers means: not sent. Raises SignInLost, LogBroken."""
        ...

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        """Read the server's state now and compare it with the lines. Raises ServerAway, SignInLost.

        `before` is the set of loans that were out just before the commit, if only the journal still knows them.
        """
        ...

    async def sign_out(self) -> None:
        """Forget the tokens, and delete the cart only if it is empty and was made by this kiosk. Never raises."""
        ...


class LendingBackend(Protocol):
    """A lending system. It may repeat reads by itself; it never repeats writes, except by the rules of staging."""

    async def probe(self) -> Capabilities:
        """Return what this server can do. Raises ServerAway, Misconfigured."""
        ...

    async def library(self, language: str) -> Library:
        """Return the organisation and its kiosk settings, with local overrides applied and texts sanitised.

        Raises ServerAway, Misconfigured.
        """
        ...

    async def texts(self, language: str) -> KioskTexts:
        """Return the library's own texts in this language, sanitised. Raises ServerAway, Misconfigured."""
        ...

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> Account:
        """Open an account and read its loans and open cart.

        Raises WrongLogin, RenewalRefused, NotServed, ServerAway, Misconfigured.
        """
        ...

    async def reset_password(self, name: str, language: str) -> None:
        """Ask the server to mail this member a link for a new password. The answer never says if the member exists.

        Raises ServerAway, Misconfigured.
        """
        ...

    def left_out(self) -> tuple[str, ...]:
        """Return the odd parts of answers that were left out, each kind once, for staff: operation, place, why."""
        ...

    def anyone(self, language: str) -> Finder:
        """Return a search for tools without an account, for when `Library.searchers` allows everyone."""
        ...

    async def picture(self, address: str) -> bytes:
        """Return the picture that a search has named, or empty bytes if there is none. Raises ServerAway."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...
