"""The end of the process, and the messages to the service manager (systemd) that started it.

An unexpected error is logged and ends the kiosk with exit code 70; the service manager then starts it again. A kiosk
that is told to end does so in time, even if a thread is stuck.
"""

import faulthandler
import logging
import os
import resource
import socket
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import NoReturn

from kiosk.exit_codes import ExitCode

_log = logging.getLogger("kiosk.crash")


def crash(error: BaseException, where: str) -> NoReturn:
    """Log the error and exit at once, because a program that works only in part must not lend tools."""
    _log.critical("unexpected error in %s, stopping", where, exc_info=(type(error), error, error.__traceback__))
    logging.shutdown()
    sys.stderr.flush()
    os._exit(ExitCode.SOFTWARE)


def leave(code: int) -> NoReturn:
    """Exit at once, after the last write, without waiting for a thread that is stuck at a slow disk or printer."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def end_by_force(after_s: float) -> None:
    """End the process if it still runs after `after_s` seconds, even if Python itself is stuck.

    The traceback of each thread is then written to standard error.
    """
    faulthandler.dump_traceback_later(after_s, exit=True)


def ended_in_time() -> None:
    """Cancel the end by force, because the kiosk has finished its work in time."""
    faulthandler.cancel_dump_traceback_later()


def forbid_dumps() -> None:
    """Forbid that a crash writes the memory of this process to disk, because it holds passwords and fob codes.

    The kernel and systemd-coredump obey the limit of 0, and every program that this process starts inherits it.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def spread_nets() -> None:
    """Catch all exceptions that no code has caught, in the main thread (also in Qt's slots) and in all others."""
    forbid_dumps()
    faulthandler.enable()

    def from_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
        else:
            crash(error, "the main thread")

    def from_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            crash(args.exc_value, f"thread {args.thread.name if args.thread else '?'}")

    sys.excepthook = from_main
    threading.excepthook = from_thread


# --- messages to the service manager ---


class ServiceManager:
    """The service manager that started the kiosk; if there is none, no message is sent.

    A message is a datagram of `KEY=value` lines to the UNIX socket named in NOTIFY_SOCKET (man sd_notify). A leading
    `@` means the NUL byte of an abstract socket.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        path = environ.get("NOTIFY_SOCKET", "")
        self._address = "\0" + path[1:] if path.startswith("@") else path
        self._watchdog_us = int(environ.get("WATCHDOG_USEC", "0") or 0)

    @property
    def ping_every_s(self) -> float | None:
        """Return the seconds between two pings, a quarter of the watchdog's time, or None if there is no watchdog."""
        return self._watchdog_us / 4_000_000 if self._watchdog_us else None

    def ready(self) -> None:
        """Tell the manager that the first frame is on the screen."""
        self._send("READY=1")

    def ping(self) -> None:
        """Tell the manager that the event loop is alive; call this from the loop, as a thread would prove nothing."""
        self._send("WATCHDOG=1")

    def status(self, text: str) -> None:
        """Tell the manager one line for `systemctl status`."""
        self._send("STATUS=" + text.replace("\n", " "))

    def stopping(self) -> None:
        """Tell the manager that the kiosk is ending."""
        self._send("STOPPING=1")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
                channel.setblocking(False)
                channel.sendto(message.encode(), self._address)
        except OSError:
            return  # a manager that has gone cannot be told, and the kiosk goes on without it
