"""An event that Ctrl+C or SIGTERM sets, and that a command can wait for."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ENDS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def until_signal() -> Iterator[threading.Event]:
    """Yield an event that is set when Ctrl+C or SIGTERM comes. A person ends `watch` and `record` with these signals.

    A separate thread reads the signals from a socket and sets the event. A signal handler must not set the event, for
    two reasons. First, a handler interrupts the main thread. If the main thread has the lock of the event at this
    moment, the handler waits for this lock for ever. Second, if a signal comes just before the main thread begins to
    wait, the handler does not run at all.
    """
    until = threading.Event()
    told, hears = socket.socketpair()
    told.setblocking(False)
    with told, hears:
        hearing = threading.Thread(target=_hear, args=(hears, until), name="until-signal", daemon=True)
        hearing.start()
        former_fd = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
        former = {number: signal.signal(number, lambda *_: None) for number in _ENDS}
        try:
            yield until
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(former_fd)
            told.shutdown(socket.SHUT_WR)
            hearing.join()


def _hear(hears: socket.socket, until: threading.Event) -> None:
    while number := hears.recv(1):
        if number[0] in _ENDS:
            until.set()
