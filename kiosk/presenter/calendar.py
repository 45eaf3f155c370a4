"""A due day as a calendar entry (RFC 5545) that fits into a QR code and that a phone's camera offers to keep. Pure.

Phone cameras behave as follows, as far as that can be known without their sources:
* Android's readers (ZXing, and readers modelled on it) look for one BEGIN:VEVENT and keep that event only, whatever
  comes after it (github.com/zxing/zxing, VEventResultParser and issue 513). So a code holds one day, and two days are
  two codes.
* They read an event with and without VCALENDAR around it; an iPhone that refused the wrapped form accepted the bare one
  (github.com/werneckbh/laravel-qr-code, issue 2). So the event has no VCALENDAR.
* UID and DTSTAMP are needed only in files. A reader of codes makes a new event and asks before keeping it, and each
  octet makes the code harder to scan.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kiosk.domain.frozen import dataclass

LONGEST_OCTETS = 450
"""The octets that QR version 16 holds at error level M; its 81 modules need two pixels each in the smallest window."""
_LINE_OCTETS = 75
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


@dataclass(frozen=True, slots=True)
class DueDay:
    """The tools due on one day. `title` names the tools, `short_title` only counts them; `place` is the library."""

    day: date
    title: str
    short_title: str
    tools: Sequence[str]
    place: str = ""


def calendar_entry(due: DueDay) -> str:
    """Return the all-day event with the most details that fit into `LONGEST_OCTETS`.

    The tools are named in the title, else in the notes, else only counted. Raises ValueError if nothing fits.
    """
    for parts in _ways(due):
        event = "".join(f"{line}\r\n" for part in parts for line in _folded(part))
        if len(event.encode()) <= LONGEST_OCTETS:
            return event
    raise ValueError("a title that only counts must be short")


def _ways(due: DueDay) -> Iterator[tuple[str, ...]]:
    """Yield the parts of the event for each way to write it, from the most details to the fewest."""
    named, counted = _text("SUMMARY", due.title), _text("SUMMARY", due.short_title)
    where = (_text("LOCATION", due.place),) if due.place else ()
    notes = _text("DESCRIPTION", "\n".join(due.tools))
    begin, end = ("BEGIN:VEVENT",), (*_days(due.day), "END:VEVENT")
    if len(named.encode()) <= _LINE_OCTETS:  # calendars show one line, and some readers cannot read folded lines
        yield (*begin, named, *where, *end)
    yield (*begin, counted, *where, notes, *end)
    yield (*begin, counted, *where, *end)
    yield (*begin, counted, *end)


def _days(day: date) -> tuple[str, ...]:
    """Return the start of the whole day and its end, which is the next day (3.6.1); `date.max` has no next day."""
    begins = f"DTSTART;VALUE=DATE:{_written(day)}"
    return (begins,) if day == date.max else (begins, f"DTEND;VALUE=DATE:{_written(day + timedelta(days=1))}")


def _written(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(name: str, value: str) -> str:
    """Return a property with an escaped text (3.3.11)."""
    plain = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in value)
    return f"{name}:{plain.translate(_ESCAPES)}"


def _folded(line: str) -> Iterator[str]:
    """Yield parts of at most 75 octets, all but the first with a blank before it (3.1); no character is cut in two."""
    part, room = "", _LINE_OCTETS
    for sign in line:
        octets = len(sign.encode())
        if octets > room:
            yield part
            part, room = " ", _LINE_OCTETS - 1
        part += sign
        room -= octets
    yield part
