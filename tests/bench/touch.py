"""A finger that taps on the virtual display. It calls the test extension of X (XTEST) through the libraries of X."""

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def _library(name: str) -> ctypes.CDLL | None:
    found = ctypes.util.find_library(name)
    return ctypes.CDLL(found) if found else None


_X11, _XTST = _library("X11"), _library("Xtst")
HAS_FINGER = _X11 is not None and _XTST is not None


class Finger:
    """A finger that taps the display."""

    def __init__(self, display: Any) -> None:
        self._display = display

    def tap(self, x: int, y: int) -> None:
        """Press and release the display at this point."""
        assert _X11 is not None
        assert _XTST is not None
        _XTST.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        for down in (1, 0):
            _XTST.XTestFakeButtonEvent(self._display, 1, down, 0)
        _X11.XFlush(self._display)


@contextmanager
def finger(display: str) -> Iterator[Finger | None]:
    """Yield a finger, or None if the libraries are missing."""
    if _X11 is None or _XTST is None:
        yield None
        return
    _X11.XOpenDisplay.restype = ctypes.c_void_p
    opened = ctypes.c_void_p(_X11.XOpenDisplay(display.encode()))
    try:
        yield Finger(opened)
    finally:
        _X11.XCloseDisplay(opened)
