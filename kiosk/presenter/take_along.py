"""What a member takes along: the due days in a phone, a slip of paper. Tools and the library, nothing of the member."""

from collections.abc import Iterator
from datetime import date
from textwrap import wrap

from kiosk.domain.messages import PrintSlip
from kiosk.domain.visit.state import Receipt, Slip
from kiosk.presenter.calendar import DueDay, calendar_entry
from kiosk.presenter.plain import clean
from kiosk.presenter.scene import Scene
from kiosk.views import Button, MoneyRow, QrCode, ReceiptPage

_SLIP_COLUMNS = 40
"""What an 80 mm roll holds in its usual type, and any sheet of paper."""


def due_code(scene: Scene, day: date, titles: tuple[str, ...]) -> QrCode:
    """The code that a phone's camera turns into a calendar entry of this day."""
    texts = scene.texts.receipt
    due = DueDay(
        day=day,
        title=texts.bring_back(", ".join(titles)),
        short_title=texts.bring_back_count(len(titles)),
        tools=titles,
        place=clean(scene.library.name),
    )
    return QrCode(calendar_entry(due), texts.into_phone_name, texts.into_phone)


def slip_button(scene: Scene, receipt: Receipt, page: ReceiptPage) -> Button | None:
    """Prints what the page says; where there is a printer, and something was confirmed."""
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


def slip(scene: Scene, page: ReceiptPage) -> tuple[str, ...]:
    """The page as lines of plain text, for a narrow roll of paper."""
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
    """What for, and how much."""
    return f"- {row.label}: {row.amount}" if row.amount else f"- {row.label}"


def _set(parts: list[list[str]]) -> Iterator[str]:
    """Wrapped, with an empty line between the parts."""
    for number, part in enumerate(parts):
        if number:
            yield ""
        for text in filter(None, part):
            yield from wrap(text, _SLIP_COLUMNS, subsequent_indent="  " if text.startswith("- ") else "")
