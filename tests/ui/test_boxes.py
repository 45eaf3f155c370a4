"""Tests of boxes with round corners. A box that is put together from stored parts looks like one painted as a whole."""

from itertools import product

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.ui.boxes import _paint_round, paint_box

SEEN = 12
"""Two colours that differ by at most this much look the same. Red, green and blue have values from 0 to 255."""
SIZES = [(300, 90), (300, 52), (120, 51), (51, 51), (40, 300), (33, 20)]


@pytest.mark.parametrize("surface", [QColor("#fffef8"), None], ids=["filled", "border only"])
@pytest.mark.parametrize(("size", "radius"), list(product(SIZES, (10.0, 25.5, 26.0))))
@pytest.mark.parametrize("width", [2, 4])
def test_a_box_looks_the_same_from_its_stored_parts(
    size: tuple[int, int], radius: float, width: int, surface: QColor | None
) -> None:
    border, images = QColor("#0d4a52"), []
    for paint in (paint_box, _paint_round):
        image = QImage(size[0] + 8, size[1] + 8, QImage.Format.Format_RGB32)
        image.fill(QColor("#e8dcc4"))
        painter = QPainter(image)
        paint(painter, QRectF(4, 4, *size), radius, surface, border, width, dashed=False)
        painter.end()
        images.append(image)
    mine, whole = (bytes(image.constBits()) for image in images)
    assert max(abs(one - other) for one, other in zip(mine, whole, strict=True)) <= SEEN
