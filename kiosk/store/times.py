"""The numbers that the stores use for times: milliseconds since 1970 in UTC."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from msgspec import Struct

WallClock = Callable[[], datetime]
"""A function that returns the present time with its time zone."""


def milliseconds(when: datetime) -> int:
    """Return the number that a row stores for this time."""
    return round(when.timestamp() * 1000)


def moment(number: int) -> datetime:
    """Return the time, in UTC, for a number that a row stores."""
    return datetime.fromtimestamp(number / 1000, UTC)


class Old(Struct, frozen=True):
    """The two limits that decide if a row is old. Both are times in milliseconds since 1970.

    A row is old if its time is `before` or earlier. A row also counts as old if its time is `after` or later: `after`
    is in the future, so the clock was wrong when the row was written, and nobody knows how old the row is.
    """

    before: int
    after: int

    @classmethod
    def by(cls, now: datetime, age: timedelta) -> "Old":
        """Return the limits for rows whose time is at least `age` before or after `now`."""
        return cls(milliseconds(now - age), milliseconds(now + age))

    def __contains__(self, number: int) -> bool:
        return number <= self.before or number >= self.after
