"""Functions that turn the content of carts into the domain's types, at sign-in and at each later look."""

from collections.abc import Sequence
from datetime import date, timedelta

from kiosk.backends.answer import HttpAnswer, away
from kiosk.backends.clean import plain
from kiosk.backends.myturn.reading import Cart, CartLine, CartLoan
from kiosk.backends.myturn.schema import NamedAnswer, decode
from kiosk.backends.ports import ItemMemo, ItemMemory
from kiosk.domain.carts import CartNow
from kiosk.domain.days import Hours, last_open, next_open
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.model import Direction, EarlierLine, Item, ItemCode, Limits, Line, Member, Missing, Opening
from kiosk.domain.terms import Condition, Pickup, Project
from kiosk.structs import replace

MENDED_BY_MEMBER = {
    TurnAwayReason.AGREEMENT: Missing.AGREEMENT,
    TurnAwayReason.DETAILS: Missing.DETAILS,
    TurnAwayReason.PAYMENT_METHOD: Missing.PAYMENT_METHOD,
}
"""The reasons for having no cart that the member can remove. Each scan asks for a cart again and shows the reason."""


def without_cart(member: Member) -> Opening:
    """Return the opening without a cart: no loans are known, and nothing can be returned until there is a cart."""
    return Opening(limits=Limits(max_loans=member.max_loans, can_return=False))


def opening_of(cart: Cart, others: Sequence[Cart], member: Member) -> Opening:
    """Return the opening with the open cart, and with the lines that are only in other carts."""
    found = lines_in(cart)
    return Opening(
        loans=tuple(each.loan for each in cart.loans),
        found=found,
        limits=Limits(can_borrow=cart.can_borrow, max_loans=member.max_loans),
        project_required=cart.project_required,
        bill=cart.bill,
        other_carts=_other_carts(found, others),
    )


def cart_now(cart: Cart) -> CartNow:
    """Return the cart in the form in which it can be compared with the basket."""
    return CartNow(lines_in(cart), tuple(each.loan for each in cart.loans))


def lines_in(cart: Cart) -> tuple[EarlierLine, ...]:
    """Return the lines of the cart: first the returns, then the borrows."""
    return (*(_marked(each) for each in cart.loans if each.returning), *(_staged(each) for each in cart.lines))


def _other_carts(found: Sequence[EarlierLine], others: Sequence[Cart]) -> tuple[EarlierLine, ...]:
    """Return the lines that are only in other carts."""
    seen = {_what(each) for each in found}
    apart: list[EarlierLine] = []
    for each in (line for cart in others for line in lines_in(cart)):
        what = _what(each)
        if what not in seen:
            seen.add(what)
            apart.append(each)
    return tuple(apart)


def _what(line: EarlierLine) -> tuple[Direction, str]:
    """Return the direction and the item of a line: the item's label, or its ids if it has no label."""
    return line.direction, line.item.code or f"{line.ref} of {line.item.ident}"


def _staged(line: CartLine) -> EarlierLine:
    return EarlierLine(
        Direction.BORROW,
        line.item,
        line.ref,
        line.due,
        committed=line.committed,
        days=line.choices,
        project=line.project,
    )


def _marked(own: CartLoan) -> EarlierLine:
    loan = own.loan
    return EarlierLine(
        Direction.RETURN,
        loan.item,
        loan.ident,
        loan.due,
        loan.ident,
        committed=own.committed,
        days_late=loan.days_late,
        condition=own.condition,
    )


# --- choices of a member ---
# The choices of a member: projects, and the statuses that the library lets members give to a tool.

NEEDS_LOG_IN = frozenset({401, 403})
_NONE = frozenset({404, 405})


def projects_of(answer: HttpAnswer) -> tuple[Project, ...]:
    """Return the projects, sorted by name. Raises ServerAway, WrongAnswer."""
    found = (Project(str(each.id), plain(each.name)) for each in _named(answer, "projects"))
    return tuple(sorted((each for each in found if each.name), key=lambda each: each.name.casefold()))


def conditions_of(answer: HttpAnswer, allowed: Sequence[str]) -> tuple[Condition, ...]:
    """Return the statuses that the settings allow, in the order of the settings. Raises ServerAway, WrongAnswer."""
    known = {plain(each.name).casefold(): each for each in _named(answer, "statuses")}
    named = [(known.get(plain(name).casefold()), plain(name)) for name in allowed]
    return tuple(Condition(str(each.id), plain(each.name) or name) for each, name in named if each is not None)


def _named(answer: HttpAnswer, operation: str) -> list[NamedAnswer]:
    if answer.status in _NONE:
        return []
    if not 200 <= answer.status < 300:
        raise away(operation, answer)
    return decode(answer, list[NamedAnswer])


# --- due dates ---
# The due date of a borrow: first a guess, because no documented call reads an item by its label, then corrected.


def still_kept(line: Line, today: date) -> Line:
    """Return the line without its reservation if that is over, because the server would ignore it."""
    over = line.pickup is not None and line.pickup.ends < today
    return replace(line, pickup=None) if over else line


def guess(code: ItemCode, memory: ItemMemory, *, default_days: int, today: date, hours: Hours = ()) -> date:
    """Return today plus the item's remembered loan length, or else the default one, moved to the next open day."""
    memo = memory.recall(code)
    return next_open(hours, today + timedelta(days=(memo.loan_days if memo else None) or default_days))


def of_pickup(ends: date, *, today: date, hours: Hours) -> date:
    """Return the due date of a reserved tool: the reservation's last day, or the last open day before it."""
    return last_open(hours, ends, today)


def best(line: CartLine, *, default_days: int, today: date, hours: Hours = (), pickup: Pickup | None = None) -> date:
    """Return the best due date now that the server has sent the item. A closed Monday, for example, becomes Tuesday."""
    usual = today + timedelta(days=line.item.loan_days or default_days)
    wanted = of_pickup(pickup.ends, today=today, hours=hours) if pickup else next_open(hours, usual)
    if line.item.max_due is not None:
        wanted = min(wanted, line.item.max_due)
    if line.choices and wanted not in line.choices:
        earlier = [each for each in line.choices if each <= wanted]
        wanted = earlier[-1] if earlier else line.choices[0]
    return max(wanted, today)


def remember(item: Item, scanned: ItemCode, memory: ItemMemory) -> None:
    """Keep the name and loan length for the next scan of this label, in the scanned and in the server's spelling."""
    memo = ItemMemo(item.name, item.loan_days)
    for code in {item.code, scanned} - {""}:
        if memory.recall(code) != memo:
            memory.remember(code, memo)
