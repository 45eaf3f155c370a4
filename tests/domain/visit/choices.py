"""Random choices of a due day, project or condition for a line, and random answers of the server to these choices."""

from datetime import timedelta
from typing import TypeVar

from kiosk.domain.carts import CartNow
from kiosk.domain.messages.answers import LineChanged
from kiosk.domain.messages.events import Event
from kiosk.domain.messages.intents import (
    ChooseCondition,
    ChooseDue,
    ChooseProject,
    ClosePanel,
    KeepLine,
    LeaveOtherCarts,
    OpenPanel,
    SameDueForAll,
    TakeOver,
)
from kiosk.domain.model import (
    ChangeOutcome,
    Direction,
    EarlierLine,
    InDoubt,
    Line,
    LineId,
    LineState,
    NotSent,
    Refusal,
    RefusalKind,
    Refused,
    VisitId,
)
from kiosk.domain.terms import Changed, Condition, Offers, Project, TermKind, Terms
from tests.domain.bills import bill
from tests.domain.cast import NEXT_WEEK, item, loan
from tests.domain.visit.kept import wishes

T = TypeVar("T")
DAYS = tuple(NEXT_WEEK + timedelta(days=ahead) for ahead in range(6))
AUDIT, BEDS, WORN = Project("156", "Energy audit"), Project("157", "Raised beds"), Condition("6", "Needs a look")
BILLS = (bill({"DR-1": "3", "SA-2": "0"}, {"HA-3": "2"}), bill({}))
OFFERS = Offers((AUDIT, BEDS), (WORN,))


def pick(options: tuple[T, ...], number: int) -> T:
    """Return the option with this number, counted from 0. After the last option, the first option follows."""
    return options[number % len(options)]


def choices(line: LineId, number: int) -> tuple[Event, ...]:
    """Return events that choose terms of this line. Some choices are allowed, others are not."""
    day = DAYS[number % len(DAYS)]
    project = pick((AUDIT, BEDS, None), number)
    return (
        OpenPanel(line, pick(tuple(TermKind), number), pick((None, 0, 1), number)),
        ChooseDue(line, day),
        SameDueForAll(day),
        ChooseProject(line if number % 2 else None, project),
        ChooseCondition(line, pick((WORN, None), number)),
        ClosePanel(),
        *(KeepLine(line), TakeOver(), LeaveOtherCarts()),
        *wishes(number),
    )


def cart_now(lines: tuple[Line, ...], number: int) -> CartNow:
    """Return a cart after another device has taken out, added or finished lines."""
    staged = [line for line in lines if line.state is LineState.STAGED]
    kept = [line for place, line in enumerate(staged) if number >> place & 1]
    found = [EarlierLine(line.direction, line.item or item(line.code), line.ref, loan=line.loan) for line in kept]
    codes = {line.code for line in lines if line.state not in {LineState.REFUSED, LineState.DONE}}
    codes |= {line.item.code for line in lines if line.item}
    if number % 2 and "NE-9" not in codes:
        found.append(EarlierLine(Direction.BORROW, item("NE-9"), "ref-new", NEXT_WEEK, committed=number % 5 == 0))
    finished = [loan(line.code) for line in staged if line not in kept and number % 3 == 0]
    return CartNow(tuple(found), (loan("HA-3"), *finished) if number % 7 else tuple(finished))


def change(lines: tuple[Line, ...], visit: VisitId, line: LineId, number: int) -> Event:
    """Return the server's answer to the member's last wish (a choice of terms) for this line, or to an earlier wish."""
    wishes = {each.ident: each.wish.number for each in lines if each.wish is not None}
    terms = Terms(DAYS[number % len(DAYS)], pick((AUDIT, None), number))
    outcomes: tuple[ChangeOutcome, ...] = (Changed(terms), Refused(Refusal(RefusalKind.DUE_DATE)), NotSent(), InDoubt())
    return LineChanged(visit, line, wishes.get(line, number) if number % 3 else number, pick(outcomes, number))
