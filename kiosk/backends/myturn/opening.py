"""Functions that turn myTurn's carts into the types of kiosk.domain."""

from collections.abc import Sequence

from kiosk.backends.myturn.reading import Cart, CartLine, CartLoan
from kiosk.domain.carts import CartNow
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.model import Direction, EarlierLine, Limits, Member, Missing, Opening

MENDED_BY_MEMBER = {
    TurnAwayReason.AGREEMENT: Missing.AGREEMENT,
    TurnAwayReason.DETAILS: Missing.DETAILS,
    TurnAwayReason.PAYMENT_METHOD: Missing.PAYMENT_METHOD,
}
"""Some reasons why the server opens no cart, each with the thing that is missing, such as a signed agreement.

The member can solve these problems. Until then, the kiosk asks the server for a cart at each scan. If the server opens
no cart, the scanned line shows the reason.
"""


def without_cart(member: Member) -> Opening:
    """Return the facts with which a visit starts without a cart, because the server opens none.

    Only a cart shows the member's loans, so the member cannot return anything yet.
    """
    return Opening(limits=Limits(max_loans=member.max_loans, can_return=False))


def opening_of(cart: Cart, others: Sequence[Cart], member: Member) -> Opening:
    """Return the facts at the start of a visit that uses `cart`, such as the loans and the lines of the cart.

    Lines that are only in the member's other carts are listed in `other_carts`.
    """
    earlier = lines_in(cart)
    return Opening(
        loans=tuple(each.loan for each in cart.loans),
        earlier=earlier,
        limits=Limits(can_borrow=cart.can_borrow, max_loans=member.max_loans),
        project_required=cart.project_required,
        bill=cart.bill,
        other_carts=_other_carts(earlier, others),
    )


def cart_now(cart: Cart) -> CartNow:
    """Return the lines and the loans of the cart. The kiosk compares them with the basket."""
    return CartNow(lines_in(cart), tuple(each.loan for each in cart.loans))


def lines_in(cart: Cart) -> tuple[EarlierLine, ...]:
    """Return the lines of the cart. The returns come before the borrows."""
    return (*(_marked(each) for each in cart.loans if each.returning), *(_staged(each) for each in cart.lines))


def _other_carts(earlier: Sequence[EarlierLine], others: Sequence[Cart]) -> tuple[EarlierLine, ...]:
    """Return the lines of the other carts, but only one line for each item.

    Leave out each line whose item is already in the cart that the visit uses. `earlier` are the lines of that cart.
    """
    seen = {_what(each) for each in earlier}
    apart: list[EarlierLine] = []
    for each in (line for cart in others for line in lines_in(cart)):
        what = _what(each)
        if what not in seen:
            seen.add(what)
            apart.append(each)
    return tuple(apart)


def _what(line: EarlierLine) -> tuple[Direction, str]:
    """Return the direction of the line and a text that identifies the item.

    The text is the label of the item. If the item has no label, the text contains the ids of the line and the item.
    """
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
