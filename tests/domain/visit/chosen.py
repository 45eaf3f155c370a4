"""Baskets with lines whose due day, project or condition can be chosen, and the server's answers to the choices."""

from datetime import date, timedelta

from kiosk.domain.messages.answers import LineChanged
from kiosk.domain.messages.intents import Cancel, ChooseDue, ClosePanel, OpenPanel
from kiosk.domain.model import (
    ChangeOutcome,
    Direction,
    Opening,
    Staged,
)
from kiosk.domain.terms import Changed, Condition, Offers, Project, TermKind
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import LIBRARY, NEXT_WEEK, item
from tests.domain.kiosks import identifying, serving

DAYS = tuple(NEXT_WEEK + timedelta(days=ahead) for ahead in range(-3, 10))
LATER, LATEST = NEXT_WEEK + timedelta(days=2), NEXT_WEEK + timedelta(days=4)
AUDIT, BEDS = Project("156", "Energy audit"), Project("157", "Raised beds")
WORN, BROKEN = Condition("6", "Needs a look"), Condition("7", "Broken")
OFFERS = Offers((AUDIT, BEDS), (WORN, BROKEN))
OFFERING = replace(LIBRARY, projects=True, offers=OFFERS, asks_condition=True)


def offered(code: str, *, latest: date | None = None) -> Staged:
    """Return the server's answer that the tool is in the cart, with days to choose from."""
    tool = replace(item(code), max_due=latest)
    return Staged(f"ref-{code}", tool, NEXT_WEEK, Direction.BORROW, days=DAYS)


def borrowing(*codes: str, required: bool = False, **more: object) -> Bench:
    """Return a kiosk at which Marta has these tools on her list. Each tool has days to choose from."""
    bench = identifying(**more)  # type: ignore[arg-type]
    bench.sign_in(opening=Opening(project_required=required))
    for code in codes:
        bench.scan(code).answer(code, offered(code))
    return bench


def returning() -> Bench:
    """Return a kiosk at which Marta brings the ladder back."""
    return serving("LA-3", loans=("LA-3",), library=OFFERING).tell(Cancel()).tell(ClosePanel())


def due(bench: Bench, code: str, day: date) -> Bench:
    return bench.tell(ChooseDue(bench.line(code).ident, day))


def opened(bench: Bench, code: str, kind: TermKind = TermKind.DUE) -> Bench:
    return bench.tell(OpenPanel(bench.line(code).ident, kind))


def settle(bench: Bench, code: str, outcome: ChangeOutcome | None = None, wish: int | None = None) -> Bench:
    """Give the server's answer to a wish (a choice of terms) for this line.

    By default, the server accepts the last wish.
    """
    line = bench.line(code)
    number = line.wish.number if line.wish and wish is None else wish or 0
    return bench.tell(LineChanged(bench.visit, line.ident, number, outcome or Changed(line.wanted)))
