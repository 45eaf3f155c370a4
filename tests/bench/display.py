"""A virtual display. Its pixels are read from a file, so that no program on the display is disturbed."""

import mmap
import os
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

WIDTH, HEIGHT = 1280, 800
_LOOK_EVERY_S = 0.002
_COLOUR_BYTES = 12
"""The number of bytes of one colour (XWDColor) in the colour map of the file: see X11/XWDFile.h."""

Colour = tuple[int, int, int]
Region = tuple[int, int, int, int]
"""The left edge, the top edge, the width and the height."""
WHOLE: Region = (0, 0, WIDTH, HEIGHT)


class NeverCameError(Exception):
    """A fact did not become true in time. The error says which fact."""


def wait_until(fact: Callable[[], bool], what: str, timeout_s: float = 30.0) -> float:
    """Check every two milliseconds if the fact is true. When it is true, return the moment (CLOCK_MONOTONIC).

    Raise NeverCameError if the fact is not true after `timeout_s` seconds.
    """
    pause = threading.Event()
    end = time.monotonic() + timeout_s
    while not fact():
        if time.monotonic() > end:
            raise NeverCameError(f"waited {timeout_s:.0f} s for {what}")
        pause.wait(_LOOK_EVERY_S)
    return time.monotonic()


class Display:
    """`with Display() as display:` starts Xvfb with 1280x800 pixels. Programs on it need `display.environ`."""

    def __init__(self) -> None:
        self.environ = dict(os.environ)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-display-")))
            reading, writing = os.pipe()
            size = f"{WIDTH}x{HEIGHT}x24"
            command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-fbdir", str(folder)]
            command += ["-nolisten", "tcp", "-noreset", "-nocursor"]
            server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
            stack.callback(end, server)
            os.close(writing)
            with os.fdopen(reading) as number:
                self.environ["DISPLAY"] = ":" + number.readline().strip()
            self.environ["QT_QPA_PLATFORM"] = "xcb"
            self.environ.pop("WAYLAND_DISPLAY", None)
            with (folder / "Xvfb_screen0").open("rb") as file:
                self._pixels = stack.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            self._read_header()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _read_header(self) -> None:
        """Read the header of the X window dump.

        The file has 25 big-endian words, a name, a colour map, and the pixels as BGRX.
        """
        words = struct.unpack(">25I", self._pixels[:100])
        header, line, colours = words[0], words[12], words[19]
        self._start, self._line = header + colours * _COLOUR_BYTES, line

    def colour(self, x: int, y: int) -> Colour:
        """Return the red, green and blue of one pixel."""
        at = self._start + y * self._line + x * 4
        blue, green, red = self._pixels[at : at + 3]
        return red, green, blue

    def picture(self, region: Region = WHOLE) -> bytes:
        """Return the pixels of a region, so that two pictures can be compared."""
        left, top, width, height = region
        first = self._start + left * 4
        return b"".join(
            self._pixels[first + y * self._line : first + y * self._line + width * 4] for y in range(top, top + height)
        )

    def colours_in(self, region: Region = WHOLE, step: int = 40) -> int:
        """Return the number of colours in every `step`-th line of the region.

        A few lines take little time. Therefore frequent calls do not slow down the program that is measured.
        """
        left, top, width, height = region
        seen: set[int] = set()
        for y in range(top, top + height, step):
            at = self._start + y * self._line + left * 4
            seen.update(memoryview(self._pixels[at : at + width * 4]).cast("I"))
        return len(seen)

    def blank(self) -> bool:
        """Return True if the whole display is black."""
        return self.colours_in() == 1 and self.colour(0, 0) == (0, 0, 0)

    def clear(self) -> None:
        """Wait until the display is black. It becomes black when the previous program has ended."""
        wait_until(self.blank, "an empty display")


def end(process: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    """Ask a process to end. If it does not end in ten seconds, kill it."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
