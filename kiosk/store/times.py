"""How the stores keep a time: milliseconds since 1970, UTC."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Now, with its zone."""


def milliseconds(when: datetime) -> int:
    """For a row."""
    return round(when.timestamp() * 1000)


def moment(kept: int) -> datetime:
    """Out of a row, in UTC."""
    return datetime.fromtimestamp(kept / 1000, UTC)


@dataclass(frozen=True, slots=True)
class Old:
    """Which rows are old: those up to `before`, and those from `after` on, which a clock that was ahead has left."""

    before: int
    after: int

    @classmethod
    def by(cls, now: datetime, age: timedelta) -> "Old":
        """Return what tells which rows are at least this old now."""
        return cls(milliseconds(now - age), milliseconds(now + age))

    def __contains__(self, kept: int) -> bool:
        return kept <= self.before or kept >= self.after
