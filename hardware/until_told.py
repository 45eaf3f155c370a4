"""Ctrl+C and SIGTERM, as an event to wait for."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ENDS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def until_told() -> Iterator[threading.Event]:
    """Set by Ctrl+C and by SIGTERM: both are how watching and recording are meant to end.

    No handler sets it. A handler runs between two steps of the waiting thread, which holds the event's own lock in
    some of them: a second SIGTERM, as umockdev-run and systemd send it on, then waited for ever. And it does not run
    at all when its signal comes just before that thread falls asleep. So a thread hears the signals on a socket.
    """
    until = threading.Event()
    told, hears = socket.socketpair()
    told.setblocking(False)
    with told, hears:
        hearing = threading.Thread(target=_hear, args=(hears, until), name="until-told", daemon=True)
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
