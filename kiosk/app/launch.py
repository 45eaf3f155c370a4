"""Starting the program from a command: the real thing, or the page that says what is wrong with the settings file."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kiosk.app.looks import plain_view
from kiosk.app.program import Program
from kiosk.app.qt import CloseWatch, application, live
from kiosk.assets import asset
from kiosk.exit_codes import ExitCode
from kiosk.ops.crash import spread_nets
from kiosk.ops.notify import ServiceManager
from kiosk.settings import Settings, SettingsProblems, load
from kiosk.ui.window import KioskWindow

_log = logging.getLogger("kiosk.app")

_LOOK_AGAIN_S = 2.0


def run_kiosk(
    settings: Settings,
    *,
    prepare: Callable[[Program], Awaitable[None]] | None = None,
    beside: Callable[[Program], QWidget] | None = None,
) -> int:
    """The kiosk until it is told to stop; `beside` makes a window next to it (the demo's bench)."""
    spread_nets()
    app = application()
    program = Program(settings, prepare=prepare)
    other = beside(program) if beside is not None else None
    if other is not None:
        other.show()
    return live(app, program.main)


def show_problems(path: Path, wrong: SettingsProblems) -> int:
    """Trouble on the screen until the settings file is right; then the kiosk starts in our place."""
    spread_nets()
    app = application()
    _log.error("%s", wrong)
    window = KioskWindow(asset(), "light")
    window.show_view(plain_view(tuple(str(wrong).splitlines())))
    window.open()

    async def wait(stop: asyncio.Event) -> int:
        gc.enable()
        manager = ServiceManager()
        manager.ready()
        watch = CloseWatch(window, stop.set, may_close=False)
        while not stop.is_set():
            manager.ping()
            try:
                await asyncio.wait_for(stop.wait(), _LOOK_AGAIN_S)
            except TimeoutError:
                if _is_right(path):
                    watch.deleteLater()
                    os.execv(sys.executable, [sys.executable, "-m", "kiosk", *sys.argv[1:]])  # noqa: S606 - ourselves
        return ExitCode.OK

    return live(app, wait)


def _is_right(path: Path) -> bool:
    try:
        load(path)
    except SettingsProblems:
        return False
    return True
