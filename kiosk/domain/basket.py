"""The rules of the basket: which line belongs to a code, how many tools a member may borrow, what the lines cost."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kiosk.domain.model import (
    Direction,
    EarlierLine,
    Item,
    ItemCode,
    Limits,
    Line,
    LineId,
    LineState,
    Loan,
    LoanId,
    Member,
    Refusal,
    RefusalKind,
)
from kiosk.domain.money import NOTHING, Bill, Cost, LateFee
from kiosk.structs import replace

Lines = tuple[Line, ...]
"""Lines of a basket. The newest line comes first."""

IN_FLIGHT = frozenset({LineState.CHECKING, LineState.REMOVING})


def find(lines: Lines, ident: LineId) -> Line | None:
    """Return the line with this id, or None."""
    return next((line for line in lines if line.ident == ident), None)


def line_of(lines: Lines, code: ItemCode) -> Line | None:
    """Return the line with this code, or None. The code can be the scanned code, or the server's code for the item."""
    return next((line for line in lines if code and code in _codes(line)), None)


def own_loan(loans: Sequence[Loan], code: ItemCode) -> Loan | None:
    """Return the member's loan of this item, or None.

    First look for a label that is equal to the code. If there is none, compare again without regard to upper and lower
    case. Return None if two or more different labels fit. The second comparison is needed because some readers work
    like a keyboard, and Caps Lock inverts the case of their codes.
    """
    if not code:
        return None
    exact = [loan for loan in loans if loan.item.code == code]
    alike = exact or [loan for loan in loans if loan.item.code.casefold() == code.casefold()]
    return alike[0] if len({loan.item.code for loan in alike}) == 1 else None


def other_loans(one: LoanId | None, other: LoanId | None) -> bool:
    """Return True if both loan ids are known and are not equal.

    In this case, the loans are for two different tools, even if the labels of the tools are equal.
    """
    return one is not None and other is not None and one != other


def same_item(lines: Lines, line: Line) -> Line | None:
    """Return another staged or done line with the same item as `line`, or None if there is no such line.

    The codes of the two lines can be written differently, for example in upper and in lower case.
    """
    there = (LineState.STAGED, LineState.DONE)
    others = (other for other in lines if other.ident != line.ident and other.state in there)
    return next(
        (each for each in others if _same(each.item, line.item) and not other_loans(each.loan, line.loan)), None
    )


def put(lines: Lines, line: Line) -> Lines:
    """Return the lines with `line` instead of the line that has the same id."""
    return tuple(line if other.ident == line.ident else other for other in lines)


def drop(lines: Lines, ident: LineId) -> Lines:
    """Return the lines without the line that has this id."""
    return tuple(line for line in lines if line.ident != ident)


def on_top(lines: Lines, line: Line) -> Lines:
    """Return the lines with `line` as the first line."""
    return (line, *drop(lines, line.ident))


def in_state(lines: Lines, *states: LineState) -> Lines:
    """Return the lines that are in one of these states."""
    return tuple(line for line in lines if line.state in states)


def in_flight(lines: Lines) -> Lines:
    """Return the lines that wait for an answer of the server."""
    return tuple(line for line in lines if line.state in IN_FLIGHT or line.wish is not None)


def titles_done(lines: Lines) -> Lines:
    """Return the done lines of digital titles.

    If a title was borrowed and given back in the same visit, leave out the line that gave it back.
    """
    return tuple(line for line in in_state(lines, LineState.DONE) if not line.is_thing and not line.is_undone)


def titles_lent(lines: Lines) -> Lines:
    """Return the lines that have lent a digital title in this visit. These titles stay borrowed after the visit."""
    return tuple(line for line in titles_done(lines) if line.direction is Direction.BORROW)


def is_wanted(line: Line) -> bool:
    """Return True if the member wants this line.

    A line that the kiosk is removing from the cart is not wanted. There is one exception. If `again` is True, the kiosk
    puts the line back into the cart afterwards, so the line is wanted.
    """
    return line.again or not (line.unwanted or line.state is LineState.REMOVING)


def codes_of(lines: Lines) -> tuple[ItemCode, ...]:
    """Return the item codes of the lines. The code that was scanned first comes first."""
    return tuple(line.code for line in reversed(lines))


def found_line(found: EarlierLine, ident: LineId) -> Line:
    """Return a basket line for a line that was already in the cart at sign-in."""
    return Line(
        ident=ident,
        code=found.item.code,
        direction=found.direction,
        state=LineState.STAGED,
        item=found.item,
        due=found.due,
        ref=found.ref,
        from_before=True,
        days_late=found.days_late,
        loan=found.loan,
        days=found.days,
        project=found.project,
        condition=found.condition,
        committed=found.committed,
    )


def why_not_borrow(member: Member, limits: Limits, loans: Sequence[Loan], lines: Lines) -> Refusal | None:
    """Return the reason why this member may not borrow one more tool, or None if the kiosk knows no reason."""
    left = places_left(member, limits, loans, lines)
    if member.is_expired:
        return Refusal(RefusalKind.MEMBERSHIP_EXPIRED)
    if member.may_borrow is False:
        return Refusal(RefusalKind.MAY_NOT_BORROW)
    if left is not None and left <= 0:
        return Refusal(RefusalKind.LIMIT_REACHED)
    if limits.can_borrow is False:
        return Refusal(RefusalKind.MAY_NOT_BORROW)
    return None


def most_loans(member: Member, limits: Limits) -> int | None:
    """Return how many tools this member may have on loan at the same time, or None if the server gave no limit.

    If the server gave a limit for the account and a limit for the member, use the limit for the account.
    """
    return limits.max_loans if limits.max_loans is not None else member.max_loans


def places_left(member: Member, limits: Limits, loans: Sequence[Loan], lines: Lines) -> int | None:
    """Return how many more tools this member may borrow at the main system, or None if there is no limit.

    Each loan counts as one tool. Each borrow line that the server has accepted counts as one tool, too. A loan does not
    count if the basket has an accepted return line for its tool. A line that is still being checked does not count,
    because its code is perhaps not the code of a tool.
    """
    most = most_loans(member, limits)
    if most is None:
        return None
    taken = [line for line in in_state(lines, *_TAKEN) if not line.unwanted and not line.system]
    going = [line for line in taken if line.direction is Direction.RETURN]
    here = [loan for loan in loans if not loan.system]
    staying = [loan for loan in here if not any(_brings_back(line, loan) for line in going)]
    coming = [line for line in taken if line.direction is Direction.BORROW and not _is_lent(line, loans)]
    return most - len(staying) - len(coming)


_TAKEN = (LineState.STAGED, LineState.DONE)


def _brings_back(line: Line, loan: Loan) -> bool:
    return loan.item.code in _codes(line) if line.loan is None else line.loan == loan.ident


def _is_lent(line: Line, loans: Sequence[Loan]) -> bool:
    """Return True if the line is done and the loans already show its item.

    Such an item must be counted only once: as a loan, and not as a line.
    """
    return line.state is LineState.DONE and any(loan.item.code in _codes(line) for loan in loans)


def _codes(line: Line) -> tuple[ItemCode, ...]:
    return (line.code, line.item.code) if line.item else (line.code,)


def _same(one: Item | None, other: Item | None) -> bool:
    if one is None or other is None:
        return False
    return one.ident == other.ident if one.ident and other.ident else bool(one.code) and one.code == other.code


def unwant(line: Line) -> Line:
    """Return the line, marked as not wanted. The line stays in the basket until the server answers."""
    return replace(line, unwanted=True, again=False)


# --- costs ---
# Nothing is ever paid at the kiosk, because the APIs of the lending systems have no call for payment. If the settings
# let members owe money, the library charges the cost of a cart to their account. If not, the kiosk does not lend tools
# that cost something. The kiosk always accepts a returned tool, even if there is a late fee.


def cost_of(bill: Bill | None, line: Line) -> Cost | None:
    """Return the cost of borrowing the tool of this line.

    Return None if the server gave no cost for the line, or if the line is a return.
    """
    if bill is None or line.direction is Direction.RETURN or not line.ref:
        return None
    return next((each.cost for each in bill.prices if each.ref == line.ref), None)


def late_fee_of(bill: Bill | None, line: Line) -> LateFee | None:
    """Return the late fee of the loan whose tool this line brings back, or None if there is nothing to pay."""
    if bill is None or line.direction is not Direction.RETURN:
        return None
    loan = line.loan or line.ref
    return next((each for each in bill.late_fees if each.loan == loan and each.cost.to_pay > NOTHING), None)


def late_fees(bill: Bill | None, lines: Iterable[Line]) -> Decimal:
    """Return the sum of the late fees of these lines."""
    found = (late_fee_of(bill, line) for line in lines)
    return sum((each.cost.to_pay for each in found if each is not None), NOTHING)


def borrowing(bill: Bill | None, lines: Iterable[Line]) -> Cost:
    """Return the sum of the known costs of borrowing the tools of these lines."""
    costs = [cost for line in lines if (cost := cost_of(bill, line)) is not None]
    return Cost(sum((each.full for each in costs), NOTHING), sum((each.to_pay for each in costs), NOTHING))


def unpaid(bill: Bill | None, lines: Lines, *, allow_owing: bool) -> Lines:
    """Return the staged borrow lines that cost something, if the settings do not let members pay later.

    If `allow_owing` is True, members may pay later, and the result is empty. The result is also empty if the whole cart
    costs nothing, because perhaps a membership pays for the lines. If the server gave no price for a line, compare the
    cost of the whole cart with the sum of all known prices and fees. The line is in the result only if the cart costs
    more than this sum.
    """
    if allow_owing or bill is None or (bill.to_pay is not None and bill.to_pay <= NOTHING):
        return ()
    staged = [line for line in lines if line.state is LineState.STAGED and not line.unwanted]
    explained = sum((each.cost.to_pay for each in bill.prices), NOTHING) + late_fees(bill, staged)
    unexplained = bill.to_pay is not None and bill.to_pay > explained
    return tuple(line for line in staged if _costs(bill, line, unexplained=unexplained))


def _costs(bill: Bill, line: Line, *, unexplained: bool) -> bool:
    if line.direction is Direction.RETURN or line.committed or line.is_undecided:
        # A return, a line that is already committed, and a line without the member's yes never count as unpaid.
        return False
    cost = cost_of(bill, line)
    return unexplained if cost is None else cost.to_pay > NOTHING
