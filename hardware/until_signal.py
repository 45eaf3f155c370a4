"""An event to wait for that Ctrl+C or SIGTERM sets."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ENDS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def until_signal() -> Iterator[threading.Event]:
    """Yield an event that Ctrl+C or SIGTERM sets: both are the normal end of watching and recording.

    No signal handler sets the event. A handler runs between two steps of the waiting thread, which holds the lock of
    the event in some of them: then a second SIGTERM (umockdev-run and systemd send one) would wait for ever. If a
    signal comes just before that thread falls asleep, its handler does not run at all. So a separate thread reads the
    signals from a socket.
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
