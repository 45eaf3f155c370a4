"""The clock of the simulator. It shows the real time, but a test can move it forward, or set it to an instant.

A test can also fix the day. Then the clock always shows this day, until the test sets the clock to an instant.
"""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as wall_time


def _utc() -> datetime:
    return datetime.now(UTC)


class LibraryClock:
    """The clock of the made-up library.

    If `today` is given, the date is always this day until `set_to` is called. If no `time_zone` is given, the clock
    uses the machine's zone. `seconds` and `wall` are the two clocks of the machine: a number of seconds that only
    grows, and the real time in UTC.
    """

    def __init__(
        self,
        *,
        today: date | None = None,
        time_zone: tzinfo | None = None,
        seconds: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = _utc,
    ) -> None:
        self._fixed_day, self._zone, self._seconds, self._wall = today, time_zone, seconds, wall
        self._ahead = timedelta()
        self._wrong: timedelta | None = None
        """None until set_to is called. After that, the clock shows the real time plus `_ahead` plus `_wrong`."""

    def seconds(self) -> float:
        """Return a number of seconds, to measure lifetimes and delays. Only `set_right` can make the number smaller."""
        return self._seconds() + self._ahead.total_seconds()

    def now(self) -> datetime:
        """Return the time now, in UTC. If the clock has a fixed day, the date is the fixed day."""
        real = self._wall() + self._ahead
        if self._wrong is not None:
            return real + self._wrong
        if self._fixed_day is None:
            return real
        local = real.astimezone(self._zone)
        return self.instant(self._fixed_day, local.time().replace(tzinfo=None))

    def today(self) -> date:
        """Return today's date in the library."""
        if self._fixed_day is not None and self._wrong is None:
            return self._fixed_day
        return self.now().astimezone(self._zone).date()

    def day_of(self, instant: datetime) -> date:
        """Return the day of this instant in the library's time zone."""
        return instant.astimezone(self._zone).date()

    def instant(self, day: date, at: wall_time) -> datetime:
        """Return the instant, in UTC, of this day and time in the library's time zone."""
        local = datetime.combine(day, at)
        # If no time zone is given, astimezone uses the zone of the machine and its summer time.
        aware = local.replace(tzinfo=self._zone) if self._zone else local.astimezone()
        return aware.astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """Return the instant at which a loan is due if its due day is this day. This instant is 23:59 local time."""
        return self.instant(day, wall_time(23, 59))

    def set_right(self) -> None:
        """Undo all calls of put_forward and set_to. A day that was fixed at the start is then fixed again."""
        self._ahead, self._wrong = timedelta(), None

    def set_to(self, instant: datetime) -> None:
        """Let the clock show this instant now. The clock then goes on, and its day is not fixed any more.

        If the instant is later than the present time of the clock, `seconds` goes forward by the same difference.
        """
        self._ahead += max(instant - self.now(), timedelta())
        self._wrong = instant - (self._wall() + self._ahead)

    def put_forward(self, seconds: float) -> None:
        """Move the clock forward by this number of seconds."""
        self._ahead += timedelta(seconds=seconds)
