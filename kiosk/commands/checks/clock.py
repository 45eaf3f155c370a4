"""The check of the time: it compares this machine's clock with the server's clock, and checks the time zone."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta, tzinfo
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.app.clock import local_zone
from kiosk.commands.checks.result import CheckResult, note, ok, warning
from kiosk.domain.clock import MOST_OFF_S, off_in_words
from kiosk.domain.library import Library
from kiosk.settings.model import Settings

_MOST_ZONES = 5
_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Universal", "Etc/Universal", "Zulu", "Etc/Zulu"})
_LOCALTIME = Path("/etc/localtime")
_TABLES = (Path("/usr/share/zoneinfo/zone1970.tab"), Path("/usr/share/zoneinfo/zone.tab"))


def check_clock(ahead: timedelta | None) -> CheckResult:
    """Say if this machine's clock agrees with the server's clock.

    `ahead` says how far this machine's clock is ahead of the server's clock. It is None if the server sent no time.
    """
    if ahead is None:
        return note("the server does not say what time it has, so this machine's clock was compared with nothing")
    if abs(ahead.total_seconds()) <= MOST_OFF_S:
        return ok("this machine's clock agrees with the server's")
    text = f"this machine's clock is {off_in_words(ahead.total_seconds())} the server's"
    advice = "let the machine set its clock (timedatectl set-ntp true); the kiosk goes by the server's time meanwhile"
    return warning(text, advice)


def check_time_zone(
    settings: Settings, localtime: Path = _LOCALTIME, environ: Mapping[str, str] = os.environ
) -> CheckResult:
    """Say which time zone the kiosk uses. The time zone decides when a day begins and when tools are due.

    The time zone comes from the settings. If the settings have none, it comes from the environment variable TZ. If TZ
    is not set, it is the time zone of this machine. The kiosk cannot ask the lending system, because lending systems do
    not send their time zone.
    """
    named = settings.kiosk.time_zone
    now = datetime.now(local_zone(named, environ)).strftime("%A %H:%M")
    if named:
        return ok(f"time zone {named}, from this file: it is {now} there")
    told = environ.get("TZ")
    name = _machine_zone(localtime) if told is None else told.removeprefix(":")
    if name in _UTC_NAMES or not name:
        text = f"this machine's time zone is {name or 'not set'}, where it is {now}: days and due dates follow it"
        return warning(text, 'say the library\'s own: [kiosk] time_zone = "America/New_York", for instance')
    return ok(f"time zone {name}, from {'this machine' if told is None else 'the variable TZ'}: it is {now}")


def _machine_zone(localtime: Path) -> str:
    """Return the name of the time zone to which the link `localtime` points, or an empty text if there is no link."""
    try:
        return str(localtime.resolve(strict=True)).partition("/zoneinfo/")[2]
    except OSError:
        return ""


def check_zone_by_loans(settings: Settings, library: Library | None) -> Iterator[CheckResult]:
    """Warn if the kiosk's time zone is probably not the time zone of the library.

    In the library's own time zone, loans of whole days end at the time `due_at` of the library. If the known loans end
    at another time in the kiosk's time zone, this zone is probably wrong. `library` has the due times of loans that the
    kiosk has read.
    """
    if library is None:
        return
    end, here = library.due_at, local_zone(settings.kiosk.time_zone)
    moments = tuple(moment for moment in library.due_moments if (moment.minute - end.minute) % 15 == 0)
    if not moments or fits(here, moments, end):
        return
    country = library.locale.replace("_", "-").partition("-")[2]
    fitting = zones_that_fit(moments, country, end)
    if not fitting:
        return
    at = f"{moments[-1].astimezone(here):%H:%M}"
    others = f" (or {', '.join(fitting[1:_MOST_ZONES])})" if fitting[1:] else ""
    would_be = f"{end:%H:%M} would be in {fitting[0]}{others}"
    text = f"loans end at {at} in this time zone, so due days can be one day off: {would_be}"
    yield warning(text, f'[kiosk] time_zone = "{fitting[0]}", if the library is there')


# --- the time zones in which loans of whole days end at the expected time of day ---

_END_OF_DAY = time(23, 59)


def fits(zone: tzinfo, moments: Iterable[datetime], end: time = _END_OF_DAY) -> bool:
    """Return True if, in this time zone, each of these moments has the time of day `end`. Seconds do not matter."""
    local = (moment.astimezone(zone) for moment in moments)
    return all((moment.hour, moment.minute) == (end.hour, end.minute) for moment in local)


def zones_that_fit(moments: Iterable[datetime], country: str = "", end: time = _END_OF_DAY) -> tuple[str, ...]:
    """Return the names of the time zones in which each of these moments has the time of day `end`.

    If some of these zones are used in `country`, return only the zones of this country.
    """
    moments = tuple(moments)
    if not moments:
        return ()
    zones = ((name, of, _zone(name)) for name, of in _known().items())
    fitting = [(name, of) for name, of, zone in zones if zone is not None and fits(zone, moments, end)]
    at_home = [name for name, of in fitting if country.upper() in of]
    return tuple(at_home or [name for name, _ in fitting])


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _known() -> Mapping[str, frozenset[str]]:
    """Return all time zones by name, each with the codes of the countries that use the zone.

    The zones have the same order as in the zone table of the operating system.
    """
    rows = (line.split("\t") for line in _table() if line and not line.startswith("#"))
    return {row[2].strip(): frozenset(row[0].split(",")) for row in rows if len(row) >= 3}


def _table() -> Iterator[str]:
    for path in _TABLES:
        if path.is_file():
            yield from path.read_text(encoding="utf-8").splitlines()
            return
    yield from (files("tzdata") / "zoneinfo" / "zone1970.tab").read_text(encoding="utf-8").splitlines()
