"""The basket's lines, newest first: rows are kept by key, moved and never rebuilt."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.line import LineRow
from kiosk.ui.theme import Form, Style
from kiosk.views import LineView

_COMPACT_FROM = 7
_SHADOW_STEPS = 6


class LineList(QWidget):
    """Places its rows itself, because a layout would ask all fifty again for the change of one."""

    sent = Signal(object)

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._rows: dict[int, LineRow] = {}
        self._order: list[LineRow] = []
        self._spare: list[LineRow] = []
        self._placed_width = -1
        self._gap = max(12, round(style.sizes.gap * 0.8))
        self._fresh: LineRow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def bind(self, lines: tuple[LineView, ...]) -> bool:
        """Show these lines; true if a fresh one stands on top that was not there before."""
        compact = len(lines) >= _COMPACT_FROM
        known = set(self._rows)
        wanted = {line.key for line in lines}
        for key in known - wanted:
            self._put_by(key)
        changed = len(known) != len(wanted)
        order = [self._row(line.key) for line in lines]
        for row, line in zip(order, lines, strict=True):
            changed = row.bind(line, compact=compact) or changed
        if changed or order != self._order:
            self._order = order
            self._place()
        fresh = order[0] if lines and lines[0].fresh else None
        arrived = fresh is not None and (fresh is not self._fresh or lines[0].key not in known)
        self._fresh = fresh
        return arrived

    def rows(self) -> list[LineRow]:
        """The rows as shown."""
        return list(self._order)

    def hidden_below(self, edge: int) -> int:
        """How many rows do not end above this pixel."""
        return sum(1 for row in self._order if row.geometry().bottom() > edge + 2)

    def next_top(self, edge: int) -> int:
        """The top of the first row that does not end above this pixel."""
        return next((row.y() - self._gap for row in self._order if row.geometry().bottom() > edge + 2), edge)

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

    def _put_by(self, key: int) -> None:
        row = self._rows.pop(key)
        row.hide()
        self._spare.append(row)

    def _place(self) -> None:
        width, y = self.width(), self._gap // 2
        for row in self._order:
            height = row.height_for(width)
            row.setGeometry(0, y, width, height)
            row.arrange()
            y += height + self._gap
        self._placed_width = width
        self.setFixedHeight(max(1, y - self._gap // 2))
        previous: QWidget | None = None
        for row in self._order:
            if previous is not None:
                QWidget.setTabOrder(previous, row)
            previous = row
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.width() != self._placed_width:
            self._place()

    def sizeHint(self) -> QSize:
        return QSize(400, max(self.minimumHeight(), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The one shadow of the house: under the newest line."""
        raised = self._fresh is not None and not self._style.colours.strong
        if not raised or self._style.sizes.form is Form.SMALL or self._fresh is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shade = QColor(43, 32, 24, 10)
        painter.setBrush(shade)
        box = QRectF(self._fresh.geometry())
        for step in range(_SHADOW_STEPS):
            spread = step * 1.6 - 4
            grown = box.adjusted(-spread, 6 - spread, spread, 6 + spread)
            painter.drawRoundedRect(grown, self._style.sizes.radius, self._style.sizes.radius)
