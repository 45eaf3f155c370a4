"""The protocols that every lending system must implement for the kiosk.

A lending system can lack some parts, for example a cart. If a class inherits from Account or LendingBackend, it needs
no code for these parts: the inherited properties return None, and the inherited calls do nothing.
"""

# ruff: noqa: ARG002 - a call that does nothing does not use its arguments

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from kiosk.backends.errors import MisconfiguredError
from kiosk.backends.ports import CardKeeper, SecretKeeper
from kiosk.domain.carts import CartNow, CommitCame
from kiosk.domain.digital import CardWanted, DigitalSystem, ItemFacts, Joined, NotVouched, OpeningRefused, TitleLink
from kiosk.domain.library import KioskTexts, Library
from kiosk.domain.model import (
    ChangeOutcome,
    CommitId,
    InDoubt,
    Item,
    ItemCode,
    Line,
    LineOutcome,
    Loan,
    LoanId,
    Member,
    NotSent,
    Opening,
    Recorded,
    Refused,
    Secret,
    TakeOutOutcome,
    Truth,
    VisitId,
)
from kiosk.domain.money import Balance, Bill
from kiosk.domain.reservations import ReleaseOutcome, Reservation
from kiosk.domain.search import Details, Query, Results, Shelves
from kiosk.domain.terms import Offers, ReservationId
from kiosk.structs import hiding


class Password(Struct, frozen=True):
    """A log-in with a typed name (the user name or the membership ID) and a password."""

    name: str
    secret: Secret


class Renewal(Struct, frozen=True):
    """A log-in with a remembered token. If the server sends a new token, `keeper` first stores this token."""

    token: Secret
    keeper: SecretKeeper


class ScannedFob(Struct, frozen=True):
    """A log-in with the code of a fob, through the vendor's own call for fobs ([login] fob = "endpoint")."""

    code: Secret


class Vouched(Struct, frozen=True):
    """A log-in at a digital system with facts about the member. The main system vouches for these facts.

    `reference` is the name or number that the main system gives to the account. It is an empty text if the main system
    has not sent it. `card` is the number of the card as the member has typed or scanned it. `birth_date` has
    the form YYYY-MM-DD. If `card`, `email` or `birth_date` is not known, it is None. Only a digital system that trusts
    the main system accepts this log-in.
    """

    reference: str
    card: Secret | None = None
    email: Secret | None = None
    birth_date: Secret | None = None

    __repr__ = hiding("reference")


Credential = Password | Renewal | ScannedFob | Vouched


class Lack(Struct, frozen=True):
    """A thing that is missing at this kiosk, and that staff must know about.

    Usually it is a right that the lending system does not give to this kiosk. Another example is a digital system that
    does not work. `text` names the missing thing, and says what members cannot do without it. `remedy` says what staff
    can do.
    """

    text: str
    remedy: str = ""


class ServerIdentity(Struct, frozen=True):
    """The lending system that has answered. `detail` is one line for staff."""

    detail: str = ""
    """The name of the system that answered, and its version if it is known."""
    lacks: tuple[Lack, ...] = ()
    """The things that are missing at this kiosk, usually rights. The kiosk can run without these things."""


class Finder(Protocol):
    """A search for tools. A search and a member's writes can run at the same time."""

    async def search(self, query: Query) -> Results:
        """Return one page of the list of tools that match the query. Raises ServerAwayError, SignInLostError."""
        ...

    async def shelves(self) -> Shelves:
        """Return the categories and places that can limit a search. Raises ServerAwayError, SignInLostError."""
        ...

    async def details(self, ident: str) -> Details | None:
        """Return the details of the tool with this id, or None if the server sends no details.

        Raises ServerAwayError, SignInLostError.
        """
        ...


class Staging(Protocol):
    """The part of an account that stages lines in a cart. One commit turns all staged lines into loans and returns."""

    @property
    def cart_now(self) -> CartNow | None:
        """Return the open cart as the last answer showed it.

        Return None if no cart is open, or if the content of the cart is not known.
        """
        ...

    async def change(self, line: Line) -> ChangeOutcome:
        """Give a staged line the due day, the project or the condition in `line.wanted`.

        If the line is not in the cart any more, stage the line again with these terms. If no answer comes, read the
        cart to find out if the line has changed. Raises SignInLostError, LogBrokenError.
        """
        ...

    async def take_out(self, line: Line) -> TakeOutOutcome:
        """Remove this staged line from the cart. Raises SignInLostError, LogBrokenError."""
        ...

    async def commit(self, commit: CommitId, lines: Sequence[Line], *, finished: datetime) -> CommitCame:
        """Turn all staged lines into real loans and returns with one request.

        `finished` is the time when the member pressed the button Finish. If the result is CartDiffers, the request was
        not sent. Raises SignInLostError, LogBrokenError.
        """
        ...


class Billing(Protocol):
    """The part of an account that knows what the lines of this visit cost."""

    @property
    def bill(self) -> Bill | None:
        """Return the last known costs of this visit's lines, or None if no costs are known."""
        ...


class OwingPart(Protocol):
    """The part of an account that knows what the member owes from earlier visits. Nothing is paid at the kiosk."""

    async def balance(self) -> Balance:
        """Return the money that the member owes. A write can run at the same time as this call.

        Raises ServerAwayError, SignInLostError, MisconfiguredError.
        """
        ...


class Offering(Protocol):
    """The part of an account for two choices: the project of a borrow, and the condition of a returned item."""

    async def offers(self) -> Offers:
        """Return the projects that a member can choose for a borrow, and the conditions for a returned item.

        Raises ServerAwayError, SignInLostError.
        """
        ...


class ReservingPart(Protocol):
    """The part of an account that shows the member's reservations."""

    async def reservations(self) -> tuple[Reservation, ...]:
        """Return the member's reservations that are not over. A write can run at the same time as this call.

        Raises ServerAwayError, SignInLostError.
        """
        ...

    async def release(self, reservation: ReservationId, item: Item | None) -> ReleaseOutcome:
        """Take this item out of its reservation. If `item` is None, cancel the whole reservation.

        If `Reservation.can_cancel` is False, the caller must not take out the last item and must not cancel the whole
        reservation. If no answer comes, read the reservation to find out if the item is still in the reservation.
        Raises SignInLostError, LogBrokenError, MisconfiguredError.
        """
        ...


class DigitalPart(Protocol):
    """The part of an account that opens digital loans."""

    async def title_links(self, loan: LoanId) -> tuple[TitleLink, ...] | OpeningRefused:
        """Return the addresses that open this loan now. Ask the server each time, and never store an address.

        A write can run at the same time as this call. Raises ServerAwayError, SignInLostError, MisconfiguredError.
        """
        ...


class JoiningPart(Protocol):
    """The part of an account that signs the member in at the digital systems beside the main system."""

    @property
    def systems(self) -> tuple[DigitalSystem, ...]:
        """Return the digital systems. The member is not signed in there yet."""
        ...

    def keep_cards_with(self, keeper: CardKeeper) -> None:
        """From now on, remember cards in `keeper`. The caller calls this method when the fob of the visit is linked."""
        ...

    async def join(
        self, key: str, card: Secret | None, pin: Secret | None, *, remember: bool = False
    ) -> Joined | CardWanted | NotVouched:
        """Sign the member in at this digital system, and read the loans there. Return Joined if this succeeds.

        Return CardWanted if the member must enter a card. Return NotVouched if the system needs a fact about the member
        that is not known. If `card` is None, use the remembered card, or the member's log-in at the main system. If the
        member typed a card and a PIN for the main system, the kiosk tries them at this digital system only once. If the
        digital system refuses the remembered card, forget this card. If `remember` is True and the digital system
        accepts `card`, remember `card`. Raises ServerAwayError, MisconfiguredError, NotServedError.
        """
        ...

    async def forget_card(self, key: str) -> bool:
        """Forget the card that is remembered for this system. Return True when the card is deleted on disk.

        The member stays signed in at this system until the visit ends. Never raises.
        """
        ...


class Returning(Protocol):
    """The part of a lending system that takes items back by their labels, and needs no account of a member."""

    async def is_out(self, code: ItemCode) -> bool | None:
        """Return True if the item with this label is on loan, and False if not. Return None if the system does not say.

        Raises ServerAwayError, MisconfiguredError.
        """
        ...

    async def check_in(self, code: ItemCode) -> Recorded | Refused | NotSent | InDoubt:
        """Take the item with this label back. Send the write only once. The caller must have logged the write before.

        An item that is not on loan is taken back, too, because the item is in the library. Raises MisconfiguredError.
        """
        ...


class Account(Protocol):
    """The account of one member during one visit. The writes run one after another, in the order of the scans.

    Some properties return a part of the account, such as `staging`. A part is None if the lending system does not have
    this part, or if the kiosk has no right to use it. If `staging` is None, the system acts at once. Then each act is a
    real loan, a real return or a real renewal as soon as the server has answered.
    """

    member: Member
    """The member who signed in."""
    opening: Opening
    """The member's loans, the lines of the open cart and the member's limits, as they were at sign-in."""

    @property
    def renewable(self) -> Secret | None:
        """Return the token that the kiosk can remember for a linked fob, or None if the server sent no such token."""
        return None

    @property
    def vouched(self) -> Vouched:
        """Return the facts about the member that this system gives to the digital systems beside it.

        The field `card` is None. The fields `email` and `birth_date` are also None if no digital system needs them.
        """
        return Vouched(self.member.reference)

    @property
    def staging(self) -> Staging | None:
        """Return the part of the account that uses a cart, or None if the system acts at once."""
        return None

    @property
    def billing(self) -> Billing | None:
        """Return the part of the account that knows the costs, or None if nothing costs money in this system."""
        return None

    @property
    def offering(self) -> Offering | None:
        """Return the part of the account for projects and conditions, or None if the member has nothing to choose."""
        return None

    @property
    def reserving(self) -> ReservingPart | None:
        """Return the part of the account for reservations, or None if the system shows no reservations."""
        return None

    @property
    def owing(self) -> OwingPart | None:
        """Return the part of the account that knows what the member owes, or None if the system does not say it."""
        return None

    @property
    def searching(self) -> Finder | None:
        """Return the search for the tools that this member may see, or None if the system has no search."""
        return None

    @property
    def digital(self) -> DigitalPart | None:
        """Return the part of the account that opens digital loans, or None if the system lends only things."""
        return None

    @property
    def joining(self) -> JoiningPart | None:
        """Return the part that joins the digital systems beside the main system, or None if there are none."""
        return None

    def keep_with(self, keeper: SecretKeeper) -> None:
        """From now on, let `keeper` store each new token before the token is used.

        This is called when a member has linked a fob.
        """
        return

    def speak(self, language: str) -> None:
        """Ask for answers in this language from now on. The language is a code of two letters."""
        return

    def own_loan(self, code: ItemCode) -> Loan | None:
        """Return the member's loan of the item with this label, or None if there is no such loan.

        This method sends no request. It uses the loans that were read last. When somebody shows a fob, the kiosk calls
        this method to find out if the code of the fob is the label of a tool. For this question, the loans from the
        sign-in are good enough.
        """
        return next((each for each in self.opening.loans if each.item.code == code), None)

    async def act(self, line: Line) -> LineOutcome:
        """Borrow, return or renew the item of this line, as `line.direction` says.

        A system with a cart stages the line. A borrow gets the best due date. If the line has a reservation that is not
        over, the borrow uses this reservation. If the item is already on loan to the member, a return is staged, and
        `Staged.direction` is RETURN. If no answer comes, the cart is read. If the line is not in the cart, the write is
        sent again, at most three times in all.

        A system that acts at once lends the item, takes the item back or renews the loan. Such a write is sent only
        once. Return a refusal if the system cannot do this act. Raises SignInLostError, LogBrokenError.
        """
        ...

    async def titles(self, items: Sequence[Item]) -> tuple[ItemFacts, ...]:
        """Read the names of these items, and the forms and covers of digital titles. Leave out items without facts.

        Some systems need a separate request for the name of an item. At such a system, `act` returns the item without
        its name, and this method reads the name later. Raises ServerAwayError, SignInLostError, MisconfiguredError.
        """
        return tuple(ItemFacts(item) for item in items if item.name)

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        """Read the member's loans and carts. Find out which lines are now real, and which lines are still in a cart.

        `before` are the ids of the loans that the member had just before the commit. If this object sent the commit,
        the object knows these ids. If not, for example after a restart, the caller must give the ids.
        Raises ServerAwayError, SignInLostError.
        """
        ...

    async def sign_out(self) -> None:
        """Forget the tokens. Delete the cart only if the cart is empty and this visit created it. Raises no errors."""
        return


class LendingBackend(Protocol):
    """A lending system.

    If no answer comes, the kiosk may send a read again. It may send a write again only if the write lends nothing.
    """

    @property
    def returning(self) -> Returning | None:
        """Return the part that takes items back without an account, or None if the system must know the member.

        Also return None if the kiosk has no right to take items back.
        """
        return None

    async def probe(self) -> ServerIdentity:
        """Find out which lending system answers, and which rights the kiosk lacks.

        Raises ServerAwayError, MisconfiguredError.
        """
        return ServerIdentity((await self.library("en")).name)

    async def library(self, language: str) -> Library:
        """Return the library's settings for its kiosks. The values of [overrides] replace the values of the server.

        All texts are harmless to show.

        Raises ServerAwayError, MisconfiguredError.
        """
        ...

    async def texts(self, language: str) -> KioskTexts:
        """Return the library's own texts in this language. The texts are harmless to show.

        Raises ServerAwayError, MisconfiguredError.
        """
        return KioskTexts()

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> Account:
        """Sign a member in, read the member's loans and open cart, and return the account.

        Raises WrongLoginError, RenewalRefusedError, NotServedError, ServerAwayError, MisconfiguredError.
        """
        ...

    def account_for(self, reference: str, visit: VisitId, token: Secret | None) -> Account | None:
        """Return the account with this reference, so that the kiosk can find out if acts of an earlier visit were done.

        `token` is the access token that was stored for these acts, if there was one. Return None if the account cannot
        be read without a token and no token is stored. Sends no request. The caller must not send writes with this
        account.
        """
        ...

    async def reset_password(self, name: str, language: str) -> None:
        """Ask the server to mail this member a link for a new password. The caller never learns if the member exists.

        Raises ServerAwayError, MisconfiguredError.
        """
        raise MisconfiguredError("this lending system cannot reset a password")

    def left_out(self) -> tuple[str, ...]:
        """Return lines of text for staff about the odd values that were left out of answers.

        Each line names the operation, the place of the value in the answer, and the reason.
        """
        return ()

    def searching(self, language: str) -> Finder | None:
        """Return a search for tools that needs no account, or None if the system has no search.

        Use this search only if `Library.searchers` is ANYONE.
        """
        return None

    async def picture(self, address: str) -> bytes:
        """Return the picture at this address. Return empty bytes if there is no picture.

        The address must come from a search. Raises ServerAwayError.
        """
        return b""

    async def aclose(self) -> None:
        """Close all connections."""
        return
