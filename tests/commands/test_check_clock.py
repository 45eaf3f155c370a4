"""Tests that `lending-kiosk check` finds the possible time zones of the library from the due times of loans.

A zone is possible if, in its local time, the loans are due at the time of day at which the library's loans end.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.commands.checks.clock import check_zone_by_loans, fits, zones_that_fit
from kiosk.commands.checks.result import Mark
from kiosk.domain.library import Library
from kiosk.settings.model import KioskSettings, MyTurnSettings, Settings

SUMMER, WINTER = date(2026, 7, 1), date(2026, 12, 1)


def ends(zone: str, *days: date, at: time = time(23, 59)) -> tuple[datetime, ...]:
    return tuple(datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC) for day in days)


def settings(zone: str) -> Settings:
    return Settings(kiosk=KioskSettings(time_zone=zone), myturn=MyTurnSettings(url="https://x.example/library"))


@pytest.mark.parametrize(
    ("zone", "country", "first"),
    [
        ("America/New_York", "US", "America/New_York"),
        ("America/Toronto", "CA", "America/Toronto"),
        ("America/Phoenix", "US", "America/Phoenix"),
        ("Europe/London", "GB", "Europe/London"),
        ("Europe/Berlin", "de", "Europe/Berlin"),
        ("Asia/Kolkata", "IN", "Asia/Kolkata"),
        ("Australia/Adelaide", "AU", "Australia/Adelaide"),
        ("Pacific/Auckland", "", "Pacific/Auckland"),
        ("America/St_Johns", "", "America/St_Johns"),
        ("Asia/Kathmandu", "", "Asia/Kathmandu"),
    ],
)
def test_the_library_s_own_is_among_the_first(zone: str, country: str, first: str) -> None:
    found = zones_that_fit(ends(zone, SUMMER, WINTER), country)
    assert first in found[:3]
    assert all(fits(ZoneInfo(name), ends(zone, SUMMER, WINTER)) for name in found)


def test_summer_and_winter_tell_those_apart_that_one_of_them_does_not() -> None:
    assert "America/Phoenix" in zones_that_fit(ends("America/Los_Angeles", SUMMER), "US")
    assert "America/Phoenix" not in zones_that_fit(ends("America/Los_Angeles", SUMMER, WINTER), "US")


@pytest.mark.parametrize(
    ("here", "moments", "said"),
    [
        ("UTC", ends("America/New_York", SUMMER), "loans end at 03:59 in this time zone"),
        ("Europe/Paris", ends("Europe/London", SUMMER, WINTER), "Europe/London"),
        ("America/New_York", ends("America/New_York", SUMMER, WINTER), ""),
        ("America/Detroit", ends("America/New_York", SUMMER, WINTER), ""),
        ("UTC", ends("America/New_York", SUMMER, at=time(19)), ""),
        ("UTC", ends("America/New_York", SUMMER, at=time(0)), ""),
        ("UTC", (*ends("Asia/Tokyo", SUMMER), *ends("America/New_York", SUMMER)), ""),
        ("UTC", (), ""),
    ],
)
def test_check_says_it_only_where_it_is_certain(here: str, moments: tuple[datetime, ...], said: str) -> None:
    found = list(check_zone_by_loans(settings(here), Library(locale="en", due_moments=moments)))
    assert [finding.mark for finding in found] == ([Mark.WARNING] if said else [])
    assert said in "".join(finding.text for finding in found)
    assert not list(check_zone_by_loans(settings(here), None))


def test_seconds_and_odd_minutes_do_not_disturb() -> None:
    (moment,) = ends("America/New_York", SUMMER)
    moments = (moment + timedelta(seconds=59), moment - timedelta(minutes=20))
    (found,) = check_zone_by_loans(settings("UTC"), Library(locale="en-US", due_moments=moments))
    assert "America/New_York" in found.text
