"""The time zones that fit the server's loans, which end with the day: at 23:59 in the library's zone."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_TABLES = (Path("/usr/share/zoneinfo/zone1970.tab"), Path("/usr/share/zoneinfo/zone.tab"))


def ends_a_day(moment: datetime, zone: tzinfo) -> bool:
    """Return True if this moment is in the last minute of a day in this zone."""
    local = moment.astimezone(zone)
    return (local.hour, local.minute) == (23, 59)


def fits(zone: tzinfo, moments: Iterable[datetime]) -> bool:
    """Return True if all these moments are in the last minute of a day in this zone."""
    return all(ends_a_day(moment, zone) for moment in moments)


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
