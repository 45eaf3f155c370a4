"""Tests of the time zone that decides when a day begins in the kiosk."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.app.clock import local_zone

SUMMER, WINTER = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize("told", ["America/New_York", ":America/New_York"])
def test_the_variable_tz_is_taken_with_its_summer_time(told: str) -> None:
    """Like all other programs, the kiosk uses the variable TZ.

    If the kiosk ignored TZ, its days would begin at another time than the days in its log.
    """
    zone = local_zone(None, {"TZ": told})
    assert [each.astimezone(zone).utcoffset() for each in (SUMMER, WINTER)] == [
        timedelta(hours=-4),
        timedelta(hours=-5),
    ]


def test_the_settings_come_before_the_variable() -> None:
    assert local_zone("Europe/Berlin", {"TZ": "Asia/Tokyo"}) == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("told", ["", "Mars/Olympus", "/nowhere/zone", "../secret"])
def test_a_variable_that_names_no_zone_is_what_python_makes_of_it(told: str) -> None:
    now = datetime.now(UTC)
    assert now.astimezone(local_zone(None, {"TZ": told})).utcoffset() == now.astimezone().utcoffset()
