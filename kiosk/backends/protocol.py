"""What the kiosk asks of any lending system."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from kiosk.backends.ports import SecretKeeper
from kiosk.domain.carts import CartNow, CommitCame
from kiosk.domain.finding import Details, Query, Results, Shelves
from kiosk.domain.frozen import dataclass
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
from kiosk.domain.reserving import ReleaseOutcome, Reservation
from kiosk.domain.terms import Offers, ReservationId


@dataclass(frozen=True, slots=True)
class Password:
    """Log in by form: user name or membership ID, and password."""

    name: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class Renewal:
    """Log in with a remembered token; a rotated one goes to `keeper` before it is used."""

    token: Secret
    keeper: SecretKeeper


@dataclass(frozen=True, slots=True)
class ScannedFob:
    """Log in by the vendor's own call that takes a fob code ([login] fob = "endpoint")."""

    code: Secret


@dataclass(frozen=True, slots=True)
class SealedToken:
    """An access token kept while a commit is open: good for reading back, nothing else."""

    token: Secret
    account: str


Credential = Password | Renewal | ScannedFob | SealedToken


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a lending system can do. None: not known before somebody has logged in."""

    stages: bool
    renews: bool = False
    links: bool | None = None
    searches: bool = False
    reservations: bool = False
    detail: str = ""
    """One line for staff: what answered, which version."""


@dataclass(frozen=True, slots=True)
class OwnLoan:
    """The member has this item out."""

    loan: Loan


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The system has no call that would say; a borrow will."""


Finding = OwnLoan | CannotTell


class Finder(Protocol):
    """Looks for tools. May be asked at any time, beside a member's writes: it never waits for them."""

    async def search(self, query: Query) -> Results:
        """One page of what fits. Raises ServerAway, SignInLost."""
        ...

    async def shelves(self) -> Shelves:
        """What a search can be narrowed to. Raises ServerAway, SignInLost."""
        ...

    async def details(self, ident: str) -> Details | None:
        """More of the tool with this id; None where there is nothing. Raises ServerAway, SignInLost."""
        ...


class Account(Finder, Protocol):
    """One member, signed in for one visit. Writes are called one at a time, in scan order."""

    @property
    def member(self) -> Member:
        """Who signed in."""
        ...

    @property
    def opening(self) -> Opening:
        """Loans, lines found in the open cart, limits, as read at sign-in."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What this member's account can do."""
        ...

    @property
    def renewable(self) -> Secret | None:
        """A token that can be remembered for a linked fob, where the server gives one."""
        ...

    @property
    def cart_now(self) -> CartNow | None:
        """What the last answer showed of the open cart; None where there is none, or it is not known now."""
        ...

    @property
    def bill(self) -> Bill | None:
        """What the lines of this visit cost, as last seen; None where the system has no fees, or nothing is open."""
        ...

    def keep_with(self, keeper: SecretKeeper) -> None:
        """The fob was linked in this visit: a token that the server changes from now on goes to its keeper first."""
        ...

    def speak(self, language: str) -> None:
        """Ask for answers in this language from now on (two letters)."""
        ...

    def find(self, code: ItemCode) -> Finding:
        """What is known of this label without asking the server."""
        ...

    async def borrow(self, line: Line) -> LineOutcome:
        """Stage (or do) a borrow with the best due date, from its reservation unless that is over.

        `Staged.direction` is RETURN if it was an own loan.

        Staging that got no answer is settled by reading the cart, three times at most. Raises SignInLost, LogBroken.
        """
        ...

    async def give_back(self, line: Line) -> LineOutcome:
        """Mark an own loan for return. Raises SignInLost, LogBroken."""
        ...

    async def renew(self, line: Line) -> LineOutcome:
        """Lengthen an own loan, where the system can. Raises SignInLost, LogBroken."""
        ...

    async def change(self, line: Line) -> ChangeOutcome:
        """Give a staged line the terms of its wish; one that the cart has lost is put back with them.

        Settled as a borrow is. Raises SignInLost, LogBroken.
        """
        ...

    async def offers(self) -> Offers:
        """What this member may choose from: projects, conditions. Raises ServerAway, SignInLost."""
        ...

    async def reservations(self) -> tuple[Reservation, ...]:
        """What is kept for the member and not over; may run beside a write. Raises ServerAway, SignInLost."""
        ...

    async def release(self, reservation: ReservationId, item: Item) -> ReleaseOutcome:
        """Take this item out of its reservation, never the last; after no answer the reservation is read.

        Raises SignInLost, LogBroken.
        """
        ...

    async def take_out(self, line: Line) -> TakeOutOutcome:
        """Undo the staging of this line. Raises SignInLost, LogBroken."""
        ...

    async def commit(self, commit: CommitId, lines: Sequence[Line], *, finished: datetime) -> CommitCame:
        """Make the staged lines real; sent once. CartDiffers: not sent. Raises SignInLost, LogBroken."""
        ...

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        """Read what the server holds now and compare. Raises ServerAway, SignInLost.

        `before`: what was out at the last look before the commit, where only the journal still knows it.
        """
        ...

    async def sign_out(self) -> None:
        """Forget the tokens; delete the cart only if it is empty and ours. Never raises."""
        ...


class LendingBackend(Protocol):
    """A lending system. Reads may be retried inside; writes never are, but by the rules of staging."""

    async def probe(self) -> Capabilities:
        """What this server can do. Raises ServerAway, Misconfigured."""
        ...

    async def library(self, language: str) -> Library:
        """The organisation and its kiosk settings, local overrides applied, texts sanitised.

        Raises ServerAway, Misconfigured.
        """
        ...

    async def texts(self, language: str) -> KioskTexts:
        """The library's own texts in this language, sanitised. Raises ServerAway, Misconfigured."""
        ...

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> Account:
        """Open an account and read its loans and open cart.

        Raises WrongLogin, RenewalRefused, NotServed, ServerAway, Misconfigured.
        """
        ...

    async def reset_password(self, name: str, language: str) -> None:
        """Have a mail sent with which this member can choose a new password; nobody learns whether there is one.

        Raises ServerAway, Misconfigured.
        """
        ...

    def left_out(self) -> tuple[str, ...]:
        """What was odd in the answers so far and is not shown, each kind once, for staff: operation, place, why."""
        ...

    def anyone(self, language: str) -> Finder:
        """Looks for tools without an account, where `Library.searchers` says that anyone may."""
        ...

    async def picture(self, address: str) -> bytes:
        """The picture that a search has named; empty where there is none. Raises ServerAway."""
        ...

    async def aclose(self) -> None:
        """Let go of all connections."""
        ...
