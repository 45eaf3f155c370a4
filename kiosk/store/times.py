"""The times in the stores: milliseconds since 1970, UTC."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from msgspec import Struct

WallClock = Callable[[], datetime]
"""A function that returns the time now, with its time zone."""


def milliseconds(when: datetime) -> int:
    """Return the number for a row."""
    return round(when.timestamp() * 1000)


def moment(number: int) -> datetime:
    """Return the time of a row's number, in UTC."""
    return datetime.fromtimestamp(number / 1000, UTC)


class Old(Struct, frozen=True):
    """The limits for old rows: up to `before`, or from `after` on, because a clock that was ahead wrote them."""

    before: int
    after: int

    @classmethod
    def by(cls, now: datetime, age: timedelta) -> "Old":
        """Return the limits for rows that are at least this old now."""
        return cls(milliseconds(now - age), milliseconds(now + age))

    def __contains__(self, number: int) -> bool:
        return number <= self.before or number >= self.after
