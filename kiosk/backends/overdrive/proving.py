"""Functions that find out from a member's loans if an act was done."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from kiosk.backends.overdrive.reading import OwnTitle, same_loan
from kiosk.domain.model import Direction, Line, Loan, LoanId, Proof

_SLACK = timedelta(minutes=5)


class NoProof(Enum):
    """The result of fate() if the loans that were read do not prove the act of a line."""

    NOT_THERE = auto()
    """If the act had been done, the loans would show it. They do not show it."""
    NEVER = auto()
    """No reading of the loans can ever show if the act was done."""


class Shelf:
    """The loans of one reading. `whole` is False if a loan could not be read.

    If `whole` is False, a loan that is missing here has perhaps not ended.
    """

    def __init__(self, own: Sequence[OwnTitle] = (), *, whole: bool = True) -> None:
        self.own, self.whole = tuple(own), whole

    @property
    def loans(self) -> tuple[Loan, ...]:
        """Return the loans."""
        return tuple(each.loan for each in self.own)

    def of_title(self, asked: str) -> OwnTitle | None:
        """Return the loan of the title with this id or short number, or None if there is no such loan."""
        return next((each for each in self.own if each.is_of(asked)), None)

    def of_loan(self, ident: LoanId | None) -> OwnTitle | None:
        """Return the loan with this id, or None if there is no such loan."""
        return next((each for each in self.own if ident is not None and same_loan(each.loan.ident, ident)), None)

    def without(self, ident: LoanId) -> "Shelf":
        """Return the loans without the loan that has this id."""
        return Shelf([each for each in self.own if not same_loan(each.loan.ident, ident)], whole=self.whole)

    def plus(self, own: OwnTitle) -> "Shelf":
        """Return the loans together with this loan."""
        return Shelf([*self.without(own.loan.ident).own, own], whole=self.whole)


def fate(
    line: Line, shelf: Shelf, began: datetime, before: frozenset[LoanId] | None, asked: Callable[[str], str]
) -> Proof | NoProof | None:
    """Return a proof if the loans show that the act of this line was done. If they do not, return NoProof.

    Return None if there is no proof, but some loans could not be read. One of these loans could be the missing proof.
    `before` are the ids of the member's loans before the act was sent. A loan that is in `before` proves no borrow. If
    `before` is None, a loan proves a borrow in two cases: OverDrive does not say when the loan began, or the loan began
    later than five minutes before `began`, which is the moment of the act. `asked` returns the id of the title for a
    label.
    """
    match line.direction:
        case Direction.BORROW:
            own = _own(line, shelf, asked)
            if own is not None and (own.loan.ident == line.loan or _is_new(own.loan, began, before)):
                return Proof(line.ident, own.loan.due, line.direction, own.loan.ident)
            return NoProof.NOT_THERE if own is not None or shelf.whole else None
        case Direction.RETURN:
            found = shelf.of_loan(line.loan) if line.loan else _own(line, shelf, asked)
            if found is not None:
                return NoProof.NOT_THERE
            return Proof(line.ident, direction=line.direction, loan=line.loan) if shelf.whole else None
        case Direction.RENEW:
            return NoProof.NEVER


def _own(line: Line, shelf: Shelf, asked: Callable[[str], str]) -> OwnTitle | None:
    ident = line.item.ident if line.item is not None else ""
    return shelf.of_title(ident or asked(line.code))


def _is_new(loan: Loan, began: datetime, before: frozenset[LoanId] | None) -> bool:
    if before is not None:
        return not any(same_loan(loan.ident, each) for each in before)
    return loan.since is None or loan.since >= began - _SLACK
