"""A row that people press to switch something on or off."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from kiosk.ui.boxes import column, row, show_if
from kiosk.ui.text import Text
from kiosk.ui.theme import SMALL, STRONG, Style
from kiosk.views.forms import Toggle


class ToggleRow(QPushButton):
    """A row that is a switch. A press anywhere on the row asks the app for the other state.

    The press itself does not change the switch. The next view decides which state the switch shows.
    """

    sent = Signal(object)

    def __init__(self, style: Style, *, brief: bool = False) -> None:
        """Make an empty row. If `brief` is True, only the label is drawn. Screen readers also get the longer text."""
        super().__init__()
        self._style = style
        self._toggle: Toggle | None = None
        self._brief = brief
        s = style.sizes
        self._label, self._text = Text(style, STRONG, max_lines=2), Text(style, SMALL, ink="ink-2", max_lines=4)
        self._line = row(round(s.tap * 1.35) + round(s.pad * 0.8), column(self._label, self._text, gap=2))
        self._line.setStretch(1, 1)
        self.setLayout(self._line)
        self.setCheckable(True)
        self.setMinimumHeight(s.tap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._send)
        self.toggled.connect(self._toggled)
        self.hide()

    def bind(self, toggle: Toggle | None) -> None:
        """Show this toggle, or hide the row if `toggle` is None."""
        self._toggle = toggle
        show_if(self, toggle is not None)
        if toggle is not None:
            self._label.say(toggle.label)
            self._text.say("" if self._brief else toggle.text)
            self.setAccessibleName(toggle.label)
            self.setAccessibleDescription(toggle.text)
            self.setChecked(toggle.on)
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self._style.sizes.tap, self._line.heightForWidth(width))

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(max(300, self.width())))

    def minimumSizeHint(self) -> QSize:
        s = self._style.sizes
        switch = round(s.tap * 1.35) + round(s.pad * 0.8)
        return QSize(max(200, switch + self._label.width_in_two_lines()), s.tap)

    def nextCheckState(self) -> None:
        """Change nothing, because the next view decides which state the switch shows."""

    def _toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt demands this signature
        """Handle a toggle like a press, because a screen reader toggles a checkable button instead of pressing it."""
        if self._toggle is not None and checked is not self._toggle.on:
            self.setChecked(self._toggle.on)
            self._send()

    def _send(self) -> None:
        if self._toggle is not None:
            self.sent.emit(self._toggle.intent)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s, c = QPainter(self), self._style.sizes, self._style.colour
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height, on = s.tap * 1.35, s.tap * 0.72, self.isChecked()
        top = (self.height() - height) / 2
        painter.setPen(QPen(c("accent" if on else "edge"), s.border))
        painter.setBrush(c("accent" if on else "card"))
        painter.drawRoundedRect(QRectF(1, top, width - 2, height), height / 2, height / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(c("on-accent" if on else "edge"))
        radius = height / 2 - 7
        painter.drawEllipse(QPointF(width - height / 2 - 1 if on else height / 2 + 1, top + height / 2), radius, radius)
