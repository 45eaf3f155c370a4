"""The comparison of the server's open cart with the basket that the member sees."""

from collections.abc import Sequence

from msgspec import Struct

from kiosk.domain.basket import other_loans, own_loan
from kiosk.domain.model import CommitOutcome, Direction, EarlierLine, Line, Loan


class CartNow(Struct, frozen=True):
    """The lines of this visit's cart and all loans of the member, as the kiosk last read them from the server."""

    lines: tuple[EarlierLine, ...] = ()
    loans: tuple[Loan, ...] = ()


class CartDiffers(Struct, frozen=True):
    """The outcome of a commit that finished nothing, because the cart differs from the basket that the member has seen.

    Perhaps another device changed the cart. Or perhaps the commit sent the tools one by one, and failed after some of
    them.
    """

    now: CartNow


CommitCame = CommitOutcome | CartDiffers
"""Every outcome that a commit of the basket can have."""


class Comparison(Struct, frozen=True):
    """The result of comparing the basket with the cart.

    `pairs` are the basket lines with their cart lines. `added` lines are only in the cart, and `missing` lines are only
    in the basket.
    """

    pairs: tuple[tuple[Line, EarlierLine], ...]
    added: tuple[EarlierLine, ...]
    missing: tuple[Line, ...]


def compare(lines: Sequence[Line], now: CartNow) -> Comparison:
    """Return the comparison of these lines with the cart. Each line is in at most one pair.

    A basket line and a cart line are a pair if they have the same `ref`, or else the same label and direction.
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

    A line that is missing from the cart is no surprise if this visit added it, because the kiosk puts it back. A
    missing line is a surprise if it was in the cart before the visit, because another device has taken it out and the
    kiosk must not lend its tool. A missing line is also a surprise if the loans already show its effect, because the
    kiosk must not send it again.
    """
    compared = compare(lines, now)
    return bool(compared.added) or any(line.from_before or recorded(line, now.loans) for line in compared.missing)


def recorded(line: Line, loans: Sequence[Loan]) -> bool:
    """Return True if the loans suggest that another device has recorded this line, which is not in the cart."""
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
