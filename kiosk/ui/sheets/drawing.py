"""Codes, words and icons on paper, measured in millimetres.

Each bar is a whole number of printer dots wide, because scanners need exact widths.
"""

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from kiosk.ui.icons import Icons
from kiosk.ui.qrcode import modules
from kiosk.ui.sheets import code128

THINNEST_BAR_MM = 0.2
"""The least width of a bar. Scanners can read bars of 0.19 mm, but printers sometimes print a bar too narrow."""
_WIDEST_BAR_MM = 0.4
_QR_QUIET = 4
_INK = QColor("black")
_SMALLEST_TEXT_MM = 2.0
_MM_PER_INCH = 25.4


class Drawing:
    """A painter for a page with `dpi` dots per inch. All places and sizes are in millimetres."""

    def __init__(self, painter: QPainter, dpi: float, icons: Icons) -> None:
        self._painter = painter
        self._dots = dpi / _MM_PER_INCH
        self._icons = icons

    def words(self, text: str, place: QRectF, mm: float, *, bold: bool = False, centred: bool = False) -> float:
        """Draw the text in several lines inside `place`. Return the height of the drawn text in millimetres.

        The letters are `mm` high, or smaller if the text would not fit.
        """
        box, align = self._scaled(place), Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        flags = int(align | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        painter = self._painter
        while True:
            font = self._font(mm, bold=bold)
            needed = QFontMetricsF(font, painter.device()).boundingRect(box, flags, text)
            if mm <= _SMALLEST_TEXT_MM or (needed.height() <= box.height() and needed.width() <= box.width()):
                break
            mm -= 0.2
        painter.save()
        painter.setClipRect(box)
        painter.setFont(font)
        painter.setPen(_INK)
        painter.drawText(box, flags, text)
        painter.restore()
        return min(needed.height(), box.height()) / self._dots

    def icon(self, name: str, place: QRectF) -> None:
        """Draw one of the kiosk's own icons."""
        self._icons.draw(self._painter, name, self._scaled(place), _INK, QColor("white"))

    def square(self, code: str, place: QRectF) -> None:
        """Draw the QR code with its light margin, as large as `place` allows. A module is a whole number of dots."""
        rows, box = modules(code), self._scaled(place)
        dots = max(1, int(min(box.width(), box.height()) // (len(rows) + 2 * _QR_QUIET)))
        across = dots * len(rows)
        left = round(box.center().x() - across / 2)
        top = round(box.center().y() - across / 2)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    self._fill(left + x * dots, top + y * dots, dots, dots)

    def bars(self, code: str, place: QRectF) -> bool:
        """Draw the Code 128 in the middle of `place`, and return True.

        If no scanner could read the code in this place, draw nothing and return False.
        """
        if not fits_as_bars(code, place.width()):
            return False
        box, across = self._scaled(place), code128.modules_across(code)
        dots = self._dots_of_a_module(across + 2 * code128.QUIET_MODULES, box.width())
        at = round(box.center().x() - across * dots / 2)
        for index, width in enumerate(code128.bars(code)):
            if index % 2 == 0:
                self._fill(at, round(box.top()), width * dots, round(box.height()))
            at += width * dots
        return True

    def hairlines(self, lines: tuple[QLineF, ...]) -> None:
        """Draw thin lines along which the paper is cut."""
        self._painter.setPen(QPen(_INK, 0.1 * self._dots))
        self._painter.drawLines([QLineF(self._point(line.p1()), self._point(line.p2())) for line in lines])

    def _dots_of_a_module(self, across: int, width: float) -> int:
        return max(1, int(min(_WIDEST_BAR_MM * self._dots, width / across)))

    def _font(self, mm: float, *, bold: bool) -> QFont:
        font = QFont("Inter")
        font.setPixelSize(max(1, round(mm * self._dots)))
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        return font

    def _fill(self, x: int, y: int, width: int, height: int) -> None:
        self._painter.fillRect(QRect(x, y, width, height), _INK)

    def _point(self, point: QPointF) -> QPointF:
        return point * self._dots

    def _scaled(self, place: QRectF) -> QRectF:
        return QRectF(self._point(place.topLeft()), self._point(place.bottomRight()))


def fits_as_bars(code: str, width_mm: float) -> bool:
    """Return True if a plain laser scanner could read this text as a Code 128 that is `width_mm` wide."""
    if not code128.can_hold(code):
        return False
    across = code128.modules_across(code) + 2 * code128.QUIET_MODULES
    return width_mm / across >= THINNEST_BAR_MM
