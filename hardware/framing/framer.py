"""What all framers share. Pure: `feed` bytes with their time, `tick` when nothing comes.

Every byte is judged on its own, so the chunks in which a port happens to deliver them change nothing.
"""

from abc import ABC, abstractmethod

from msgspec import Struct

from hardware.scan import MisreadReason, Refusal

FRAME_LIMIT = 512  # bytes; no reader's frame is longer, and garbage must not grow
QUIET_S = 0.1  # a pause inside a frame: its rest will never come


class Frame(Struct, frozen=True):
    """The bytes that a reader meant, without what surrounded and checked them."""

    payload: bytes

    def __repr__(self) -> str:
        return f"Frame(<{len(self.payload)} bytes>)"


Framed = Frame | Refusal


class Framer(ABC):
    def __init__(self, quiet_s: float = QUIET_S) -> None:
        self._buffer = bytearray()
        self._quiet_s = quiet_s
        self._last = 0.0

    @property
    def pending(self) -> bool:
        """Whether a frame has begun and not ended."""
        return bool(self._buffer)

    def feed(self, data: bytes, at: float) -> list[Framed]:
        framed = self.tick(at)
        if data:
            self._last = at
        for byte in data:
            self._buffer.append(byte)
            framed += self._judge()
        return framed

    def tick(self, at: float) -> list[Framed]:
        """The time now: what has been silent for too long ends here."""
        if at - self._last <= self._quiet_s:
            return []
        framed = self._on_quiet()
        self._buffer.clear()
        return framed

    @abstractmethod
    def _judge(self) -> list[Framed]:
        """Called after each byte: take from the buffer what is complete or hopeless."""

    def _on_quiet(self) -> list[Framed]:
        return [Refusal(MisreadReason.GAP)] if self._worth_telling() else []

    def _worth_telling(self) -> bool:
        """A lone byte, or nothing but zeros and ones, is a plug making contact and no misread scan."""
        return len(self._buffer) > 1 and bool(self._buffer.strip(b"\x00\xff"))
