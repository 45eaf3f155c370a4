"""Functions that compare the server's open cart with the basket that the member sees."""

from collections.abc import Sequence

from msgspec import Struct

from kiosk.domain.basket import other_loans, own_loan
from kiosk.domain.model import CommitOutcome, Direction, EarlierLine, Line, Loan


class CartNow(Struct, frozen=True):
    """The lines of this visit's cart and all loans of the member, as the kiosk last read them from the server."""

    lines: tuple[EarlierLine, ...] = ()
    loans: tuple[Loan, ...] = ()


class CartDiffers(Struct, frozen=True):
    """The outcome of a commit that stopped early, because the cart differs from the basket on the screen.

    There are two possible reasons. Another device has changed the cart, or the kiosk has committed some lines one by
    one and could not commit the rest. `now` is the cart that the kiosk has read.
    """

    now: CartNow


CommitCame = CommitOutcome | CartDiffers
"""Every outcome that a commit of the basket can have."""


class Comparison(Struct, frozen=True):
    """The result of comparing the basket with the cart.

    Each pair in `pairs` is a basket line and the cart line for the same tool. `added` lines are only in the cart, and
    `missing` lines are only in the basket.
    """

    pairs: tuple[tuple[Line, EarlierLine], ...]
    added: tuple[EarlierLine, ...]
    missing: tuple[Line, ...]


def compare(lines: Sequence[Line], now: CartNow) -> Comparison:
    """Return the comparison of these lines with the cart. Each line is in at most one pair.

    First, a basket line and a cart line become a pair if they have the same `ref`. Then the lines that are left become
    pairs if they have the same label. The direction of the two lines must always be the same.
    """
    alone, left, pairs = list(lines), list(now.lines), []
    for same in (_same_ref, _same_label):
        for line in list(alone):
            found = next((each for each in left if same(line, each)), None)
            if found is not None:
                alone.remove(line)
                left.remove(found)
                pairs.append((line, found))
    return Comparison(tuple(pairs), tuple(left), tuple(alone))


def surprises(lines: Sequence[Line], now: CartNow) -> bool:
    """Return True if a commit of these lines would do something that the member has not seen.

    Each line that is only in the cart is a surprise. A line that is missing from the cart is a surprise in two cases.
    In the first case, the line was in the cart before the visit. Another device has taken this line out, so the kiosk
    must not lend the tool of this line. In the second case, the loans already show the effect of the line. The kiosk
    must not send this line again. Any other missing line was added by this visit, and the kiosk puts the line back into
    the cart.
    """
    compared = compare(lines, now)
    return bool(compared.added) or any(line.from_before or recorded(line, now.loans) for line in compared.missing)


def recorded(line: Line, loans: Sequence[Loan]) -> bool:
    """Return True if the loans show that the act of this line is done.

    Another device has then probably recorded the line. Call this function only for a line that is missing from the
    cart.
    """
    if line.direction is Direction.BORROW:
        codes = (line.code, line.item.code) if line.item else (line.code,)
        return any(own_loan(loans, code) is not None for code in codes)
    return line.loan is not None and all(loan.ident != line.loan for loan in loans)


def _same_ref(line: Line, found: EarlierLine) -> bool:
    return bool(line.ref) and line.ref == found.ref and line.direction is found.direction


def _same_label(line: Line, found: EarlierLine) -> bool:
    code = found.item.code
    if other_loans(line.loan, found.loan):
        return False
    return bool(code) and line.direction is found.direction and code in (line.code, line.item and line.item.code)
