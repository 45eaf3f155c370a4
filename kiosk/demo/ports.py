"""Readers to pretend with: real pseudo-terminals behind a name that stays, read by the kiosk's own serial code."""

import contextlib
import os
import tty
from pathlib import Path


class PretendReader:
    """A serial reader that types what it is told to; it can be unplugged and plugged in again."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self._ends: tuple[int, int] | None = None

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
        """Read this code, ended by a carriage return; an unplugged reader reads nothing."""
        self.write(code.encode() + b"\r")

    def write(self, some: bytes) -> None:
        """These bytes come over the line now."""
        if self._ends is not None:
            with contextlib.suppress(BlockingIOError):  # nobody reads, the line is full: as with a real one
                os.write(self._ends[0], some)
