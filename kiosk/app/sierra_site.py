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
_FORM = "in one line KEY:SECRET"


def sierra_key(settings: Settings, environ: Mapping[str, str] = os.environ) -> Secret:
    """Return the key and the secret for Sierra as one text, KEY:SECRET. Raises MisconfiguredError."""
    path = _key_path(settings, environ)
    if path is None:
        raise MisconfiguredError(
            f"[sierra] key_file: no file is named, and systemd gives no credential {CREDENTIAL}: "
            f"name the file that holds the key of your Sierra, {_FORM}"
        )
    try:
        mode = path.stat().st_mode
        key = login_in(path)
    except OSError as why:
        raise MisconfiguredError(f"[sierra] key_file: {_unreadable(path, why)}") from None
    except ValueError:
        raise MisconfiguredError(f"[sierra] key_file: {path} should hold the key of your Sierra, {_FORM}") from None
    if there(settings.sierra).key_file is not None and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise MisconfiguredError(f"[sierra] key_file: {path} can be read by others: chmod 600 {path}")
    return key


def _key_path(settings: Settings, environ: Mapping[str, str]) -> Path | None:
    folder = environ.get("CREDENTIALS_DIRECTORY")
    return there(settings.sierra).key_file or (Path(folder) / CREDENTIAL if folder else None)


def _unreadable(path: Path, why: OSError) -> str:
    match why:
        case FileNotFoundError():
            return f"{path} is not there: write the key of your Sierra into it, {_FORM}, then chmod 600 {path}"
        case PermissionError():
            how = "look at it as root, or let it belong to the account of the kiosk"
            return f"{path} cannot be read by this account: {how}"
        case _:
            return f"{path} cannot be read: {why.strerror}"


def key_place(settings: Settings) -> str:
    """Return words that tell staff where the key is read."""
    path = there(settings.sierra).key_file
    return f"{path} ([sierra] key_file)" if path is not None else f"systemd's credential {CREDENTIAL}"


def library_of(settings: Settings) -> Library:
    """Return the library as the table [library] describes it. The result contains only sanitised texts."""
    library = there(settings.library)
    return Library(
        name=plain(library.name),
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
        key_place=key_place(settings),
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
