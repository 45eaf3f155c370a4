"""Pretended readers. Each is a pseudo-terminal with a fixed name, from which the kiosk's own serial code reads."""

import contextlib
import os
import threading
import time
import tty
from pathlib import Path

BETWEEN_S = 0.25
"""The shortest time in seconds between two codes. If a code comes faster, the kiosk reads both codes as one."""


class PretendReader:
    """A serial reader that sends any code. The reader can be unplugged and plugged in again."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self._ends: tuple[int, int] | None = None
        self._read_at = -BETWEEN_S
        self._turning = threading.Event()

    @property
    def plugged(self) -> bool:
        """Return True if the kiosk can find the reader."""
        return self._ends is not None

    def plug(self) -> None:
        """Let a new device appear with the old name, as if a real reader were plugged in again."""
        if self._ends is not None:
            return
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        os.set_blocking(ours, False)
        self._ends = (ours, theirs)
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(theirs))

    def unplug(self) -> None:
        """Remove the device. The kiosk's next read from the device then fails."""
        if self._ends is None:
            return
        self.port.unlink(missing_ok=True)
        for end in self._ends:
            os.close(end)
        self._ends = None

    def scan(self, code: str) -> None:
        """Wait until BETWEEN_S has passed since the last code, then send this code and a carriage return.

        An unplugged reader sends nothing.
        """
        self._turning.wait(max(0.0, self._read_at + BETWEEN_S - time.monotonic()))
        self.write(code.encode() + b"\r")
        self._read_at = time.monotonic()

    def write(self, some: bytes) -> None:
        """Send these bytes over the serial line immediately."""
        if self._ends is not None:
            with contextlib.suppress(BlockingIOError):  # if nobody reads, a full line loses bytes, as a real line does
                os.write(self._ends[0], some)
