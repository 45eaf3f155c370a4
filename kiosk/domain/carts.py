"""The contents of the server's open cart, compared with the basket that the member sees."""

from collections.abc import Sequence

from msgspec import Struct

from kiosk.domain.basket import other_loans, own_loan
from kiosk.domain.model import CommitOutcome, Direction, EarlierLine, Line, Loan


class CartNow(Struct, frozen=True):
    """The cart of this visit as the kiosk last saw it: its lines, and all loans of the member."""

    lines: tuple[EarlierLine, ...] = ()
    loans: tuple[Loan, ...] = ()


class CartDiffers(Struct, frozen=True):
    """Nothing was finished, and the cart differs from what the member has seen.

    Either another device changed the cart, or some tools were handed over one by one before sending the rest failed.
    """

    now: CartNow


CommitCame = CommitOutcome | CartDiffers
"""Every outcome that Finish can have."""


class Comparison(Struct, frozen=True):
    """The basket compared with the cart.

    `pairs` are basket lines with their cart lines; `added` is only in the cart, `missing` only in the basket.
    """

    pairs: tuple[tuple[Line, EarlierLine], ...]
    added: tuple[EarlierLine, ...]
    missing: tuple[Line, ...]


def compare(lines: Sequence[Line], now: CartNow) -> Comparison:
    """Return the comparison of these lines with the cart, by the cart's own handle or else by label and direction.

    Each line is in at most one pair.
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

    A missing line of this visit is no surprise: the kiosk puts it back. A missing line from before is a surprise:
    somebody took it out elsewhere, so the kiosk must not lend it. A missing line that the loans already show is a
    surprise too: the kiosk must not send it again.
    """
    compared = compare(lines, now)
    return bool(compared.added) or any(line.from_before or recorded(line, now.loans) for line in compared.missing)


def recorded(line: Line, loans: Sequence[Loan]) -> bool:
    """Return True if the loans suggest that another device recorded this line, which is no longer in the cart."""
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
