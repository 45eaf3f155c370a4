"""The pretended readers of the demo. Each reader is a pseudo-terminal, and a symbolic link to it has a fixed name.

The kiosk opens this name with the same Python code that opens a real serial reader.
"""

import contextlib
import os
import threading
import time
import tty
from pathlib import Path

BETWEEN_S = 0.25
"""The shortest time in seconds between two codes. If the second code comes earlier, the kiosk reads one long code."""


class PretendReader:
    """A pretended serial reader. It sends each code that `scan` gets. It can be unplugged and plugged in again."""

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
        """Plug the reader in. A new device then appears under the same name as before, as with a real reader."""
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
        """Send this code and a carriage return. If the reader is unplugged, nothing is sent.

        If the last code was sent less than BETWEEN_S seconds ago, first wait for the rest of this time.
        """
        self._turning.wait(max(0.0, self._read_at + BETWEEN_S - time.monotonic()))
        self.write(code.encode() + b"\r")
        self._read_at = time.monotonic()

    def write(self, some: bytes) -> None:
        """Send these bytes over the serial line immediately."""
        if self._ends is not None:
            with contextlib.suppress(BlockingIOError):  # If nobody reads, bytes are lost, as on a real serial line.
                os.write(self._ends[0], some)
