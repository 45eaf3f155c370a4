"""The base class of all framers. A framer reads no port and no clock.

The caller calls `feed` with bytes and the time when they came, and calls `tick` if no bytes come. A framer looks at the
bytes one by one. So the result is the same if a port delivers the same bytes in larger or smaller chunks.
"""

from abc import ABC, abstractmethod

from msgspec import Struct

from hardware.scan import MisreadReason, ReadRefusal

FRAME_LIMIT = 512  # the longest frame, in bytes; without a limit, endless wrong bytes would fill the memory
QUIET_S = 0.1  # seconds; if a pause inside a frame is longer, the frame is broken
ROUNDING_S = 2e-5


class Frame(Struct, frozen=True):
    """The bytes of a code. The framer has removed the start, the end and the checksum of the frame."""

    payload: bytes

    def __repr__(self) -> str:
        return f"Frame(<{len(self.payload)} bytes>)"


Framed = Frame | ReadRefusal


class Framer(ABC):
    """A framer of one serial line.

    It collects bytes until they are a whole frame, or until it is clear that they are no frame.
    """

    def __init__(self, quiet_s: float = QUIET_S) -> None:
        self._buffer = bytearray()
        self._quiet_s = quiet_s
        self._last = 0.0
        # The bits of a byte that belong to the data. If the line has 7 data bits, the eighth bit is the parity bit, and
        # the mask must remove it.
        self.mask = 0xFF

    @property
    def pending(self) -> bool:
        """Return True if a frame has begun and has not been returned to the caller."""
        return bool(self._buffer)

    @property
    def took_s(self) -> float:
        """Return the seconds from the first to the last byte of the newest frame, or 0 if this time is not known."""
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
        """End the frame in the buffer if the silence since the last byte is long enough.

        Return the resulting frames or refusals. `at` is the present time, in seconds.
        """
        if not self._is_over(at):
            return []
        framed = self._on_quiet()
        self._buffer.clear()
        return framed

    def rest_s(self, at: float) -> float | None:
        """Return how many seconds after `at` the frame ends if no byte comes, or None if no frame has begun."""
        return max(0.0, self._last + self._quiet_s + ROUNDING_S - at) if self.pending else None

    def cut(self) -> list[Framed]:
        """Drop the collected bytes, because the device is gone.

        Return a refusal if the bytes were the beginning of a frame.
        """
        was_pending = self.pending
        self._buffer.clear()
        return [ReadRefusal(MisreadReason.UNPLUGGED)] if was_pending else []

    def _is_over(self, at: float) -> bool:
        return at - self._last > self._quiet_s

    @abstractmethod
    def _judge(self) -> list[Framed]:
        """Remove all whole frames from the buffer and return them.

        Remove also the bytes that cannot be part of a frame. The method `feed` calls this method after each byte.
        """

    def _on_quiet(self) -> list[Framed]:
        return [ReadRefusal(MisreadReason.GAP)] if self._worth_telling() else []

    def _worth_telling(self) -> bool:
        """Return True if the bytes in the buffer are perhaps a misread scan, so that a misread must be reported.

        Return False for a single byte, and for bytes that are all 00 or FF. Such bytes come while somebody plugs a
        reader in.
        """
        return len(self._buffer) > 1 and bool(self._buffer.strip(b"\x00\xff"))
