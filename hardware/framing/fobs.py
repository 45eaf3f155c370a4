"""The framers for fob reader modules: RDM6300 and ID-12LA (125 kHz), PN532 (13.56 MHz), Chafon and M6E (UHF)."""

from abc import abstractmethod
from functools import reduce
from operator import xor
from typing import assert_never

from msgspec import Struct

from hardware.framing.framer import Frame, Framed, Framer
from hardware.framing.text import STX
from hardware.scan import MisreadReason, ReadRefusal

_FORMAT: tuple[Framed, ...] = (ReadRefusal(MisreadReason.FORMAT),)
# A bad frame is usually reported at the next pause. A fob that stays on its reader leaves no pause, so bad frames are
# then reported after this many seconds.
TELL_S = 0.5


class Noise(Struct, frozen=True):
    """The verdict on bytes that cannot be a frame, because no frame begins with the first of these bytes."""


class More(Struct, frozen=True):
    """The verdict on the beginning of a frame, which can become a whole frame if more bytes come."""


class BrokenFrame(Struct, frozen=True):
    """The verdict on bytes that begin like a frame but have an error, such as a wrong checksum."""

    reason: MisreadReason


class Whole(Struct, frozen=True):
    """The verdict on bytes that begin with a whole frame. The frame has `length` bytes."""

    length: int
    framed: tuple[Framed, ...] = ()  # empty if the frame has no code, for example an ACK


FrameVerdict = Noise | More | BrokenFrame | Whole


class CheckedFramer(Framer):
    """A framer of frames with a checksum. It reports a bad frame only if no good frame follows.

    The framer tries to read a frame from the first byte on. If that fails, it drops the first byte and tries again.
    """

    def __init__(self) -> None:
        super().__init__()
        # A bad frame is not reported at once, because many readers repeat a frame, and the repeated frame can be good.
        self._broken: MisreadReason | None = None
        self._broken_at = 0.0

    @abstractmethod
    def _verdict(self, seen: bytes) -> FrameVerdict:
        """Return the verdict on the bytes in `seen`. There is at least one byte."""

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
                    self._broken = None if found else self._broken  # only a frame with a code can repeat a bad frame
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


def _as_hex(payload: bytes) -> Frame:
    return Frame(payload.hex().upper().encode("ascii"))


_HEX = frozenset(b"0123456789ABCDEFabcdef")
_ENDS = (b"\x03", b"\r\n\x03")


class Rdm6300Framer(CheckedFramer):
    """A framer of RDM6300 frames: STX, 10 hex digits, the checksum, then ETX or CR LF ETX.

    The checksum is the exclusive or of the 5 bytes that the digits mean. Some modules send the checksum as two hex
    digits, others as one raw byte. If two hex digits follow, they are the checksum, because no end contains hex digits.
    """

    def _verdict(self, seen: bytes) -> FrameVerdict:
        if seen[0] != STX:
            return Noise()
        if not _HEX.issuperset(seen[1:11]):
            return BrokenFrame(MisreadReason.FORMAT)
        if len(seen) < 13:
            return More()
        in_hex = _HEX.issuperset(seen[11:13])
        tail = seen[13:] if in_hex else seen[12:]
        if not any(end.startswith(tail) for end in _ENDS):
            return BrokenFrame(MisreadReason.FORMAT)
        if tail not in _ENDS:
            return More()
        number = bytes.fromhex(seen[1:11].decode("ascii"))
        check = int(seen[11:13], 16) if in_hex else seen[11]
        if reduce(xor, number) != check:
            return BrokenFrame(MisreadReason.CHECKSUM)
        return Whole(len(seen), (_as_hex(number),))


def _crc16_reflected(data: bytes) -> int:
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    return crc


class ChafonFramer(CheckedFramer):
    """A framer of Chafon frames: length, address, command, status, data and CRC (low byte first).

    The data of an answer to command 1 are the number of tags, then the length and the EPC of each tag.
    """

    def _verdict(self, seen: bytes) -> FrameVerdict:
        total = seen[0] + 1
        if total < 6:
            return Noise()
        if len(seen) < total:
            return More()
        if _crc16_reflected(seen[: total - 2]) != int.from_bytes(seen[total - 2 : total], "little"):
            return BrokenFrame(MisreadReason.CHECKSUM)
        return Whole(total, self._tags(seen[4 : total - 2]) if seen[2] == 0x01 else ())

    @staticmethod
    def _tags(listed: bytes) -> tuple[Framed, ...]:
        found: list[Framed] = []
        rest = listed[1:]
        for _ in range(listed[0] if listed else 0):
            length = rest[0] if rest else 0
            if not 0 < length < len(rest):
                return _FORMAT
            found.append(_as_hex(rest[1 : 1 + length]))
            rest = rest[1 + length :]
        return tuple(found)


def _crc16_m6e(data: bytes) -> int:
    """Return the CRC of an M6E frame.

    The polynomial is 0x1021, as in the usual CCITT CRC. But each nibble enters at the low end, so the result differs.
    """
    crc = 0xFFFF
    for byte in data:
        for nibble in (byte >> 4, byte & 0x0F):
            crc = (crc << 4 & 0xFFFF | nibble) ^ (crc >> 12) * 0x1021
    return crc


class M6eFramer(CheckedFramer):
    """A framer of M6E frames: FF, length, operation, status (2 bytes), data and CRC (high byte first).

    A frame of operation 0x22 that is long enough for a tag record has an EPC.
    """

    def _verdict(self, seen: bytes) -> FrameVerdict:
        if seen[0] != 0xFF:
            return Noise()
        total = seen[1] + 7 if len(seen) > 1 else 0
        if not total or len(seen) < total:
            return More()
        if _crc16_m6e(seen[1 : total - 2]) != int.from_bytes(seen[total - 2 : total], "big"):
            return BrokenFrame(MisreadReason.CHECKSUM)
        is_tag = seen[2:5] == b"\x22\x00\x00" and total > 33
        return Whole(total, self._tag(seen[5 : total - 2]) if is_tag else ())

    @staticmethod
    def _tag(record: bytes) -> tuple[Framed, ...]:
        """Return the EPC of a tag record.

        The parts of the record are: 19 bytes about the read, the length of the tag data in bits, the tag data, one
        byte, the length of PC + EPC + CRC in bits, the PC, the EPC and the CRC.
        """
        data_bytes = -(-int.from_bytes(record[19:21], "big") // 8)
        epc = record[22 + data_bytes :]
        epc_bytes = int.from_bytes(epc[:2], "big") // 8 - 4
        if epc_bytes < 1 or len(epc) < 6 + epc_bytes:
            return _FORMAT
        return (_as_hex(epc[4 : 4 + epc_bytes]),)


class Pn532Framer(CheckedFramer):
    """A framer of PN532 frames: 00 00 FF, length, complement of the length, data, checksum and 00.

    Data that begin with D5 4B have the UID of a fob, which the PN532 calls a target.
    """

    def _verdict(self, seen: bytes) -> FrameVerdict:
        if not b"\x00\x00\xff".startswith(seen[:3]):
            return Noise()
        if len(seen) < 6:
            return More()
        if seen[3:5] in {b"\x00\xff", b"\xff\x00"}:  # the frame is an ACK or a NACK
            return Whole(6)
        if (seen[3] + seen[4]) & 0xFF:
            return BrokenFrame(MisreadReason.CHECKSUM)
        total = seen[3] + 7
        if len(seen) < total:
            return More()
        if sum(seen[5 : total - 1]) & 0xFF:
            return BrokenFrame(MisreadReason.CHECKSUM)
        return Whole(total, self._targets(seen[5 : total - 2]))

    @staticmethod
    def _targets(answer: bytes) -> tuple[Framed, ...]:
        """Return the UID of the first target in an answer, or nothing if the answer has no target.

        The parts of the answer are: D5 4B, the number of targets, the number of the first target, three bytes about its
        type, the length of its UID, and the UID.
        """
        if answer[:2] != b"\xd5\x4b" or answer[2:3] == b"\x00":
            return ()
        uid = answer[8 : 8 + answer[7]] if len(answer) > 7 else b""
        return (_as_hex(uid),) if uid and len(uid) == answer[7] else _FORMAT
