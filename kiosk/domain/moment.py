"""The present moment."""

from datetime import date, datetime

from kiosk.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """The present moment: `at` in seconds on a clock that never jumps, `wall` as an aware local time."""

    at: float
    wall: datetime

    @property
    def today(self) -> date:
        """Return the local calendar day."""
        return self.wall.date()
