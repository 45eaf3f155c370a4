"""What a member takes along: the due days in a phone. Tool names and the library, nothing of the member."""

from datetime import date

from kiosk.presenter.calendar import DueDay, calendar_entry
from kiosk.presenter.plain import clean
from kiosk.presenter.scene import Scene
from kiosk.views import QrCode


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
