"""A lending system that accepts everything at once, so that only the time of the kiosk itself is measured."""

from datetime import date, timedelta

from kiosk.domain.messages.answers import CommitAnswered, LineAnswered, LineGone, LoansRead, SignedIn
from kiosk.domain.messages.effects import AddLine, Commit, Effect, Identify, ReadLoans, TakeOut
from kiosk.domain.messages.events import Event
from kiosk.domain.model import (
    CommitDone,
    Direction,
    Item,
    ItemCode,
    Line,
    LoanId,
    Member,
    Opening,
    Proof,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Staged,
    Truth,
)

_DUE = date.today() + timedelta(days=7)  # noqa: DTZ011 - a day on a made-up receipt
_NAMES = ("Cordless drill 18 V", "Belt sander 75 mm", "Tile cutter, wet", "Extension ladder", "Pressure washer")


SPARE = "SPARE"
"""The beginning of some labels. A system without a cart refuses these tools, so that their lines can be removed."""


def answer_to(effect: Effect, *, at_once: bool = False) -> Event | None:
    """Return the answer of a server that accepts everything, or None if the effect needs no answer.

    If `at_once` is True, the server has no cart, and each act counts at once.
    """
    match effect:
        case Identify(visit=visit):
            return SignedIn(visit, Member("bench", "Marta"), Opening(), at_once=at_once)
        case AddLine(visit=visit, line=line) if at_once and line.code.startswith(SPARE):
            return LineAnswered(visit, line.ident, Refused(Refusal(RefusalKind.ITEM_UNKNOWN)))
        case AddLine(visit=visit, line=line) if at_once:
            return LineAnswered(
                visit, line.ident, Recorded(_item(line), _DUE, Direction.BORROW, LoanId(f"loan-{line.ident}"))
            )
        case AddLine(visit=visit, line=line):
            return LineAnswered(visit, line.ident, Staged(f"ref-{line.ident}", _item(line), _DUE))
        case TakeOut(visit=visit, line=line):
            return LineGone(visit, line.ident)
        case Commit(visit=visit, commit=commit):
            return CommitAnswered(visit, commit, CommitDone())
        case ReadLoans(visit=visit, commit=commit, lines=lines):
            return LoansRead(visit, commit, Truth(tuple(Proof(line.ident, _DUE) for line in lines)))
        case _:
            return None


def _item(line: Line) -> Item:
    return Item(ItemCode(line.code), _NAMES[int(line.ident) % len(_NAMES)], ident=f"id-{line.code}", loan_days=7)
