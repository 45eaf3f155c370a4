"""The checks of the sound, the slip printer and the staff PIN on this machine."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping

from kiosk.commands.checks.result import CheckResult, note, ok, warning
from kiosk.domain.library import Library
from kiosk.settings.model import Player, Settings

_PACKAGES = {Player.APLAY: "alsa-utils", Player.PW_PLAY: "pipewire-bin"}
_LPSTAT_S = 10.0


def check_sound(settings: Settings, library: Library | None) -> CheckResult:
    """Say which program plays sounds, or that sounds are off. Warn if the program is missing."""
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


def check_printer(queue: str, environ: Mapping[str, str]) -> Iterator[CheckResult]:
    """Ask CUPS if this printer queue can print slips. Nothing is printed.

    A problem is only a warning, because the kiosk also works without slips.
    """
    if not all(shutil.which(name, path=environ.get("PATH")) for name in ("lp", "lpstat")):
        yield warning("there is no program lp: the receipt's slip cannot be printed", "apt install cups-client")
        return
    takes, prints = _lpstat(("-a", queue), environ), _lpstat(("-p", queue), environ)
    if not takes:
        advice = "lpstat -e lists the queues; is CUPS running (systemctl status cups)?"
        yield warning(f'CUPS has no queue "{queue}", or does not answer', advice)
    elif " not accepting " in takes:
        yield warning(f'the queue "{queue}" takes nothing', f"cupsaccept {queue}")
    elif " disabled " in prints:
        yield warning(f'the queue "{queue}" keeps its slips and prints none', f"cupsenable {queue}")
    else:
        yield ok(f'slips are printed by the queue "{queue}"')


def _lpstat(words: tuple[str, ...], environ: Mapping[str, str]) -> str:
    """Return the output of lpstat in English, or an empty text if lpstat fails."""
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


def check_staff_pin(settings: Settings) -> Iterator[CheckResult]:
    """Check that the file with the staff PIN exists, that it can be read, and that others cannot read it."""
    path = settings.staff.pin_file
    write_it = "write it with: lending-kiosk staff-pin"
    try:
        mode, words = path.stat().st_mode, path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        # The result is only a note, because no screen asks for the PIN yet.
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
