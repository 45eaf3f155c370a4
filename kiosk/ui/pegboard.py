"""A painted board with the outlines of tools. A picture in front of the board shows what the member has to do next."""

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.boxes import paint_box
from kiosk.ui.theme import Style

_HOLES_APART = 36
_BARS = (3, 1, 2, 1, 1, 3, 1, 2, 2, 1, 3, 1, 1, 2)
_SHADOWS = (("handsaw", 0, 0.27, -10), ("drill", 0, 0.73, 0), ("clamp", 1, 0.27, 0), ("hammer", 1, 0.73, 14))
"""The outlines on the board. Each outline has four values.

They are the name of the tool, the side (0 is left, 1 is right), the height, and the angle in degrees. The height says
where the middle of the tool is: 0 is the top of the board, and 1 is the bottom.
"""


class Scene(Enum):
    """The picture that the board shows in front of the outlines of the tools."""

    FOB = auto()
    CARD = auto()
    LOG_IN = auto()
    LABEL = auto()
    TOOLS = auto()
    """The board shows only the outlines of the tools."""


class Pegboard(QWidget):
    """The board with its picture. The painted picture is used again until the board changes its size or is hidden."""

    def __init__(self, style: Style, scene: Scene = Scene.FOB, *, least: int = 120) -> None:
        super().__init__()
        self._style, self._scene, self._least = style, scene, least
        self._painted: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_scene(self, scene: Scene, name: str) -> None:
        """Show another picture. `name` is the description of the picture for screen readers."""
        self.setAccessibleName(name)
        if scene is not self._scene:
            self._scene, self._painted = scene, None
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._least)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self._least)

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._painted is None or self._painted.size() != self.size() * ratio:
            self._painted = QPixmap(self.size() * ratio)
            self._painted.setDevicePixelRatio(ratio)
            self._painted.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._painted)
            self._paint(painter)
            painter.end()
        QPainter(self).drawPixmap(0, 0, self._painted)

    def hideEvent(self, event: object) -> None:
        self._painted = None

    def _paint(self, painter: QPainter) -> None:
        s, c = self._style.sizes, self._style.colour
        paint_box(painter, QRectF(self.rect()), s.radius, c("peg"), c("line"), s.border)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._holes(painter)
        if self._scene is Scene.LABEL:
            _paint_labels(painter, self._style, self.width(), self.height())
            return
        self._shadows(painter)
        zoom = min(self.height() / 470, self.width() / 900)
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(zoom, zoom)
        if self._scene in (Scene.FOB, Scene.CARD):
            _paint_reader(painter, self._style)
            (_paint_fob if self._scene is Scene.FOB else _paint_card)(painter, self._style)
            _paint_waves(painter, self._style)
        elif self._scene is Scene.LOG_IN:
            _paint_form(painter, self._style)

    def _holes(self, painter: QPainter) -> None:
        width, height, apart = self.width(), self.height(), _HOLES_APART
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._style.colour("peg-dot"))
        y = (height % apart) / 2 + apart / 2
        while y < height - 8:
            x = (width % apart) / 2 + apart / 2
            while x < width - 8:
                painter.drawEllipse(QPointF(x, y), 3.5, 3.5)
                x += apart
            y += apart

    def _shadows(self, painter: QPainter) -> None:
        width, height = self.width(), self.height()
        zoom = min(height / 470, width / 900)
        side = width / 2 - 318 * zoom
        size = min(side * 0.82, height * 0.36)
        if size <= 60:
            return
        inset = (side - size) / 2
        for icon, right, level, turn in _SHADOWS:
            painter.save()
            x = width - inset - size / 2 if right else inset + size / 2
            painter.translate(x, height * level)
            painter.rotate(turn)
            box = QRectF(-size / 2, -size / 2, size, size)
            ink = self._style.colour("shadow-tool")
            self._style.icons.draw(painter, icon, box, ink, ink, width=1.9)
            painter.restore()


def _round_pen(style: Style, token: str, width: float) -> QPen:
    return QPen(style.colour(token), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _fill(painter: QPainter, style: Style, token: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.colour(token))


def _outline(painter: QPainter, style: Style, token: str, width: float) -> None:
    painter.setPen(QPen(style.colour(token), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_panel(painter: QPainter, style: Style, box: QRectF) -> None:
    _fill(painter, style, "plate")
    painter.drawRoundedRect(box, 34, 34)
    _outline(painter, style, "brass", 4)
    painter.drawRoundedRect(box.adjusted(12, 12, -12, -12), 24, 24)


def _paint_reader(painter: QPainter, style: Style) -> None:
    painter.save()
    painter.translate(50, -190)
    _paint_panel(painter, style, QRectF(0, 0, 240, 380))
    _outline(painter, style, "on-plate", 9)
    painter.setOpacity(0.45)
    painter.drawEllipse(QPointF(120, 165), 66, 66)
    painter.setOpacity(1)
    painter.drawEllipse(QPointF(120, 165), 36, 36)
    _fill(painter, style, "on-plate")
    painter.drawEllipse(QPointF(120, 165), 9, 9)
    _fill(painter, style, "brass")
    painter.drawRoundedRect(QRectF(80, 300, 80, 14), 7, 7)
    painter.restore()


def _paint_fob(painter: QPainter, style: Style) -> None:
    painter.save()
    painter.translate(-305, -165)
    painter.translate(110, 165)
    painter.rotate(14)
    painter.translate(-110, -165)
    _outline(painter, style, "brass", 14)
    painter.drawEllipse(QPointF(110, 46), 44, 44)
    body = QPainterPath(QPointF(110, 52))
    body.cubicTo(176, 52, 214, 108, 214, 174)
    body.cubicTo(214, 240, 170, 296, 110, 296)
    body.cubicTo(50, 296, 6, 240, 6, 174)
    body.cubicTo(6, 108, 44, 52, 110, 52)
    _fill(painter, style, "accent")
    painter.drawPath(body)
    _fill(painter, style, "peg")
    painter.drawEllipse(QPointF(110, 92), 17, 17)
    _outline(painter, style, "on-accent", 10)
    painter.drawEllipse(QPointF(110, 190), 44, 44)
    painter.restore()


def _paint_card(painter: QPainter, style: Style) -> None:
    """Paint a library card with a name line and a bar code."""
    painter.save()
    painter.translate(-198, 0)
    painter.rotate(-8)
    box = QRectF(-128, -84, 256, 168)
    _fill(painter, style, "accent")
    painter.drawRoundedRect(box, 22, 22)
    _fill(painter, style, "on-accent")
    painter.drawRoundedRect(QRectF(-102, -58, 118, 16), 8, 8)
    painter.drawRoundedRect(QRectF(-102, -30, 78, 12), 6, 6)
    painter.drawRoundedRect(QRectF(-102, 2, 204, 58), 8, 8)
    _paint_bars(painter, style, QRectF(-86, 12, 172, 38), "accent")
    painter.restore()


def _paint_waves(painter: QPainter, style: Style) -> None:
    painter.setPen(_round_pen(style, "ink", 11))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, half, radius in ((-43, 38, 60), (-17, 62, 96)):
        back = (radius**2 - half**2) ** 0.5
        box = QRectF(x - back - radius, -20 - radius, 2 * radius, 2 * radius)
        reach = 39.3 if radius == 60 else 40.2
        painter.drawArc(box, round(-reach * 16), round(2 * reach * 16))


def _paint_form(painter: QPainter, style: Style) -> None:
    painter.translate(-270, -200)
    _paint_panel(painter, style, QRectF(0, 0, 540, 400))
    _fill(painter, style, "on-plate")
    painter.drawRoundedRect(QRectF(56, 58, 428, 76), 14, 14)
    painter.drawRoundedRect(QRectF(56, 156, 428, 76), 14, 14)
    _fill(painter, style, "plate")
    for step in range(5):
        painter.drawEllipse(QPointF(92 + step * 34, 194), 10, 10)
    painter.drawRoundedRect(QRectF(80, 88, 190, 16), 8, 8)
    _fill(painter, style, "accent")
    painter.drawRect(QRectF(248, 172, 6, 44))
    painter.setPen(QPen(style.colour("on-plate"), 4))
    painter.drawRoundedRect(QRectF(56, 264, 428, 86), 16, 16)
    painter.setPen(_round_pen(style, "on-accent", 11))
    painter.drawPolyline([QPointF(236, 307), QPointF(296, 307)])
    painter.drawPolyline([QPointF(276, 285), QPointF(298, 307), QPointF(276, 329)])


def _paint_bars(painter: QPainter, style: Style, box: QRectF, token: str) -> None:
    _fill(painter, style, token)
    at = 0.0
    for bar in _BARS:
        painter.drawRect(QRectF(box.x() + at * box.width() / 24, box.y(), bar * box.width() / 44, box.height()))
        at += 2.1 if bar > 2 else 1.55


def _paint_labels(painter: QPainter, style: Style, width: int, height: int) -> None:
    """Paint a drill with the label of the library, and a box with a crossed-out bar code of a shop."""
    zoom = min(height / 320, width / 900)
    top = height / 2 - 130 * zoom
    painter.save()
    painter.translate(width * 0.27 - 190 * zoom, top)
    painter.scale(zoom, zoom)
    ink = style.colour("ink")
    style.icons.draw(painter, "drill", QRectF(0, -10, 250, 250), ink, ink, width=1.4)
    string = QPainterPath(QPointF(110, 190))
    string.quadTo(150, 240, 184, 196)
    _outline(painter, style, "brass", 7)
    painter.drawPath(string)
    painter.setPen(QPen(style.colour("accent"), 9))
    painter.setBrush(style.colour("card"))
    painter.drawRoundedRect(QRectF(176, 108, 230, 140), 14, 14)
    _paint_bars(painter, style, QRectF(202, 130, 180, 62), "ink")
    painter.setPen(ink)
    painter.setFont(style.plate_font("DR-0142", 36))
    painter.drawText(QRectF(176, 192, 230, 50), Qt.AlignmentFlag.AlignCenter, "DR-0142")
    painter.restore()
    painter.translate(width * 0.74 - 115 * zoom, top + 10 * zoom)
    painter.scale(zoom, zoom)
    _paint_shop_box(painter, style)


def _paint_shop_box(painter: QPainter, style: Style) -> None:
    _outline(painter, style, "edge", 10)
    painter.drawRoundedRect(QRectF(0, 10, 230, 230), 10, 10)
    painter.drawLine(0, 66, 230, 66)
    painter.drawLine(90, 10, 90, 66)
    painter.drawLine(140, 10, 140, 66)
    _fill(painter, style, "card")
    painter.drawRoundedRect(QRectF(38, 104, 154, 98), 8, 8)
    _paint_bars(painter, style, QRectF(56, 120, 122, 66), "edge")
    painter.setPen(_round_pen(style, "bad", 16))
    painter.drawLine(-10, 20, 240, 230)
    painter.drawLine(240, 20, -10, 230)
