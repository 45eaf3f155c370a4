"""Tests that the made-up library is like a real library. Some of its names and labels are as difficult as real ones."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk.simulator import MEMBERS
from kiosk.simulator.catalogue import read_catalogue
from kiosk.simulator.clock import LibraryClock

TOOLS = list(read_catalogue().tools.values())


def test_there_are_enough_tools_each_with_its_own_number_and_label() -> None:
    assert len(TOOLS) >= 120
    assert len({each.id for each in TOOLS}) == len(TOOLS) == len(read_catalogue().by_code)


def test_each_names_a_category_place_and_status_that_exist() -> None:
    found = read_catalogue()
    assert {each.category for each in TOOLS} == set(found.categories)
    assert {each.location for each in TOOLS} <= set(found.locations)
    assert {each.status for each in TOOLS} - {None} <= set(found.statuses)


@pytest.mark.parametrize(
    "awkward",
    ['1/2"', '5/8"', "'", "&", "é", "ä", "½", "鋸", "\N{MULTIPLICATION SIGN}", "«"],
)
def test_names_are_as_awkward_as_real_ones(awkward: str) -> None:
    assert any(awkward in each.name for each in TOOLS)


@pytest.mark.parametrize(
    "style", [r"DR-\d{4}", r"\d{3}", r"0\d{5}", r"PLMB \d\d", r"G/\d\d", r"MEAS/12 [AB]", r"[a-z]\d{4}", r"0x\w\w/\d"]
)
def test_labels_come_in_many_styles(style: str) -> None:
    assert any(re.fullmatch(style, each.code) for each in TOOLS)


def test_loans_fees_and_shelves_vary() -> None:
    assert {each.days for each in TOOLS} == {3, 7, 14, 28}
    assert min(Counter(each.fee == 0 for each in TOOLS).values()) > 20
    assert {each.per for each in TOOLS} == {"loan", "day"}
    assert any(not each.shelf for each in TOOLS)
    assert {each.shelf for each in TOOLS if re.fullmatch(r"[A-F][1-6]", each.shelf)} >= {
        "A1",
        "A2",
        "B2",
        "C2",
        "D1",
        "F6",
    }
    assert max(len(each.name) for each in TOOLS) > 100


def test_a_label_can_be_somebody_s_membership_number() -> None:
    assert {each.membership_id for each in MEMBERS} & set(read_catalogue().by_code)


def test_no_tool_is_out_twice() -> None:
    out = [loan.code for member in MEMBERS for loan in member.loans]
    assert len(set(out)) == len(out)


def test_a_fob_is_ten_digits() -> None:
    assert all(re.fullmatch(r"\d{10}", each.fob) for each in MEMBERS)


def test_a_password_is_not_in_the_words_for_a_member() -> None:
    assert not any(each.password in repr(each) or each.fob in repr(each) for each in MEMBERS)


@pytest.mark.parametrize(
    ("zone", "day", "instant"),
    [
        ("America/New_York", date(2017, 9, 15), datetime(2017, 9, 16, 3, 59, tzinfo=UTC)),
        ("America/New_York", date(2026, 12, 5), datetime(2026, 12, 6, 4, 59, tzinfo=UTC)),
        ("Europe/Vienna", date(2026, 7, 1), datetime(2026, 7, 1, 21, 59, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_2359_where_the_library_is(zone: str, day: date, instant: datetime) -> None:
    assert LibraryClock(time_zone=ZoneInfo(zone)).end_of(day) == instant


def test_without_a_zone_the_machine_s_own_is_taken() -> None:
    local = LibraryClock().end_of(date(2026, 7, 1)).astimezone()
    assert (local.date(), local.hour, local.minute) == (date(2026, 7, 1), 23, 59)


def test_a_clock_can_be_put_forward_and_set_right() -> None:
    clock = LibraryClock(seconds=lambda: 10.0)
    clock.put_forward(86_400)
    assert clock.seconds() == 86_410.0
    assert (clock.now() - datetime.now(UTC)).days in (0, 1)
    clock.set_right()
    assert clock.seconds() == 10.0
    assert LibraryClock(today=date(2026, 11, 28)).today() == date(2026, 11, 28)
