"""What all framers share. Pure: `feed` bytes with their time, `tick` when nothing comes.

Every byte is judged on its own, so the chunks in which a port happens to deliver them change nothing.
"""

from abc import ABC, abstractmethod

from msgspec import Struct

from hardware.scan import MisreadReason, Refusal

FRAME_LIMIT = 512  # bytes; no reader's frame is longer, and garbage must not grow
QUIET_S = 0.1  # a pause inside a frame: its rest will never come
ROUNDING_S = 2e-5


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
        self.mask = 0xFF  # of the bits that a byte has on this line: with 7, the eighth is its parity

    @property
    def pending(self) -> bool:
        """Return True while a frame has begun and is not handed on yet."""
        return bool(self._buffer)

    @property
    def took_s(self) -> float:
        """Return how long the last frame took, if that is known."""
        return 0.0

    def feed(self, data: bytes, at: float) -> list[Framed]:
        """Take bytes that arrived at `at` seconds."""
        framed = self.tick(at)
        if data:
            self._last = at
        for byte in data:
            self._buffer.append(byte & self.mask)
            framed += self._judge()
        return framed

    def tick(self, at: float) -> list[Framed]:
        """Take the time now: what has been silent for long enough ends here."""
        if not self._is_over(at):
            return []
        framed = self._on_quiet()
        self._buffer.clear()
        return framed

    def rest_s(self, at: float) -> float | None:
        """Return how long after `at` a tick ends the frame if no byte comes, or None if no frame has begun."""
        return max(0.0, self._last + self._quiet_s + ROUNDING_S - at) if self.pending else None

    def cut(self) -> list[Framed]:
        """Return what is left of the frame, for the device is gone."""
        was_pending = self.pending
        self._buffer.clear()
        return [Refusal(MisreadReason.UNPLUGGED)] if was_pending else []

    def _is_over(self, at: float) -> bool:
        return at - self._last > self._quiet_s

    @abstractmethod
    def _judge(self) -> list[Framed]:
        """Called after each byte: take from the buffer what is complete or hopeless."""

    def _on_quiet(self) -> list[Framed]:
        return [Refusal(MisreadReason.GAP)] if self._worth_telling() else []

    def _worth_telling(self) -> bool:
        """A lone byte, or nothing but zeros and ones, is a plug making contact and no misread scan."""
        return len(self._buffer) > 1 and bool(self._buffer.strip(b"\x00\xff"))
