"""The library that the table [library] of the settings file describes."""

from datetime import time

from kiosk.backends.clean import plain, rich
from kiosk.domain.library import Contact, KioskTexts, Library, OpeningHours
from kiosk.settings.model import LibrarySettings, Settings, there
from kiosk.settings.rules import DAYS


def library_of(settings: Settings) -> Library:
    """Return the library as the table [library] describes it, without characters and tags that could do harm."""
    library = there(settings.library)
    return Library(
        name=plain(library.name),
        lends=library.lends,
        logout_timeout=library.logout_timeout_s,
        currency=library.currency,
        hide_money=library.hide_money,
        web_url=library.web_url or "",
        contact=Contact(plain(library.phone), plain(library.email), plain(library.street), plain(library.city)),
        hours=_hours(library),
        texts=KioskTexts(
            welcome=rich(library.welcome_text),
            home=rich(library.home_text),
            post_check_in=rich(library.closing_text),
            post_check_out=rich(library.closing_text),
        ),
    )


def _hours(library: LibrarySettings) -> tuple[OpeningHours, ...]:
    """Return the hours of the seven weekdays, Monday first, or an empty tuple if the file has no hours.

    If the file names only some days, the library is closed on all other days.
    """
    if not library.hours:
        return ()
    return tuple(_day(library.hours.get(day, "closed")) for day in DAYS)


def _day(text: str) -> OpeningHours:
    if text == "closed":
        return OpeningHours()
    opens, _, closes = text.partition("-")
    return OpeningHours(time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip()))
