"""An empty window of Chromium in kiosk mode, with which the kiosk is compared."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.bench.display import HEIGHT, WIDTH, Colour, Display, end, wait_until

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
_COLOUR: Colour = (0x2A, 0x7F, 0x3C)
_PAGE = f"data:text/html,<body style='background:rgb{_COLOUR};margin:0'>"
_OPTIONS = (
    "--kiosk",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--hide-scrollbars",
    "--password-store=basic",
)
_POINTS = [(x, y) for x in (80, WIDTH // 2, WIDTH - 80) for y in (80, HEIGHT // 2, HEIGHT - 80)]


@contextmanager
def empty_window(display: Display) -> Iterator[tuple[psutil.Process, float]]:
    """Start Chromium in kiosk mode with a page of one colour.

    Yield the process, and the seconds until the page was shown.
    """
    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(prefix="bench-chromium-", ignore_cleanup_errors=True) as profile:
        command = [PROGRAM, *_OPTIONS, f"--window-size={WIDTH},{HEIGHT}", f"--user-data-dir={Path(profile)}", _PAGE]
        began = time.monotonic()
        browser = subprocess.Popen(command, env=display.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            shown = wait_until(lambda: all(display.colour(*at) == _COLOUR for at in _POINTS), "Chromium's window")
            yield psutil.Process(browser.pid), shown - began
        finally:
            end(browser)
            display.clear()


def version() -> str:
    """Return the version that Chromium prints, or an empty text if there is no Chromium."""
    if PROGRAM is None:
        return ""
    return subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=False).stdout.strip()
