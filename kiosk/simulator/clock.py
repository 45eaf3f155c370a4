"""The simulator's clock: real time or a fixed day that a test chooses. It can be put forward."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as wall_time


class LibraryClock:
    """Days, instants and seconds of the library, in the machine's zone if none is given. A given `today` never ends."""

    def __init__(
        self,
        *,
        today: date | None = None,
        time_zone: tzinfo | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fixed_day, self._zone, self._seconds = today, time_zone, seconds
        self._ahead = timedelta()

    def seconds(self) -> float:
        """Return monotonic seconds, for lifetimes and delays."""
        return self._seconds() + self._ahead.total_seconds()

    def now(self) -> datetime:
        """Return the time now, in UTC."""
        real = datetime.now(UTC) + self._ahead
        if self._fixed_day is None:
            return real
        local = real.astimezone(self._zone)
        return self.instant(self._fixed_day, local.time().replace(tzinfo=None))

    def today(self) -> date:
        """Return today's date in the library."""
        return self._fixed_day or self.now().astimezone(self._zone).date()

    def instant(self, day: date, at: wall_time) -> datetime:
        """Return this local time as an instant in UTC."""
        local = datetime.combine(day, at)
        # astimezone reads a naive time in the machine's zone, with summer time.
        aware = local.replace(tzinfo=self._zone) if self._zone else local.astimezone()
        return aware.astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """Return the instant after which a loan due on that day is late: 23:59 local time."""
        return self.instant(day, wall_time(23, 59))

    def set_right(self) -> None:
        """Go back to the real time."""
        self._ahead = timedelta()

    def put_forward(self, seconds: float) -> None:
        """Let time pass without waiting for it."""
        self._ahead += timedelta(seconds=seconds)
