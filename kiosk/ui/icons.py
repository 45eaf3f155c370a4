"""The icons. The kiosk reads each icon from an SVG file in assets/icons, draws it once, and then stores it as a pixmap.

The kiosk understands only a part of SVG. In the paths of the files, only the commands M, L, C and Z are allowed. The
script `.make/icons.py` writes each new icon in this form.
"""

import re
from collections import OrderedDict
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QXmlStreamReader
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QTransform

_GRID = 24
_KEPT_PIXMAPS = 160
_FALLBACK = "box"
_COMMAND = re.compile("([MLCZ])([^MLCZ]*)")


class IconShape(Struct, frozen=True):
    """One shape of an icon. If `bar` is True, the shape has the second colour, like the bar in the icon "stop"."""

    path: QPainterPath
    filled: bool = False
    bar: bool = False
    width: float = 2.0


def parse_path(text: str) -> QPainterPath:
    """Return the painter path for the text of an SVG attribute `d`, which has only the commands M, L, C and Z."""
    path = QPainterPath()
    for command, numbers in _COMMAND.findall(text):
        values = [float(number) for number in numbers.split()]
        match command:
            case "M":
                path.moveTo(*values)
            case "L":
                path.lineTo(*values)
            case "C":
                path.cubicTo(*values)
            case _:
                path.closeSubpath()
    return path


def read_icon(path: Path) -> tuple[IconShape, ...]:
    """Return the shapes of an icon file, one for each element `path` or `circle`.

    Raises OSError if the file cannot be read.
    """
    reader, shapes = QXmlStreamReader(path.read_text(encoding="utf-8")), []
    while not reader.atEnd():
        if reader.readNext() is QXmlStreamReader.TokenType.StartElement:
            shapes += _shape(reader)
    return tuple(shapes)


def _shape(reader: QXmlStreamReader) -> list[IconShape]:
    found = reader.attributes()
    attributes = {found.at(index).name(): found.at(index).value() for index in range(found.size())}
    if reader.name() == "path":
        path = parse_path(attributes["d"])
    elif reader.name() == "circle":
        path = QPainterPath()
        r = float(attributes["r"])
        path.addEllipse(QPointF(float(attributes["cx"]), float(attributes["cy"])), r, r)
    else:
        return []
    filled = attributes.get("fill", "none") != "none"
    bar = attributes.get("stroke", "#000") == "#FFF"
    return [IconShape(path, filled, bar, float(attributes.get("stroke-width", "2")))]


class Icons:
    """The icons in a folder. Each icon has the name of its file, and is read when it is drawn for the first time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shapes: dict[str, tuple[IconShape, ...]] = {}
        self._pixmaps: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()

    def shapes(self, name: str) -> tuple[IconShape, ...]:
        """Return the shapes of this icon, or the shapes of the icon "box" if there is no icon with this name."""
        if name not in self._shapes:
            path = self._folder / f"{name}.svg"
            self._shapes[name] = read_icon(path if path.exists() else self._folder / f"{_FALLBACK}.svg")
        return self._shapes[name]

    def draw(self, painter: QPainter, name: str, box: QRectF, ink: QColor, bar: QColor, *, width: float = 2.0) -> None:
        """Draw the icon, but store no pixmap. Use this for an icon in a larger picture that is itself stored."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = box.width() / _GRID
        painter.setTransform(
            QTransform.fromScale(scale, scale) * QTransform.fromTranslate(box.x(), box.y()), combine=True
        )
        for shape in self.shapes(name):
            colour = bar if shape.bar else ink
            stroke = shape.width if shape.bar else width
            painter.setPen(Qt.PenStyle.NoPen if shape.filled else _stroke(colour, stroke))
            painter.setBrush(colour if shape.filled else Qt.BrushStyle.NoBrush)
            painter.drawPath(shape.path)
        painter.restore()

    def paint(self, painter: QPainter, name: str, box: QRectF, ink: QColor, bar: QColor, *, width: float = 2.0) -> None:
        """Draw the icon from a stored pixmap, and make this pixmap if it is not stored yet."""
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(box.topLeft(), self._pixmap(name, box.width(), ink, bar, width, ratio))

    def _pixmap(self, name: str, size: float, ink: QColor, bar: QColor, width: float, ratio: float) -> QPixmap:
        key = (name, round(size), ink.rgba(), bar.rgba(), width, ratio)
        if key in self._pixmaps:
            self._pixmaps.move_to_end(key)
            return self._pixmaps[key]
        pixmap = QPixmap((QSizeF(size, size) * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.draw(painter, name, QRectF(0, 0, size, size), ink, bar, width=width)
        painter.end()
        self._pixmaps[key] = pixmap
        if len(self._pixmaps) > _KEPT_PIXMAPS:
            self._pixmaps.popitem(last=False)
        return pixmap


def _stroke(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
