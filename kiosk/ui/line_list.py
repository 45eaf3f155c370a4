"""The list of the basket's lines, newest first. When the list changes, its row widgets move and are not made again."""

from functools import lru_cache
from itertools import pairwise, repeat

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.line import LineRow
from kiosk.ui.theme import ScreenForm, Style
from kiosk.views.basket import LineView

_COMPACT_FROM = 7
_SPOKEN_AFTER_MS = 60
_SHADOW_REACH, _SHADOW_DROP = 8, 4
"""Two distances in pixels.

The shadow of a row is larger than the row by the first distance, and lies lower by the second distance.
"""
_SHADE = QColor(43, 32, 24, 8)


class LineList(QWidget):
    """The list of rows, which places its rows itself.

    A Qt layout would measure all rows, for example fifty, each time one row changes.
    """

    sent = Signal(object)

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._rows: dict[int, LineRow] = {}
        self._order: list[LineRow] = []
        self._spare: list[LineRow] = []
        self._placed_width = -1
        self.gap = max(12, round(style.sizes.gap * 0.8))
        self._fresh: LineRow | None = None
        self._after: list[QWidget] = []
        self._passed: dict[LineRow, list[QWidget]] = {}
        """Each row and its buttons, in the order in which the Tab key reaches them now."""
        self._speaking = QTimer(self)
        self._speaking.setSingleShot(True)
        self._speaking.setInterval(_SPOKEN_AFTER_MS)
        self._speaking.timeout.connect(self._speak)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def bind(self, lines: tuple[LineView, ...], places: tuple[str, ...] = ()) -> bool:
        """Show these lines. Return True if the first line is new.

        `places` gives the number of each line in words. If `places` is empty, the names of the lines already contain
        the numbers.
        """
        compact = len(lines) >= _COMPACT_FROM
        known = set(self._rows)
        wanted = {line.key for line in lines}
        for key in known - wanted:
            self._keep_spare(key)
        changed = len(known) != len(wanted)
        order = [self._row(line.key) for line in lines]
        for row, line, place in zip(order, lines, places or repeat(""), strict=False):
            row.place = place
            changed = row.bind(line, compact=compact) or changed
        moved = order != self._order
        self._order = order
        fresh = order[0] if lines and lines[0].fresh else None
        arrived = fresh is not None and (fresh is not self._fresh or lines[0].key not in known)
        if fresh is not self._fresh:
            self._fresh = fresh
            self.update()
        if changed or moved:
            self._place()
        if QAccessible.isActive():
            # Screen readers say the number of a line in the list. A new line changes the numbers of all other lines.
            # We send the new numbers a little later, so that the list is painted before these many messages are sent.
            self._speaking.start()
        else:
            self._speak()
        return arrived

    def _speak(self) -> None:
        for row in self._order:
            row.speak()

    def come_after(self, widget: QWidget) -> None:
        """Let the Tab key go from this widget to the newest line with its buttons, and then to the older lines."""
        self._after = [widget]

    def rows(self) -> list[LineRow]:
        """Return the rows in the order in which they are shown."""
        return list(self._order)

    def opened(self) -> LineRow | None:
        """Return the row that shows an open panel of choices or asks a question, or None if there is no such row."""
        return next((row for row in self._order if row.line.panel is not None or row.line.asked), None)

    def _row(self, key: int) -> LineRow:
        if key not in self._rows:
            row = self._spare.pop() if self._spare else self._made()
            self._rows[key] = row
            row.show()
        return self._rows[key]

    def _made(self) -> LineRow:
        row = LineRow(self._style)
        row.setParent(self)
        row.sent.connect(self.sent)
        return row

    def _keep_spare(self, key: int) -> None:
        row = self._rows.pop(key)
        row.hide()
        self._spare.append(row)

    def _place(self) -> None:
        """Move only the rows whose place or height has changed."""
        width, y = self.width(), self.gap // 2
        for row in self._order:
            place = QRect(0, y, width, row.height_for(width))
            if row.geometry() != place:
                row.setGeometry(place)
                if row is self._fresh:
                    self.update()  # The shadow under the row must move, too.
            y += place.height() + self.gap
        self._placed_width = width
        self.setFixedHeight(max(1, y - self.gap // 2))
        self._pass_keyboard()

    def _pass_keyboard(self) -> None:
        """Set the order in which the Tab key reaches the rows. Skip a row that has not changed, to save time."""
        kept = [row for row in self._passed if row in self._order]
        moved = kept != [row for row in self._order if row in self._passed]
        passed: dict[LineRow, list[QWidget]] = {}
        before = self._after
        for row in self._order:
            controls = row.controls()
            if moved or self._passed.get(row) != controls:
                for control, after in pairwise([*before, *controls]):
                    QWidget.setTabOrder(control, after)
            passed[row], before = controls, controls[-1:]
        self._passed = passed

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.width() != self._placed_width:
            self._place()

    def sizeHint(self) -> QSize:
        return QSize(400, max(self.minimumHeight(), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shadow under the newest line, which is the only shadow in the user interface."""
        raised = self._fresh is not None and not self._style.colours.strong
        if not raised or self._style.sizes.form is ScreenForm.SMALL or self._fresh is None:
            return
        _paint_shadow(QPainter(self), self._fresh.geometry(), self._style.sizes.radius)


def _paint_shadow(painter: QPainter, box: QRect, radius: int) -> None:
    """Paint the shadow below `box` from parts of a small image.

    To paint the whole shadow directly would take as long as to paint ten rows.
    """
    shadow, side = _shadow(radius), radius + _SHADOW_REACH
    grown = box.adjusted(0, 0, 0, _SHADOW_DROP + _SHADOW_REACH)
    across, foot = grown.width() - 2 * side, grown.bottom() + 1 - side
    for left, part in ((grown.x(), 0), (grown.right() + 1 - side, side + 1)):
        painter.drawImage(QRect(left, foot, side, side), shadow, QRect(part, side + 1, side, side))
        painter.drawImage(QRect(left, box.y() + side, side, foot - box.y() - side), shadow, QRect(part, side, side, 1))
    painter.drawImage(QRect(grown.x() + side, foot, across, side), shadow, QRect(side, side + 1, 1, side))


@lru_cache(maxsize=4)
def _shadow(radius: int) -> QImage:
    """Return the shadow of the smallest box, which has four corners and one pixel between them.

    For a larger box, this pixel is painted wider or higher.
    """
    size = 2 * (radius + _SHADOW_REACH) + 1
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_SHADE)
    for step in range(_SHADOW_REACH + 3):
        inset = step - 0.5
        painter.drawRoundedRect(QRectF(image.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.end()
    return image
