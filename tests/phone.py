"""A member's phone in tests: a real decoder reads the QR codes in a picture of the screen."""

from importlib import import_module
from typing import Any

from PySide6.QtGui import QImage


def read_codes(screen: QImage) -> list[str]:
    """Return the contents of all QR codes in this picture."""
    # `import_module` lets mypy check the tests on a machine that does not have the decoder.
    decoder = import_module("zxingcpp")
    grey = screen.convertToFormat(QImage.Format.Format_Grayscale8)
    wide, high = grey.width(), grey.height()
    # in memory, a line can have more bytes than the picture has pixels, so leave out the bytes at its end
    lines: list[Any] = [grey.constScanLine(y) for y in range(high)]
    pixels = memoryview(b"".join(bytes(line)[:wide] for line in lines)).cast("B", shape=[high, wide])
    return [found.text for found in decoder.read_barcodes(pixels)]
