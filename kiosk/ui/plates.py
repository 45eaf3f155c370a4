"""Dark plates with letters or digits that look carved. A plate shows the name of a shelf or a number."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.boxes import show_if
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.theme import H3, SMALL_STRONG, Style
from kiosk.views.pieces import PlateView

_SMALLEST_TEXT = 20
_INSET = 10
"""The distance in pixels between the edge of the plate and its words if the words stand in several lines."""
_FEW_LINES, _MOST_LINES = 2, 3


def plate_size(style: Style, text: str, px: int, longest: int) -> QSize:
    """Return the size in pixels of a plate with letters that are `px` pixels high.

    If one line would make the plate wider than `longest` pixels, the plate gets several lines in smaller letters.
    """
    width = QFontMetricsF(style.plate_font(text, px)).horizontalAdvance(text)
    least = round(px * 2.5)
    if width + px <= max(longest, least):
        return QSize(max(least, math.ceil(width + px)), round(px * 1.48))
    words = _words(style, text, px, longest)
    return QSize(longest, max(round(px * 1.48), words.height(_room(longest, px)) + _INSET * 2))


def paint_plate(painter: QPainter, style: Style, box: QRectF, text: str, px: int) -> None:
    """Paint the dark surface, the brass-coloured frame and the carved letters of a plate.

    If the text is too long for one line, paint several lines of smaller letters.
    """
    c, s = style.colour, style.sizes
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(c("plate"))
    painter.drawRoundedRect(box, s.radius_small, s.radius_small)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(c("brass"), 2))
    if not style.colours.strong:
        painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), s.radius_small - 4, s.radius_small - 4)
    font = style.plate_font(text, px)
    if QFontMetricsF(font).horizontalAdvance(text) + px <= box.width() + 1:
        paint_numeral(painter, box, text, font, c("on-plate"))
        return
    words, room = _words(style, text, px, round(box.width())), _room(box.width(), px)
    top = box.y() + (box.height() - words.height(room)) / 2
    words.draw(painter, QPointF(box.x() + (box.width() - room) / 2, top), room, c("on-plate"))


def _room(width: float, px: int) -> float:
    return width - max(_INSET * 2, px * 0.5)


def _words(style: Style, text: str, px: int, longest: int) -> Paragraph:
    """Return the words in the largest size at which they fit into two lines.

    If no size is small enough, return the words in the smallest size, in at most three lines.
    """
    room = _room(longest, px)
    for size in range(max(_SMALLEST_TEXT, round(px * 0.62)), _SMALLEST_TEXT - 1, -2):
        words = Paragraph(text, style.font(H3, size), 1.14, max_lines=_MOST_LINES, centred=True)
        if words.lines(room) <= _FEW_LINES and words.least_width() <= room:
            return words
    return Paragraph(text, style.font(H3, _SMALLEST_TEXT), 1.14, max_lines=_MOST_LINES, centred=True)


def paint_numeral(painter: QPainter, box: QRectF, text: str, font: QFont, ink: QColor) -> None:
    """Paint the text so that its capitals and digits are in the middle of `box`.

    The space for parts of letters below the base line is not counted, because carved letters have no such parts.
    """
    painter.setFont(font)
    painter.setPen(ink)
    metrics = QFontMetricsF(painter.font())
    x = box.center().x() - metrics.horizontalAdvance(text) / 2
    painter.drawText(QPointF(x, box.center().y() + metrics.capHeight() / 2), text)


class Plate(QWidget):
    """A plate with the name of a shelf. It looks like the sign at the real shelf."""

    def __init__(self, style: Style, plate: PlateView | None = None, *, large: bool = False) -> None:
        super().__init__()
        self._style = style
        self._px = round(style.sizes.plate * (1.28 if large else 0.62))
        self._longest = style.sizes.pick(420, 300, 150) if large else style.sizes.pick(300, 190, 150)
        self._plate: PlateView | None = None
        self.bind(plate)

    def bind(self, plate: PlateView | None) -> None:
        """Show this plate, or hide the widget if `plate` is None."""
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
    """A plate with a count in carved digits, and with words beside the count."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._number = ""
        self._shown = ("", "")
        self._words = Paragraph("", style.font(SMALL_STRONG), 1.15)
        s = style.sizes
        two_lines = 2 * self._words.line_height + s.pad
        self.setMinimumHeight(max(s.pick(112, 66, 60), two_lines))
        policy = QSizePolicy.Policy.Minimum if s.portrait else QSizePolicy.Policy.Preferred
        self.setSizePolicy(policy, QSizePolicy.Policy.Preferred if s.portrait else QSizePolicy.Policy.Fixed)

    def bind(self, number: str, words: str) -> None:
        """Show this number and these words, or hide the plate if the number is empty."""
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
        return QFontMetricsF(self._style.plate_font(self._number, px)).horizontalAdvance(self._number)

    def sizeHint(self) -> QSize:
        s = self._style.sizes
        words = self._words.natural_width * (0.62 if s.portrait and " " in self._words.text else 1)
        longest = max(words, self._words.least_width())
        return QSize(math.ceil(self._digits() + longest + s.small * 0.6 + s.pad * 1.7), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        s = self._style.sizes
        return QSize(min(self.sizeHint().width(), s.pick(200, 160, 120)), self.minimumHeight())

    def _beside(self) -> tuple[float, float]:
        """Return the left edge of the words and the width that is free for the words, in pixels."""
        s = self._style.sizes
        x = round(s.pad * 0.8) + 4 + self._digits() + s.small * 0.6
        return x, self.width() - x - s.pad * 0.5

    def fits(self) -> bool:
        """Return True if none of the words is cut off."""
        _, room = self._beside()
        return self._words.height(room) <= self.height() - 4 and not self._words.elided

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s, c = QPainter(self), self._style.sizes, self._style.colour
        paint_plate(painter, self._style, QRectF(self.rect()), "", s.body)
        left, digits = round(s.pad * 0.8) + 4, self._digits()
        px = round(s.h1 * 1.05)
        box = QRectF(left, 0, digits, self.height())
        paint_numeral(painter, box, self._number, self._style.plate_font(self._number, px), c("on-plate"))
        x, room = self._beside()
        self._words.draw(painter, QPointF(x, (self.height() - self._words.height(room)) / 2), room, c("on-plate"))
