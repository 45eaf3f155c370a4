"""Functions that turn myTurn's answers into the kiosk's own types, such as carts, items, projects and members."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

from kiosk.backends.answer import HttpAnswer, away
from kiosk.backends.clean import label, plain
from kiosk.backends.moments import instant, plain_day
from kiosk.backends.myturn.schema import (
    CartAnswer,
    LineAnswer,
    LoanAnswer,
    LoginAnswer,
    MembershipAnswer,
    NamedAnswer,
    ReservationAnswer,
    ToolAnswer,
    decode,
)
from kiosk.backends.protocol import Vouched
from kiosk.domain.model import Item, ItemCode, Loan, LoanId, Member, Missing, Secret
from kiosk.domain.money import NOTHING, Bill, Cost, Discount, LateFee, Price
from kiosk.domain.reservations import Reservation
from kiosk.domain.terms import Condition, Project, ReservationId

LONGEST_LOAN_DAYS = 3650
MOST_KEPT = 50
"""The largest number of items that are shown for one reservation."""
ZERO_LOANS_MEANS_NONE = False
"""True if a mayBorrowMax of 0 means "no loans", and False if 0 means "no limit".

myTurn's documents do not say what 0 means.
"""
NO_ID = "? "
"""The first characters of the id that the kiosk makes for a loan or line without a usable id.

An id from the server never begins with these characters.
"""
T = TypeVar("T")


class CartLine(Struct, frozen=True):
    """A borrow in the cart, as the server sent it. `choices` are the days that the server allows as due day."""

    ref: str
    item: Item
    due: date | None
    choices: tuple[date, ...]
    committed: bool
    project: Project | None = None


class CartLoan(Struct, frozen=True):
    """A loan of the member, as a cart shows it. `returning` is True if the cart marks the loan for return."""

    loan: Loan
    returning: bool
    committed: bool
    condition: Condition | None = None


class Cart(Struct, frozen=True):
    """The member's cart, with all loans of the member and the lines to borrow."""

    ident: str
    loans: tuple[CartLoan, ...] = ()
    lines: tuple[CartLine, ...] = ()
    can_borrow: bool | None = None
    project_required: bool = False
    bill: Bill | None = None
    due_moments: frozenset[datetime] = frozenset()
    """The moments at which the member's loans are due, if the server sends a time and not only a day."""
    unread: int = 0
    """The number of loans without a usable id. The kiosk cannot find out if such a loan is gone."""

    @property
    def is_empty(self) -> bool:
        """Return True if the cart has nothing to borrow and nothing to return."""
        return not self.lines and not any(each.returning for each in self.loans)

    @property
    def has_commits(self) -> bool:
        """Return True if a line of this open cart is already committed with its own call."""
        marked = (each.committed for each in self.loans if each.returning)
        return any(marked) or any(each.committed for each in self.lines)

    def loan_of(self, code: ItemCode) -> CartLoan | None:
        """Return the loan of the item with this label, or None.

        If no loan has exactly this label, capital and small letters count as equal. If several loans match only in this
        way, return None.
        """
        return _one_of(code, [(each.loan.item.code, each) for each in self.loans])

    def line_of(self, code: ItemCode) -> CartLine | None:
        """Return the line for the item with this label, or None. The labels are compared as in loan_of()."""
        return _one_of(code, [(each.item.code, each) for each in self.lines])

    def returning(self, loan: LoanId) -> CartLoan | None:
        """Return the loan with this id if the cart marks the loan for return, else None."""
        return next((each for each in self.loans if each.returning and each.loan.ident == loan), None)


def has_id(handle: str) -> bool:
    """Return True if `handle` is an id from the server. Return False if the kiosk itself made this id."""
    return bool(handle) and not handle.startswith(NO_ID)


def _one_of(code: ItemCode, named: Sequence[tuple[ItemCode, T]]) -> T | None:
    if not code:
        return None  # An empty label matches nothing, because two tools without a label are not the same tool.
    exact = [each for name, each in named if name == code]
    alike = [each for name, each in named if name.casefold() == code.casefold()]
    found = exact or (alike if len(alike) == 1 else [])
    return found[0] if found else None


class Calendar(Struct, frozen=True):
    """The library's calendar, with today's date. If `zone` is None, the machine's time zone is used."""

    zone: tzinfo | None
    today: date

    def local_day(self, text: str | None) -> date | None:
        """Return the day if the text is a day, or the library's local day if the text is an instant.

        For example, the instant 2017-09-16T03:59:00.000Z is on 15 September in New York. Return None for any other
        text, and for a day too far in the future.
        """
        if (day := plain_day(text)) is not None:
            return self._meant(day)
        at = instant(text)
        try:
            return None if at is None else self._meant(at.astimezone(self.zone).date())
        except OverflowError:
            return None

    def calendar_day(self, text: str | None) -> date | None:
        """Return the day in UTC if the text is an instant at midnight UTC. Else return the day of local_day().

        A server that sends midnight UTC means the calendar day, and not an instant.
        """
        at = instant(text)
        if at is not None and at.astimezone(UTC).time() == time(0):
            return self._meant(at.astimezone(UTC).date())
        return self.local_day(text)

    def _meant(self, day: date) -> date | None:
        """Return the day, or None if the day is too far in the future.

        Some servers send 31 December 9999, which means "never". To count the days until then would be slow.
        """
        return None if (day - self.today).days > LONGEST_LOAN_DAYS else day


def written_day(text: str | None) -> date | None:
    """Return the day at the beginning of the text, or None if there is no day. Ignore a time after the day."""
    return plain_day((text or "").strip()[:10])


# --- carts, loans and items -----------------------------------------------------------------------


def cart(answer: CartAnswer, calendar: Calendar) -> Cart:
    """Return the cart in an answer. The answer must contain the lists of loans and lines."""
    loans = answer.outstanding_loans or ()
    return Cart(
        ident=str(answer.id),
        loans=tuple(_cart_loan(each, calendar) for each in loans if each is not None),
        lines=tuple(_cart_line(each, calendar) for each in answer.checkouts or ()),
        can_borrow=answer.can_checkout_items,
        project_required=answer.project_required is True,
        bill=bill(answer),
        due_moments=frozenset(_moments(each.due_date for each in loans if each is not None)),
        unread=sum(each is None or each.id is None for each in loans),
    )


def _moments(texts: Iterable[str | None]) -> Iterator[datetime]:
    for text in texts:
        at = instant(text) if text and plain_day(text) is None else None
        if at is not None:
            yield at


def item(answer: ToolAnswer, calendar: Calendar) -> Item:
    """Return the tool. Its shelf is `location_code`.

    If `location_code` is empty, the shelf is the last name in the path of `home_location`. If both are empty, the shelf
    is `location`.
    """
    home = answer.home_location
    innermost = home.path[-1] if home and home.path else (home.name if home else None)
    place = plain(answer.location)
    code = label("" if answer.item_id is None else str(answer.item_id))
    return Item(
        code=ItemCode(code),
        name=plain(answer.name) or code,
        ident="" if answer.id is None else str(answer.id),
        shelf=plain(answer.location_code) or plain(innermost) or place,
        place=place,
        loan_days=_days(answer.loan_length),
        max_due=calendar.calendar_day(answer.max_return_date),
        category=plain(next((each.name for each in answer.categories or ()), "")),
    )


def _days(length: float | None) -> int | None:
    """Return the loan length in days, or None if `length` is unknown or impossible.

    For example, the length in myTurn's published sample is 0, and a loan of 0 days is impossible.
    """
    return int(length) if length is not None and 1 <= length <= LONGEST_LOAN_DAYS else None


def _cart_loan(answer: LoanAnswer, calendar: Calendar) -> CartLoan:
    due = calendar.local_day(answer.due_date)
    what = item(answer.item, calendar)
    loan = Loan(
        ident=LoanId(_handle(answer.id, what)),
        item=what,
        since=instant(answer.checkout_date),
        due=due,
        days_late=max(0, (calendar.today - due).days) if due else 0,
    )
    status = answer.new_status
    condition = Condition(str(status.id), plain(status.name)) if status else None
    return CartLoan(loan, answer.returning is True, answer.committed is True, condition)


def _cart_line(answer: LineAnswer, calendar: Calendar) -> CartLine:
    choices = (calendar.calendar_day(each) for each in answer.available_due_dates or ())
    what = item(answer.item, calendar)
    return CartLine(
        ref=_handle(answer.id, what),
        item=what,
        due=calendar.calendar_day(answer.due_date),
        choices=tuple(sorted(each for each in choices if each is not None)),
        committed=answer.committed is True,
        project=Project(str(answer.project.id), plain(answer.project.name)) if answer.project else None,
    )


def _handle(ident: str | int | None, what: Item) -> str:
    """Return the id that the server gave to a loan or to a line of the cart.

    If the server sent no id, make an id from the item. For the same item, this id is the same each time.
    """
    return f"{NO_ID}{what.code or what.ident or what.name}" if ident is None else str(ident)


def reservation(answer: ReservationAnswer, calendar: Calendar) -> Reservation | None:
    """Return the reservation, or None if its first day or its last day is missing.

    Without these days, the kiosk cannot say when the tools can be picked up.
    """
    starts, ends = written_day(answer.start_date), written_day(answer.end_date)
    if starts is None or ends is None:
        return None
    items = tuple(item(each, calendar) for each in (answer.items or ())[:MOST_KEPT])
    return Reservation(ReservationId(str(answer.id)), starts, ends, items)


# --- the choices of a member: projects, and statuses that a member may give to a tool ---------------

_NO_LIST = frozenset({404, 405})


def projects_of(answer: HttpAnswer) -> tuple[Project, ...]:
    """Return the projects, sorted by name. Raises ServerAwayError, WrongAnswerError."""
    found = (Project(str(each.id), plain(each.name)) for each in _named(answer, "projects"))
    return tuple(sorted((each for each in found if each.name), key=lambda each: each.name.casefold()))


def conditions_of(answer: HttpAnswer, allowed: Sequence[str]) -> tuple[Condition, ...]:
    """Return the conditions, which are the server's statuses whose names are in `allowed`, in the order of `allowed`.

    Raises ServerAwayError, WrongAnswerError.
    """
    known = {plain(each.name).casefold(): each for each in _named(answer, "statuses")}
    named = [(known.get(plain(name).casefold()), plain(name)) for name in allowed]
    return tuple(Condition(str(each.id), plain(each.name) or name) for each, name in named if each is not None)


def _named(answer: HttpAnswer, operation: str) -> list[NamedAnswer]:
    if answer.status in _NO_LIST:
        return []
    if not 200 <= answer.status < 300:
        raise away(operation, answer)
    return decode(answer, list[NamedAnswer])


# --- members --------------------------------------------------------------------------------------


def member(answer: LoginAnswer, membership: MembershipAnswer | None, named: str) -> Member:
    """Return the member who signed in. If the answer has no user name, use `named`, which is the typed name."""
    may = membership or MembershipAnswer()
    return Member(
        reference=label(answer.username or named),
        first_name=plain(answer.first_name, longest=60) or _first_word(answer.display_name),
        may_borrow=may.may_borrow,
        may_use_kiosk=may.may_use_kiosk,
        is_expired=may.is_expired,
        expires=plain_day((may.expiration or "")[:10]),
        max_loans=most_loans(may.may_borrow_max, zero_means_none=ZERO_LOANS_MEANS_NONE),
        missing=frozenset(_missing(may)),
        is_staff=answer.is_admin is True,
        membership=plain(may.name),
    )


def vouched(answer: LoginAnswer) -> Vouched:
    """Return the facts about the member for digital systems: the user name and the e-mail address.

    Both come from the server's answer. The name that the member has typed is never used, because a member can log in
    with different names.
    """
    email = (answer.email_address or "").strip()
    return Vouched(label(answer.username or ""), email=Secret(email) if "@" in email else None)


def most_loans(said: float | None, *, zero_means_none: bool) -> int | None:
    """Return how many tools a member may have at once. Return None if there is no limit.

    An impossible limit counts as no limit.
    """
    least = 0 if zero_means_none else 1
    return int(said) if said is not None and least <= said <= 100_000 else None


def _first_word(name: str | None) -> str:
    return next(iter(plain(name, longest=60).split()), "")


def _missing(may: MembershipAnswer) -> Sequence[Missing]:
    flags = {
        Missing.AGREEMENT: may.missing_agreements,
        Missing.DETAILS: may.missing_user_fields,
        Missing.PAYMENT_METHOD: may.missing_payment_method,
    }
    return [what for what, flag in flags.items() if flag]


# --- costs ----------------------------------------------------------------------------------------

# If an amount cannot be read, the kiosk shows no amount. An unreadable fee must never prevent a return.
_WRITTEN = re.compile(r"-?\d{1,9}(\.\d{1,9})?")
_MOST = Decimal(10) ** 9
_SMALLEST = Decimal("0.001")
"""The kiosk rounds all amounts to this unit. No currency has a smaller unit."""
_MOST_DISCOUNTS = 50


def amount(said: object) -> Decimal | None:
    """Return the amount of money that the server sent as a number or a text.

    Return None if `said` is neither a number nor such a text, or if the amount is impossible.
    """
    match said:
        case bool():
            return None
        case Decimal() | int():
            found = Decimal(said)
        case str() if _WRITTEN.fullmatch(said.strip()):
            found = Decimal(said.strip())
        case _:
            return None
    # copy_abs() does no arithmetic, because arithmetic would raise an error for a number with a huge exponent.
    if not found.is_finite() or found.copy_abs() >= _MOST:
        return None
    return found.quantize(_SMALLEST)


def bill(answer: CartAnswer) -> Bill:
    """Return the costs of this cart, for each line and for the whole cart."""
    prices = (_price(each) for each in answer.checkouts or ())
    late = (_late_fee(each) for each in answer.outstanding_loans or () if each is not None)
    shown = answer.display_amount_payable
    return Bill(
        prices=tuple(each for each in prices if each is not None),
        late_fees=tuple(each for each in late if each is not None),
        full=amount(answer.amount),
        to_pay=amount(answer.amount_payable),
        shown=plain(shown, longest=60) if isinstance(shown, str) else "",
        discounts=tuple(_discounts(answer.discounts)),
    )


def _cost(full: object, less: object) -> Cost | None:
    """Return the cost, which has the full amount and the reduced amount that the member must pay.

    If only one of the two amounts is known, use the known amount for both. Return None if both amounts are unknown.
    """
    whole, reduced = amount(full), amount(less)
    to_pay = whole if reduced is None else reduced
    return None if to_pay is None else Cost(to_pay if whole is None else whole, to_pay)


def _price(line: LineAnswer) -> Price | None:
    cost = _cost(line.amount, line.discounted_amount)
    return None if cost is None or line.id is None else Price(str(line.id), cost)


def _late_fee(loan: LoanAnswer) -> LateFee | None:
    cost = _cost(loan.late_fees, loan.discounted_late_fees)
    if cost is None or loan.id is None or cost.full <= NOTHING:
        return None
    days = amount(loan.late_fee_days)
    return LateFee(str(loan.id), cost, amount(loan.late_fee_rate), int(days) if days is not None and days > 0 else 0)


def _discounts(said: object) -> list[Discount]:
    if not isinstance(said, Sequence) or isinstance(said, str):
        return []
    found = [_discount(each) for each in said[:_MOST_DISCOUNTS] if isinstance(each, Mapping)]
    return [each for each in found if each.amount or each.percentage]


def _discount(said: Mapping[str, object]) -> Discount:
    name = said.get("name")
    return Discount(
        name=plain(name, longest=80) if isinstance(name, str) else "",
        amount=amount(said.get("amount")),
        percentage=amount(said.get("percentage")),
        on_late_fees=said.get("isLateFee") is True,
        on_borrowing=said.get("isCheckout") is True,
    )
