"""Tests of the calendar entries for due days. A small reader of RFC 5545 (the calendar format) reads them back."""

from datetime import date, timedelta

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from kiosk.presenter.slip_and_calendar import LONGEST_OCTETS, DueDay, calendar_entry

SATURDAY = date(2026, 12, 5)

# Random names. They often contain characters that have a meaning in the calendar format, for example ";".
NAMES = st.text(st.one_of(st.sampled_from("\\;,:\n\" '"), st.characters(min_codepoint=0)), max_size=60)
DAYS = st.builds(DueDay, st.dates(), NAMES, st.just("Bring back 3 tools"), st.lists(NAMES, max_size=12), NAMES)


def read(event: str) -> dict[str, str]:
    """Return the unescaped value of each property of a calendar event.

    A key is the name of the property, with its parameters.
    """
    assert event.endswith("\r\n")
    lines = event[:-2].replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-1]) == ("BEGIN:VEVENT", "END:VEVENT")
    properties = dict(line.split(":", 1) for line in lines[1:-1])
    assert len(properties) == len(lines) - 2
    return {name: unescaped(value) for name, value in properties.items()}


def unescaped(value: str) -> str:
    signs, out = iter(value), ""
    for sign in signs:
        assert sign not in ";,", "must be escaped in a text"
        out += {"n": "\n", "\\": "\\", ";": ";", ",": ","}[next(signs)] if sign == "\\" else sign
    return out


def printable(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def due(*tools: str, place: str = "Tool library") -> DueDay:
    title, short = f"Bring back: {', '.join(tools)}", f"Bring back {len(tools)} tools"
    return DueDay(SATURDAY, title, short, tools, place)


def test_one_tool_stands_in_the_title() -> None:
    assert calendar_entry(due("Hand saw")) == (
        "BEGIN:VEVENT\r\n"
        "SUMMARY:Bring back: Hand saw\r\n"
        "LOCATION:Tool library\r\n"
        "DTSTART;VALUE=DATE:20261205\r\n"
        "DTEND;VALUE=DATE:20261206\r\n"
        "END:VEVENT\r\n"
    )


def test_many_tools_stand_in_the_notes_and_are_counted_in_the_title() -> None:
    tools = ("Cordless drill", "Extension ladder", "Séchoir; grand, à main", "Stichsäge\\2")
    event = read(calendar_entry(due(*tools)))
    assert event["SUMMARY"] == "Bring back 4 tools"
    assert event["DESCRIPTION"].split("\n") == list(tools)


def test_too_many_tools_are_only_counted() -> None:
    event = read(calendar_entry(due(*(f"A rather long name of a tool, number {n}" for n in range(30)))))
    assert event["SUMMARY"] == "Bring back 30 tools"
    assert "DESCRIPTION" not in event
    assert event["LOCATION"] == "Tool library"


def test_a_library_with_an_endless_name_is_left_out() -> None:
    event = read(calendar_entry(due("Saw", place="Ü" * 300)))
    assert event["SUMMARY"] == "Bring back 1 tools"
    assert "LOCATION" not in event


def test_a_long_line_is_folded_between_characters() -> None:
    event = calendar_entry(due(*["Säge für große Räume"] * 8))
    folded = [line for line in event.split("\r\n") if line.startswith(" ")]
    assert folded
    assert all(len(line.encode()) <= 75 for line in event.split("\r\n"))


@given(DAYS)
def test_what_is_written_can_be_read_back(day: DueDay) -> None:
    event = read(calendar_entry(day))
    assert event["SUMMARY"] in {printable(day.title), day.short_title}
    assert event.get("DESCRIPTION", printable("\n".join(day.tools))) == printable("\n".join(day.tools))
    assert event.get("LOCATION", printable(day.place)) == printable(day.place)
    assert event["DTSTART;VALUE=DATE"] == day.day.isoformat().replace("-", "")
    if day.day < date.max:
        assert event["DTEND;VALUE=DATE"] == (day.day + timedelta(days=1)).isoformat().replace("-", "")


@given(DAYS)
def test_no_line_is_longer_than_75_octets_and_the_code_stays_easy_to_scan(day: DueDay) -> None:
    event = calendar_entry(day)
    assert all(len(line.encode()) <= 75 for line in event.split("\r\n"))
    assert len(event.encode()) <= LONGEST_OCTETS
    version = segno.make_qr(event, error="m", boost_error=False, encoding="utf-8").version
    assert isinstance(version, int)
    assert version <= 16


@pytest.mark.parametrize("day", [date.min, date(2028, 2, 29), date(2026, 12, 31), date.max])
def test_every_day_there_is_can_be_written(day: date) -> None:
    event = read(calendar_entry(DueDay(day, "Bring back: Saw", "Bring back 1 tool", ("Saw",))))
    assert event["DTSTART;VALUE=DATE"] == f"{day.year:04}{day.month:02}{day.day:02}"
