"""Tests of the days that the kiosk offers as due days of a loan, and of the days on which the library is open."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.days import days_for, hours_known, is_open, next_open, open_days, usual_day
from kiosk.domain.library import OpeningHours
from kiosk.domain.model import Direction, Item, ItemCode, Line, LineId, LineState

OPEN, CLOSED = OpeningHours(time(10), time(17)), OpeningHours()
TUESDAY_TO_SATURDAY = (CLOSED, OPEN, OPEN, OPEN, OPEN, OPEN, CLOSED)
FRIDAY, SATURDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23), date(2026, 11, 24)

weeks = st.tuples(*[st.sampled_from([OPEN, CLOSED])] * 7)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def line(*offered: date, due: date | None = None, loan_days: int | None = None, latest: date | None = None) -> Line:
    item = Item(ItemCode("DR-1"), "Drill", loan_days=loan_days, max_due=latest)
    return Line(LineId(1), ItemCode("DR-1"), Direction.BORROW, LineState.STAGED, item, due=due, days=offered)


def test_closed_that_monday_so_tuesday() -> None:
    assert next_open(TUESDAY_TO_SATURDAY, MONDAY) == TUESDAY
    assert next_open(TUESDAY_TO_SATURDAY, TUESDAY) == TUESDAY


@pytest.mark.parametrize("hours", [(), (OPEN,) * 6, (CLOSED,) * 7])
def test_where_the_hours_say_nothing_every_day_is_open(hours: tuple[OpeningHours, ...]) -> None:
    assert not hours_known(hours)
    assert is_open(hours, MONDAY)
    assert next_open(hours, MONDAY) == MONDAY


def test_only_days_when_the_library_is_open_and_none_after_the_latest() -> None:
    offered = tuple(FRIDAY + timedelta(days=ahead) for ahead in range(1, 9))
    found = days_for(line(*offered, latest=date(2026, 11, 26)), TUESDAY_TO_SATURDAY, FRIDAY)
    assert found == (SATURDAY, TUESDAY, date(2026, 11, 25), date(2026, 11, 26))


def test_where_the_server_offers_only_days_when_we_are_closed_these_are_shown() -> None:
    assert open_days(TUESDAY_TO_SATURDAY, [MONDAY]) == (MONDAY,)


def test_without_an_offer_the_days_of_a_usual_loan_are_shown() -> None:
    assert days_for(line(loan_days=4), (), FRIDAY)[-1] == TUESDAY
    assert days_for(line(due=MONDAY), (), FRIDAY)[-1] == MONDAY
    assert days_for(line(), (), FRIDAY) == ()
    assert days_for(Line(LineId(1), ItemCode("X"), Direction.BORROW, LineState.STAGED), (), FRIDAY) == ()


def test_when_a_loan_usually_ends() -> None:
    assert usual_day(line(loan_days=3), FRIDAY) == MONDAY
    assert usual_day(line(), FRIDAY) is None


@given(week=weeks, day=days)
def test_the_next_open_day_is_open_within_a_week_and_no_open_day_is_passed_over(
    week: tuple[OpeningHours, ...], day: date
) -> None:
    found = next_open(week, day)
    assert 0 <= (found - day).days < 7
    assert is_open(week, found)
    assert not any(is_open(week, day + timedelta(days=ahead)) for ahead in range((found - day).days))


@given(week=weeks, offered=st.lists(days, max_size=40), latest=st.none() | days, today=days)
def test_every_day_that_is_shown_was_offered_lies_ahead_and_is_not_after_the_latest(
    week: tuple[OpeningHours, ...], offered: list[date], latest: date | None, today: date
) -> None:
    found = days_for(line(*offered, latest=latest), week, today)
    assert list(found) == sorted(found)
    assert set(found) <= set(offered)
    assert all(day >= today and (latest is None or day <= latest) for day in found)
