"""The start of the program from a command: the kiosk itself, or the page that says why it cannot start."""

import asyncio
import gc
import logging
import os
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct

from kiosk.app import qt_import  # noqa: F401 - before whatever else imports Qt
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
"""The seconds for which a kiosk that was told to end, and is still ending, may hold the state folder."""
_NOTE = "800x480"
"""The size of the note that says that another kiosk runs; it may stand in front of that kiosk's window."""

Main = Callable[[asyncio.Event], Coroutine[object, object, int]]
"""A coroutine function that runs in the loop until the event is set, and returns the exit code."""


def run_kiosk(
    settings: Settings,
    *,
    prepare: Callable[[Program], Awaitable[None]] | None = None,
    beside: "Callable[[Program], QWidget] | None" = None,
) -> int:
    """Run the kiosk until it is told to stop; `beside` makes a window next to the kiosk's (the demo's bench)."""
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
    """Show Trouble on the screen until the settings file is right; then the kiosk replaces this process."""
    spread_nets()
    app = application()
    if not load_fonts():
        return ExitCode.UNAVAILABLE
    return _wait_until_right(app, TroubleReason.SETTINGS_WRONG, lambda: _wrong_with_file(path))


def _with_crash_net(main: Main) -> Main:
    """Return `main` inside a net: an unexpected error in a task or a callback of the loop ends the process."""

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


# --- what keeps the kiosk from starting -----------------------------------------------------------------


def _wait_until_free(app: "QApplication", state_dir: Path) -> int:
    """Say that another kiosk runs. Start the kiosk if the other one ends in time, otherwise end."""
    window = KioskWindow(asset(), "light", display=_NOTE)
    still = _Wait(window, TroubleReason.RUNS_ALREADY, lambda: _claimed_by_another(state_dir), _FORMER_ENDS_S)
    return _wait(app, still)


def _wait_until_right(app: "QApplication", reason: TroubleReason, wrong_now: Callable[[], str]) -> int:
    """Show the current problem until `wrong_now` returns an empty text; then start the kiosk."""
    return _wait(app, _Wait(KioskWindow(asset(), "light"), reason, wrong_now))


class _Wait(Struct, frozen=True):
    """The problem to show, the window for the problem, and the longest time to wait in seconds (None: for ever)."""

    window: KioskWindow
    reason: TroubleReason
    wrong_now: Callable[[], str]
    most_s: float | None = None


def _wait(app: "QApplication", until: _Wait) -> int:
    window = until.window

    async def wait(stop: asyncio.Event) -> int:
        gc.enable()
        manager, shown, began = ServiceManager(), "", time.monotonic()
        _watch = CloseWatch(window, stop.set, may_close=until.most_s is not None)
        while wrong := until.wrong_now():
            window.show_view(plain_view(until.reason, tuple(wrong.splitlines())))  # each time, so its clock goes on
            if wrong != shown:
                _log.error("%s", wrong)
                window.open()
                shown = wrong
                manager.ready()
            manager.ping()
            if await happens(stop, _LOOK_AGAIN_S):
                return ExitCode.OK
            if until.most_s is not None and time.monotonic() - began > until.most_s:
                _log.error("%s: this one ends", wrong)
                return ExitCode.TEMPFAIL
        return _restart()

    return run_until_stopped(app, _with_crash_net(wait))


def _restart() -> NoReturn:
    _log.info("nothing is wrong any more: the kiosk starts")
    os.execv(sys.executable, [sys.executable, "-m", "kiosk", *sys.argv[1:]])  # noqa: S606 - we start our own program


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
