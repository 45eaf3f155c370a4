"""The framers for readers that send text. A code ends at a line end, at ETX or at a pause."""

import re
from abc import abstractmethod
from collections.abc import Callable

from hardware.framing.framer import FRAME_LIMIT, QUIET_S, Frame, Framed, Framer
from hardware.line_gap import LINE_GAP_S, LineGap
from hardware.scan import MisreadReason, ReadRefusal
from hardware.spec import SeveralLines

STX, ETX = 0x02, 0x03
LINE_ENDS = b"\r\n\t\x03"
# A reader that is being plugged in sends these bytes, and some readers send them between two codes.
_NOISE = b"\x00\xff"
_VISIBLE = re.compile(rb"[!-~\x80-\xfe]")


def _says_something(line: Framed) -> bool:
    return isinstance(line, ReadRefusal) or _VISIBLE.search(line.payload) is not None


def _framed_lines(frame: Framed, several: SeveralLines) -> list[Framed]:
    """Return each line of a frame as a separate frame.

    If the lines differ from each other, and the settings do not accept several lines, return one refusal instead.
    """
    if isinstance(frame, ReadRefusal):
        return [frame]
    gap = LineGap[Frame](several=several, says_something=_says_something)
    lines = [Frame(line) for line in re.split(rb"[%b]+" % LINE_ENDS, frame.payload) if line]
    return [*(read for line in lines for read in gap.line(line, 0.0)), *gap.finish()]


class _UnboundedFramer(Framer):
    """A framer of frames that do not contain their own length.

    If a frame is longer than FRAME_LIMIT, the framer returns one refusal. It then ignores all bytes until the end of
    the frame or a pause.
    """

    def __init__(self, quiet_s: float = QUIET_S) -> None:
        super().__init__(quiet_s)
        self._flooded = False

    @abstractmethod
    def _ends(self) -> bool:
        """Return True if the last byte ends a frame."""

    @abstractmethod
    def _payload(self) -> bytes:
        """Return the bytes of the code from the whole frame in the buffer."""

    def _judge(self) -> list[Framed]:
        if self._ends():
            return self._take()
        if self._flooded:
            self._buffer.clear()
        elif len(self._buffer) > FRAME_LIMIT:
            self._buffer.clear()
            self._flooded = True
            return [ReadRefusal(MisreadReason.OVERFLOW)]
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
    """A framer of lines that end with CR, LF, CR LF, TAB or ETX. Empty lines are ignored.

    If several lines come together, the framer refuses all of them. But if the settings accept several lines, it returns
    each line.
    """

    def __init__(
        self,
        line_gap_s: float = LINE_GAP_S,
        several: SeveralLines = SeveralLines.REFUSE,
        drops: Callable[[bytes], bool] = lambda _: False,
    ) -> None:
        super().__init__()
        self._drops = drops
        self._gap = LineGap[Frame](line_gap_s, several, says_something=_says_something)

    @property
    def pending(self) -> bool:
        return super().pending or self._gap.pending

    @property
    def took_s(self) -> float:
        return self._gap.took_s

    def rest_s(self, at: float) -> float | None:
        return self._gap.rest_s(at, self._last, self._open_s) if self.pending else None

    def cut(self) -> list[Framed]:
        cut_short = self._gap.line(ReadRefusal(MisreadReason.UNPLUGGED), self._last) if self._open_s else []
        self._buffer.clear()
        return [*cut_short, *self._gap.finish()]

    @property
    def _open_s(self) -> float | None:
        """Return the length, in seconds, of the silence that ends a line without a line end.

        Return None if no line has begun.
        """
        return self._quiet_s if self._flooded or self._buffer.strip(_NOISE) else None

    def _is_over(self, at: float) -> bool:
        return self._gap.is_over(at, self._last, self._open_s)

    def _judge(self) -> list[Framed]:
        self._gap.sign(self._last, types=self._buffer[-1] not in _NOISE)
        return [read for framed in super()._judge() for read in self._lined(framed)]

    def _lined(self, framed: Framed) -> list[Framed]:
        if isinstance(framed, ReadRefusal):
            return self._gap.refuse(framed)
        return [] if self._drops(framed.payload) else self._gap.line(framed, self._last)

    def _on_quiet(self) -> list[Framed]:
        told = [read for framed in super()._on_quiet() for read in self._gap.line(framed, self._last)]
        return [*told, *self._gap.finish()]

    def _worth_telling(self) -> bool:
        after_a_line = self._gap.pending and _VISIBLE.search(self._buffer) is not None
        return after_a_line or super()._worth_telling()

    def _ends(self) -> bool:
        return self._buffer[-1] in LINE_ENDS

    def _payload(self) -> bytes:
        return bytes(self._buffer[:-1])


class StxEtxFramer(_UnboundedFramer):
    """A framer of frames that begin with STX, have a text, and end with ETX.

    Bytes between two frames are ignored. A line end before ETX is not part of the text.
    """

    def __init__(self, several: SeveralLines = SeveralLines.REFUSE) -> None:
        super().__init__()
        self._several = several

    def _judge(self) -> list[Framed]:
        byte = self._buffer[-1]
        if byte == STX:
            return self._restart()
        if self._buffer[0] != STX and not self._flooded:
            self._buffer.clear()
            return []
        return super()._judge()

    def _restart(self) -> list[Framed]:
        """Begin a new frame at this STX. If the frame before it has no end, drop that frame and return a refusal."""
        cut_short = len(self._buffer) > 1 and not self._flooded
        self._buffer[:] = bytes([STX])
        self._flooded = False
        return [ReadRefusal(MisreadReason.FORMAT)] if cut_short else []

    def _ends(self) -> bool:
        return self._buffer[-1] == ETX

    def _payload(self) -> bytes:
        return bytes(self._buffer[1:-1])

    def _take(self) -> list[Framed]:
        return [read for frame in super()._take() for read in _framed_lines(frame, self._several)]


class IdleFramer(_UnboundedFramer):
    """A framer for readers that send nothing at the end of a code. A pause ends the frame."""

    def __init__(self, quiet_s: float = QUIET_S, several: SeveralLines = SeveralLines.REFUSE) -> None:
        super().__init__(quiet_s)
        self._several = several

    def _ends(self) -> bool:
        return False

    def _payload(self) -> bytes:
        return bytes(self._buffer).strip(LINE_ENDS + _NOISE)

    def _on_quiet(self) -> list[Framed]:
        return [read for frame in self._take() for read in _framed_lines(frame, self._several)]
