"""Tests that the paths of the icons are drawn as SVG defines them."""

import re

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from kiosk.assets import asset
from kiosk.ui.icons import Icons, parse_path

NAMES = sorted(path.stem for path in asset("icons").glob("*.svg"))


D = re.compile(r'(?<= d=")[^"]*')
PLAIN = re.compile(r"(?:[ML]N N|CN N N N N N|Z)+".replace("N", r"-?\d+(?:\.\d+)?"))


def text_of(name: str) -> str:
    return asset("icons", f"{name}.svg").read_text(encoding="utf-8")


def box(d: str) -> tuple[float, float, float, float]:
    area = parse_path(d).boundingRect()
    return area.x(), area.y(), area.width(), area.height()


@pytest.mark.parametrize(
    ("d", "expected"),
    [
        ("M4 6L20 6L20 20L4 20Z", (4, 6, 16, 14)),
        ("M4 6L20 6", (4, 6, 16, 0)),
        ("M0 0C3 6.5 6.5 6.5 10 0", (0, 0, 10, 4.875)),
        ("M1 1L2 1M5 -.5L5 9", (1, -0.5, 4, 9.5)),
    ],
)
def test_a_path_covers_what_svg_says(d: str, expected: tuple[float, ...]) -> None:
    assert box(d) == pytest.approx(expected, abs=0.05)


def test_every_icon_has_only_the_commands_that_the_kiosk_reads() -> None:
    odd = {name: d for name in NAMES for d in D.findall(text_of(name)) if not PLAIN.fullmatch(d)}
    assert not odd, "python .make/icons.py rewrites them"


def test_every_element_of_an_icon_is_read() -> None:
    elements = {element for name in NAMES for element in re.findall(r"<(\w+)", text_of(name))}
    assert elements == {"svg", "path", "circle"}


def test_every_icon_draws_inside_its_grid(qtbot: QtBot) -> None:
    icons = Icons(asset("icons"))
    empty, outside = [], []
    for name in NAMES:
        image = QImage(48, 48, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        icons.paint(painter, name, QRectF(0, 0, 48, 48), QColor("black"), QColor("white"))
        painter.end()
        if sum(1 for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 128) <= 60:
            empty.append(name)
        places = [shape.path.boundingRect() for shape in icons.shapes(name)]
        outside += [name for it in places if min(it.left(), it.top()) < 0 or max(it.right(), it.bottom()) > 24]
    assert len(NAMES) > 40
    assert empty == []
    assert outside == []


def test_an_unknown_icon_is_a_box(qtbot: QtBot) -> None:
    icons = Icons(asset("icons"))
    assert icons.shapes("no such icon") == icons.shapes("box")
