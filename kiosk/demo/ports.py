"""Readers to pretend with: real pseudo-terminals behind a name that stays, read by the kiosk's own serial code."""

import contextlib
import os
import threading
import time
import tty
from pathlib import Path

BETWEEN_S = 0.25
"""From the end of a code to the next one: no reader and no hand is faster, and what comes sooner is one read."""


class PretendReader:
    """A serial reader that types what it is told to; it can be unplugged and plugged in again."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self._ends: tuple[int, int] | None = None
        self._read_at = -BETWEEN_S
        self._turning = threading.Event()

    @property
    def plugged(self) -> bool:
        """The kiosk can find it."""
        return self._ends is not None

    def plug(self) -> None:
        """A new device appears under the old name, as after a real replugging."""
        if self._ends is not None:
            return
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        os.set_blocking(ours, False)
        self._ends = (ours, theirs)
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(theirs))

    def unplug(self) -> None:
        """The device is gone; whoever reads it finds out."""
        if self._ends is None:
            return
        self.port.unlink(missing_ok=True)
        for end in self._ends:
            os.close(end)
        self._ends = None

    def scan(self, code: str) -> None:
        """Read this code, ended by a carriage return, at a hand's pace; an unplugged reader reads nothing."""
        self._turning.wait(max(0.0, self._read_at + BETWEEN_S - time.monotonic()))
        self.write(code.encode() + b"\r")
        self._read_at = time.monotonic()

    def write(self, some: bytes) -> None:
        """These bytes come over the line now."""
        if self._ends is not None:
            with contextlib.suppress(BlockingIOError):  # nobody reads, the line is full: as with a real one
                os.write(self._ends[0], some)
