"""Functions that find out from a member's loans if an act was done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from kiosk.backends.sierra.reading import same_label
from kiosk.domain.model import Direction, Line, Loan, LoanId, Proof

_SLACK = timedelta(minutes=5)


class Unproven(Enum):
    """The result if the loans do not prove an act. ABSENT means that the loans look as if the act was not done."""

    ABSENT = auto()
    HOPELESS = auto()
    """The loans can never show if the act was done, even if they are read again."""


def result_of(line: Line, loans: Sequence[Loan], began: datetime, before: frozenset[LoanId] | None) -> Proof | Unproven:
    """Return a proof that the act of this line was done, or the result ABSENT or HOPELESS if the loans prove nothing.

    A new loan of the item proves a borrow. `before` are the ids of the loans that the member had before the act was
    sent. If `before` is None, a loan is new if it began at `began` (the moment of the act) or later, or at most five
    minutes before `began`.
    """
    match line.direction:
        case Direction.BORROW:
            return _borrowed(line, loans, began, before)
        case Direction.RETURN:
            there = any(each.ident == line.loan if line.loan else _is_its_item(line, each) for each in loans)
            return Unproven.ABSENT if there else Proof(line.ident, direction=line.direction, loan=line.loan)
        case Direction.RENEW:
            return _renewed(line, loans)


def _borrowed(line: Line, loans: Sequence[Loan], began: datetime, before: frozenset[LoanId] | None) -> Proof | Unproven:
    for each in (loan for loan in loans if _is_its_item(line, loan)):
        if each.ident == line.loan or _is_new(each, began, before):
            return Proof(line.ident, each.due, line.direction, each.ident)
    return Unproven.ABSENT


def _is_new(loan: Loan, began: datetime, before: frozenset[LoanId] | None) -> bool:
    if before is not None:
        return loan.ident not in before
    return loan.since is None or loan.since >= began - _SLACK


def _renewed(line: Line, loans: Sequence[Loan]) -> Proof | Unproven:
    loan = next((each for each in loans if each.ident == line.loan), None)
    if loan is None or (line.due_before is None and line.renewals_before is None):
        return Unproven.HOPELESS
    later = line.due_before is not None and loan.due is not None and loan.due > line.due_before
    more = line.renewals_before is not None and (loan.renewals or 0) > line.renewals_before
    return Proof(line.ident, loan.due, line.direction, loan.ident) if later or more else Unproven.ABSENT


def needs_item(line: Line, loans: Sequence[Loan], before: frozenset[LoanId] | None) -> bool:
    """Return True if the id of the line's item must be read, because a new loan has an item id but no label.

    The two ids show if the loan is for the item of the line.
    """
    if line.direction is not Direction.BORROW or (line.item is not None and line.item.ident):
        return False
    new = (each for each in loans if before is None or each.ident not in before)
    return any(not each.item.code and each.item.ident for each in new)


def _is_its_item(line: Line, loan: Loan) -> bool:
    if line.item is not None and line.item.ident and loan.item.ident:
        return line.item.ident == loan.item.ident
    codes = (line.code, line.item.code) if line.item is not None else (line.code,)
    return any(same_label(loan.item.code, code) for code in codes)
