"""A listener that stores the events of a reader's thread, so that a test can wait for them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hardware.reader import Reader
from hardware.scan import Cause, Misread, ReaderEvent, ReaderState, ReaderStatus, Scan

PATIENCE_S = 20.0  # the longest wait in seconds, enough for a busy machine; usually a test waits only for milliseconds


class Heard:
    """The listener. Give it to a reader as `emit`: the reader calls it with each event."""

    def __init__(self) -> None:
        self.events: list[ReaderEvent] = []
        self._changed = threading.Condition()

    def __call__(self, event: ReaderEvent) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def until(self, holds: Callable[["Heard"], bool], patience_s: float = PATIENCE_S) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: holds(self), patience_s), f"waited in vain, heard {self.told()}"

    def told(self) -> list[str]:
        """Return each event as a short text. For a scan, the text is the code. All other texts are in brackets."""
        return [_told(event) for event in self.events]

    @property
    def codes(self) -> list[str]:
        return [event.code for event in self.events if isinstance(event, Scan)]

    @property
    def misreads(self) -> list[str]:
        return [event.reason.value for event in self.events if isinstance(event, Misread)]

    @property
    def statuses(self) -> list[ReaderStatus]:
        return [event for event in self.events if isinstance(event, ReaderStatus)]

    def until_codes(self, *codes: str) -> None:
        self.until(lambda heard: len(heard.codes) >= len(codes))
        assert self.codes == list(codes)

    def until_state(self, state: ReaderState, cause: Cause = Cause.NONE, times: int = 1) -> ReaderStatus:
        def holds(heard: "Heard") -> bool:
            return sum((status.state, status.cause) == (state, cause) for status in heard.statuses) >= times

        self.until(holds)
        return [status for status in self.statuses if (status.state, status.cause) == (state, cause)][-1]

    def until_ready(self, times: int = 1) -> None:
        self.until_state(ReaderState.READY, times=times)


def _told(event: ReaderEvent) -> str:
    match event:
        case Scan(code):
            return code
        case Misread(_, why):
            return f"({why})"
        case ReaderStatus(_, state, _, cause):
            return f"[{state}]" if cause is Cause.NONE else f"[{state}: {cause}]"


@contextmanager
def running(reader: Reader) -> Iterator[Reader]:
    reader.start()
    try:
        yield reader
    finally:
        reader.stop()


def open_files() -> list[Path]:
    """Return the target of each open file descriptor of this process.

    If a descriptor is closed during the search, leave it out.
    """
    found = []
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.append(link.readlink())
    return found
