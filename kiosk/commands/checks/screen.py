"""The check that a window can be opened on the screen, and that the fonts are installed."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.commands.checks.result import CheckResult, note, ok, problem, warning
from kiosk.exit_codes import ExitCode

_TRIAL = "kiosk.commands.checks.screen_trial"
_TRIAL_S = 30.0
_UNSEEN = frozenset({"offscreen", "minimal", "minimalegl"})
_PACKAGES = {"Inter": "fonts-inter", "Inter Display": "fonts-inter", "National Park Heavy": "fonts-national-park"}
_DRM = Path("/dev/dri")


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of a trial to start Qt.

    `platform` is Qt's way to reach the screen, such as "xcb" or "wayland". `width` and `height` are the size of the
    window. If Qt could not be started, `why` gives the reason, and the other fields have no meaning. `copied` are fonts
    that are not installed, so the kiosk uses its own copies. `missing` are the fonts that were not found at all.
    `no_font` is True if there is no font with which the kiosk can show text. `large` is False if the window is too
    small for the kiosk.
    """

    platform: str = ""
    width: int = 0
    height: int = 0
    large: bool = True
    copied: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    no_font: bool = False
    why: str = ""


def check_screen(
    environ: Mapping[str, str], drm: Path = _DRM, *, window: tuple[int, int] | None = None
) -> Iterator[CheckResult]:
    """Check the display and the fonts. The check connects to the display as the kiosk does, but opens no window.

    `window` is the size of the window in the settings. It is None if the kiosk uses the whole screen.
    """
    named = next((name for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY") if environ.get(name)), None)
    trial = try_qt(environ, window) if named else None
    if trial is None:
        yield _without_display(drm)
    elif trial.why:
        text = f"no window can be opened on {named}={environ[named or '']}: {trial.why}"
        yield problem(ExitCode.OSERR, text, "ask from the screen's own session, or see the README: what Qt needs")
    elif trial.platform in _UNSEEN:
        yield warning(f"the environment says {named}={trial.platform}: the kiosk would draw where nobody sees it")
    else:
        yield ok(f"a window can be opened ({trial.platform}, {trial.width}x{trial.height})")
    if trial is not None and not trial.large:
        text = f"the kiosk's window is too small: {trial.width}x{trial.height}; it shows nothing but that"
        yield warning(text, "it needs 640x480, or 480x800 if it stands: a higher resolution, or a lower scale")
    yield from _fonts(
        trial if trial is not None and not trial.why else try_qt({**environ, "QT_QPA_PLATFORM": "offscreen"})
    )


def _without_display(drm: Path) -> CheckResult:
    """Return a result for a session that has no display, for example a session over ssh.

    If the machine has a graphics device, the result is only a note, because the kiosk's service can have a display even
    if this session has none. If the machine has no graphics device, the result is a warning.
    """
    cards = sorted(str(card) for card in drm.glob("card*"))
    if cards:
        return note(f"this session has no display; the machine has one that cage can show the kiosk on ({cards[0]})")
    advice = "the kiosk needs a screen: run it in a desktop session, or by its service on a machine with graphics"
    return warning(f"this session has no display, and the machine no graphics device ({drm}/card*)", advice)


def _fonts(trial: Trial) -> Iterator[CheckResult]:
    if trial.why:
        yield problem(
            ExitCode.OSERR, f"the window system (Qt) cannot be started: {trial.why}", "see the README: what Qt needs"
        )
    elif trial.no_font:
        text = "no font can be loaded, neither an installed one nor the kiosk's own copy: each letter would be a square"
        yield problem(ExitCode.UNAVAILABLE, text, "install the kiosk again, or: apt install fonts-inter")
    elif trial.missing:
        packages = " ".join(sorted({_PACKAGES[name] for name in trial.missing if name in _PACKAGES}))
        text = f"fonts are missing: {', '.join(trial.missing)}; the kiosk takes the system's plain one instead"
        yield warning(text, f"apt install {packages}")
    elif trial.copied:
        yield ok(f"the kiosk uses its own copies of fonts that are not installed: {', '.join(trial.copied)}")
    else:
        yield ok("the kiosk's fonts are here")


def try_qt(environ: Mapping[str, str], window: tuple[int, int] | None = None) -> Trial:
    """Try to start Qt in a separate process, and return the result.

    If there is no display, Qt ends the process in which it was started. The process of the check itself must go on.
    """
    try:
        tried = subprocess.run(
            [sys.executable, "-m", _TRIAL, *map(str, window or ())],
            env=dict(environ),
            capture_output=True,
            text=True,
            timeout=_TRIAL_S,
            check=False,
        )
        found = json.loads(tried.stdout) if tried.returncode == 0 else None
    except subprocess.TimeoutExpired:
        return Trial(why=f"no answer within {_TRIAL_S:g} s")
    except ValueError:
        return Trial(why="it says nothing that can be read")
    if found is None:
        return Trial(why=_helpful_line(tried.stderr) or f"it ended with {tried.returncode}")
    width, height = found["screen"]
    copied, missing = tuple(found["copied"]), tuple(found["missing"])
    return Trial(found["platform"], width, height, found["large"], copied, missing, found["no_font"])


def _helpful_line(stderr: str) -> str:
    """Return the line of the error output that helps a person most.

    This is the line with an import error, or else the first line about a display or a plugin. If the output has no such
    line, return its last line.
    """
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ImportError", "ModuleNotFoundError"))]
    complaints = [line for line in lines if "display" in line or "plugin" in line]
    return next(iter([*errors, *complaints, *lines[-1:]]), "")
