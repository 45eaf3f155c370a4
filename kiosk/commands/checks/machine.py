"""The check of the machine itself: time, sound, the staff PIN."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.app.clock import local_zone
from kiosk.commands.checks.result import CheckResult, note, ok, warning
from kiosk.domain.clock import MOST_OFF_S, off_in_words
from kiosk.domain.library import Library
from kiosk.settings.model import Player, Settings

_MOST_ZONES = 5
_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Universal", "Etc/Universal", "Zulu", "Etc/Zulu"})
_LOCALTIME = Path("/etc/localtime")
_PACKAGES = {Player.APLAY: "alsa-utils", Player.PW_PLAY: "pipewire-bin"}


def zone_by_loans(settings: Settings, library: Library | None) -> Iterator[CheckResult]:
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


def zone(settings: Settings, localtime: Path = _LOCALTIME) -> CheckResult:
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


def clock(ahead: timedelta | None) -> CheckResult:
    """Compare this machine's clock with the server's."""
    if ahead is None:
        return note("the server does not say what time it has, so this machine's clock was compared with nothing")
    if abs(ahead.total_seconds()) <= MOST_OFF_S:
        return ok("this machine's clock agrees with the server's")
    text = f"this machine's clock is {off_in_words(ahead.total_seconds())} the server's"
    advice = "let the machine set its clock (timedatectl set-ntp true); the kiosk goes by the server's time meanwhile"
    return warning(text, advice)


def sound(settings: Settings, library: Library | None) -> CheckResult:
    """Say which program plays sounds, if the library wants sounds."""
    player = settings.sound.player
    if library is not None and not library.sounds:
        return note("the library's settings switch sounds off (playSounds): a scan is seen, but not heard")
    if player is Player.OFF:
        return note('sounds are off ([sound] player = "off"): a scan is seen, but not heard')
    found = shutil.which(player.value)
    if found is None:
        advice = f'apt install {_PACKAGES[player]}, or choose another [sound] player, or "off"'
        return warning(f"there is no program {player.value}: the kiosk stays silent", advice)
    return ok(f"sounds are played by {found}")


def staff(settings: Settings) -> Iterator[CheckResult]:
    """Check the file with the staff PIN."""
    path = settings.staff.pin_file
    write_it = "write it with: lending-kiosk staff-pin"
    try:
        mode, words = path.stat().st_mode, path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        # No screen asks for the PIN: nobody has to act, so this is only a note.
        yield note(f"no staff PIN: there is no file {path}; no screen asks for one yet", write_it)
    except (OSError, ValueError) as why:
        said = why.strerror if isinstance(why, OSError) else "it is not one of ours"
        yield warning(f"the staff PIN in {path} cannot be read: {said}", f"as the kiosk's own user? Else {write_it}")
    else:
        if len(words) != 6:
            yield warning(f"{path} does not hold a staff PIN as the kiosk keeps it", write_it)
        elif mode & 0o037:
            yield warning(f"others on this machine may read the staff PIN in {path}", f"chmod 600 {path}")
        else:
            yield ok(f"the staff PIN is in {path}")


# --- time zones ---
# The time zones that fit the server's loans, which end with the day: at 23:59 in the library's zone.

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


# --- the printer ---
# The check of the slip printer: CUPS must know its queue, and the queue must accept and print slips now.

_LPSTAT_S = 10.0


def printer(queue: str, environ: Mapping[str, str]) -> Iterator[CheckResult]:
    """Ask CUPS about the queue, and print nothing. A failure is only a warning: the kiosk works without slips."""
    if not all(shutil.which(name, path=environ.get("PATH")) for name in ("lp", "lpstat")):
        yield warning("there is no program lp: the receipt's slip cannot be printed", "apt install cups-client")
        return
    takes, prints = _said(("-a", queue), environ), _said(("-p", queue), environ)
    if not takes:
        advice = "lpstat -e lists the queues; is CUPS running (systemctl status cups)?"
        yield warning(f'CUPS has no queue "{queue}", or does not answer', advice)
    elif " not accepting " in takes:
        yield warning(f'the queue "{queue}" takes nothing', f"cupsaccept {queue}")
    elif " disabled " in prints:
        yield warning(f'the queue "{queue}" keeps its slips and prints none', f"cupsenable {queue}")
    else:
        yield ok(f'slips are printed by the queue "{queue}"')


def _said(words: tuple[str, ...], environ: Mapping[str, str]) -> str:
    """Return the output of lpstat in English, or an empty text if it fails."""
    try:
        told = subprocess.run(
            ["lpstat", *words],
            env={**environ, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LPSTAT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout if told.returncode == 0 else ""
