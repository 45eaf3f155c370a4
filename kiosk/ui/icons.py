"""Line icons: the SVG subset of assets/icons, parsed into painter paths and cached as pixmaps."""

import dataclasses
import math
import re
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QXmlStreamReader
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QTransform

_GRID = 24
_KEPT_PIXMAPS = 160
_FALLBACK = "box"
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}


class IconShape(Struct, frozen=True):
    """One element of an icon; a `bar` (the bar in the stop sign's octagon) gets the second colour."""

    path: QPainterPath
    filled: bool = False
    bar: bool = False
    width: float = 2.0


@dataclasses.dataclass(slots=True)
class _Pen:
    """The path so far and its present point, from which SVG's relative commands count."""

    path: QPainterPath = dataclasses.field(default_factory=QPainterPath)
    at: QPointF = dataclasses.field(default_factory=lambda: QPointF(0, 0))
    start: QPointF = dataclasses.field(default_factory=lambda: QPointF(0, 0))
    pull: QPointF | None = None
    """The second control point of the last curve, which the command S mirrors."""


def parse_path(text: str) -> QPainterPath:
    """Return the path of an SVG `d` attribute with the commands M L H V C S Q A Z, absolute or relative."""
    tokens = _TOKEN.findall(_spread_flags(text))
    pen, command, at = _Pen(), "", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
        count = _COUNTS[command.upper()]
        _draw(pen, command, [float(number) for number in tokens[at : at + count]])
        at += count
        command = {"M": "L", "m": "l"}.get(command, command)
    return pen.path


def _spread_flags(text: str) -> str:
    """Separate an arc's two flags, which may be written without a space ("0 014.2" is "0 0 1 4.2")."""
    number = r"[-+]?(?:\d+\.?\d*|\.\d+)"
    arc = re.compile(rf"({number})[\s,]*({number})[\s,]+({number})[\s,]+([01])[\s,]*([01])[\s,]*(?={number})")

    def spread(match: re.Match[str]) -> str:
        return match.group(1) + arc.sub(r"\1 \2 \3 \4 \5 ", match.group(2))

    return re.sub(r"([aA])([^a-zA-Z]*)", spread, text)


def _draw(pen: _Pen, command: str, numbers: list[float]) -> None:
    if command.upper() == "Z":
        pen.path.closeSubpath()
        pen.at = pen.start
        return
    origin = pen.at if command.islower() else QPointF(0, 0)
    if command.upper() not in "CS":
        pen.pull = None
    _CURVES[command.upper()](pen, numbers, origin)


def _move(pen: _Pen, n: list[float], o: QPointF) -> None:
    pen.at = pen.start = o + QPointF(n[0], n[1])
    pen.path.moveTo(pen.at)


def _line(pen: _Pen, n: list[float], o: QPointF) -> None:
    pen.at = o + QPointF(n[0], n[1])
    pen.path.lineTo(pen.at)


def _across(pen: _Pen, n: list[float], o: QPointF) -> None:
    _line(pen, [o.x() + n[0], pen.at.y()], QPointF(0, 0))


def _down(pen: _Pen, n: list[float], o: QPointF) -> None:
    _line(pen, [pen.at.x(), o.y() + n[0]], QPointF(0, 0))


def _cubic(pen: _Pen, n: list[float], o: QPointF) -> None:
    pen.at = o + QPointF(n[4], n[5])
    pen.pull = o + QPointF(n[2], n[3])
    pen.path.cubicTo(o + QPointF(n[0], n[1]), pen.pull, pen.at)


def _smooth(pen: _Pen, n: list[float], o: QPointF) -> None:
    first = pen.at if pen.pull is None else pen.at * 2 - pen.pull
    pen.at, pen.pull = o + QPointF(n[2], n[3]), o + QPointF(n[0], n[1])
    pen.path.cubicTo(first, pen.pull, pen.at)


def _quadratic(pen: _Pen, n: list[float], o: QPointF) -> None:
    pen.at = o + QPointF(n[2], n[3])
    pen.path.quadTo(o + QPointF(n[0], n[1]), pen.at)


def _arc(pen: _Pen, n: list[float], o: QPointF) -> None:
    end = o + QPointF(n[5], n[6])
    add_arc(pen.path, pen.at, end, n[0], n[1], large=bool(n[3]), sweep=bool(n[4]))
    pen.at = end


_CURVES: dict[str, Callable[[_Pen, list[float], QPointF], None]] = {
    "M": _move,
    "L": _line,
    "H": _across,
    "V": _down,
    "C": _cubic,
    "S": _smooth,
    "Q": _quadratic,
    "A": _arc,
}


def read_icon(path: Path) -> tuple[IconShape, ...]:
    """Return the shapes of an icon file, from its `path` and `circle` elements. Raises OSError if there is no file."""
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
    """The icons of a folder, by name; each icon is read when it is first drawn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shapes: dict[str, tuple[IconShape, ...]] = {}
        self._pixmaps: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()

    def shapes(self, name: str) -> tuple[IconShape, ...]:
        """Return the shapes of this icon; for an unknown name, return the shapes of a box."""
        if name not in self._shapes:
            path = self._folder / f"{name}.svg"
            self._shapes[name] = read_icon(path if path.exists() else self._folder / f"{_FALLBACK}.svg")
        return self._shapes[name]

    def draw(self, painter: QPainter, name: str, box: QRectF, ink: QColor, bar: QColor, *, width: float = 2.0) -> None:
        """Draw the icon without the cache, for example into a picture that is cached as a whole."""
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
        """Draw the icon from a cached pixmap."""
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


# --- arcs ---


def add_arc(
    path: QPainterPath, start: QPointF, end: QPointF, rx: float, ry: float, *, large: bool, sweep: bool
) -> None:
    """Continue `path` from `start` to `end` along an ellipse with these radii, which grow if they are too short."""
    half = (start - end) / 2
    reach = (half.x() / rx) ** 2 + (half.y() / ry) ** 2
    grow = math.sqrt(max(1.0, reach))
    rx, ry = rx * grow, ry * grow
    centre = _centre(start, end, rx, ry, right=large != sweep)
    first = _angle(start, centre, rx, ry)
    turn = (_angle(end, centre, rx, ry) - first) % 360
    span = turn if sweep else turn - 360
    box = QRectF(centre.x() - rx, centre.y() - ry, 2 * rx, 2 * ry)
    path.arcTo(box, -first, -span)


def _centre(start: QPointF, end: QPointF, rx: float, ry: float, *, right: bool) -> QPointF:
    x, y = (start.x() - end.x()) / 2, (start.y() - end.y()) / 2
    beyond = (rx * ry) ** 2 - (rx * y) ** 2 - (ry * x) ** 2
    factor = math.sqrt(max(0.0, beyond) / ((rx * y) ** 2 + (ry * x) ** 2))
    factor = factor if right else -factor
    middle = (start + end) / 2
    return middle + QPointF(factor * rx * y / ry, -factor * ry * x / rx)


def _angle(point: QPointF, centre: QPointF, rx: float, ry: float) -> float:
    """Return the angle of a point as seen from the centre, in degrees, clockwise on the screen."""
    return math.degrees(math.atan2((point.y() - centre.y()) / ry, (point.x() - centre.x()) / rx))
