"""Tests of the function that makes the picture of a tool small.

If the bytes are a huge picture or no picture, the function returns None.
"""

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage

from kiosk.app.pictures import small_picture


def encoded(width: int, height: int, kind: str = "PNG") -> bytes:
    """Return the bytes of a picture of this size."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)  # type: ignore[call-overload]  # the stub of QImage.save knows only paths
    return bytes(data.data())


def bomb(side: int) -> bytes:
    """Return a PNG of few bytes whose header says that the picture is `side` pixels wide and high."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
@pytest.mark.parametrize(("size", "small"), [((200, 100), (70, 35)), ((100, 200), (35, 70)), ((20, 20), (70, 70))])
def test_a_picture_fits_its_square(kind: str, size: tuple[int, int], small: tuple[int, int]) -> None:
    image = small_picture(encoded(*size, kind), 70)
    assert image is not None
    assert (image.width(), image.height()) == small


def test_a_very_thin_picture_is_still_one() -> None:
    image = small_picture(encoded(3000, 1), 70)
    assert image is not None
    assert (image.width(), image.height()) == (70, 1)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>",
        b"%PDF-1.4",
        b"\x00" * 1000,
        encoded(50, 50)[:40],
        bomb(100_000),
        bomb(6000),
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 100,
    ],
    ids=["nothing", "html", "svg", "pdf", "zeros", "cut", "a bomb", "a large bomb", "noise"],
)
def test_what_is_no_picture_is_none(body: bytes) -> None:
    assert small_picture(body, 70) is None


def test_a_right_picture_of_few_bytes_and_many_points_is_not_unpacked() -> None:
    """A large picture of one colour has few bytes, but it would need much memory and time."""
    for side, is_shown in ((4800, True), (5000, False)):
        image = QImage(side, side, QImage.Format.Format_Mono)
        image.fill(0)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        assert image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub of QImage.save knows only paths
        assert data.size() < 50_000
        assert (small_picture(bytes(data.data()), 70) is not None) is is_shown
