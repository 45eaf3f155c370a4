"""What the server's own loans prove of a commit. Pure.

A borrow is proven by a loan of that item that was not there before and was not begun before Finish, less five minutes
for clocks that differ. Where the server's own `Date` shows that its clock is further behind (up to twelve hours, which
a machine without a working clock can be), so much more is allowed. The server's clock at the last look before the
commit counts, too: the machine's may be put right in the moment between.
A return is proven by its loan being gone.

A loan that is as new, and fits no line, came with this commit without the member having seen it (another device put it
into the cart in the moment before), or at the same moment in another way. A later one is none of this commit's.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.backends.myturn.reading import Cart, CartLine, CartLoan
from kiosk.domain.frozen import dataclass
from kiosk.domain.model import Direction, Item, Line, LineId, Loan, LoanId, Proof, Truth

SLACK = timedelta(minutes=5)
_MOST_BEHIND = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Before:
    """What was known when Finish was pressed. `loans`: what was out, None if nobody had looked.

    `server`: the server's own clock at that look. Ours may have been wrong then, and put right since.
    """

    finished: datetime
    loans: frozenset[LoanId] | None = None
    until: datetime | None = None
    """The last moment at which a loan of this commit can have begun, by the server's clock."""
    items: frozenset[str] = frozenset()
    """The server's own numbers of what was out: a renewal may bring a new loan of one of them."""
    unread: int = 0
    """So many loans had no id that could be used."""
    server: datetime | None = None


def earliest(finished: datetime, ours: datetime, server: datetime | None) -> datetime:
    """The first moment at which a loan of this commit can have begun, by the server's clock."""
    behind = ours - server if server is not None else timedelta()
    return finished - SLACK - (behind if timedelta() < behind <= _MOST_BEHIND else timedelta())


def latest(finished: datetime, ours: datetime, server: datetime | None) -> datetime:
    """The last moment at which a loan of this commit can have begun, by the server's clock."""
    ahead = server - ours if server is not None else timedelta()
    return finished + SLACK + (ahead if timedelta() < ahead <= _MOST_BEHIND else timedelta())


def between(before: Before, ours: datetime, server: datetime | None) -> Before:
    """Return this with the first and the last moment at which a loan of the commit can have begun, by both clocks."""
    begun, until = earliest(before.finished, ours, server), latest(before.finished, ours, server)
    if before.server is not None:
        begun, until = min(begun, before.server - SLACK), max(until, before.server + SLACK)
    return replace(before, finished=begun, until=until)


def truth(lines: Sequence[Line], carts: Sequence[Cart], before: Before) -> Truth:
    """Which lines are proven, and which still wait in an open cart. `before.finished`: as earliest() says."""
    loans = {each.loan.ident: each.loan for cart in carts for each in cart.loans}
    # A loan that has lost its id since then may be any of those that seem to be gone.
    all_told = max((cart.unread for cart in carts), default=0) <= before.unread
    proven: list[Proof] = []
    waiting: set[LineId] = set()
    handed: set[LineId] = set()
    for line in lines:
        # A new loan proves a borrow, even where the same tool lies in another cart of the member, too.
        if (proof := _borrowed(line, loans, before)) is not None:
            proven.append(proof)
        elif places := [place for cart in carts for place in _places(line, cart)]:
            waiting.add(line.ident)
            if any(place.committed for place in places):
                handed.add(line.ident)
        elif line.direction is Direction.RETURN and all_told and not any(_is_loan(line, it) for it in loans.values()):
            proven.append(Proof(line.ident))
    others = _others(lines, loans, before)
    return Truth(tuple(proven), frozenset(waiting), tuple(loans.values()), frozenset(handed), others)


def _others(lines: Sequence[Line], loans: dict[LoanId, Loan], before: Before) -> tuple[Loan, ...]:
    """Return the loans that are new since Finish, without one for each line."""
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
    """Return true for the line's item, also where its label is another one (an RFID tag)."""
    return _is_item(line, item) or (bool(item.ident) and line.item is not None and line.item.ident == item.ident)


def _places(line: Line, cart: Cart) -> Sequence[CartLine | CartLoan]:
    """Return what this cart holds for the line."""
    match line.direction:
        case Direction.BORROW:
            return [each for each in cart.lines if each.ref == line.ref or _is_item(line, each.item)]
        case Direction.RETURN:
            return [each for each in cart.loans if each.returning and _is_loan(line, each.loan)]
        case Direction.RENEW:
            return []


def _borrowed(line: Line, loans: dict[LoanId, Loan], before: Before) -> Proof | None:
    if line.direction is not Direction.BORROW:
        return None
    return next((Proof(line.ident, each.due) for each in loans.values() if _began(line, each, before)), None)


def _began(line: Line, loan: Loan, before: Before) -> bool:
    if not _is_item(line, loan.item) or (before.loans is not None and loan.ident in before.loans):
        return False
    # Without a date of its own, a loan is new only if somebody had looked before.
    return before.loans is not None if loan.since is None else loan.since >= before.finished


def _is_item(line: Line, item: Item) -> bool:
    """Return true for the same thing: by its label, or by the server's own number where it has none."""
    if not item.code:
        return bool(item.ident) and line.item is not None and line.item.ident == item.ident
    return item.code == (line.item.code if line.item else line.code) or item.code.casefold() == line.code.casefold()


def _is_loan(line: Line, loan: Loan) -> bool:
    known = line.loan or line.ref
    return loan.ident == known if known else _is_item(line, loan.item)
