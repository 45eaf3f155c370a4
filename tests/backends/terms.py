"""Functions that change the due day, project or condition of a staged line, or read the records of the library."""

from datetime import date

from kiosk.domain.model import (
    Line,
)
from kiosk.domain.terms import Changed, Condition, Wish
from kiosk.simulator import SimulatorThread
from kiosk.structs import replace
from tests.backends.visits import MINE, Visit

AUDIT, BEDS = "156", "157"
WORN, BROKEN = Condition("6", "Needs a look"), Condition("7", "Broken")
STATUSES = ("Needs a look", "broken ", "No such status")
SATURDAY, FRIDAY = date(2026, 3, 21), date(2026, 3, 20)


def wishing(line: Line, **more: object) -> Line:
    return replace(line, wish=Wish(9, replace(line.terms, **more)))  # type: ignore[arg-type]


async def change(visit: Visit, at_: int = -1, **more: object) -> object:
    """Ask the server for these terms of a line, and return the outcome. If the server agrees, change the line, too."""
    line = visit.lines[at_]
    outcome = await visit.account.staging.change(wishing(line, **more))
    if isinstance(outcome, Changed):
        agreed = outcome.terms
        visit.lines[at_] = replace(line, due=agreed.due, project=agreed.project, condition=agreed.condition)
    return outcome


def in_cart(library: SimulatorThread) -> tuple[date, int | None]:
    """Return the due day and the project of the only line in Marta's cart, from the records of the library."""
    cart = library.library_state.cart_record("marta")
    assert cart is not None
    (line,) = cart.lines.values()
    return line.due, line.project


def status_of(library: SimulatorThread, code: str = MINE) -> int | None:
    """Return the id of the status that the tool will have after its return, as Marta's cart says, or None."""
    cart = library.library_state.cart_record("marta")
    assert cart is not None
    return next(mark.new_status for mark in cart.returns.values() if mark.loan.tool.code == code)
