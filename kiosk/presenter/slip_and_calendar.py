"""The two things to take along: a printed slip, and due days in a phone. They name tools, but not the member."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from textwrap import wrap

from msgspec import Struct

from kiosk.domain.messages.intents import PrintSlip
from kiosk.domain.visit.states import Receipt, Slip
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean
from kiosk.views.finish import ReceiptPage
from kiosk.views.pieces import Button, MoneyRow, QrCode

_SLIP_COLUMNS = 40
"""The characters in a line that an 80 mm roll holds in its usual type; any sheet of paper holds them, too."""


def due_code(facts: PageFacts, day: date, titles: tuple[str, ...]) -> QrCode:
    """Return the QR code that a phone's camera turns into a calendar entry of this day."""
    texts = facts.texts.receipt
    due = DueDay(
        day=day,
        title=texts.bring_back(", ".join(titles)),
        short_title=texts.bring_back_count(len(titles)),
        tools=titles,
        place=clean(facts.library.name),
    )
    return QrCode(calendar_entry(due), texts.into_phone_name, texts.into_phone)


def slip_button(facts: PageFacts, receipt: Receipt, page: ReceiptPage) -> Button | None:
    """Return the button that prints the page, or None if there is no printer or nothing was confirmed."""
    if not facts.lasting.house.prints or not (page.shelves or page.dues):
        return None
    label, intent = facts.texts.receipt.print_slip, PrintSlip(slip_lines(facts, page))
    match receipt.slip:
        case Slip.NOT_ASKED:
            return Button(label, intent, "print", name=label)
        case Slip.ASKED:
            return Button(label, intent, "print", facts.texts.frame.one_moment, name=label, enabled=False)
        case Slip.PRINTING:
            return Button(label, intent, "print", facts.texts.receipt.printing, name=label, enabled=False)


def slip_lines(facts: PageFacts, page: ReceiptPage) -> tuple[str, ...]:
    """Return the page as lines of plain text, for a narrow roll of paper."""
    day = facts.formats.full_date(facts.lasting.moment.wall.date())
    parts = [[clean(facts.library.name), day, page.band.text]]
    parts += [[line.title, f"{line.word}. {line.reason}"] for line in page.lines]
    if page.shelves:
        parts.append([page.shelves_title, *(f"- {row.plate.name}: {row.title}" for row in page.shelves)])
    parts += [[due.headline, *(f"- {title}" for title in due.titles)] for due in page.dues]
    parts += [[row.title, row.reason] for row in page.others]
    if page.money:
        parts.append([page.money.title, *(_cost_line(row) for row in page.money.rows), page.money.note])
    return tuple(_wrapped(parts))


def _cost_line(row: MoneyRow) -> str:
    """Return a row of costs as text, with its amount if there is one."""
    return f"- {row.label}: {row.amount}" if row.amount else f"- {row.label}"


def _wrapped(parts: list[list[str]]) -> Iterator[str]:
    """Yield the lines of all parts, wrapped, with an empty line between the parts."""
    for number, part in enumerate(parts):
        if number:
            yield ""
        for text in filter(None, part):
            yield from wrap(text, _SLIP_COLUMNS, subsequent_indent="  " if text.startswith("- ") else "")


# --- a due day in a phone ---
# A due day is a calendar entry (RFC 5545) in a QR code. What is known of phone cameras without their sources:
# * Android's readers (ZXing, and readers modelled on it) keep the first VEVENT only, whatever comes after it
#   (github.com/zxing/zxing, VEventResultParser and issue 513). So a code holds one day, and two days are two codes.
# * They read an event with and without VCALENDAR around it; an iPhone that refused the wrapped form accepted the bare
#   one (github.com/werneckbh/laravel-qr-code, issue 2). So the event has no VCALENDAR.
# * UID and DTSTAMP are needed in files only: a reader of codes makes a new event and asks before keeping it.
#   Each octet makes the code harder to scan.

LONGEST_OCTETS = 450
"""The octets that QR version 16 holds at error level M; its 81 modules need two pixels each in the smallest window."""
_LINE_OCTETS = 75
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


class DueDay(Struct, frozen=True):
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
    for parts in _events(due):
        event = "".join(f"{line}\r\n" for part in parts for line in _folded(part))
        if len(event.encode()) <= LONGEST_OCTETS:
            return event
    raise ValueError("a title that only counts must be short")


def _events(due: DueDay) -> Iterator[tuple[str, ...]]:
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
