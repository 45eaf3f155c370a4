"""The rules that choose between the machine's clock and the server's clock if the two clocks disagree.

Other modules read the clocks and pass the times to the code here. The clock of a machine without a clock battery starts
in 1970 and is wrong until a time server answers. A clock that was set wrongly can be years ahead. The lending server
sends its time with each answer. The kiosk uses the server's time only if two answers agree on the time.
"""

from enum import Enum, auto

from msgspec import Struct

from kiosk.structs import replace

MOST_OFF_S = 120.0
"""The machine's clock is right if it differs from the server's time by at most this many seconds."""
APART_S = 5.0
"""A second answer can confirm the first answer only if it comes at least this many seconds after the first answer."""
_HURRY_S = 60.0
SAME_S = 30.0
"""The largest allowed difference, in seconds, between two answers that agree.

The kiosk measures the time between the two answers on the server's clock and on its own clock that never jumps. If the
two measured times differ by more than this value, the answers do not agree.
"""


class Sighting(Struct, frozen=True):
    """The moment when one answer of the server came. Three clocks show this moment.

    `at` is in seconds on the clock that never jumps. `machine_s` is the time on the machine's clock, and `server_s` is
    the time in the answer. `machine_s` and `server_s` are in seconds since 1970.
    """

    at: float
    machine_s: float
    server_s: float

    @property
    def base_s(self) -> float:
        """Return the server's time, in seconds since 1970, at the moment when the clock that never jumps showed 0."""
        return self.server_s - self.at


class ClockVerdict(Enum):
    """The kiosk's knowledge about the machine's clock."""

    UNSEEN = auto()
    """No answer has given a time yet."""
    RIGHT = auto()
    SUSPECT = auto()
    """One answer gives another time than the machine's clock. A second answer is needed to find out which is right."""
    WRONG = auto()
    """Two answers agree that the machine's clock is wrong, and the kiosk uses the time of the answers."""
    DOUBTFUL = auto()
    """The answers contradict each other, so the kiosk uses the machine's own clock, which is perhaps wrong."""


class ServersClock(Struct, frozen=True):
    """The kiosk's knowledge about the time after all answers so far.

    `base_s` is the `Sighting.base_s` of an answer that the kiosk trusts, or None if the kiosk trusts no answer. If an
    answer does not fit the machine's clock, `suspect` holds this answer until another answer confirms its time.
    """

    verdict: ClockVerdict = ClockVerdict.UNSEEN
    base_s: float | None = None
    suspect: Sighting | None = None

    def now_s(self, at: float, machine_s: float) -> float:
        """Return the time that the kiosk must use, in seconds since 1970.

        If the kiosk knows the server's time, and the machine's time differs from it by more than `MOST_OFF_S`, return
        the server's time. If not, return the machine's time. Because of this rule, the due days stay the same if the
        machine's clock jumps during a visit.
        """
        agreed = machine_s if self.base_s is None else self.base_s + at
        return machine_s if abs(agreed - machine_s) <= MOST_OFF_S else agreed

    def off_s(self, at: float, machine_s: float) -> float:
        """Return the seconds by which the machine's clock is ahead of the time that the kiosk uses.

        The number is negative if the machine's clock is behind.
        """
        return machine_s - self.now_s(at, machine_s)

    def unsure_s(self, at: float) -> float | None:
        """Return the seconds after which a second answer of the server can decide which clock is right.

        Return None if no second answer is needed soon. Also return None if the answers contradict each other. In this
        case, more answers do not help, so the kiosk must not ask the server again and again.
        """
        if self.verdict is not ClockVerdict.SUSPECT or self.suspect is None or at > self.suspect.at + _HURRY_S:
            return None
        return max(0.0, self.suspect.at + APART_S - at)


def seen(clock: ServersClock, sighting: Sighting) -> ServersClock:
    """Return the kiosk's knowledge about the time after one more answer of the server."""
    if abs(sighting.server_s - sighting.machine_s) <= MOST_OFF_S:
        return ServersClock(ClockVerdict.RIGHT, sighting.base_s)
    if clock.base_s is not None and abs(sighting.base_s - clock.base_s) <= MOST_OFF_S:
        same = abs(sighting.base_s - clock.base_s) <= SAME_S
        return ServersClock(ClockVerdict.WRONG, sighting.base_s if same else clock.base_s)
    return _suspected(clock, sighting)


def _suspected(clock: ServersClock, sighting: Sighting) -> ServersClock:
    """Return the knowledge after an answer that fits neither the machine's clock nor the time from earlier answers."""
    first = clock.suspect
    if first is None or abs(sighting.base_s - first.base_s) > SAME_S:
        contradicts = clock.base_s is not None or first is not None or clock.verdict is ClockVerdict.DOUBTFUL
        return ServersClock(ClockVerdict.DOUBTFUL if contradicts else ClockVerdict.SUSPECT, None, sighting)
    if sighting.at - first.at < APART_S:
        return replace(clock, base_s=None)
    if sighting.server_s == first.server_s:
        # Both answers have the same server time, although time has passed. So the second answer is an old copy, which
        # a proxy has sent.
        return ServersClock(ClockVerdict.DOUBTFUL, None, first)
    return ServersClock(ClockVerdict.WRONG, sighting.base_s)


def off_in_words(off_s: float) -> str:
    """Return the difference between two clocks in words, for example "3 minutes ahead of" or "20 days behind".

    The caller writes one clock before these words, and the other clock after them. If `off_s` is positive, the clock
    before the words is ahead.
    """
    seconds = abs(off_s)
    if seconds < 7200:
        span = f"{seconds / 60:.0f} minutes"
    elif seconds < 172_800:
        span = f"{seconds / 3600:.1f} hours"
    else:
        span = f"{seconds / 86_400:.0f} days"
    return f"{span} {'ahead of' if off_s > 0 else 'behind'}"
