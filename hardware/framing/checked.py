"""Framers whose frames carry a check. After a bad frame, one byte is dropped and the search goes on behind it."""

from abc import abstractmethod
from typing import assert_never

from msgspec import Struct

from hardware.framing.framer import Framed, Framer
from hardware.scan import MisreadReason, ReadRefusal


class Noise(Struct, frozen=True):
    """The verdict that no frame starts with the first byte."""


class More(Struct, frozen=True):
    """The verdict that the bytes may still become a frame."""


class BrokenFrame(Struct, frozen=True):
    """The verdict that the bytes began like a frame but are no frame."""

    reason: MisreadReason


class Whole(Struct, frozen=True):
    """The verdict that the first `length` bytes are a whole frame."""

    length: int
    framed: tuple[Framed, ...] = ()  # empty if the frame holds no code, for example a sign of life


FrameVerdict = Noise | More | BrokenFrame | Whole


TELL_S = 0.5  # a fob that is held leaves no pause, so after this time its bad frames are told without a pause


class CheckedFramer(Framer):
    """A framer that judges the bytes from the first one on, and tells a bad frame only if no good one follows."""

    def __init__(self) -> None:
        super().__init__()
        self._broken: MisreadReason | None = None  # not told yet: readers repeat frames, and the next may be whole
        self._broken_at = 0.0

    @abstractmethod
    def _verdict(self, seen: bytes) -> FrameVerdict:
        """Return the verdict on these bytes, from the first one on; `seen` is never empty."""

    def _judge(self) -> list[Framed]:
        framed: list[Framed] = []
        while self._buffer:
            match self._verdict(bytes(self._buffer)):
                case More():
                    break
                case Noise():
                    del self._buffer[0]
                case BrokenFrame(reason):
                    self._keep(reason)
                    del self._buffer[0]
                case Whole(length, found):
                    self._broken = None if found else self._broken  # a sign of life does not repeat the broken frame
                    framed += found
                    del self._buffer[:length]
                case _ as unreachable:
                    assert_never(unreachable)
        return framed + self._overdue()

    def _keep(self, reason: MisreadReason) -> None:
        if self._broken is None:
            self._broken, self._broken_at = reason, self._last

    def _overdue(self) -> list[Framed]:
        return self._told() if self._last - self._broken_at >= TELL_S else []

    def _told(self) -> list[Framed]:
        broken, self._broken = self._broken, None
        return [ReadRefusal(broken)] if broken else []

    @property
    def pending(self) -> bool:
        return bool(self._buffer or self._broken)

    def _on_quiet(self) -> list[Framed]:
        return self._told() or super()._on_quiet()
