"""The settings that concern a Sierra: its key, and the library that the settings file describes."""

import os
import stat
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.app.clock import local_zone
from kiosk.backends.clean import plain, rich
from kiosk.backends.errors import MisconfiguredError
from kiosk.backends.network import Network, login_in
from kiosk.domain.library import Contact, KioskTexts, Library, OpeningHours
from kiosk.domain.model import Secret
from kiosk.settings.model import CardPin, LibrarySettings, Settings, there
from kiosk.settings.rules import DAYS

if TYPE_CHECKING:
    from kiosk.backends.sierra.service import SierraSite

CREDENTIAL = "sierra-key"


def sierra_key(settings: Settings, environ: Mapping[str, str] = os.environ) -> Secret:
    """Return the kiosk's key and its secret, with a colon between them. Raises MisconfiguredError."""
    sierra = there(settings.sierra)
    folder = environ.get("CREDENTIALS_DIRECTORY")
    path = sierra.key_file or (Path(folder) / CREDENTIAL if folder else None)
    if path is None:
        raise MisconfiguredError(f"[sierra] key_file: nothing, and systemd gives no credential {CREDENTIAL}")
    try:
        mode = path.stat().st_mode
        key = login_in(path)
    except OSError as why:
        raise MisconfiguredError(f"[sierra] key_file: {path}: {why.strerror}") from None
    except ValueError:
        raise MisconfiguredError(f"[sierra] key_file: {path}: it should hold one line, KEY:SECRET") from None
    if sierra.key_file is not None and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise MisconfiguredError(f"[sierra] key_file: {path}: others may read it; chmod 600 {path}")
    return key


def library_of(settings: Settings) -> Library:
    """Return the library as the table [library] describes it. Its texts are harmless to show."""
    library = there(settings.library)
    return Library(
        name=plain(library.name),
        logout_timeout=library.logout_timeout_s,
        currency=library.currency,
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
    """Return the hours of seven days from Monday, or nothing if the file has none.

    If the file names some days, the library is closed on all other days.
    """
    if not library.hours:
        return ()
    return tuple(_day(library.hours.get(day, "closed")) for day in DAYS)


def _day(text: str) -> OpeningHours:
    if text == "closed":
        return OpeningHours()
    opens, _, closes = text.partition("-")
    return OpeningHours(time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip()))


def sierra_site(settings: Settings, network: Network) -> "SierraSite":
    """Return the settings in [sierra] and [library] for the back end. Raises MisconfiguredError."""
    from kiosk.backends.sierra.service import SierraSite

    sierra, library = there(settings.sierra), there(settings.library)
    return SierraSite(
        url=sierra.url,
        key=sierra_key(settings),
        zone=local_zone(settings.kiosk.time_zone),
        token_url=sierra.token_url or "",
        card_pin=sierra.card_pin is CardPin.REQUIRED,
        username=sierra.username,
        statgroup=sierra.statgroup,
        barcode_tag=sierra.barcode_tag,
        timeout_s=sierra.request_timeout_s,
        library=library_of(settings),
        most_loans=library.max_items or None,
        network=network,
    )
