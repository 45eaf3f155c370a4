"""The simulator's clock: real time, or a day of the test's choosing, and it can be put forward."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as wall_time


class Clock:
    """Days, instants and seconds of the library. `time_zone` None: the machine's. `today` given: that day for ever."""

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
        """Monotonic seconds, for lifetimes and delays."""
        return self._seconds() + self._ahead.total_seconds()

    def now(self) -> datetime:
        """This instant, in UTC."""
        real = datetime.now(UTC) + self._ahead
        if self._fixed_day is None:
            return real
        local = real.astimezone(self._zone)
        return self.instant(self._fixed_day, local.time().replace(tzinfo=None))

    def today(self) -> date:
        """Today in the library."""
        return self._fixed_day or self.now().astimezone(self._zone).date()

    def instant(self, day: date, at: wall_time) -> datetime:
        """That local time as an instant in UTC."""
        local = datetime.combine(day, at)
        # astimezone of a naive time reads it in the machine's zone, summer time included.
        aware = local.replace(tzinfo=self._zone) if self._zone else local.astimezone()
        return aware.astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """The instant at which a loan due that day is late: 23:59 local."""
        return self.instant(day, wall_time(23, 59))

    def set_right(self) -> None:
        """Back to the true time."""
        self._ahead = timedelta()

    def put_forward(self, seconds: float) -> None:
        """Let time pass without waiting for it."""
        self._ahead += timedelta(seconds=seconds)
