"""Which time it is, when the machine's own clock and the server's do not agree. Pure: the clocks are read elsewhere.

A kiosk without a battery, or before its first time server, begins in 1970; one that was set wrongly is years ahead. The
server writes its time beside each answer. What two such answers agree on is taken; no single one is.
"""

from dataclasses import replace
from enum import Enum, auto

from kiosk.domain.frozen import dataclass

MOST_OFF_S = 120.0
"""So far apart, two clocks still agree."""
APART_S = 5.0
"""Two answers that are to prove something come at least so long after one another."""
_HURRY_S = 60.0
SAME_S = 30.0
"""And may differ by so much from what passed between them."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One answer: when it came on the clock that never jumps, and both wall clocks then, in seconds since 1970."""

    at: float
    machine_s: float
    server_s: float

    @property
    def base_s(self) -> float:
        """What the server's clock shows at the beginning of the one that never jumps."""
        return self.server_s - self.at


class Verdict(Enum):
    """What is known of the machine's clock."""

    UNSEEN = auto()
    """No answer has told a time yet."""
    RIGHT = auto()
    SUSPECT = auto()
    """One answer says another time; a second one decides."""
    WRONG = auto()
    """Two answers agree on another time, and theirs is taken."""
    DOUBTFUL = auto()
    """The answers contradict each other: the machine's own clock counts, and nobody knows whether it is right."""


@dataclass(frozen=True, slots=True)
class ServersClock:
    """What the answers so far have told. `base_s`: see Sighting; None where nothing is certain."""

    verdict: Verdict = Verdict.UNSEEN
    base_s: float | None = None
    suspect: Sighting | None = None

    def now_s(self, at: float, machine_s: float) -> float:
        """Return the time to go by: the machine's, unless it is off from what was agreed on.

        So a machine clock that jumps in the middle of a visit moves no due date, whichever way it jumps.
        """
        agreed = machine_s if self.base_s is None else self.base_s + at
        return machine_s if abs(agreed - machine_s) <= MOST_OFF_S else agreed

    def off_s(self, at: float, machine_s: float) -> float:
        """Return how far ahead of the time to go by the machine's clock is."""
        return machine_s - self.now_s(at, machine_s)

    def unsure_s(self, at: float) -> float | None:
        """Return in how many seconds a second answer can decide, or None where there is nothing to hurry for.

        Answers that contradict each other are not hurried: they would be asked for without end.
        """
        if self.verdict is not Verdict.SUSPECT or self.suspect is None or at > self.suspect.at + _HURRY_S:
            return None
        return max(0.0, self.suspect.at + APART_S - at)


def seen(clock: ServersClock, sighting: Sighting) -> ServersClock:
    """Return what is known after one more answer."""
    if abs(sighting.server_s - sighting.machine_s) <= MOST_OFF_S:
        return ServersClock(Verdict.RIGHT, sighting.base_s)
    if clock.base_s is not None and abs(sighting.base_s - clock.base_s) <= MOST_OFF_S:
        same = abs(sighting.base_s - clock.base_s) <= SAME_S
        return ServersClock(Verdict.WRONG, sighting.base_s if same else clock.base_s)
    return _suspected(clock, sighting)


def _suspected(clock: ServersClock, sighting: Sighting) -> ServersClock:
    """It fits neither the machine's clock nor what was agreed on before."""
    first = clock.suspect
    if first is None or abs(sighting.base_s - first.base_s) > SAME_S:
        contradicts = clock.base_s is not None or first is not None or clock.verdict is Verdict.DOUBTFUL
        return ServersClock(Verdict.DOUBTFUL if contradicts else Verdict.SUSPECT, None, sighting)
    if sighting.at - first.at < APART_S:
        return replace(clock, base_s=None)
    if sighting.server_s == first.server_s:
        return ServersClock(Verdict.DOUBTFUL, None, first)  # a clock that stands still: somebody has kept the answer
    return ServersClock(Verdict.WRONG, sighting.base_s)


def apart(off_s: float) -> str:
    """Say how far one clock is from another: "3 minutes ahead of", "20.3 days behind"."""
    seconds = abs(off_s)
    if seconds < 7200:
        span = f"{seconds / 60:.0f} minutes"
    elif seconds < 172_800:
        span = f"{seconds / 3600:.1f} hours"
    else:
        span = f"{seconds / 86_400:.0f} days"
    return f"{span} {'ahead of' if off_s > 0 else 'behind'}"
