"""The basic types of a lending kiosk: members, items, loans, lines of a basket, outcomes of writes, and secrets."""

from datetime import date, datetime
from enum import Enum, StrEnum, auto
from typing import Never, NewType, final

from msgspec import Struct, field

from kiosk.domain.money import Bill
from kiosk.domain.terms import Changed, Condition, Pickup, Project, Terms, Wish
from kiosk.structs import hiding

ItemCode = NewType("ItemCode", str)
"""The text on an item's label. Lending systems call it an item id or a barcode."""
VisitId = NewType("VisitId", int)
LineId = NewType("LineId", int)
CommitId = NewType("CommitId", int)
LoanId = NewType("LoanId", str)


class Missing(StrEnum):
    """Something that the library needs from the member. The member cannot borrow until the library has it."""

    AGREEMENT = auto()
    DETAILS = auto()
    PAYMENT_METHOD = auto()


class Member(Struct, frozen=True):
    """The member who is at the kiosk. `reference` is the lending system's name for the account and is never shown.

    If the server has not given the value of a field such as `may_borrow`, the field is None. None does not mean False.
    """

    reference: str
    first_name: str = ""
    may_borrow: bool | None = None
    may_use_kiosk: bool | None = None
    is_expired: bool | None = None
    expires: date | None = None
    max_loans: int | None = None
    missing: frozenset[Missing] = frozenset()
    is_staff: bool = False
    membership: str = ""

    __repr__ = hiding("reference")


class Item(Struct, frozen=True):
    """A thing that the library lends. `ident` is the server's own number for it, and `code` is the text on its label.

    A thing without a label has an empty code. Two empty codes never show that two things are the same thing.
    """

    code: ItemCode
    name: str
    ident: str = ""
    shelf: str = ""
    place: str = ""
    loan_days: int | None = None
    max_due: date | None = None
    category: str = ""


class LoanAct(StrEnum):
    """An act that a member can do with one loan at this kiosk."""

    RETURN = auto()
    RENEW = auto()
    OPEN = auto()
    """The member can open the digital loan on a phone."""


class Medium(StrEnum):
    """The form of a digital loan."""

    EBOOK = auto()
    AUDIOBOOK = auto()
    MAGAZINE = auto()
    VIDEO = auto()
    KINDLE = auto()
    """An e-book that the member has sent to Kindle. Only Amazon can open it or give it back."""
    OTHER = auto()


class Loan(Struct, frozen=True):
    """A loan that the server knows.

    `since` is the time when the member borrowed the item, and `due` is the local day on which the loan ends. `can`
    names the acts that the member can do with the loan here. If the system has refused to renew the loan in this visit,
    `why_not` has the system's own words, which can be empty.
    """

    ident: LoanId
    item: Item
    since: datetime | None = None
    due: date | None = None
    days_late: int = 0
    can: frozenset[LoanAct] = frozenset({LoanAct.RETURN})
    why_not: str | None = None
    renewals: int | None = None
    """The number of times that the loan was renewed, or None if the system does not give this number."""
    recalled: date | None = None
    """The day on which the library asked for the item, because somebody else waits for it. None if it has not asked."""
    medium: Medium | None = None
    """The form of a digital loan. None if the loan is a thing."""
    cover: str = ""
    """The web address of a picture of the title, as the digital system gave it."""
    system: str = ""
    """The key of the digital system that has this loan, or an empty text for the main system."""


class Direction(StrEnum):
    """The act of a line: to borrow an item, to return an item, or to renew the item's loan."""

    BORROW = auto()
    RETURN = auto()
    RENEW = auto()


class RefusalKind(StrEnum):
    """The reason why a line or a whole visit is not possible. For each reason, the screen says what to do next."""

    ITEM_UNKNOWN = auto()
    SHOP_CODE = auto()
    NOT_AVAILABLE = auto()
    RESERVED = auto()
    LIMIT_REACHED = auto()
    MEMBERSHIP_EXPIRED = auto()
    MAY_NOT_BORROW = auto()
    NOT_ON_ACCOUNT = auto()
    AGREEMENT_MISSING = auto()
    DETAILS_MISSING = auto()
    DUE_DATE = auto()
    PROJECT_NEEDED = auto()
    STAFF_ONLY = auto()
    ON_LOAN = auto()
    PAYMENT_MISSING = auto()
    UNPAID = auto()
    NOT_RECORDED = auto()
    """The answer to the act was lost, and two readings of the loans show that the act was not done."""
    STILL_LISTED = auto()
    """The server said that the item was taken back, but the loans still show it."""
    NOT_LISTED = auto()
    """The server said that the item was lent or renewed, but the loans do not show it."""
    NO_RENEWAL = auto()
    """The loan cannot be renewed now."""
    ALREADY_YOURS = auto()
    """The member has this title on loan already. The system does not say which loan it is."""
    FORMAT_NEEDED = auto()
    """The title can be borrowed in several formats, and the label does not name one of them."""
    NOT_VOUCHED = auto()
    """The digital system of the title needs a fact about the member that is not known."""
    OTHER = auto()


class Refusal(Struct, frozen=True):
    """A refusal by the server or by the kiosk. `words` are the server's own words, and `item` is the refused item."""

    kind: RefusalKind
    words: str = ""
    item: Item | None = None


class LineState(Enum):
    """The state of a basket line. Only a line that is DONE after a read-back may look green on the screen."""

    CHECKING = auto()
    STAGED = auto()
    REMOVING = auto()
    DONE = auto()
    REFUSED = auto()
    NOT_CHECKED = auto()
    UNKNOWN = auto()


class ByOthers(StrEnum):
    """The way in which another device or another person has changed or added a line.

    An ADDED line was put into the cart by another device. An EARLIER line was scanned here while the basket of the
    previous member was being recorded. A TAKEN_OUT line was removed by another device, and the button Finish puts the
    line back into the cart. A RECORDED line was recorded by another device, and the loans already show its effect.
    """

    ADDED = auto()
    EARLIER = auto()
    TAKEN_OUT = auto()
    RECORDED = auto()


class Put(StrEnum):
    """The place where a returned item belongs: its shelf, the box for another branch, or the shelf for reservations."""

    SHELF = auto()
    IN_TRANSIT = auto()
    HOLD_SHELF = auto()


class Line(Struct, frozen=True):
    """One item of the basket. `ref` is the name that the lending system gave to a staged line.

    `from_before` marks a line that was in the member's cart at sign-in, or in another cart of the member. If the visit
    is given up, such a line stays in the cart.
    """

    ident: LineId
    code: ItemCode
    direction: Direction
    state: LineState
    item: Item | None = None
    due: date | None = None
    ref: str = ""
    refusal: Refusal | None = None
    from_before: bool = False
    unwanted: bool = False
    again: bool = False
    left_out: bool = False
    """True if a commit left this line out, because the line was still being checked at Finish.

    If the commit has no effect, the kiosk puts this line into the cart again.
    """
    days_late: int = 0
    loan: LoanId | None = None
    days: tuple[date, ...] = ()
    """The days that the server accepts as the due day."""
    project: Project | None = None
    condition: Condition | None = None
    wish: Wish | None = None
    """A change of the line's terms that the server has not answered yet."""
    committed: bool = False
    """True if the server has committed this single line alone, so its tool counts as handed over.

    The rest of the cart is not committed yet.
    """
    by_others: ByOthers | None = None
    pickup: Pickup | None = None
    instead_of: "Line | None" = None
    """The done line that this line undoes.

    This line gives a borrowed item back, or borrows a returned item again. If the server refuses this line, the basket
    shows the done line again.
    """
    put: Put | None = None
    """The place where the returned item belongs, or None if the system does not name the place."""
    due_before: date | None = None
    """The due day of the loan before it was renewed."""
    medium: Medium | None = None
    """The form of the digital loan of this line. None if the line is about a thing, or if the form is not known yet."""
    system: str = ""
    """The key of the digital system to which this line goes, or an empty text for the main system."""
    renewals_before: int | None = None
    """How often the loan was renewed before this renewal, or None if the system does not give this number."""

    hopeless: bool = False
    """True if the result of the line is not known, and the kiosk can never find out the result."""

    @property
    def is_undone(self) -> bool:
        """Return True if the item was lent in this visit and this line has brought it back. No loan is left."""
        return self.instead_of is not None and self.direction is Direction.RETURN and self.state is LineState.DONE

    @property
    def is_thing(self) -> bool:
        """Return True if the line is about a thing, and not about a digital title."""
        return self.medium is None and not self.system

    @property
    def is_undecided(self) -> bool:
        """Return True if another device or another person added the line, and the member has not said yes to it yet."""
        return self.by_others in {ByOthers.ADDED, ByOthers.EARLIER}

    @property
    def terms(self) -> Terms:
        """Return the terms that the server has confirmed for the line so far."""
        return Terms(self.due, self.project, self.condition)

    @property
    def wanted(self) -> Terms:
        """Return the terms that the member sees. If there is no wish, these are the confirmed terms."""
        return self.wish.terms if self.wish else self.terms


class EarlierLine(Struct, frozen=True):
    """A line that the kiosk has found in one of the member's carts, at sign-in or when it read the cart later.

    If `committed` is True, the server has committed this single line, but not the whole cart.
    """

    direction: Direction
    item: Item
    ref: str
    due: date | None = None
    loan: LoanId | None = None
    committed: bool = False
    days_late: int = 0
    days: tuple[date, ...] = ()
    project: Project | None = None
    condition: Condition | None = None


class Limits(Struct, frozen=True):
    """The present limits of the account. `can_borrow` is None if the server does not say if the member can borrow."""

    can_borrow: bool | None = None
    max_loans: int | None = None
    can_return: bool = True


# The classes below are the outcomes of a write that stages a line, or that lends or returns an item at once.


class Staged(Struct, frozen=True):
    """The line is in the cart, but nothing is lent yet.

    `direction` is the direction that the server has staged. The kiosk perhaps asked for another direction, for example
    if the member already has this item on loan.
    """

    ref: str
    item: Item | None = None
    due: date | None = None
    direction: Direction | None = None
    loan: LoanId | None = None
    days_late: int = 0
    days: tuple[date, ...] = ()
    project: Project | None = None
    condition: Condition | None = None
    committed: bool = False
    pickup: Pickup | None = None


class Recorded(Struct, frozen=True):
    """The lending system has lent, taken back or renewed the item at once, so the line is done.

    `put` is the place where a returned item belongs, or None if the system does not name the place. `lent` is the whole
    new loan. Only a digital system gives `lent`, because only this system knows what the member can do with the loan.
    """

    item: Item | None = None
    due: date | None = None
    direction: Direction | None = None
    loan: LoanId | None = None
    put: Put | None = None
    lent: Loan | None = None


class Refused(Struct, frozen=True):
    """The server refused the write."""

    refusal: Refusal


class NotSent(Struct, frozen=True):
    """The write never arrived, or the server did not work on it. So the kiosk may send the write a second time."""

    retry_after_s: float | None = None


class InDoubt(Struct, frozen=True):
    """The kiosk does not know if the write had an effect. To find this out, the kiosk must read from the server.

    `item` is the item of the write, or None if the kiosk knew nothing about the item before the write.
    """

    item: Item | None = None


class Gone(Struct, frozen=True):
    """The line is no longer in the cart."""


LineOutcome = Staged | Recorded | Refused | NotSent | InDoubt
TakeOutOutcome = Gone | Refused | NotSent | InDoubt
ChangeOutcome = Changed | Refused | NotSent | InDoubt


class CommitDone(Struct, frozen=True):
    """The server accepted the commit, but the read-back must still prove that the lines are recorded."""


class LinesRefused(Struct, frozen=True):
    """The server refused these `lines` of the commit. If the commit had other lines, the server accepted them."""

    lines: tuple[tuple[LineId, Refusal], ...]


class CommitRefused(Struct, frozen=True):
    """The server refused the whole commit, and `words` say why.

    Before the whole commit, the kiosk can commit single lines with calls of their own. `lines` are the lines that the
    server refused in these calls.
    """

    words: str = ""
    lines: tuple[tuple[LineId, Refusal], ...] = ()


CommitOutcome = CommitDone | LinesRefused | CommitRefused | NotSent | InDoubt


class Proof(Struct, frozen=True):
    """A line that is certainly recorded, because the server's loans show its effect.

    If the line borrows a tool, `due` is the due day of the new loan. `direction` is the act that was done, or None if
    the line's own act was done. `loan` is the loan of the line's tool, or None if the system does not name the loan.
    """

    line: LineId
    due: date | None = None
    direction: Direction | None = None
    loan: LoanId | None = None


class Truth(Struct, frozen=True):
    """The facts that one read-back found in the server's loans and in the cart.

    `absent` names the lines that are certainly not done. If the system has carts, these lines are still in the open
    cart. `handed` names the lines in the cart that the server has committed one by one, although the whole cart is not
    committed yet. `others` are the loans that began after the member pressed Finish and that fit no line. `hopeless`
    names the lines for which no read can ever show if they are done.
    """

    proven: tuple[Proof, ...] = ()
    absent: frozenset[LineId] = frozenset()
    loans: tuple[Loan, ...] = ()
    handed: frozenset[LineId] = frozenset()
    others: tuple[Loan, ...] = ()
    hopeless: frozenset[LineId] = frozenset()


class Opening(Struct, frozen=True):
    """The state of the account at sign-in."""

    loans: tuple[Loan, ...] = ()
    earlier: tuple[EarlierLine, ...] = ()
    """The lines that were already in the open cart."""
    limits: Limits = field(default_factory=Limits)
    project_required: bool = False
    """True if nothing can be borrowed without a project."""
    other_carts: tuple[EarlierLine, ...] = ()
    """The lines in other open carts of the member. The kiosk shows these lines, but neither lends nor removes them."""
    bill: Bill | None = None
    lists_all: bool = True
    """False if the system cannot list all loans of the member. Then `loans` can be incomplete."""


class Moment(Struct, frozen=True):
    """The present moment. `at` is in seconds on a clock that never jumps, and `wall` is a local time with its zone."""

    at: float
    wall: datetime

    @property
    def today(self) -> date:
        """Return the local calendar day."""
        return self.wall.date()


@final
class Secret:
    """A password, a token, a PIN or the code of a fob. It cannot be printed, pickled or used as text by accident."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text of the secret. Call this method only in the place that needs the text."""
        return self._text

    def tail(self) -> str:
        """Return the last two characters of the secret, or "" if the secret has fewer than six characters.

        Staff use the last two characters to find out which fob was shown.
        """
        return self._text[-2:] if len(self._text) >= 6 else ""

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> Never:
        raise TypeError("a Secret is not text; call reveal() where it is used")

    def __format__(self, spec: str) -> Never:
        raise TypeError("a Secret is not text; call reveal() where it is used")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __reduce__(self) -> Never:
        raise TypeError("a Secret is not pickled")
