"""The time to use if the machine's own clock and the server's disagree. Pure: other modules read the clocks.

A kiosk without a battery, or before it reaches its first time server, starts in 1970; a clock that was set wrongly can
be years ahead. The server sends its time with each answer. The kiosk uses the server's time only if two answers agree
on it; one answer is never enough.
"""

from enum import Enum, auto

from msgspec import Struct

from kiosk.structs import replace

MOST_OFF_S = 120.0
"""Two clocks agree if they differ by at most this many seconds."""
APART_S = 5.0
"""Two answers prove something only if at least this many seconds passed between them."""
_HURRY_S = 60.0
SAME_S = 30.0
"""Two answers agree if the server's clock moved on as far as the kiosk's did, within this many seconds."""


class Sighting(Struct, frozen=True):
    """The times at one answer: on the clock that never jumps, and on both wall clocks in seconds since 1970."""

    at: float
    machine_s: float
    server_s: float

    @property
    def base_s(self) -> float:
        """Return the server's time, in seconds since 1970, at the zero of the clock that never jumps."""
        return self.server_s - self.at


class ClockVerdict(Enum):
    """The kiosk's knowledge about the machine's clock."""

    UNSEEN = auto()
    """No answer has given a time yet."""
    RIGHT = auto()
    SUSPECT = auto()
    """One answer gives another time; a second answer decides."""
    WRONG = auto()
    """Two answers agree on another time, and the kiosk uses that time."""
    DOUBTFUL = auto()
    """The answers contradict each other: the kiosk uses the machine's own clock, which may be wrong."""


class ServersClock(Struct, frozen=True):
    """The result of all answers so far. `base_s` is a `Sighting.base_s`, or None if no time is certain."""

    verdict: ClockVerdict = ClockVerdict.UNSEEN
    base_s: float | None = None
    suspect: Sighting | None = None

    def now_s(self, at: float, machine_s: float) -> float:
        """Return the time to use: the machine's time, unless it differs too much from the agreed time.

        So if the machine's clock jumps during a visit, no due date changes.
        """
        agreed = machine_s if self.base_s is None else self.base_s + at
        return machine_s if abs(agreed - machine_s) <= MOST_OFF_S else agreed

    def off_s(self, at: float, machine_s: float) -> float:
        """Return by how many seconds the machine's clock is ahead of the time to use."""
        return machine_s - self.now_s(at, machine_s)

    def unsure_s(self, at: float) -> float | None:
        """Return in how many seconds a second answer can decide, or None if there is no hurry.

        There is no hurry for answers that contradict each other: the kiosk would ask for more of them without end.
        """
        if self.verdict is not ClockVerdict.SUSPECT or self.suspect is None or at > self.suspect.at + _HURRY_S:
            return None
        return max(0.0, self.suspect.at + APART_S - at)


def seen(clock: ServersClock, sighting: Sighting) -> ServersClock:
    """Return the knowledge after one more answer."""
    if abs(sighting.server_s - sighting.machine_s) <= MOST_OFF_S:
        return ServersClock(ClockVerdict.RIGHT, sighting.base_s)
    if clock.base_s is not None and abs(sighting.base_s - clock.base_s) <= MOST_OFF_S:
        same = abs(sighting.base_s - clock.base_s) <= SAME_S
        return ServersClock(ClockVerdict.WRONG, sighting.base_s if same else clock.base_s)
    return _suspected(clock, sighting)


def _suspected(clock: ServersClock, sighting: Sighting) -> ServersClock:
    """Return the knowledge after an answer that fits neither the machine's clock nor the agreed time."""
    first = clock.suspect
    if first is None or abs(sighting.base_s - first.base_s) > SAME_S:
        contradicts = clock.base_s is not None or first is not None or clock.verdict is ClockVerdict.DOUBTFUL
        return ServersClock(ClockVerdict.DOUBTFUL if contradicts else ClockVerdict.SUSPECT, None, sighting)
    if sighting.at - first.at < APART_S:
        return replace(clock, base_s=None)
    if sighting.server_s == first.server_s:
        return ServersClock(ClockVerdict.DOUBTFUL, None, first)  # its time stands still: a proxy has sent an old answer
    return ServersClock(ClockVerdict.WRONG, sighting.base_s)


def off_in_words(off_s: float) -> str:
    """Say how far one clock is from another: "3 minutes ahead of", "20.3 days behind"."""
    seconds = abs(off_s)
    if seconds < 7200:
        span = f"{seconds / 60:.0f} minutes"
    elif seconds < 172_800:
        span = f"{seconds / 3600:.1f} hours"
    else:
        span = f"{seconds / 86_400:.0f} days"
    return f"{span} {'ahead of' if off_s > 0 else 'behind'}"
