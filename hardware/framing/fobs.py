"""The framers for the modules that read fobs.

RDM6300 and ID-12LA read fobs at 125 kHz, PN532 reads fobs at 13.56 MHz, and Chafon and M6E read UHF tags.
"""

from abc import abstractmethod
from functools import reduce
from operator import xor
from typing import assert_never

from msgspec import Struct

from hardware.framing.framer import Frame, Framed, Framer
from hardware.framing.text import STX
from hardware.scan import MisreadReason, ReadRefusal

_FORMAT: tuple[Framed, ...] = (ReadRefusal(MisreadReason.FORMAT),)
# The longest time, in seconds, until a bad frame is reported. Usually, a bad frame is reported at the next pause. But
# while a fob stays on its reader, the reader sends frames without a pause. Then the bad frame is reported at this time.
TELL_S = 0.5


class Noise(Struct, frozen=True):
    """The result for bytes that cannot be a frame, because no frame begins with the first of these bytes."""


class More(Struct, frozen=True):
    """The result for bytes that are the beginning of a frame. More bytes must come before the frame is whole."""


class BrokenFrame(Struct, frozen=True):
    """The result for bytes that begin like a frame but have an error, such as a wrong checksum."""

    reason: MisreadReason


class Whole(Struct, frozen=True):
    """The result for bytes that begin with a whole frame. The frame has `length` bytes."""

    length: int
    framed: tuple[Framed, ...] = ()  # empty if the frame has no code, for example an ACK


FrameVerdict = Noise | More | BrokenFrame | Whole


class CheckedFramer(Framer):
    """A framer of frames with a checksum.

    The framer tries to read a frame that begins at the first byte. If this fails, it drops the first byte and tries
    to read a frame that begins at the next byte. A bad frame is reported at the next pause, or after TELL_S seconds.
    But if a good frame with a code comes before that, the bad frame is not reported.
    """

    def __init__(self) -> None:
        super().__init__()
        # A bad frame is not reported at once, because many readers repeat a frame, and the repeated frame can be good.
        self._broken: MisreadReason | None = None
        self._broken_at = 0.0

    @abstractmethod
    def _verdict(self, seen: bytes) -> FrameVerdict:
        """Judge the bytes in `seen`, which has at least one byte. Return one of the four results defined above."""

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
                    # A good frame with a code counts as the repeat of the bad frame, so the bad frame is not reported.
                    self._broken = None if found else self._broken
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
    """A framer of RDM6300 frames. A frame has STX, 10 hex digits, the checksum, and the end, which is ETX or CR LF ETX.

    The 10 hex digits mean 5 bytes. The checksum is the XOR of these 5 bytes. Some modules send the checksum as two hex
    digits, and others send it as one raw byte. If the two bytes after the 10 hex digits are hex digits, they are the
    checksum. If not, the checksum is one raw byte: the end of the frame comes directly after it and has no hex digits.
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
    """A framer of Chafon frames.

    A frame has a length, an address, a command, a status, data and a CRC (low byte first). If a frame answers command
    1, its data begin with the number of tags. For each tag, the data have a length and the EPC (the code of the tag).
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

    The polynomial is 0x1021, as in the usual CCITT CRC. But here each half byte is added at the low end of the CRC. So
    the result differs from the usual CRC of the same bytes.
    """
    crc = 0xFFFF
    for byte in data:
        for nibble in (byte >> 4, byte & 0x0F):
            crc = (crc << 4 & 0xFFFF | nibble) ^ (crc >> 12) * 0x1021
    return crc


class M6eFramer(CheckedFramer):
    """A framer of M6E frames.

    A frame has FF, a length, an operation, a status (2 bytes), data and a CRC (high byte first). If the operation is
    0x22 and the data are long enough for a tag record, the frame has an EPC (the code of a tag).
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

        A tag record begins with 19 bytes about the read. Then come the length of the tag data in bits, the tag data,
        and one more byte. Then comes one length in bits for the next three parts together. These parts are the PC, the
        EPC and the CRC.
        """
        data_bytes = -(-int.from_bytes(record[19:21], "big") // 8)
        epc = record[22 + data_bytes :]
        epc_bytes = int.from_bytes(epc[:2], "big") // 8 - 4
        if epc_bytes < 1 or len(epc) < 6 + epc_bytes:
            return _FORMAT
        return (_as_hex(epc[4 : 4 + epc_bytes]),)


class Pn532Framer(CheckedFramer):
    """A framer of PN532 frames. A frame has 00 00 FF, a length, the complement of the length, data, a checksum and 00.

    If the data begin with D5 4B, they have the UID of a fob. The documents of the PN532 call a fob a target.
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
        """Return the UID of the first target (fob) in an answer, or nothing if the answer has no target.

        An answer begins with D5 4B, and with one byte that says how many targets there are. Then come the number of the
        first target and three bytes about the type of this target. At the end come the length of the UID and the UID.
        """
        if answer[:2] != b"\xd5\x4b" or answer[2:3] == b"\x00":
            return ()
        uid = answer[8 : 8 + answer[7]] if len(answer) > 7 else b""
        return (_as_hex(uid),) if uid and len(uid) == answer[7] else _FORMAT
