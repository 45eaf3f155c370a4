"""The base class of all framers. Framers are pure: call `feed` with bytes and their time, and `tick` without bytes.

A framer looks at the bytes one by one, so the size of the chunks that a port delivers makes no difference.
"""

from abc import ABC, abstractmethod

from msgspec import Struct

from hardware.scan import MisreadReason, ReadRefusal

FRAME_LIMIT = 512  # bytes; no reader sends a longer frame, and endless garbage must not fill the memory
QUIET_S = 0.1  # seconds; after a longer pause inside a frame, the rest of the frame will never come
ROUNDING_S = 2e-5


class Frame(Struct, frozen=True):
    """The bytes of a code, without the start, the end and the checksum that a reader sends with the code."""

    payload: bytes

    def __repr__(self) -> str:
        return f"Frame(<{len(self.payload)} bytes>)"


Framed = Frame | ReadRefusal


class Framer(ABC):
    """A framer of one serial line. It collects bytes until they are a whole frame or can no longer become one."""

    def __init__(self, quiet_s: float = QUIET_S) -> None:
        self._buffer = bytearray()
        self._quiet_s = quiet_s
        self._last = 0.0
        self.mask = 0xFF  # the data bits of a byte on this line; if there are 7, the eighth bit is the parity

    @property
    def pending(self) -> bool:
        """Return True if a frame has begun and has not been returned to the caller."""
        return bool(self._buffer)

    @property
    def took_s(self) -> float:
        """Return how many seconds the last frame took, or 0 if the framer does not know the time."""
        return 0.0

    def feed(self, data: bytes, at: float) -> list[Framed]:
        """Collect bytes that arrived at `at` seconds, and return the frames that they complete."""
        framed = self.tick(at)
        if data:
            self._last = at
        for byte in data:
            self._buffer.append(byte & self.mask)
            framed += self._judge()
        return framed

    def tick(self, at: float) -> list[Framed]:
        """End the frame if no byte has come for long enough. Return the frames or refusals. `at` is the time now."""
        if not self._is_over(at):
            return []
        framed = self._on_quiet()
        self._buffer.clear()
        return framed

    def rest_s(self, at: float) -> float | None:
        """Return how many seconds after `at` the frame ends if no byte comes, or None if no frame has begun."""
        return max(0.0, self._last + self._quiet_s + ROUNDING_S - at) if self.pending else None

    def cut(self) -> list[Framed]:
        """Throw the collected bytes away because the device is gone. Return a refusal if a frame had begun."""
        was_pending = self.pending
        self._buffer.clear()
        return [ReadRefusal(MisreadReason.UNPLUGGED)] if was_pending else []

    def _is_over(self, at: float) -> bool:
        return at - self._last > self._quiet_s

    @abstractmethod
    def _judge(self) -> list[Framed]:
        """Remove whole frames, and bytes that can become no frame, from the buffer. Return the frames.

        The method `feed` calls this method after each byte.
        """

    def _on_quiet(self) -> list[Framed]:
        return [ReadRefusal(MisreadReason.GAP)] if self._worth_telling() else []

    def _worth_telling(self) -> bool:
        """Return True if the bytes in the buffer are perhaps a misread scan.

        A single byte, or bytes that are all 00 or FF, are no scan. Such bytes come while somebody plugs a reader in.
        """
        return len(self._buffer) > 1 and bool(self._buffer.strip(b"\x00\xff"))
