"""The parts of the app that concern Qt: application, event loop, fonts, first frame, timer and close button."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Coroutine

import qasync
from PySide6.QtCore import QEvent, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtCore import Qt as QtNames
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.app.garbage import collect_only_when_asked
from kiosk.assets import asset
from kiosk.exit_codes import ExitCode
from kiosk.ui.theme import load_missing

_log = logging.getLogger("kiosk.qt")

TICK_MS, COUNTDOWN_TICK_MS = 1000, 250


def application(*, screen_reader: bool = False) -> QApplication:
    """Return the only QApplication, and make one if there is none. The application does not end when a window closes.

    If `screen_reader` is True, Qt gives its texts to screen readers, even if no screen reader runs yet.
    """
    if screen_reader:
        os.environ.setdefault("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1")
    collect_only_when_asked()
    qInstallMessageHandler(_qt_said)
    app = QApplication.instance() or QApplication(["lending-kiosk"])
    if not isinstance(app, QApplication):
        raise TypeError("a Qt application without windows runs already")
    app.setApplicationName("Lending kiosk")
    app.setQuitOnLastWindowClosed(False)
    return app


def load_fonts() -> bool:
    """Load the fonts, and log which fonts are missing. Return False if no font can be loaded."""
    fonts = load_missing(asset("fonts"))
    if fonts.copied:
        _log.info("not installed, so the kiosk's own copies are used: %s", ", ".join(fonts.copied))
    if fonts.none:
        _log.critical(
            "no font can be loaded: neither is one installed, nor can the kiosk's own be read (%s); "
            "every letter would be a square, so the kiosk does not start. "
            "Install it again, or: apt install fonts-inter",
            asset("fonts"),
        )
    elif fonts.missing:
        _log.warning("fonts are missing, another one is drawn in their place: %s", ", ".join(fonts.missing))
    return not fonts.none


def _qt_said(kind: QtMsgType, _context: object, text: str) -> None:
    if kind is QtMsgType.QtFatalMsg and "platform plugin" in text:
        # Without this exit, Qt would write a core dump and long stack traces, which do not help staff.
        _log.critical("no window can be opened here: does the display answer that DISPLAY or WAYLAND_DISPLAY names?")
        os._exit(ExitCode.UNAVAILABLE)
    level = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.DEBUG}.get(kind, logging.WARNING)
    _log.log(level, "%s", text)


def run_until_stopped(app: QApplication, main: Callable[[asyncio.Event], Coroutine[object, object, int]]) -> int:
    """Run `main` in Qt's event loop and return its exit code. SIGTERM and SIGINT set the event that `main` gets."""
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        stop = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        return int(loop.run_until_complete(main(stop)))


class FirstFrame(QObject):
    """The first frame of a window. `await frame.painted` returns when the window has been painted once."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.painted = asyncio.get_running_loop().create_future()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint and not self.painted.done():
            # Qt paints only after this filter has returned. So the event loop calls `_done` later, when the frame is on
            # the screen.
            QTimer.singleShot(0, self._done)
        return super().eventFilter(watched, event)

    def _done(self) -> None:
        if not self.painted.done():
            self.painted.set_result(None)
            watched = self.parent()
            if watched is not None:
                watched.removeEventFilter(self)


class Ticker:
    """The precise timer for all deadlines. It ticks once each second, or four times each second during a countdown."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(QtNames.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(tick)

    def start(self) -> None:
        """Start the ticks."""
        self._timer.start()

    def hurry(self, *, countdown: bool) -> None:
        """Tick four times each second if a countdown is shown, and once each second if not."""
        wanted = COUNTDOWN_TICK_MS if countdown else TICK_MS
        if self._timer.interval() != wanted:
            self._timer.setInterval(wanted)

    def stop(self) -> None:
        """Stop the ticks."""
        self._timer.stop()


class CloseWatch(QObject):
    """Handles the close button of a window.

    If `may_close` is True, a press calls `closed`. If `may_close` is False, a press does nothing.
    """

    def __init__(self, window: QWidget, closed: Callable[[], None], *, may_close: bool) -> None:
        super().__init__(window)
        self._closed = closed
        self._may_close = may_close
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Close:
            event.ignore()
            if self._may_close:
                self._closed()
            return True
        return super().eventFilter(watched, event)
