"""The jobs of one visit that have not begun yet, in scan order, and the lines that will be sent again."""

from collections import deque

from msgspec import Struct

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
from kiosk.domain.model import Line, LineId, NotSent
from kiosk.structs import replace

LineEffect = AddLine | TakeOut | ChangeLine | Commit | ReadOffers | Release


class WriteQueue:
    """A queue of jobs. If the member wants something else later, the jobs that are now useless are removed."""

    def __init__(self) -> None:
        self._waiting: deque[LineEffect] = deque()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def put(self, job: LineEffect) -> None:
        """Add a job at the end. A ReadOffers that is already in the queue is not added again."""
        if not (isinstance(job, ReadOffers) and job in self._waiting):
            self._waiting.append(job)

    def next(self) -> LineEffect:
        """Remove the first job and return it. Raises IndexError if the queue is empty."""
        return self._waiting.popleft()

    def take_all(self) -> tuple[LineEffect, ...]:
        """Remove all jobs and return them."""
        waiting, self._waiting = tuple(self._waiting), deque()
        return waiting

    def drop(self, kind: type[AddLine] | type[ChangeLine], line: LineId) -> bool:
        """Remove the jobs of this kind for this line. Return False if there were no such jobs."""
        before = len(self._waiting)
        self._waiting = deque(job for job in self._waiting if not (isinstance(job, kind) and job.line.ident == line))
        return len(self._waiting) < before

    def takes_out(self, line: LineId) -> bool:
        """Return True if a job in the queue takes this line out of the cart."""
        return any(isinstance(job, TakeOut) and job.line.ident == line for job in self._waiting)

    def keep_to_leave(self) -> None:
        """Remove all jobs except commits and jobs that take lines out of the cart, because the visit ends."""
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
        case Release(visit, reservation):
            return ReleaseAnswered(visit, reservation, job.named_item, NotSent())
        case Commit(visit, commit):
            return CommitAnswered(visit, commit, NotSent())


LONGEST_S = 2.0


class _Unsent(Struct, frozen=True):
    line: Line
    tries: int
    at: float


class Retries:
    """The lines that certainly never reached the server. Each line is sent again after 1 s and then every 2 s.

    If the server has asked for a longer wait, the line is sent after this wait.
    The waits are short, because a member stands at the kiosk. All times are seconds on the clock of `Moment.at`.
    """

    def __init__(self) -> None:
        self._unsent: dict[LineId, _Unsent] = {}

    def put(self, line: Line, now: float, *, asked_s: float = 0.0) -> None:
        """Plan to send this line again. `asked_s` is the shortest wait that the server asked for, in seconds."""
        earlier = self._unsent.get(line.ident)
        tries = earlier.tries + 1 if earlier else 0
        self._unsent[line.ident] = _Unsent(line, tries, now + max(min(2.0**tries, LONGEST_S), asked_s))

    def drop(self, line: LineId) -> bool:
        """Cancel the plan to send this line again. Return False if there was no such plan."""
        return self._unsent.pop(line, None) is not None

    def give_way(self, line: Line) -> None:
        """Drop the older lines of the same tool. The member has asked once more, and `line` is sent instead of them."""
        self._unsent = {ident: each for ident, each in self._unsent.items() if not _is_same_tool(each.line, line)}

    def clear(self) -> None:
        """Drop all lines, so that no line is sent again."""
        self._unsent.clear()

    def all_now(self, now: float) -> None:
        """Plan to send all lines again at once, without a further wait."""
        self._unsent = {ident: replace(each, at=now) for ident, each in self._unsent.items()}

    def due(self, now: float) -> Line | None:
        """Return a line that must be sent again now, or None. The line stays here until `drop` or `put` is called."""
        return next((each.line for each in self._unsent.values() if each.at <= now), None)

    def wait_s(self, now: float) -> float | None:
        """Return the seconds until the next line must be sent again, or None if there is no such line."""
        nearest = min((each.at for each in self._unsent.values()), default=None)
        return None if nearest is None else max(0.0, nearest - now)


def _is_same_tool(one: Line, other: Line) -> bool:
    """Return True if the lines are about the same loan, or have the same label if a loan is not known.

    Some systems send loans without labels, and several tools can have the same label.
    """
    if one.loan is not None and other.loan is not None:
        return one.loan == other.loan
    return one.code == other.code
