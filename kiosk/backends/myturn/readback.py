"""Functions that find out from the member's loans which lines of a commit succeeded. They send no requests.

A borrow is proven by a new loan of the same item. The loan must have begun after the member pressed the button Finish.
But this machine's clock and the server's clock can differ, so a loan counts even if it began up to five minutes before
Finish. If the header `Date` shows that the server's clock is behind, the difference of the clocks is added to the five
minutes. A difference of more than twelve hours is not added. This machine's clock can be wrong at Finish, and somebody
can correct it later. So a loan also counts if it began at most five minutes before the server's time at Finish.
A return is proven if its loan is gone.

Sometimes a new loan began at the time of the commit, but no line of the commit is for its item. `Truth.others` contains
such loans. Perhaps another device added the item to the cart just before the commit, and the member has not seen this.
Or perhaps the item was lent at another place at the same moment. Loans that began later do not belong to this commit.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from kiosk.backends.myturn.reading import Cart, CartLine, CartLoan
from kiosk.domain.model import Direction, Item, Line, LineId, Loan, LoanId, Proof, Truth
from kiosk.structs import replace

SLACK = timedelta(minutes=5)
_MOST_BEHIND = timedelta(hours=12)


class Before(Struct, frozen=True):
    """The facts that were known just before the commit.

    `loans` are the ids of the member's loans just before the commit, or None if the loans are not known. `finished` is
    the time when the member pressed the button Finish, by this machine's clock. `server` is the server's time when the
    loans were read. The kiosk needs `server`, because this machine's clock can be wrong at Finish and right again
    later.
    """

    finished: datetime
    loans: frozenset[LoanId] | None = None
    until: datetime | None = None
    """The last moment at which a loan of this commit can have begun, by the server's clock. None means no limit."""
    items: frozenset[str] = frozenset()
    """The server's ids of the items in `loans`. A new loan of such an item can be a renewal instead of a borrow."""
    unread: int = 0
    """The number of loans that had no usable id."""
    server: datetime | None = None


def earliest(finished: datetime, ours: datetime, server: datetime | None) -> datetime:
    """Return the first moment at which a loan of this commit can have begun, by the server's clock.

    `ours` is the present time of this machine's clock, and `server` is the present time of the server's clock.
    """
    behind = ours - server if server is not None else timedelta()
    return finished - SLACK - (behind if timedelta() < behind <= _MOST_BEHIND else timedelta())


def latest(finished: datetime, ours: datetime, server: datetime | None) -> datetime:
    """Return the last moment at which a loan of this commit can have begun, by the server's clock.

    `ours` is the present time of this machine's clock, and `server` is the present time of the server's clock.
    """
    ahead = server - ours if server is not None else timedelta()
    return finished + SLACK + (ahead if timedelta() < ahead <= _MOST_BEHIND else timedelta())


def between(before: Before, ours: datetime, server: datetime | None) -> Before:
    """Return `before` with the time in which a loan of this commit can have begun: from `finished` until `until`.

    `ours` is the time that this machine's clock shows now, and `server` is the time that the server's clock shows now.
    """
    begun, until = earliest(before.finished, ours, server), latest(before.finished, ours, server)
    if before.server is not None:
        begun, until = min(begun, before.server - SLACK), max(until, before.server + SLACK)
    return replace(before, finished=begun, until=until)


def truth(lines: Sequence[Line], carts: Sequence[Cart], before: Before) -> Truth:
    """Return which lines the member's loans prove, and which lines are still in an open cart.

    The caller must get `before` from between().
    """
    loans = {each.loan.ident: each.loan for cart in carts for each in cart.loans}
    # If a loan is missing, perhaps the server has now sent this loan without a usable id. So no return is proven if
    # there are now more loans without a usable id than before the commit.
    all_told = max((cart.unread for cart in carts), default=0) <= before.unread
    proven: list[Proof] = []
    in_cart: set[LineId] = set()
    handed: set[LineId] = set()
    used: set[LoanId] = set()
    for line in lines:
        # A new loan proves a borrow, even if the same tool is also in another cart of the member.
        if (loan := _borrowed(line, loans, before, used)) is not None:
            proven.append(Proof(line.ident, loan.due))
            used.add(loan.ident)
        elif places := [place for cart in carts for place in _places(line, cart)]:
            in_cart.add(line.ident)
            if any(place.committed for place in places):
                handed.add(line.ident)
        elif line.direction is Direction.RETURN and all_told and not any(_is_loan(line, it) for it in loans.values()):
            proven.append(Proof(line.ident))
    others = _others(lines, loans, before)
    return Truth(tuple(proven), frozenset(in_cart), tuple(loans.values()), frozenset(handed), others)


def _others(lines: Sequence[Line], loans: dict[LoanId, Loan], before: Before) -> tuple[Loan, ...]:
    """Return the loans that began at the time of the commit but belong to no line. A line has at most one loan."""
    new = [each for each in loans.values() if _is_new(each, before) and each.item.ident not in before.items]
    for line in lines:
        own = next((each for each in new if _is_thing(line, each.item)), None)
        if own is not None:
            new.remove(own)
    return tuple(new)


def _is_new(loan: Loan, before: Before) -> bool:
    if before.loans is not None and loan.ident in before.loans:
        return False
    if loan.since is None:
        return before.loans is not None
    return before.finished <= loan.since and (before.until is None or loan.since <= before.until)


def _is_thing(line: Line, item: Item) -> bool:
    """Return True if `item` is the item of the line. Equal labels or equal ids are enough.

    The ids are compared, too, because the code on an RFID tag can differ from the item's label.
    """
    return _is_item(line, item) or (bool(item.ident) and line.item is not None and line.item.ident == item.ident)


def _places(line: Line, cart: Cart) -> Sequence[CartLine | CartLoan]:
    """Return the entries of the cart that match this line, or nothing if the line is a renewal.

    For a line that borrows, the entries are borrows in the cart. For a line that brings an item back, they are loans
    that the cart marks for return.
    """
    match line.direction:
        case Direction.BORROW:
            return [each for each in cart.lines if each.ref == line.ref or _is_item(line, each.item)]
        case Direction.RETURN:
            return [each for each in cart.loans if each.returning and _is_loan(line, each.loan)]
        case Direction.RENEW:
            return []


def _borrowed(line: Line, loans: dict[LoanId, Loan], before: Before, used: set[LoanId]) -> Loan | None:
    """Return the new loan that proves this borrow, or None if there is no such loan.

    The loans in `used` already prove other lines, so they are not returned.
    """
    if line.direction is not Direction.BORROW:
        return None
    free = (each for each in loans.values() if each.ident not in used)
    return next((each for each in free if _began(line, each, before)), None)


def _began(line: Line, loan: Loan, before: Before) -> bool:
    if not _is_item(line, loan.item) or (before.loans is not None and loan.ident in before.loans):
        return False
    # If a loan has no start date, it counts as new only if the loans before the commit are known.
    return before.loans is not None if loan.since is None else loan.since >= before.finished


def _is_item(line: Line, item: Item) -> bool:
    """Return True if `item` is the line's item. Their labels must be equal.

    If `item` has no label, the server's ids must be equal.
    """
    if not item.code:
        return bool(item.ident) and line.item is not None and line.item.ident == item.ident
    return item.code == (line.item.code if line.item else line.code) or item.code.casefold() == line.code.casefold()


def _is_loan(line: Line, loan: Loan) -> bool:
    known = line.loan or line.ref
    return loan.ident == known if known else _is_item(line, loan.item)
