"""The jobs that one visit has asked for and that have not begun yet, in scan order."""

from collections import deque

from kiosk.domain.messages.answers import (
    Answer,
    CommitAnswered,
    LineAnswered,
    LineChanged,
    LineStays,
    OffersRead,
    ReleaseAnswered,
)
from kiosk.domain.messages.effects import AddLine, ChangeLine, Commit, ReadOffers, Release, TakeOut
from kiosk.domain.model import LineId, NotSent

LineEffect = AddLine | TakeOut | ChangeLine | Commit | ReadOffers | Release


class Jobs:
    """A queue of jobs; a job is removed if a later wish makes it pointless."""

    def __init__(self) -> None:
        self._waiting: deque[LineEffect] = deque()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def put(self, job: LineEffect) -> None:
        """Add a job at the end, but do not add a reading of offers that already waits."""
        if not (isinstance(job, ReadOffers) and job in self._waiting):
            self._waiting.append(job)

    def next(self) -> LineEffect:
        """Remove the first job and return it; there must be one."""
        return self._waiting.popleft()

    def take_all(self) -> tuple[LineEffect, ...]:
        """Remove all jobs and return them."""
        waiting, self._waiting = tuple(self._waiting), deque()
        return waiting

    def drop(self, kind: type[AddLine] | type[ChangeLine], line: LineId) -> bool:
        """Remove jobs of this kind for this line; return False if there were none."""
        kept = deque(job for job in self._waiting if not (isinstance(job, kind) and job.line.ident == line))
        dropped = len(kept) < len(self._waiting)
        self._waiting = kept
        return dropped

    def takes_out(self, line: LineId) -> bool:
        """Return True if a removal of this line waits."""
        return any(isinstance(job, TakeOut) and job.line.ident == line for job in self._waiting)

    def keep_to_leave(self) -> None:
        """Keep only removals and commits, because the visit ends."""
        self._waiting = deque(job for job in self._waiting if isinstance(job, TakeOut | Commit))


def not_done(job: LineEffect) -> Answer:
    """Return the answer to a job that will not be done and was certainly never sent."""
    match job:
        case AddLine(visit, line):
            return LineAnswered(visit, line.ident, NotSent())
        case TakeOut(visit, line):
            return LineStays(visit, line.ident)
        case ChangeLine(visit, line):
            return LineChanged(visit, line.ident, line.wish.number if line.wish else 0, NotSent())
        case ReadOffers(visit):
            return OffersRead(visit, None)
        case Release(visit, reservation, item):
            return ReleaseAnswered(visit, reservation, item.ident, NotSent())
        case Commit(visit, commit):
            return CommitAnswered(visit, commit, NotSent())
