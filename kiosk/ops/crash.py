"""Three nets, one floor: what nobody expected ends in the log and in exit 70; the service manager starts us again.

And the end that was asked for: it comes in time whatever is stuck.
"""

import faulthandler
import logging
import os
import resource
import sys
import threading
from types import TracebackType
from typing import NoReturn

from kiosk.exit_codes import ExitCode

_log = logging.getLogger("kiosk.crash")


def crash(error: BaseException, where: str) -> NoReturn:
    """Log it and leave at once: half a program must not go on lending tools."""
    _log.critical("unexpected error in %s, stopping", where, exc_info=(type(error), error, error.__traceback__))
    logging.shutdown()
    sys.stderr.flush()
    os._exit(ExitCode.SOFTWARE)


def leave(code: int) -> NoReturn:
    """End now: a thread that is stuck in a slow disk or printer keeps nobody waiting. For after the last write."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def end_by_force(after_s: float) -> None:
    """If the process lives so long still, end it, and say where each thread stood; also when Python itself is stuck."""
    faulthandler.dump_traceback_later(after_s, exit=True)


def ended_in_time() -> None:
    """No force is needed any more."""
    faulthandler.cancel_dump_traceback_later()


def forbid_dumps() -> None:
    """Let no crash write this process's memory to disk: it holds passwords and fob codes.

    The limit of 0 is heeded by the kernel and by systemd-coredump, and is handed on to every program that is started.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def spread_nets() -> None:
    """Catch what nobody caught, in the main thread (Qt's slots too) and in every other."""
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
