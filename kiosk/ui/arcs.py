"""SVG's elliptical arcs as Qt's: from end points to a centre (SVG 1.1, appendix F.6.5, without rotation)."""

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath


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
