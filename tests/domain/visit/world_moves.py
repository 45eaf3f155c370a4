"""Random events that no member causes: events of the clock, the server, the store, staff and the readers."""

from kiosk.domain.library import KioskTexts
from kiosk.domain.messages.events import (
    ClosedByStaff,
    Event,
    LibraryRead,
    OpenedByStaff,
    ReaderChanged,
    ReaderKind,
    ServerAway,
    ServerBack,
    SettingsWrong,
    Stopping,
    StoreBroken,
    StoreMended,
    TextsRead,
    Tick,
)
from kiosk.domain.visit.states import Kiosk
from kiosk.structs import replace
from tests.domain.cast import LIBRARY
from tests.domain.visit.choices import pick


def world(_: Kiosk, number: int) -> Event:
    """Return one of the events that no member causes."""
    options: tuple[Event, ...] = (
        *(Tick(), Tick(), Tick(), Tick(), LibraryRead(LIBRARY), ServerAway(), ServerBack(), StoreBroken()),
        *(StoreMended(), StoreMended(), StoreMended(), Stopping(), ClosedByStaff(), OpenedByStaff(), OpenedByStaff()),
        ReaderChanged("items", ReaderKind.ITEMS, ready=bool(number // 20 % 2)),
        LibraryRead(replace(LIBRARY, kiosk_enabled=False)) if number % 5 == 0 else LibraryRead(LIBRARY),
        TextsRead(("fr", "en")[number % 2], KioskTexts(home="Bonjour")),
        SettingsWrong(("x",)) if number % 50 == 0 else Tick(),
    )
    return pick(options, number)
