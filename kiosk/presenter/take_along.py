"""Things that a member takes along: due days in a phone, a slip of paper. They name tools, but not the member."""

from collections.abc import Iterator
from datetime import date
from textwrap import wrap

from kiosk.domain.messages import PrintSlip
from kiosk.domain.visit.state import Receipt, Slip
from kiosk.presenter.calendar import DueDay, calendar_entry
from kiosk.presenter.plain import clean
from kiosk.presenter.scene import Surroundings
from kiosk.views import Button, MoneyRow, QrCode, ReceiptPage

_SLIP_COLUMNS = 40
"""The characters in a line that an 80 mm roll holds in its usual type; any sheet of paper holds them, too."""


def due_code(scene: Surroundings, day: date, titles: tuple[str, ...]) -> QrCode:
    """Return the QR code that a phone's camera turns into a calendar entry of this day."""
    texts = scene.texts.receipt
    due = DueDay(
        day=day,
        title=texts.bring_back(", ".join(titles)),
        short_title=texts.bring_back_count(len(titles)),
        tools=titles,
        place=clean(scene.library.name),
    )
    return QrCode(calendar_entry(due), texts.into_phone_name, texts.into_phone)


def slip_button(scene: Surroundings, receipt: Receipt, page: ReceiptPage) -> Button | None:
    """Return the button that prints the page, or None if there is no printer or nothing was confirmed."""
    if not scene.around.house.prints or not (page.shelves or page.dues):
        return None
    label, intent = scene.texts.receipt.print_slip, PrintSlip(slip(scene, page))
    match receipt.slip:
        case Slip.NOT_ASKED:
            return Button(label, intent, "print", name=label)
        case Slip.ASKED:
            return Button(label, intent, "print", scene.texts.frame.one_moment, name=label, enabled=False)
        case Slip.PRINTING:
            return Button(label, intent, "print", scene.texts.receipt.printing, name=label, enabled=False)


def slip(scene: Surroundings, page: ReceiptPage) -> tuple[str, ...]:
    """Return the page as lines of plain text, for a narrow roll of paper."""
    day = scene.formats.full_date(scene.around.moment.wall.date())
    parts = [[clean(scene.library.name), day, page.band.text]]
    parts += [[line.title, f"{line.word}. {line.reason}"] for line in page.lines]
    if page.shelves:
        parts.append([page.shelves_title, *(f"- {row.plate.name}: {row.title}" for row in page.shelves)])
    parts += [[due.headline, *(f"- {title}" for title in due.titles)] for due in page.dues]
    parts += [[row.title, row.reason] for row in page.others]
    if page.money:
        parts.append([page.money.title, *(_sum(row) for row in page.money.rows), page.money.note])
    return tuple(_set(parts))


def _sum(row: MoneyRow) -> str:
    """Return a row of costs as text, with its amount if there is one."""
    return f"- {row.label}: {row.amount}" if row.amount else f"- {row.label}"


def _set(parts: list[list[str]]) -> Iterator[str]:
    """Yield the lines of all parts, wrapped, with an empty line between the parts."""
    for number, part in enumerate(parts):
        if number:
            yield ""
        for text in filter(None, part):
            yield from wrap(text, _SLIP_COLUMNS, subsequent_indent="  " if text.startswith("- ") else "")
