"""What the lines of a basket cost, and which of them cannot be finished because nothing can be paid here.

Nothing is ever paid at the kiosk: the published API has no call for it. Where the house lets members owe, the library
puts what a cart costs on their account. Where it does not, the borrow lines that cost something stay here; what is
brought back always goes through, late fees or not.
"""

from collections.abc import Iterable
from decimal import Decimal

from kiosk.domain.elsewhere import UNDECIDED
from kiosk.domain.model import Direction, Line, LineState
from kiosk.domain.money import NOTHING, Bill, Cost, LateFee

Lines = tuple[Line, ...]


def cost_of(bill: Bill | None, line: Line) -> Cost | None:
    """What borrowing this costs; None where the server did not say, and for what is brought back."""
    if bill is None or line.direction is Direction.RETURN or not line.ref:
        return None
    return next((each.cost for each in bill.prices if each.ref == line.ref), None)


def late_fee_of(bill: Bill | None, line: Line) -> LateFee | None:
    """The late fee of what this brings back, where there is one."""
    if bill is None or line.direction is not Direction.RETURN:
        return None
    loan = line.loan or line.ref
    return next((each for each in bill.late_fees if each.loan == loan and each.cost.to_pay > NOTHING), None)


def late_fees(bill: Bill | None, lines: Iterable[Line]) -> Decimal:
    """All of them together."""
    found = (late_fee_of(bill, line) for line in lines)
    return sum((each.cost.to_pay for each in found if each is not None), NOTHING)


def borrowing(bill: Bill | None, lines: Iterable[Line]) -> Cost:
    """What borrowing these costs, as far as it is known."""
    costs = [cost for line in lines if (cost := cost_of(bill, line)) is not None]
    return Cost(sum((each.full for each in costs), NOTHING), sum((each.to_pay for each in costs), NOTHING))


def unpaid(bill: Bill | None, lines: Lines, *, allow_owing: bool) -> Lines:
    """Staged borrow lines that cost something and may not be owed.

    A cart with nothing to pay holds no line back, whatever single lines say: a membership may cover them. A line
    without a price of its own is held back where more is to be paid than the others explain.
    """
    if allow_owing or bill is None or (bill.to_pay is not None and bill.to_pay <= NOTHING):
        return ()
    staged = [line for line in lines if line.state is LineState.STAGED and not line.unwanted]
    explained = sum((each.cost.to_pay for each in bill.prices), NOTHING) + late_fees(bill, staged)
    unexplained = bill.to_pay is not None and bill.to_pay > explained
    return tuple(line for line in staged if _costs(bill, line, unexplained=unexplained))


def _costs(bill: Bill, line: Line, *, unexplained: bool) -> bool:
    if line.direction is Direction.RETURN or line.committed or line.elsewhere in UNDECIDED:
        return False  # it comes back; it has left already; nobody here has said yes to it
    cost = cost_of(bill, line)
    return unexplained if cost is None else cost.to_pay > NOTHING
