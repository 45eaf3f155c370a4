"""Steps for fob numbers, because readers write the same number in many ways.

Numbers are passed on as hexadecimal text, and the width in digits is a part of the number: a leading zero is data, and
a value that does not fit is refused, never cut. Only the steps marked as lossy drop anything.
"""

import re
from collections.abc import Callable

from hardware.scan import MisreadReason
from hardware.step import ArgumentKind, BadArgumentError, Param, StepKind, StepRefusalError, TextStep, plain, require


def hex_value(text: str) -> int:
    """Return the value of a hexadecimal text. Raises Refused if the text has other signs."""
    require(re.fullmatch(r"[0-9A-Fa-f]+", text), MisreadReason.FORMAT)
    return int(text, 16)


def dec_value(text: str) -> int:
    """Return the value of a decimal text. Raises Refused if the text has other signs."""
    require(re.fullmatch(r"[0-9]+", text), MisreadReason.FORMAT)
    return int(text)


def as_hex(value: int, width: int) -> str:
    """Return the value with `width` hexadecimal digits. Raises Refused if it does not fit."""
    require(value < 16**width, MisreadReason.RANGE)
    return f"{value:0{width}X}"


def as_dec(value: int, width: int) -> str:
    """Return the value with `width` decimal digits. Raises Refused if it does not fit."""
    require(value < 10**width, MisreadReason.RANGE)
    return f"{value:0{width}d}"


def hex_digits(bits: int) -> int:
    """Return the number of hexadecimal digits that a value of `bits` bits needs."""
    return -(-bits // 4)


def whole_bytes(text: str) -> bytes:
    """Return the bytes of a hexadecimal text. Raises Refused if the text has other signs or an odd length."""
    hex_value(text)
    require(len(text) % 2 == 0, MisreadReason.LENGTH)
    return bytes.fromhex(text)


def _per_byte(change: Callable[[int], int]) -> TextStep:
    return lambda text: bytes(map(change, whole_bytes(text))).hex().upper()


def _reverse_bytes(text: str) -> str:
    return whole_bytes(text)[::-1].hex().upper()


def _invert(bits: int) -> TextStep:
    def step(text: str) -> str:
        value = hex_value(text)
        require(value < 1 << bits, MisreadReason.RANGE)
        return as_hex(value ^ ((1 << bits) - 1), hex_digits(bits))

    return step


def _mask(bits: int) -> TextStep:
    return lambda text: as_hex(hex_value(text) & ((1 << bits) - 1), hex_digits(bits))


def _shift_right(bits: int) -> TextStep:
    return lambda text: as_hex(hex_value(text) >> bits, len(text))


def _zfill(width: int) -> TextStep:
    return lambda text: text.rjust(width, "0")


def _hex_width(width: int) -> TextStep:
    """Write a number with `width` hex digits: only leading zeros are added or removed, no other digit is lost."""
    return lambda text: as_hex(hex_value(text), width)


def _dec_to_hex(width: int) -> TextStep:
    return lambda text: as_hex(dec_value(text), width)


def _dec_bytes(text: str) -> str:
    """Read each byte as a separate decimal number: 4 163 198 202."""
    require(re.fullmatch(r"[0-9]{1,3}(?:[ ,.:/-]+[0-9]{1,3})+", text), MisreadReason.FORMAT)
    return "".join(as_hex(int(byte), 2) for byte in re.findall(r"[0-9]+", text))


def _hex_to_dec(width: int) -> TextStep:
    return lambda text: as_dec(hex_value(text), width)


def _split(high_bits: int, shape: str) -> TextStep:
    def step(text: str) -> str:
        value = hex_value(text)
        require(value < 1 << (high_bits + 16), MisreadReason.RANGE)
        return shape.format(value >> 16, value & 0xFFFF)

    return step


def _join(high_bits: int, high_digits: int) -> TextStep:
    def step(text: str) -> str:
        glued = rf"([0-9]{{{high_digits}}})([0-9]{{5}})"
        parts = re.fullmatch(rf"([0-9]{{1,{high_digits}}})[,.:/ -]([0-9]{{1,5}})", text) or re.fullmatch(glued, text)
        if parts is None:
            raise StepRefusalError(MisreadReason.FORMAT)
        high, low = int(parts[1]), int(parts[2])
        require(high < 1 << high_bits and low < 1 << 16, MisreadReason.RANGE)
        return as_hex(high << 16 | low, hex_digits(high_bits + 16))

    return step


def _w26_parity_holds(word: int) -> bool:
    return (word >> 13).bit_count() % 2 == 0 and (word & 0x1FFF).bit_count() % 2 == 1


def _w26_to_hex(mode: str) -> TextStep:
    """Remove the two parity bits of a 26-bit Wiegand word.

    The modes are checked, unchecked and inverted; inverted is for a reader whose two data wires are swapped.
    """
    if mode not in {"checked", "unchecked", "inverted"}:
        raise BadArgumentError(f"{mode!r} is not one of checked, unchecked, inverted")

    def step(text: str) -> str:
        binary = re.fullmatch(r"[01]{26}", text)
        word = int(text, 2) if binary else hex_value(text)
        require(word < 1 << 26, MisreadReason.RANGE)
        word ^= 0x3FFFFFF if mode == "inverted" else 0
        require(mode == "unchecked" or _w26_parity_holds(word), MisreadReason.CHECKSUM)
        return as_hex(word >> 1 & 0xFFFFFF, 6)

    return step


def _wiegand_to_hex(bits: int, mode: str) -> TextStep:
    """Remove the two parity bits of a Wiegand word: even over the first half of the data, odd over the second half."""
    if mode not in {"checked", "unchecked", "inverted"}:
        raise BadArgumentError(f"{mode!r} is not one of checked, unchecked, inverted")
    if bits < 4:
        raise BadArgumentError("bits must be at least 4")
    half = (1 << (bits + 1) // 2) - 1  # if the number of data bits is odd, the middle bit counts for both halves

    def step(text: str) -> str:
        word = int(text, 2) if re.fullmatch(rf"[01]{{{bits}}}", text) else hex_value(text)
        require(word < 1 << bits, MisreadReason.RANGE)
        word ^= (1 << bits) - 1 if mode == "inverted" else 0
        even, odd = (word >> bits // 2).bit_count() % 2 == 0, (word & half).bit_count() % 2 == 1
        require(mode == "unchecked" or (even and odd), MisreadReason.CHECKSUM)
        return as_hex(word >> 1 & ((1 << bits - 2) - 1), hex_digits(bits - 2))

    return step


def _join_of(high_bits: int, low_bits: int) -> TextStep:
    def step(text: str) -> str:
        parts = re.fullmatch(r"([0-9]+)[,.:/ -]([0-9]+)", text)
        if parts is None:
            raise StepRefusalError(MisreadReason.FORMAT)
        high, low = int(parts[1]), int(parts[2])
        require(high < 1 << high_bits and low < 1 << low_bits, MisreadReason.RANGE)
        return as_hex(high << low_bits | low, hex_digits(high_bits + low_bits))

    return step


def _hex_to_w26(text: str) -> str:
    value = hex_value(text)
    require(value < 1 << 24, MisreadReason.RANGE)
    even, odd = (value >> 12).bit_count() % 2, 1 - (value & 0xFFF).bit_count() % 2
    return f"{even}{value:024b}{odd}"


def _check_xor(text: str) -> str:
    """Remove the last byte, which must be the exclusive or of the others. Raises Refused if it is not."""
    *body, check = whole_bytes(text)
    require(body, MisreadReason.LENGTH)
    for byte in body:
        check ^= byte
    require(check == 0, MisreadReason.CHECKSUM)
    return bytes(body).hex().upper()


def _refuse_random_uid(text: str) -> str:
    """Refuse a four-byte UID that starts with 08, because the card makes a new one at each tap (ISO 14443-3)."""
    require(not re.fullmatch(r"08[0-9A-Fa-f]{6}", text), MisreadReason.RANDOM_UID)
    return text


_WIDTH, _BITS = (Param("width"),), (Param("bits"),)

NUMBER_STEPS: tuple[StepKind, ...] = (
    StepKind("zfill", _zfill, _WIDTH),
    StepKind("hex_width", _hex_width, _WIDTH),
    StepKind("lstrip0", plain(lambda text: text.lstrip("0") or text[:1]), lossy=True),
    StepKind("hex_to_dec", _hex_to_dec, _WIDTH),
    StepKind("dec_to_hex", _dec_to_hex, _WIDTH),
    StepKind("dec_bytes", plain(_dec_bytes)),
    StepKind("reverse_bytes", plain(_reverse_bytes)),
    StepKind("reverse_bits", plain(_per_byte(lambda byte: int(f"{byte:08b}"[::-1], 2)))),
    StepKind("swap_nibbles", plain(_per_byte(lambda byte: (byte << 4 | byte >> 4) & 0xFF))),
    StepKind("invert", _invert, _BITS),
    StepKind("shift_right", _shift_right, _BITS, lossy=True),
    StepKind("mask", _mask, _BITS, lossy=True),
    StepKind("w26_to_hex", _w26_to_hex, (Param("mode", ArgumentKind.TEXT, "checked"),)),
    StepKind("wiegand_to_hex", _wiegand_to_hex, (Param("bits"), Param("mode", ArgumentKind.TEXT, "checked"))),
    StepKind("join", _join_of, (Param("high"), Param("low", ArgumentKind.NUMBER, "16"))),
    StepKind("hex_to_w26", plain(_hex_to_w26)),
    StepKind("split35", plain(_split(8, "{:03d},{:05d}"))),
    StepKind("join35", plain(_join(8, 3))),
    StepKind("split55", plain(_split(16, "{:05d}.{:05d}"))),
    StepKind("join55", plain(_join(16, 5))),
    StepKind("check_xor", plain(_check_xor)),
    StepKind("refuse_random_uid", plain(_refuse_random_uid)),
)
