"""The printed slip, and the QR codes that put due days into a phone. Neither of them names the member."""

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
"""The number of characters in a printed line. 40 fit on a paper roll 80 mm wide, and on any sheet of paper."""


def due_code(facts: PageFacts, day: date, titles: tuple[str, ...]) -> QrCode:
    """Return the QR code that a phone's camera turns into a calendar entry for this day."""
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
    """Return the button that prints the receipt, or None if there is no printer or nothing was confirmed."""
    if not facts.lasting.house.prints or not (page.shelves or page.dues or page.given_back):
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
    """Return the receipt as lines of plain text, for a narrow roll of paper."""
    day = facts.formats.full_date(facts.lasting.moment.wall.date())
    parts = [[clean(facts.library.name), day, page.band.text]]
    parts += [[line.title, f"{line.word}. {line.reason}"] for line in page.lines]
    if page.shelves:
        parts.append([page.shelves_title, *(f"- {row.plate.name}: {row.title}" for row in page.shelves)])
    parts += [[due.headline, *(f"- {title}" for title in due.titles)] for due in page.dues]
    if page.given_back:
        parts.append([page.given_back_title, *(f"- {row.title}" for row in page.given_back)])
    parts += [[row.title, row.reason] for row in page.others]
    if page.money:
        parts.append([page.money.title, *(_cost_line(row) for row in page.money.rows), page.money.note])
    return tuple(_wrapped(parts))


def _cost_line(row: MoneyRow) -> str:
    """Return a row of costs as text, with its amount if there is one."""
    return f"- {row.label}: {row.amount}" if row.amount else f"- {row.label}"


def _wrapped(parts: list[list[str]]) -> Iterator[str]:
    """Yield the texts of all parts as lines that fit on the roll, with an empty line between two parts."""
    for number, part in enumerate(parts):
        if number:
            yield ""
        for text in filter(None, part):
            yield from wrap(text, _SLIP_COLUMNS, subsequent_indent="  " if text.startswith("- ") else "")


# --- a due day in a phone ---
# A due day is a calendar entry (RFC 5545) in a QR code. The source code of many phone cameras is not public.
# Three things are known about them:
# * Android's scanning apps (ZXing and similar apps) use only the first VEVENT and ignore everything after this event
#   (github.com/zxing/zxing, VEventResultParser and issue 513). For this reason, each code holds one day.
# * These apps accept an event with or without VCALENDAR around it. One iPhone refused an event with VCALENDAR
#   and accepted it without (github.com/werneckbh/laravel-qr-code, issue 2). That is why our event has no VCALENDAR.
# * Only calendar files need UID and DTSTAMP, because a phone that reads a code makes a new event and asks before
#   saving it. Our event has neither, because each further octet makes the code harder to scan.

LONGEST_OCTETS = 450
"""The number of octets that a QR code of version 16 holds at error level M.

Such a code is 81 modules wide. In the smallest window, each module is two pixels wide.
"""
_LINE_OCTETS = 75
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


class DueDay(Struct, frozen=True):
    """The tools due on one day. `title` names the tools, `short_title` counts them, and `place` is the library."""

    day: date
    title: str
    short_title: str
    tools: Sequence[str]
    place: str = ""


def calendar_entry(due: DueDay) -> str:
    """Return an all-day event with as many details as fit into `LONGEST_OCTETS`.

    Usually the title of the event names the tools. If this event is too long, its title only says how many tools there
    are, and the notes name the tools. If this event is also too long, the notes are left out. Raises ValueError if even
    the shortest event does not fit.
    """
    for parts in _events(due):
        event = "".join(f"{line}\r\n" for part in parts for line in _folded(part))
        if len(event.encode()) <= LONGEST_OCTETS:
            return event
    raise ValueError("a title that only counts must be short")


def _events(due: DueDay) -> Iterator[tuple[str, ...]]:
    """Yield the event several times, as lines of text. Each event has fewer details than the event before."""
    named, counted = _text("SUMMARY", due.title), _text("SUMMARY", due.short_title)
    where = (_text("LOCATION", due.place),) if due.place else ()
    notes = _text("DESCRIPTION", "\n".join(due.tools))
    begin, end = ("BEGIN:VEVENT",), (*_days(due.day), "END:VEVENT")
    if len(named.encode()) <= _LINE_OCTETS:  # some phones cannot read a line that is split
        yield (*begin, named, *where, *end)
    yield (*begin, counted, *where, notes, *end)
    yield (*begin, counted, *where, *end)
    yield (*begin, counted, *end)


def _days(day: date) -> tuple[str, ...]:
    """Return the lines for the start and the end of the all-day event.

    By RFC 5545 (3.6.1) the end is the next day. For `date.max`, which has no next day, the end is left out.
    """
    begins = f"DTSTART;VALUE=DATE:{_written(day)}"
    return (begins,) if day == date.max else (begins, f"DTEND;VALUE=DATE:{_written(day + timedelta(days=1))}")


def _written(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(name: str, value: str) -> str:
    """Return a property of the event, with its text escaped (RFC 5545, 3.3.11)."""
    plain = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in value)
    return f"{name}:{plain.translate(_ESCAPES)}"


def _folded(line: str) -> Iterator[str]:
    """Yield the line in parts of at most 75 octets (RFC 5545, 3.1). No character is cut in two.

    Every part except the first begins with a blank.
    """
    part, room = "", _LINE_OCTETS
    for sign in line:
        octets = len(sign.encode())
        if octets > room:
            yield part
            part, room = " ", _LINE_OCTETS - 1
        part += sign
        room -= octets
    yield part
