"""The functions that end the kiosk's process, and the messages to systemd, the service manager that starts the kiosk.

An unexpected error is logged, and ends the kiosk with exit code 70. The service manager then starts the kiosk again. A
normal end has a time limit. If a thread is stuck, the process is ended by force after this time.
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
    """Log the error and exit at once, because a kiosk in which one part has failed must not lend tools."""
    _log.critical("unexpected error in %s, stopping", where, exc_info=(type(error), error, error.__traceback__))
    logging.shutdown()
    sys.stderr.flush()
    os._exit(ExitCode.SOFTWARE)


def leave(code: int) -> NoReturn:
    """Write the rest of the log and of the output, then exit. Do not wait for threads, because threads can be stuck."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def end_by_force(after_s: float) -> None:
    """Start a timer that ends this process after `after_s` seconds, even if Python itself is stuck.

    Before the timer ends the process, it writes the traceback of each thread to standard error. `ended_in_time` cancels
    the timer.
    """
    faulthandler.dump_traceback_later(after_s, exit=True)


def ended_in_time() -> None:
    """Cancel the timer of `end_by_force`. Call this function when the kiosk has finished its work in time."""
    faulthandler.cancel_dump_traceback_later()


def forbid_dumps() -> None:
    """Set the size limit for core dumps to 0. A core dump is a file with the memory of a process that has crashed.

    The memory contains passwords and fob codes, which must not be written to disk. The kernel and systemd-coredump obey
    this limit. Each program that this process starts has the same limit.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def spread_nets() -> None:
    """Make the kiosk end at each exception that no code catches, also in other threads and in Qt's slots.

    Also call `forbid_dumps`. Also let Python write the tracebacks of all threads if the interpreter itself crashes.
    """
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
    """The connection to the service manager that started the kiosk. Without a service manager, no message is sent.

    A message is a datagram with lines `KEY=value`. It is sent to a UNIX socket, whose name is in the environment
    variable NOTIFY_SOCKET (see `man sd_notify`). A name that begins with `@` belongs to an abstract socket. In the
    address of such a socket, the first character is a NUL byte and not `@`.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        path = environ.get("NOTIFY_SOCKET", "")
        self._address = "\0" + path[1:] if path.startswith("@") else path
        self._watchdog_us = int(environ.get("WATCHDOG_USEC", "0") or 0)

    @property
    def ping_every_s(self) -> float | None:
        """Return the seconds between two calls of `ping`, or None if systemd's watchdog is off.

        The watchdog restarts the kiosk if no ping comes for a certain time. The result is a quarter of this time.
        """
        return self._watchdog_us / 4_000_000 if self._watchdog_us else None

    def ready(self) -> None:
        """Tell the manager that the first frame is on the screen."""
        self._send("READY=1")

    def ping(self) -> None:
        """Tell the manager that the event loop is alive.

        Call this method from the loop itself, because a ping from another thread would not show that the loop runs.
        """
        self._send("WATCHDOG=1")

    def status(self, text: str) -> None:
        """Send the manager a line of text, which `systemctl status` shows."""
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
            return  # The manager has perhaps ended. The kiosk goes on without the manager.
