"""The protocols that every lending system must implement for the kiosk."""

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
    """A log-in with a remembered token. If the server changes the token, `keeper` stores the new one first."""

    token: Secret
    keeper: SecretKeeper


class ScannedFob(Struct, frozen=True):
    """A log-in with the code of a fob, through the vendor's own call for fobs ([login] fob = "endpoint")."""

    code: Secret


class SealedToken(Struct, frozen=True):
    """An access token that is kept while a commit has no known result. It is used only to read that result."""

    token: Secret
    account: str

    __repr__ = hiding("account")


Credential = Password | Renewal | ScannedFob | SealedToken


class Capabilities(Struct, frozen=True):
    """The optional abilities of a lending system."""

    searches: bool = False
    reservations: bool = False
    detail: str = ""
    """One line for staff that names the system that answered and its version."""


class Finder(Protocol):
    """A search for tools. It can run at any time, also during a member's writes, and never waits for these writes."""

    async def search(self, query: Query) -> Results:
        """Return one page of the tools that match the query. Raises ServerAwayError, SignInLostError."""
        ...

    async def shelves(self) -> Shelves:
        """Return the categories and places that narrow a search. Raises ServerAwayError, SignInLostError."""
        ...

    async def details(self, ident: str) -> Details | None:
        """Return more about the tool with this id, or None if the server knows no more.

        Raises ServerAwayError, SignInLostError.
        """
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
        """Return the optional abilities that the system has for this member's account."""
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
        """Let `keeper` store each new token from now on, before the token is used. The fob was linked in this visit."""
        ...

    def speak(self, language: str) -> None:
        """Ask for answers in this language from now on. The language is a code of two letters."""
        ...

    def own_loan(self, code: ItemCode) -> Loan | None:
        """Return the member's loan of the item with this label, or None if the last answer showed no such loan.

        The server is not asked again.
        """
        ...

    async def borrow(self, line: Line) -> LineOutcome:
        """Stage a borrow with the best due date, or do the borrow at once if the system has no staging.

        The borrow uses the reservation of the line if the reservation is not over. `Staged.direction` is RETURN if the
        member already had the item out. If no answer comes, the cart is read, at most three times, to find out if the
        line is there. Raises SignInLostError, LogBrokenError.
        """
        ...

    async def give_back(self, line: Line) -> LineOutcome:
        """Mark one of the member's loans for return. Raises SignInLostError, LogBrokenError."""
        ...

    async def renew(self, line: Line) -> LineOutcome:
        """Lengthen one of the member's loans, if the system can. Raises SignInLostError, LogBrokenError."""
        ...

    async def change(self, line: Line) -> ChangeOutcome:
        """Give a staged line the terms in `line.wanted`. If the cart has lost the line, put it back with these terms.

        If no answer comes, the cart is read, as after a borrow. Raises SignInLostError, LogBrokenError.
        """
        ...

    async def offers(self) -> Offers:
        """Return the projects and conditions that the member can choose. Raises ServerAwayError, SignInLostError."""
        ...

    async def reservations(self) -> tuple[Reservation, ...]:
        """Return the reservations that are not over. A write can run at the same time.

        Raises ServerAwayError, SignInLostError.
        """
        ...

    async def release(self, reservation: ReservationId, item: Item) -> ReleaseOutcome:
        """Take this item out of its reservation. The caller must not ask for the last item of a reservation.

        If no answer comes, the reservation is read to find out. Raises SignInLostError, LogBrokenError.
        """
        ...

    async def take_out(self, line: Line) -> TakeOutOutcome:
        """Undo the staging of this line. Raises SignInLostError, LogBrokenError."""
        ...

    async def commit(self, commit: CommitId, lines: Sequence[Line], *, finished: datetime) -> CommitCame:
        """Make the staged lines real with one request. The result CartDiffers means that the request was not sent.

        Raises SignInLostError, LogBrokenError.
        """
        ...

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        """Read the server's state now and compare it with the lines. Raises ServerAwayError, SignInLostError.

        `before` is the set of loans that were out just before the commit. It is needed if another account object made
        the commit, for example before a restart: then only the journal knows these loans.
        """
        ...

    async def sign_out(self) -> None:
        """Forget the tokens, and delete the cart only if it is empty and was made by this kiosk. Never raises."""
        ...


class LendingBackend(Protocol):
    """A lending system. It can repeat a read by itself. It repeats a write only if that write lends nothing."""

    async def probe(self) -> Capabilities:
        """Return what this server can do. Raises ServerAwayError, MisconfiguredError."""
        ...

    async def library(self, language: str) -> Library:
        """Return the organisation and its kiosk settings, with the local overrides. All texts are made harmless.

        Raises ServerAwayError, MisconfiguredError.
        """
        ...

    async def texts(self, language: str) -> KioskTexts:
        """Return the library's own texts in this language. The texts are made harmless.

        Raises ServerAwayError, MisconfiguredError.
        """
        ...

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> Account:
        """Open an account and read its loans and open cart.

        Raises WrongLoginError, RenewalRefusedError, NotServedError, ServerAwayError, MisconfiguredError.
        """
        ...

    async def reset_password(self, name: str, language: str) -> None:
        """Ask the server to mail this member a link for a new password. The answer never says if the member exists.

        Raises ServerAwayError, MisconfiguredError.
        """
        ...

    def left_out(self) -> tuple[str, ...]:
        """Return one line for staff for each kind of odd value that was left out of an answer.

        The line names the operation, the place of the value in the answer, and the reason.
        """
        ...

    def anyone(self, language: str) -> Finder:
        """Return a search for tools that needs no account. Use it only if `Library.searchers` allows everyone."""
        ...

    async def picture(self, address: str) -> bytes:
        """Return the picture at this address, which came from a search, or empty bytes if there is no picture.

        Raises ServerAwayError.
        """
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...
