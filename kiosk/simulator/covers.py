"""The drawn covers of titles, as PNG or JPEG. No library for pictures is needed.

A cover consists of squares of 8 x 8 pixels, and each square has only one colour. For such a square, a JPEG file needs
only three numbers (the brightness and two colour values), so the file is simple to write.
"""

import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

_SIDE = 8
_DC_LENGTHS = (0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)
"""The lengths of the codes in the JPEG's first table: the number of codes with 1 bit, with 2 bits, and so on.

For each square, the file has the difference from the square before it. A code of this table stands before each
difference and says how many bits the difference has.
"""
_DC_VALUES = tuple(range(12))
_NOTHING_MORE = "0"
"""The code that says that a square has no finer details. It is the only code in the second table of the JPEG."""
_HEADER = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class DrawnCover:
    """A drawing: rows of squares, each with its colour (red, green, blue).

    `width` and `height` are in pixels. If the last square of a row or column does not fit, the rest of it is cut off.
    """

    rows: tuple[tuple[Colour, ...], ...]
    width: int
    height: int

    def png(self) -> bytes:
        """Return the drawing as the bytes of a PNG file."""
        lines = [b"\0" + b"".join(bytes(each) * _SIDE for each in row)[: self.width * 3] for row in self.rows]
        pixels = b"".join(line * _SIDE for line in lines)[: self.height * (1 + self.width * 3)]
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(pixels)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_png_part(kind, content) for kind, content in parts)

    def jpeg(self) -> bytes:
        """Return the drawing as the bytes of a JPEG file."""
        frame = struct.pack(">BHHB", 8, self.height, self.width, 3) + b"\1\x11\0\2\x11\0\3\x11\0"
        dc_table = bytes((0, *_DC_LENGTHS, *_DC_VALUES))
        ac_table = bytes((0x10, 1, *(0,) * 15, 0))
        scan = b"\3\1\0\2\0\3\0\0\x3f\0"
        parts = ((0xDB, b"\0" + b"\x08" * 64), (0xC0, frame), (0xC4, dc_table), (0xC4, ac_table), (0xDA, scan))
        head = b"".join(struct.pack(">BBH", 0xFF, kind, len(content) + 2) + content for kind, content in parts)
        return _HEADER + head + self._scan() + b"\xff\xd9"

    def _scan(self) -> bytes:
        codes, before, bits = _dc_codes(), [0, 0, 0], []
        for row in self.rows:
            for colour in row:
                for part, value in enumerate(_levels(colour)):
                    change, before[part] = value - before[part], value
                    size = abs(change).bit_length()
                    number = change if change > 0 else change + (1 << size) - 1
                    bits.append(codes[size] + (f"{number:0{size}b}" if size else "") + _NOTHING_MORE)
        text = "".join(bits)
        text += "1" * (-len(text) % 8)
        return int(text, 2).to_bytes(len(text) // 8, "big").replace(b"\xff", b"\xff\0")


def _png_part(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _levels(colour: Colour) -> tuple[int, int, int]:
    """Return the brightness and the two colour values of a JPEG, each as a number from -128 to 127."""
    red, green, blue = colour
    bright = 0.299 * red + 0.587 * green + 0.114 * blue
    found = (bright - 128, (blue - bright) * 0.564, (red - bright) * 0.713)
    return round(found[0]), round(found[1]), round(found[2])


def _dc_codes() -> dict[int, str]:
    """Return the codes of the first table, as texts of "0" and "1". Each key is the number of bits of a difference."""
    codes, code, place = {}, 0, 0
    for length, number in enumerate(_DC_LENGTHS, 1):
        for _each in range(number):
            codes[_DC_VALUES[place]] = f"{code:0{length}b}"
            code, place = code + 1, place + 1
        code <<= 1
    return codes


@lru_cache(maxsize=256)
def drawn(name: str, width: int) -> DrawnCover:
    """Return the cover of a title. The name decides the colours and the shapes.

    `width` is in pixels. A width below 16 counts as 16, and a width above 800 counts as 800.
    """
    width = min(max(width, 16), 800)
    height = width * 3 // 2
    columns, lines = -(-width // _SIDE), -(-height // _SIDE)
    seed = zlib.crc32(name.encode())
    ground = (64 + seed % 120, 48 + (seed >> 8) % 120, 64 + (seed >> 16) % 120)
    band = tuple(min(each + 90, 255) for each in ground)
    paper = (244, 238, 222)

    def colour(line: int, column: int) -> Colour:
        x, y = column / columns, line / lines
        if 0.12 < y < 0.42 and 0.1 < x < 0.9:  # a label with stripes that look like words
            return ground if line % 3 == 1 and 0.16 < x < 0.3 + (seed >> (line % 16)) % 5 / 10 else paper
        if (x - 0.5) ** 2 + (y * 1.5 - 1.05) ** 2 < 0.02 + seed % 4 / 100:
            return paper
        return (band[0], band[1], band[2]) if 0.85 < y < 0.92 else ground

    rows = tuple(tuple(colour(line, column) for column in range(columns)) for line in range(lines))
    return DrawnCover(rows, width, height)
