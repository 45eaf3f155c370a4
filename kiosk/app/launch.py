"""The code that starts the program. It shows the kiosk, or a page that says why the kiosk cannot start."""

import asyncio
import logging
import os
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct

from kiosk.app import qt_import  # noqa: F401 - this must come before any other import of Qt
from kiosk.app.garbage import collect_if_due
from kiosk.app.presenting import plain_view
from kiosk.app.program import Program
from kiosk.app.qt import CloseWatch, application, load_fonts, run_until_stopped
from kiosk.app.settings_file import usable_settings
from kiosk.assets import asset
from kiosk.domain.visit.states import TroubleReason
from kiosk.exit_codes import ExitCode
from kiosk.ops.process import ServiceManager, crash, end_by_force, ended_in_time, spread_nets
from kiosk.runner.tasks import happens
from kiosk.settings.model import Settings
from kiosk.settings.problems import SettingsError
from kiosk.store.folder_lock import FolderInUseError, claim
from kiosk.store.kiosk_key import KeyProblemError, load_key
from kiosk.ui.window import KioskWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

_log = logging.getLogger("kiosk.app")

_LOOK_AGAIN_S = 2.0
_FORMER_ENDS_S = 8.0
"""The longest time in seconds to wait for the end of an earlier kiosk that still uses the state folder."""
_NOTE = "800x480"
"""The size of the window that says that another kiosk runs. It is small, so that the other kiosk can still be seen."""

Main = Callable[[asyncio.Event], Coroutine[object, object, int]]
"""A coroutine function that gets an event. It runs until the event is set, and returns the exit code of the process."""


def run_kiosk(
    settings: Settings,
    *,
    prepare: Callable[[Program], Awaitable[None]] | None = None,
    beside: "Callable[[Program], QWidget] | None" = None,
) -> int:
    """Run the kiosk until it is told to stop, and return the exit code.

    `prepare` runs before the readers start. `beside` makes a second window, for example the scan window of the demo.
    """
    spread_nets()
    app = application()
    if not load_fonts():
        return ExitCode.UNAVAILABLE
    try:
        claimed = claim(settings.kiosk.state_dir)
    except FolderInUseError:
        return _wait_until_free(app, settings.kiosk.state_dir)
    try:
        program = Program(settings, prepare=prepare, last_resort=end_by_force)
    except KeyProblemError:
        return _wait_until_right(app, TroubleReason.KEY_UNUSABLE, lambda: _wrong_with_key(settings.kiosk.state_dir))
    other = beside(program) if beside is not None else None
    if other is not None:
        other.show()
    try:
        return run_until_stopped(app, _with_crash_net(program.main))
    finally:
        ended_in_time()
        claimed.let_go()


def show_problems(path: Path) -> int:
    """Show the mistakes of the settings file on the page Trouble. When they are corrected, start the kiosk."""
    spread_nets()
    app = application()
    if not load_fonts():
        return ExitCode.UNAVAILABLE
    return _wait_until_right(app, TroubleReason.SETTINGS_WRONG, lambda: _wrong_with_file(path))


def _with_crash_net(main: Main) -> Main:
    """Return a version of `main` in which an unexpected error in a task or a callback ends the process."""

    async def netted(stop: asyncio.Event) -> int:
        asyncio.get_running_loop().set_exception_handler(_unexpected)
        try:
            return await main(stop)
        except BaseExceptionGroup as errors:
            crash(errors, "a task of the app")

    return netted


def _unexpected(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    error = context.get("exception")
    if isinstance(error, BaseException):
        crash(error, "the event loop")
    _log.error("the event loop says: %s", context.get("message"))


# --- problems that prevent a start ----------------------------------------------------------------------


def _wait_until_free(app: "QApplication", state_dir: Path) -> int:
    """Say that another kiosk runs. Start this kiosk if the other kiosk ends within _FORMER_ENDS_S seconds.

    If the other kiosk still runs after this time, end this process.
    """
    window = KioskWindow(asset(), "light", display=_NOTE)
    still = _Wait(window, TroubleReason.RUNS_ALREADY, lambda: _claimed_by_another(state_dir), _FORMER_ENDS_S)
    return _wait(app, still)


def _wait_until_right(app: "QApplication", reason: TroubleReason, wrong_now: Callable[[], str]) -> int:
    """Call `wrong_now` again and again, and show the problem that it returns. If it returns "", start the kiosk."""
    return _wait(app, _Wait(KioskWindow(asset(), "light"), reason, wrong_now))


class _Wait(Struct, frozen=True):
    """A problem, the window that shows the problem, and the longest time to wait in seconds (None means for ever)."""

    window: KioskWindow
    reason: TroubleReason
    wrong_now: Callable[[], str]
    most_s: float | None = None


def _wait(app: "QApplication", until: _Wait) -> int:
    window = until.window

    async def wait(stop: asyncio.Event) -> int:
        manager, shown, began = ServiceManager(), "", time.monotonic()
        _watch = CloseWatch(window, stop.set, may_close=until.most_s is not None)
        while wrong := until.wrong_now():
            # The view is made again in every round of this loop, so that the clock on the page shows the right time.
            window.show_view(plain_view(until.reason, tuple(wrong.splitlines())))
            if wrong != shown:
                _log.error("%s", wrong)
                window.open()
                shown = wrong
                manager.ready()
            manager.ping()
            collect_if_due()
            if await happens(stop, _LOOK_AGAIN_S):
                return ExitCode.OK
            if until.most_s is not None and time.monotonic() - began > until.most_s:
                _log.error("%s: this one ends", wrong)
                return ExitCode.TEMPFAIL
        return _restart()

    return run_until_stopped(app, _with_crash_net(wait))


def _restart() -> NoReturn:
    _log.info("nothing is wrong any more: the kiosk starts")
    os.execv(sys.executable, [sys.executable, "-m", "kiosk", *sys.argv[1:]])  # noqa: S606 - this starts our own program


def _wrong_with_file(path: Path) -> str:
    try:
        usable_settings(path)
    except SettingsError as wrong:
        return str(wrong)
    return ""


def _claimed_by_another(state_dir: Path) -> str:
    try:
        claim(state_dir).let_go()
    except FolderInUseError as taken:
        return str(taken)
    return ""


def _wrong_with_key(state_dir: Path) -> str:
    try:
        load_key(state_dir)
    except KeyProblemError as wrong:
        return str(wrong)
    return ""
