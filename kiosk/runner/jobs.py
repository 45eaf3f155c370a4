"""What one visit has asked for and what was not begun yet, in scan order."""

from collections import deque

from kiosk.domain.messages import (
    AddLine,
    Answer,
    ChangeLine,
    Commit,
    CommitAnswered,
    LineAnswered,
    LineChanged,
    LineStays,
    OffersRead,
    ReadOffers,
    Release,
    ReleaseAnswered,
    TakeOut,
)
from kiosk.domain.model import LineId, NotSent

Job = AddLine | TakeOut | ChangeLine | Commit | ReadOffers | Release


class Jobs:
    """One file; what a later wish makes pointless leaves it."""

    def __init__(self) -> None:
        self._waiting: deque[Job] = deque()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def put(self, job: Job) -> None:
        """At the end; a reading that waits already is not made twice."""
        if not (isinstance(job, ReadOffers) and job in self._waiting):
            self._waiting.append(job)

    def next(self) -> Job:
        """The first one; there must be one."""
        return self._waiting.popleft()

    def take_all(self) -> tuple[Job, ...]:
        """Nothing waits any more."""
        waiting, self._waiting = tuple(self._waiting), deque()
        return waiting

    def drop(self, kind: type[AddLine] | type[ChangeLine], line: LineId) -> bool:
        """No longer for this line; False if none waited."""
        kept = deque(job for job in self._waiting if not (isinstance(job, kind) and job.line.ident == line))
        dropped = len(kept) < len(self._waiting)
        self._waiting = kept
        return dropped

    def takes_out(self, line: LineId) -> bool:
        """A removal of this line waits."""
        return any(isinstance(job, TakeOut) and job.line.ident == line for job in self._waiting)

    def keep_to_leave(self) -> None:
        """The visit ends: nothing is added, changed or read any more."""
        self._waiting = deque(job for job in self._waiting if isinstance(job, TakeOut | Commit))


def not_done(job: Job) -> Answer:
    """The answer to what will not be done: it certainly never left."""
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
