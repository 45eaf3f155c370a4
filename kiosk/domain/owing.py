"""The costs of a basket's lines, and the lines that cannot be finished because nothing can be paid here.

Nothing is ever paid at the kiosk: the published API has no call for payment. If the house lets members owe, the library
charges the cost of a cart to their account. If not, borrow lines that cost something are held back; a returned tool
always goes through, with or without late fees.
"""

from collections.abc import Iterable
from decimal import Decimal

from kiosk.domain.model import Direction, Line, LineState
from kiosk.domain.money import NOTHING, Bill, Cost, LateFee
from kiosk.domain.terms import UNDECIDED

Lines = tuple[Line, ...]


def cost_of(bill: Bill | None, line: Line) -> Cost | None:
    """Return the cost of borrowing this tool, or None if the server did not say or the line is a return."""
    if bill is None or line.direction is Direction.RETURN or not line.ref:
        return None
    return next((each.cost for each in bill.prices if each.ref == line.ref), None)


def late_fee_of(bill: Bill | None, line: Line) -> LateFee | None:
    """Return the late fee of the loan that this line brings back, or None."""
    if bill is None or line.direction is not Direction.RETURN:
        return None
    loan = line.loan or line.ref
    return next((each for each in bill.late_fees if each.loan == loan and each.cost.to_pay > NOTHING), None)


def late_fees(bill: Bill | None, lines: Iterable[Line]) -> Decimal:
    """Return the sum of the late fees of these lines."""
    found = (late_fee_of(bill, line) for line in lines)
    return sum((each.cost.to_pay for each in found if each is not None), NOTHING)


def borrowing(bill: Bill | None, lines: Iterable[Line]) -> Cost:
    """Return the cost of borrowing these tools, as far as it is known."""
    costs = [cost for line in lines if (cost := cost_of(bill, line)) is not None]
    return Cost(sum((each.full for each in costs), NOTHING), sum((each.to_pay for each in costs), NOTHING))


def unpaid(bill: Bill | None, lines: Lines, *, allow_owing: bool) -> Lines:
    """Return the staged borrow lines that cost something and may not be owed.

    A cart with nothing to pay holds no line back, whatever single lines cost: a membership may cover them. A line
    without a price of its own is held back if the amount to pay is more than the known prices and fees.
    """
    if allow_owing or bill is None or (bill.to_pay is not None and bill.to_pay <= NOTHING):
        return ()
    staged = [line for line in lines if line.state is LineState.STAGED and not line.unwanted]
    explained = sum((each.cost.to_pay for each in bill.prices), NOTHING) + late_fees(bill, staged)
    unexplained = bill.to_pay is not None and bill.to_pay > explained
    return tuple(line for line in staged if _costs(bill, line, unexplained=unexplained))


def _costs(bill: Bill, line: Line, *, unexplained: bool) -> bool:
    if line.direction is Direction.RETURN or line.committed or line.elsewhere in UNDECIDED:
        return False  # the tool comes back, or was already handed over, or the member has not said yes to it
    cost = cost_of(bill, line)
    return unexplained if cost is None else cost.to_pay > NOTHING
