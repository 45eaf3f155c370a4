"""The check of the time: this machine's clock against the server's, and the time zone in which tools are due."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
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
    """Compare this machine's clock with the server's."""
    if ahead is None:
        return note("the server does not say what time it has, so this machine's clock was compared with nothing")
    if abs(ahead.total_seconds()) <= MOST_OFF_S:
        return ok("this machine's clock agrees with the server's")
    text = f"this machine's clock is {off_in_words(ahead.total_seconds())} the server's"
    advice = "let the machine set its clock (timedatectl set-ntp true); the kiosk goes by the server's time meanwhile"
    return warning(text, advice)


def check_time_zone(settings: Settings, localtime: Path = _LOCALTIME) -> CheckResult:
    """Say the zone in which days begin and tools are due. No lending system gives the name of its zone."""
    named = settings.kiosk.time_zone
    now = datetime.now(local_zone(named)).strftime("%A %H:%M")
    if named:
        return ok(f"time zone {named}, from this file: it is {now} there")
    name = _machine_zone(localtime)
    if name in _UTC_NAMES or not name:
        text = f"this machine's time zone is {name or 'not set'}, where it is {now}: days and due dates follow it"
        return warning(text, 'say the library\'s own: [kiosk] time_zone = "America/New_York", for instance')
    return ok(f"time zone {name}, from this machine: it is {now}")


def _machine_zone(localtime: Path) -> str:
    """Return the zone's name as the link /etc/localtime says it, or an empty text if there is no such link."""
    try:
        return str(localtime.resolve(strict=True)).partition("/zoneinfo/")[2]
    except OSError:
        return ""


def check_zone_by_loans(settings: Settings, library: Library | None) -> Iterator[CheckResult]:
    """Warn if another zone fits the due moments of known loans better: in its zone, a loan ends at 23:59."""
    moments = tuple(moment for moment in library.due_moments if moment.minute % 15 == 14) if library else ()
    here = local_zone(settings.kiosk.time_zone)
    if not moments or library is None or fits(here, moments):
        return
    country = library.locale.replace("_", "-").partition("-")[2]
    fitting = zones_that_fit(moments, country)
    if not fitting:
        return
    at = f"{moments[-1].astimezone(here):%H:%M}"
    others = f" (or {', '.join(fitting[1:_MOST_ZONES])})" if fitting[1:] else ""
    text = (
        f"loans end at {at} in this time zone, so due days can be one day off: 23:59 would be in {fitting[0]}{others}"
    )
    yield warning(text, f'[kiosk] time_zone = "{fitting[0]}", if the library is there')


# --- the time zones in which the server's loans end with the day, at 23:59 ---


def fits(zone: tzinfo, moments: Iterable[datetime]) -> bool:
    """Return True if all these moments are in the last minute of a day in this zone."""
    local = (moment.astimezone(zone) for moment in moments)
    return all((moment.hour, moment.minute) == (23, 59) for moment in local)


def zones_that_fit(moments: Iterable[datetime], country: str = "") -> tuple[str, ...]:
    """Return the zones in which all moments end a day: only those of the country, or all if the country has none."""
    moments = tuple(moments)
    if not moments:
        return ()
    zones = ((name, of, _zone(name)) for name, of in _known().items())
    fitting = [(name, of) for name, of, zone in zones if zone is not None and fits(zone, moments)]
    at_home = [name for name, of in fitting if country.upper() in of]
    return tuple(at_home or [name for name, _ in fitting])


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _known() -> Mapping[str, frozenset[str]]:
    """Return each zone in the table with the countries that use it, in the order of the table."""
    rows = (line.split("\t") for line in _table() if line and not line.startswith("#"))
    return {row[2].strip(): frozenset(row[0].split(",")) for row in rows if len(row) >= 3}


def _table() -> Iterator[str]:
    for path in _TABLES:
        if path.is_file():
            yield from path.read_text(encoding="utf-8").splitlines()
            return
    yield from (files("tzdata") / "zoneinfo" / "zone1970.tab").read_text(encoding="utf-8").splitlines()
