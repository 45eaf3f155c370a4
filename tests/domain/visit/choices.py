"""Anything that can be chosen for a line, sensible or not, and any answer to it."""

from datetime import timedelta
from typing import TypeVar

from kiosk.domain.messages import (
    ChooseCondition,
    ChooseDue,
    ChooseProject,
    ClosePanel,
    Event,
    LineChanged,
    OpenPanel,
    SameDueForAll,
)
from kiosk.domain.model import (
    ChangeOutcome,
    InDoubt,
    Line,
    LineId,
    NotSent,
    Refusal,
    RefusalKind,
    Refused,
    VisitId,
)
from kiosk.domain.terms import Changed, Condition, Offers, Project, TermKind, Terms
from tests.domain.cast import NEXT_WEEK

T = TypeVar("T")
DAYS = tuple(NEXT_WEEK + timedelta(days=ahead) for ahead in range(6))
AUDIT, BEDS, WORN = Project("156", "Energy audit"), Project("157", "Raised beds"), Condition("6", "Needs a look")
OFFERS = Offers((AUDIT, BEDS), (WORN,))


def _pick(options: tuple[T, ...], number: int) -> T:
    return options[number % len(options)]


def choices(line: LineId, number: int) -> tuple[Event, ...]:
    """Of the terms of some line; chosen with care or not."""
    day = DAYS[number % len(DAYS)]
    project = _pick((AUDIT, BEDS, None), number)
    return (
        OpenPanel(line, _pick(tuple(TermKind), number), _pick((None, 0, 1), number)),
        ChooseDue(line, day),
        SameDueForAll(day),
        ChooseProject(line if number % 2 else None, project),
        ChooseCondition(line, _pick((WORN, None), number)),
        ClosePanel(),
    )


def change(lines: tuple[Line, ...], visit: VisitId, line: LineId, number: int) -> Event:
    """The answer to the last wish of this line, or to one before it."""
    wishes = {each.ident: each.wish.number for each in lines if each.wish is not None}
    terms = Terms(DAYS[number % len(DAYS)], _pick((AUDIT, None), number))
    outcomes: tuple[ChangeOutcome, ...] = (Changed(terms), Refused(Refusal(RefusalKind.DUE_DATE)), NotSent(), InDoubt())
    return LineChanged(visit, line, wishes.get(line, number) if number % 3 else number, _pick(outcomes, number))
