"""What the server's open cart holds, beside the basket that the member sees."""

from collections.abc import Sequence

from kiosk.domain.basket import other_loans, own_loan
from kiosk.domain.frozen import dataclass
from kiosk.domain.model import CommitOutcome, Direction, FoundLine, Line, Loan


@dataclass(frozen=True, slots=True)
class CartNow:
    """The cart of this visit as it was last seen: its lines, and everything that the member has out."""

    lines: tuple[FoundLine, ...] = ()
    loans: tuple[Loan, ...] = ()


@dataclass(frozen=True, slots=True)
class CartDiffers:
    """Nothing was finished, and the cart is not what the member has seen: another device changed it, or tools were
    handed over one by one before the rest could not be sent.
    """

    now: CartNow


CommitCame = CommitOutcome | CartDiffers
"""What the act of Finish can come to."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`pairs`: lines and what the cart has of them; `added` is in the cart alone, `missing` in the basket alone."""

    pairs: tuple[tuple[Line, FoundLine], ...]
    added: tuple[FoundLine, ...]
    missing: tuple[Line, ...]


def compare(lines: Sequence[Line], now: CartNow) -> Comparison:
    """By the cart's own handle, else by label and direction; each counts once."""
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
    """Whether a commit of these lines would do something else than the member has seen.

    A line of this visit that is missing is no surprise: it is put back. One from before, which somebody took out
    elsewhere, is not lent against that; and what the loans show already is not sent again.
    """
    compared = compare(lines, now)
    return bool(compared.added) or any(line.from_before or recorded(line, now.loans) for line in compared.missing)


def recorded(line: Line, loans: Sequence[Loan]) -> bool:
    """Whether the account looks as if this line, which the cart has no more, had been recorded behind our back."""
    if line.direction is Direction.BORROW:
        codes = (line.code, line.item.code) if line.item else (line.code,)
        return any(own_loan(loans, code) is not None for code in codes)
    return line.loan is not None and all(loan.ident != line.loan for loan in loans)


def _same_ref(line: Line, found: FoundLine) -> bool:
    return bool(line.ref) and line.ref == found.ref and line.direction is found.direction


def _same_label(line: Line, found: FoundLine) -> bool:
    code = found.item.code
    if other_loans(line.loan, found.loan):
        return False
    return bool(code) and line.direction is found.direction and code in (line.code, line.item and line.item.code)
