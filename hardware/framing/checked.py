"""Framers whose frames carry a check. On a bad one, a single byte is dropped and the search goes on behind it."""

from abc import abstractmethod
from typing import assert_never

from msgspec import Struct

from hardware.framing.framer import Framed, Framer
from hardware.scan import MisreadReason, Refusal


class Noise(Struct, frozen=True):
    """No frame starts with the first byte."""


class More(Struct, frozen=True):
    """It may still become a frame."""


class Broken(Struct, frozen=True):
    """It began like a frame and is none."""

    reason: MisreadReason


class Whole(Struct, frozen=True):
    length: int
    framed: tuple[Framed, ...] = ()  # none: a frame that reads nothing, such as a sign of life


Verdict = Noise | More | Broken | Whole


TELL_S = 0.5  # a fob that is held and never read whole leaves no pause in which to say so: this long, then it is said


class CheckedFramer(Framer):
    def __init__(self) -> None:
        super().__init__()
        self._broken: MisreadReason | None = None  # kept back: readers repeat themselves, and the next may be whole
        self._broken_at = 0.0

    @abstractmethod
    def _verdict(self, seen: bytes) -> Verdict:
        """What the bytes from the first one on are; `seen` is never empty."""

    def _judge(self) -> list[Framed]:
        framed: list[Framed] = []
        while self._buffer:
            match self._verdict(bytes(self._buffer)):
                case More():
                    break
                case Noise():
                    del self._buffer[0]
                case Broken(reason):
                    self._keep(reason)
                    del self._buffer[0]
                case Whole(length, found):
                    self._broken = None if found else self._broken  # a sign of life repeats nothing
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
        return [Refusal(broken)] if broken else []

    @property
    def pending(self) -> bool:
        return bool(self._buffer or self._broken)

    def _on_quiet(self) -> list[Framed]:
        return self._told() or super()._on_quiet()
