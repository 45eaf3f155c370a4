"""Framers for readers that send their code as text: up to a line end, between STX and ETX, or up to a pause."""

from abc import abstractmethod

from hardware.framing.framer import FRAME_LIMIT, QUIET_S, Frame, Framed, Framer
from hardware.scan import MisreadReason, Refusal

STX, ETX = 0x02, 0x03
LINE_ENDS = b"\r\n\t\x03"


class _UnboundedFramer(Framer):
    """Its frames say no length: past the limit, all is thrown away up to an end or a pause, and told once."""

    def __init__(self, quiet_s: float = QUIET_S) -> None:
        super().__init__(quiet_s)
        self._flooded = False

    @abstractmethod
    def _ends(self) -> bool:
        """Whether the last byte ends a frame."""

    @abstractmethod
    def _payload(self) -> bytes:
        """What the whole frame in the buffer says."""

    def _judge(self) -> list[Framed]:
        if self._ends():
            return self._take()
        if self._flooded:
            self._buffer.clear()
        elif len(self._buffer) > FRAME_LIMIT:
            self._buffer.clear()
            self._flooded = True
            return [Refusal(MisreadReason.OVERFLOW)]
        return []

    def _take(self) -> list[Framed]:
        payload = b"" if self._flooded else self._payload()
        self._buffer.clear()
        self._flooded = False
        return [Frame(payload)] if payload else []

    def _on_quiet(self) -> list[Framed]:
        flooded, self._flooded = self._flooded, False
        return [] if flooded else super()._on_quiet()


class LineFramer(_UnboundedFramer):
    """Ends with CR, LF, CR LF, TAB or ETX; empty lines are nothing."""

    def _ends(self) -> bool:
        return self._buffer[-1] in LINE_ENDS

    def _payload(self) -> bytes:
        return bytes(self._buffer[:-1])


class StxEtxFramer(_UnboundedFramer):
    """STX, text, ETX; what is outside is noise. A line end before ETX is not part of the text."""

    def _judge(self) -> list[Framed]:
        byte = self._buffer[-1]
        if byte == STX:
            return self._restart()
        if self._buffer[0] != STX and not self._flooded:
            self._buffer.clear()
            return []
        return super()._judge()

    def _restart(self) -> list[Framed]:
        """A new start inside a frame: the former one lost its end."""
        cut_short = len(self._buffer) > 1 and not self._flooded
        self._buffer[:] = bytes([STX])
        self._flooded = False
        return [Refusal(MisreadReason.FORMAT)] if cut_short else []

    def _ends(self) -> bool:
        return self._buffer[-1] == ETX

    def _payload(self) -> bytes:
        return bytes(self._buffer[1:-1]).rstrip(b"\r\n")


class IdleFramer(_UnboundedFramer):
    """A pause ends it: for readers that send no end at all."""

    def _ends(self) -> bool:
        return False

    def _payload(self) -> bytes:
        return bytes(self._buffer).strip(b"\r\n\t\x00\xff")

    def _on_quiet(self) -> list[Framed]:
        return self._take()
