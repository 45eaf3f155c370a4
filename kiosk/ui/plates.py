"""Routed letters on dark enamel: shelf places and counts."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.boxes import show_if
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.theme import SMALL_STRONG, Style
from kiosk.views import PlateView


def plate_size(style: Style, text: str, px: int, longest: int) -> QSize:
    """Of a shelf plate whose numerals are `px` high."""
    width = QFontMetricsF(style.routed(text, px)).horizontalAdvance(text)
    return QSize(min(longest, max(round(px * 2.5), math.ceil(width + px))), round(px * 1.48))


def paint_plate(painter: QPainter, style: Style, box: QRectF, text: str, px: int) -> None:
    """Dark enamel, a brass line, routed letters; letters shrink rather than be cut off."""
    c, s = style.colour, style.sizes
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(c("plate"))
    painter.drawRoundedRect(box, s.radius_small, s.radius_small)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(c("brass"), 2))
    if not style.colours.strong:
        painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), s.radius_small - 4, s.radius_small - 4)
    font = style.routed(text, px)
    room = box.width() - px * 0.5
    while (metrics := QFontMetricsF(font)).horizontalAdvance(text) > room and font.pixelSize() > 20:
        font = style.routed(text, font.pixelSize() - 2) if font.pixelSize() <= px else font
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(room) + 1)
    paint_numeral(painter, box, shown, font, c("on-plate"))


def paint_numeral(painter: QPainter, box: QRectF, text: str, font: QFont, ink: QColor) -> None:
    """Centred by the height of capitals, because routed letters have no descenders to balance."""
    painter.setFont(font)
    painter.setPen(ink)
    metrics = QFontMetricsF(painter.font())
    x = box.center().x() - metrics.horizontalAdvance(text) / 2
    painter.drawText(QPointF(x, box.center().y() + metrics.capHeight() / 2), text)


class Plate(QWidget):
    """A shelf place, as on the shelf's own label."""

    def __init__(self, style: Style, plate: PlateView | None = None, *, large: bool = False) -> None:
        super().__init__()
        self._style = style
        self._px = round(style.sizes.plate * (1.28 if large else 0.62))
        self._longest = style.sizes.pick(420, 300, 150)
        self._plate: PlateView | None = None
        self.bind(plate)

    def bind(self, plate: PlateView | None) -> None:
        """Another place; none hides it."""
        self._plate = plate
        show_if(self, plate is not None)
        if plate is not None:
            self.setAccessibleName(plate.name or plate.text)
            self.setFixedSize(plate_size(self._style, plate.text, self._px, self._longest))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._plate is not None:
            paint_plate(QPainter(self), self._style, QRectF(self.rect()), self._plate.text, self._px)


class Count(QWidget):
    """How many, in routed numerals, and the words beside them."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._number = ""
        self._shown = ("", "")
        self._words = Paragraph("", style.font(SMALL_STRONG), 1.15)
        s = style.sizes
        self.setMinimumHeight(s.pick(112, 66, 60))
        policy = QSizePolicy.Policy.Minimum if s.portrait else QSizePolicy.Policy.Preferred
        self.setSizePolicy(policy, QSizePolicy.Policy.Preferred if s.portrait else QSizePolicy.Policy.Fixed)

    def bind(self, number: str, words: str) -> None:
        """An empty number hides it."""
        if (number, words) == self._shown:
            return
        self._shown = (number, words)
        show_if(self, bool(number))
        self.setAccessibleName(f"{number} {words}".strip())
        self._number = number
        self._words = Paragraph(words, self._style.font(SMALL_STRONG), 1.15, max_lines=2, balanced=True)
        self.updateGeometry()
        self.update()

    def _digits(self) -> float:
        px = round(self._style.sizes.h1 * 1.05)
        return QFontMetricsF(self._style.routed(self._number, px)).horizontalAdvance(self._number)

    def sizeHint(self) -> QSize:
        s = self._style.sizes
        words = self._words.natural_width * (0.62 if s.portrait and " " in self._words.text else 1)
        longest = max(words, self._words.least_width())
        return QSize(math.ceil(self._digits() + longest + s.small * 0.6 + s.pad * 1.7), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        s = self._style.sizes
        return QSize(min(self.sizeHint().width(), s.pick(200, 160, 120)), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s, c = QPainter(self), self._style.sizes, self._style.colour
        paint_plate(painter, self._style, QRectF(self.rect()), "", s.body)
        left, digits = round(s.pad * 0.8) + 4, self._digits()
        px = round(s.h1 * 1.05)
        box = QRectF(left, 0, digits, self.height())
        paint_numeral(painter, box, self._number, self._style.routed(self._number, px), c("on-plate"))
        x = left + digits + s.small * 0.6
        room = self.width() - x - s.pad * 0.5
        self._words.draw(painter, QPointF(x, (self.height() - self._words.height(room)) / 2), room, c("on-plate"))
