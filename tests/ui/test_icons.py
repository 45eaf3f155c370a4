"""The icons' paths, as SVG defines them."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from kiosk.assets import asset
from kiosk.ui.icons import Icons, parse_path

NAMES = sorted(path.stem for path in asset("icons").glob("*.svg"))


def box(d: str) -> tuple[float, float, float, float]:
    area = parse_path(d).boundingRect()
    return area.x(), area.y(), area.width(), area.height()


@pytest.mark.parametrize(
    ("d", "expected"),
    [
        ("M4 6h16v14H4z", (4, 6, 16, 14)),
        ("M4 6L20 6", (4, 6, 16, 0)),
        ("m4 6 16 0", (4, 6, 16, 0)),
        ("M12 3.2 22 20.5H2z", (2, 3.2, 20, 17.3)),
        ("M3 12a9 9 0 0 1 18 0", (3, 3, 18, 9)),
        ("M3 12a9 9 0 0 0 18 0", (3, 12, 18, 9)),
        ("M3 12a9 9 0 1118 0", (3, 3, 18, 9)),
        ("M0 0Q5 10 10 0", (0, 0, 10, 5)),
    ],
)
def test_a_path_covers_what_svg_says(d: str, expected: tuple[float, ...]) -> None:
    assert box(d) == pytest.approx(expected, abs=0.05)


def test_a_smooth_curve_mirrors_the_curve_before() -> None:
    smooth, spelt = parse_path("M0 0C0 5 5 5 5 0S10 -5 10 0"), parse_path("M0 0C0 5 5 5 5 0C5 -5 10 -5 10 0")
    assert smooth == spelt


def test_an_arc_that_cannot_reach_grows() -> None:
    path = parse_path("M0 0a1 1 0 0 1 10 0")
    assert path.currentPosition() == QPointF(10, 0)
    assert path.boundingRect().height() == pytest.approx(5, abs=0.05)


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_inside_its_grid(qtbot: QtBot, name: str) -> None:
    icons = Icons(asset("icons"))
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.paint(painter, name, QRectF(0, 0, 48, 48), QColor("black"), QColor("white"))
    painter.end()
    drawn = sum(1 for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 128)
    assert drawn > 60
    for shape in icons.shapes(name):
        bounds = shape.path.boundingRect()
        assert min(bounds.left(), bounds.top()) >= 0
        assert max(bounds.right(), bounds.bottom()) <= 24


def test_an_unknown_icon_is_a_box(qtbot: QtBot) -> None:
    icons = Icons(asset("icons"))
    assert icons.shapes("no such icon") == icons.shapes("box")
