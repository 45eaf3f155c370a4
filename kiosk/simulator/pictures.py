"""Small pictures that are made on request, so that the addresses of logo and thumbnails work."""

import struct
import zlib

_SIDE = 64


def picture(name: str) -> bytes:
    """Return a square PNG in one colour, which depends on the name."""
    seed = zlib.crc32(name.encode())
    colour = bytes((96 + seed % 128, 80 + (seed >> 8) % 112, 64 + (seed >> 16) % 96))
    rows = (b"\0" + colour * _SIDE) * _SIDE
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
