"""A virtual display whose pixels can be watched from outside, without asking anybody on it."""

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
"""One XWDColor after the header (X11/XWDFile.h)."""

Colour = tuple[int, int, int]
Region = tuple[int, int, int, int]
"""Left, top, width, height."""
WHOLE: Region = (0, 0, WIDTH, HEIGHT)


class NeverCameError(Exception):
    """What was waited for did not come true."""


def wait_until(fact: Callable[[], bool], what: str, timeout_s: float = 30.0) -> float:
    """The moment (CLOCK_MONOTONIC) at which the fact was seen to hold, looked at every two milliseconds."""
    pause = threading.Event()
    end = time.monotonic() + timeout_s
    while not fact():
        if time.monotonic() > end:
            raise NeverCameError(f"waited {timeout_s:.0f} s for {what}")
        pause.wait(_LOOK_EVERY_S)
    return time.monotonic()


class Display:
    """`with Display() as display:` an Xvfb of 1280x800; programs are started with `display.environ`."""

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
        """The file is an X window dump: 25 big-endian words, a name, a colour map, the pixels as BGRX."""
        words = struct.unpack(">25I", self._pixels[:100])
        header, line, colours = words[0], words[12], words[19]
        self._start, self._line = header + colours * _COLOUR_BYTES, line

    def colour(self, x: int, y: int) -> Colour:
        """Of one pixel, as red, green, blue."""
        at = self._start + y * self._line + x * 4
        blue, green, red = self._pixels[at : at + 3]
        return red, green, blue

    def picture(self, region: Region = WHOLE) -> bytes:
        """The pixels of a region, to be compared."""
        left, top, width, height = region
        first = self._start + left * 4
        return b"".join(
            self._pixels[first + y * self._line : first + y * self._line + width * 4] for y in range(top, top + height)
        )

    def colours_in(self, region: Region = WHOLE, step: int = 40) -> int:
        """How many colours there are in every so-manieth line. Cheap: whoever looks often must not be in the way."""
        left, top, width, height = region
        seen: set[int] = set()
        for y in range(top, top + height, step):
            at = self._start + y * self._line + left * 4
            seen.update(memoryview(self._pixels[at : at + width * 4]).cast("I"))
        return len(seen)

    def blank(self) -> bool:
        """Nothing is shown: all is black."""
        return self.colours_in() == 1 and self.colour(0, 0) == (0, 0, 0)

    def clear(self) -> None:
        """Wait until nothing is left of the program before."""
        wait_until(self.blank, "an empty display")


def end(process: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    """Let a process end by itself, else make it."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
