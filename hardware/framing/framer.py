"""The base of all framers. It is pure: call `feed` with bytes and their time, and `tick` when no bytes come.

A framer judges each byte separately, so the size of the chunks that a port delivers makes no difference.
"""

from abc import ABC, abstractmethod

from msgspec import Struct

from hardware.scan import MisreadReason, ReadRefusal

FRAME_LIMIT = 512  # bytes; no reader's frame is longer, and garbage must not fill the memory
QUIET_S = 0.1  # after a longer pause inside a frame, its rest will never come
ROUNDING_S = 2e-5


class Frame(Struct, frozen=True):
    """The bytes of a code, without the signs around them and without their check."""

    payload: bytes

    def __repr__(self) -> str:
        return f"Frame(<{len(self.payload)} bytes>)"


Framed = Frame | ReadRefusal


class Framer(ABC):
    """A framer of one serial line, which collects bytes until a frame is complete or hopeless."""

    def __init__(self, quiet_s: float = QUIET_S) -> None:
        self._buffer = bytearray()
        self._quiet_s = quiet_s
        self._last = 0.0
        self.mask = 0xFF  # the bits that a byte has on this line: with 7 bits, the eighth one is the parity

    @property
    def pending(self) -> bool:
        """Return True if a frame has begun and is not handed on yet."""
        return bool(self._buffer)

    @property
    def took_s(self) -> float:
        """Return how many seconds the last frame took, or 0 if that is not known."""
        return 0.0

    def feed(self, data: bytes, at: float) -> list[Framed]:
        """Take bytes that arrived at `at` seconds, and return the frames that they complete."""
        framed = self.tick(at)
        if data:
            self._last = at
        for byte in data:
            self._buffer.append(byte & self.mask)
            framed += self._judge()
        return framed

    def tick(self, at: float) -> list[Framed]:
        """Take the time now, and end the frame if no byte has come for long enough."""
        if not self._is_over(at):
            return []
        framed = self._on_quiet()
        self._buffer.clear()
        return framed

    def rest_s(self, at: float) -> float | None:
        """Return how many seconds after `at` a tick ends the frame if no byte comes, or None if no frame has begun."""
        return max(0.0, self._last + self._quiet_s + ROUNDING_S - at) if self.pending else None

    def cut(self) -> list[Framed]:
        """Return a refusal if a frame had begun, because the device is gone."""
        was_pending = self.pending
        self._buffer.clear()
        return [ReadRefusal(MisreadReason.UNPLUGGED)] if was_pending else []

    def _is_over(self, at: float) -> bool:
        return at - self._last > self._quiet_s

    @abstractmethod
    def _judge(self) -> list[Framed]:
        """Take the complete or hopeless bytes from the buffer; called after each byte."""

    def _on_quiet(self) -> list[Framed]:
        return [ReadRefusal(MisreadReason.GAP)] if self._worth_telling() else []

    def _worth_telling(self) -> bool:
        """Return True if the bytes may be a misread scan.

        A single byte, or only bytes 00 and FF, come from a plug that is just making contact.
        """
        return len(self._buffer) > 1 and bool(self._buffer.strip(b"\x00\xff"))
