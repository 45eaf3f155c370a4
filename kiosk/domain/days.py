"""The due days that a member can choose. The server must accept the day, and the library must be open on that day."""

from collections.abc import Iterable
from datetime import date, timedelta

from kiosk.domain.library import OpeningHours
from kiosk.domain.model import Line

Hours = tuple[OpeningHours, ...]
"""The opening hours of the seven weekdays, Monday first. A tuple of any other length means that they are unknown."""


def hours_known(hours: Hours) -> bool:
    """Return True if the hours have seven days and the library opens on at least one of them."""
    return len(hours) == 7 and not all(day.closed for day in hours)


def is_open(hours: Hours, day: date) -> bool:
    """Return True if the library is open on that day, or if the opening hours are not known."""
    return not hours_known(hours) or not hours[day.weekday()].closed


def next_open(hours: Hours, day: date) -> date:
    """Return `day` if the library is open on that day. If not, return the first open day after `day`."""
    return next(later for ahead in range(7) if is_open(hours, later := day + timedelta(days=ahead)))


def last_open(hours: Hours, day: date, first: date) -> date:
    """Return the last day from `first` to `day` on which the library is open. Both `first` and `day` are included.

    If the library is closed on all these days, return `day`.
    """
    days = (day - timedelta(days=back) for back in range((day - first).days + 1))
    return next((each for each in days if is_open(hours, each)), day)


def open_days(hours: Hours, days: Iterable[date]) -> tuple[date, ...]:
    """Return the given days on which the library is open. The earliest day comes first.

    If the library is closed on all given days, return all given days.
    """
    days = tuple(sorted(days))
    return tuple(day for day in days if is_open(hours, day)) or days


def days_for(line: Line, hours: Hours, today: date) -> tuple[date, ...]:
    """Return the due days that can be chosen for this line.

    If the server named the due days that it accepts, use these days. If not, use all days from tomorrow to a last day.
    The last day is the present due day, or the end of a loan of usual length if this end is later. Leave out the days
    before today, and the days after the latest due day that the server allows for the item. If open days remain, also
    leave out the days on which the library is closed.
    """
    latest = line.item.max_due if line.item else None
    days = [day for day in line.days or _usual(line, today) if day >= today and (latest is None or day <= latest)]
    return open_days(hours, days)


def usual_day(line: Line, today: date) -> date | None:
    """Return the day on which a loan of this item ends if it begins today and has the usual length.

    Return None if the usual length is unknown. The library is perhaps closed on the returned day.
    """
    days = line.item.loan_days if line.item else None
    return today + timedelta(days=days) if days else None


def _usual(line: Line, today: date) -> list[date]:
    last = max(filter(None, (line.due, usual_day(line, today))), default=today)
    return [today + timedelta(days=ahead) for ahead in range(1, (last - today).days + 1)]
