"""How the stores keep a time: milliseconds since 1970, UTC."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Now, with its zone."""


def milliseconds(when: datetime) -> int:
    """For a row."""
    return round(when.timestamp() * 1000)


def moment(kept: int) -> datetime:
    """Out of a row, in UTC."""
    return datetime.fromtimestamp(kept / 1000, UTC)
