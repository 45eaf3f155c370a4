"""Tests of reading JSON with both spellings of names (`mayBorrow`, `may_borrow`), nulls and missing fields."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk.backends.myturn import reading
from kiosk.backends.myturn.reading import Calendar
from kiosk.backends.myturn.schema import LoginAnswer, decode
from tests.backends.answers import CART, LOGIN, answer, read_cart


def test_the_published_cart() -> None:
    cart = read_cart(CART)
    (loan,), (line,) = cart.loans, cart.lines
    assert (cart.ident, cart.can_borrow, cart.is_empty) == ("43", True, False)
    assert (loan.returning, loan.committed, loan.loan.ident) == (True, False, "7")
    assert (loan.loan.due, loan.loan.days_late) == (date(2017, 9, 15), 2)
    assert loan.loan.since == datetime(2017, 9, 1, 18, 32, 43, 844000, UTC)
    item = loan.loan.item
    assert (item.code, item.ident, item.name, item.shelf, item.place) == (
        "barcode-1234",
        "999",
        "Hammer",
        "A 1.0",
        "4th Floor",
    )
    assert (item.loan_days, item.max_due, item.category) == (7, date(2017, 9, 20), "Hand tools")
    assert (line.ref, line.item.code, line.due, line.committed) == ("0", "100", date(2017, 9, 20), True)
    assert line.choices == (date(2017, 9, 19), date(2017, 9, 20))


@pytest.mark.parametrize(
    ("fields", "shelf"),
    [
        ({"locationCode": "A1", "homeLocation": {"path": ["B", "C"]}, "location": "D"}, "A1"),
        ({"locationCode": None, "homeLocation": {"path": ["B", "C"]}, "location": "D"}, "C"),
        ({"homeLocation": {"name": "N", "path": []}, "location": "D"}, "N"),
        ({"homeLocation": None, "location": "D"}, "D"),
        ({}, ""),
    ],
)
def test_the_shelf(fields: dict[str, object], shelf: str) -> None:
    cart = read_cart({"id": 1, "checkouts": [{"id": 1, "item": {"itemId": "x"} | fields}]})
    assert cart.lines[0].item.shelf == shelf


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        ("America/New_York", "2017-09-16T03:59:00.000Z", date(2017, 9, 15)),
        ("America/Vancouver", "2017-12-16T07:59:00.000Z", date(2017, 12, 15)),
        ("Atlantic/Reykjavik", "2017-09-15T23:59:00.000Z", date(2017, 9, 15)),
        ("Europe/Berlin", "2017-09-15T21:59:00.000Z", date(2017, 9, 15)),
        ("Europe/Berlin", "2017-12-15T22:59:00.000Z", date(2017, 12, 15)),
        ("Pacific/Auckland", "2017-09-15T11:59:00.000Z", date(2017, 9, 15)),
        ("Europe/Berlin", "2017-09-15", date(2017, 9, 15)),
        ("Europe/Berlin", "2017-09-15T23:59:00+02:00", date(2017, 9, 15)),
        ("Europe/Berlin", "tomorrow", None),
        ("Pacific/Auckland", "9999-12-31T23:59:00.000Z", None),
        ("Europe/Berlin", "9999-12-31T22:59:00.000Z", None),
        ("Europe/Berlin", "9999-12-31", None),
        ("Europe/Berlin", "2026-09-15", date(2026, 9, 15)),
        ("America/New_York", "0001-01-01T00:00:00.000Z", None),
    ],
)
def test_a_loan_is_due_on_the_local_day(zone: str, text: str, expected: date | None) -> None:
    assert Calendar(ZoneInfo(zone), date(2017, 9, 1)).local_day(text) == expected


def test_a_day_that_stands_for_never_is_none_to_count_to() -> None:
    never = {"maxReturnDate": "9999-12-31T00:00:00.000Z"}
    line = {"id": 1, "item": {"itemId": "x"} | never, "dueDate": "9999-12-31", "availableDueDates": ["9999-12-31"]}
    (read,) = read_cart({"id": 1, "checkouts": [line]}).lines
    assert (read.due, read.choices, read.item.max_due) == (None, (), None)


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_a_calendar_date_is_never_shifted(zone: str) -> None:
    calendar = Calendar(ZoneInfo(zone), date(2018, 11, 1))
    assert calendar.calendar_day("2018-11-15T00:00:00.000Z") == date(2018, 11, 15)
    assert calendar.calendar_day("2018-11-15") == date(2018, 11, 15)


def test_a_log_in_without_flags_says_nothing_not_no() -> None:
    member = reading.member(decode(answer({"access_token": "t"}), LoginAnswer), None, "1001")
    assert member.reference == "1001"
    assert (member.may_borrow, member.may_use_kiosk, member.is_expired, member.max_loans) == (None, None, None, None)


@pytest.mark.parametrize("admin", ["isAdmin", "is_admin"])
def test_both_spellings_even_mixed(admin: str) -> None:
    said = {"access_token": "t", admin: True, "display_name": "Marta K", "membership": {"may_borrow": False}}
    found = decode(answer(said), LoginAnswer)
    member = reading.member(found, found.membership, "x")
    assert (member.is_staff, member.first_name, member.may_borrow) == (True, "Marta", False)


def test_flags_and_numbers_as_texts_are_taken_as_meant() -> None:
    said = LOGIN | {"isAdmin": "false", "membership": {"mayBorrow": 1, "mayBorrowMax": "3"}}
    found = decode(answer(said), LoginAnswer)
    member = reading.member(found, found.membership, "x")
    assert (member.is_staff, member.may_borrow, member.max_loans) == (False, True, 3)
