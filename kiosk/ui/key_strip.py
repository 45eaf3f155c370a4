"""The strip of further keys that comes up above a key that is held."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.boxes import paint_box
from kiosk.ui.key import Cap, KeyButton, width_for
from kiosk.ui.theme import Style

_PAD = 8
_ABOVE = 6


class Strip(QWidget):
    """The strip, a child of the window, so that it may stand above the keyboard; a touch elsewhere closes the strip."""

    chosen = Signal(object)
    """Gives the `Cap` that was pressed."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._keys: list[KeyButton] = []
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def shown(self) -> list[KeyButton]:
        """Return the keys of the strip that can be pressed now."""
        return self._keys[: self._count] if self.isVisible() else []

    def open(self, caps: list[Cap], above: KeyButton, *, gap: int, within: QRect) -> None:
        """Show these caps above this key; the strip stays inside `within` at the left, at the right and at the top."""
        window = above.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        while len(self._keys) < len(caps):
            self._keys.append(self._made())
        self._count = len(caps)
        for index, key in enumerate(self._keys):
            if index < len(caps):
                key.deal(caps[index])
            key.setVisible(index < len(caps))
        wide = max(min(above.width(), above.height() * 2), *(width_for(cap, self._style) for cap in caps))
        self._place(QRect(above.mapTo(window, QPoint(0, 0)), above.size()), wide, gap, within)
        self.show()
        self.raise_()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def _place(self, key: QRect, wide: int, gap: int, within: QRect) -> None:
        most = max(1, (within.width() - 2 * _PAD + gap) // (wide + gap))
        lines = -(-self._count // most)
        across = -(-self._count // lines)
        width = across * (wide + gap) - gap + 2 * _PAD
        height = lines * (key.height() + gap) - gap + 2 * _PAD
        x = min(max(key.center().x() - width // 2, within.left()), within.right() + 1 - width)
        y = max(within.top(), key.top() - _ABOVE - height)
        self.setGeometry(x, y, width, height)
        for index in range(self._count):
            left = _PAD + index % across * (wide + gap)
            self._keys[index].setGeometry(left, _PAD + index // across * (key.height() + gap), wide, key.height())

    def _made(self) -> KeyButton:
        key = KeyButton(self._style)
        key.setParent(self)
        key.clicked.connect(lambda: self._choose(key))
        return key

    def _choose(self, key: KeyButton) -> None:
        cap = key.cap
        self.close_up()
        self.chosen.emit(cap)

    def close_up(self) -> None:
        """Hide the strip and remove everything that was on its keys."""
        if self.isHidden():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.hide()
        self._count = 0
        for key in self._keys:
            key.setDown(False)
            key.deal(Cap(""))

    def point_at(self, place: QPoint) -> None:
        """Show the key under the finger as pressed; `place` is in the window's coordinates."""
        for key in self.shown():
            key.setDown(self._at(place) is key)

    def let_go_at(self, place: QPoint) -> None:
        """Choose the key under the finger; if there is none, the strip stays open and a key can be tapped."""
        key = self._at(place)
        if key is not None:
            self._choose(key)

    def _at(self, place: QPoint) -> KeyButton | None:
        here = place - self.pos()
        return next((key for key in self.shown() if key.geometry().contains(here)), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if watched is not self and not self.isAncestorOf(watched):
                self.close_up()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close_up()
            return bool(event.key() == Qt.Key.Key_Escape)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        s, c = self._style.sizes, self._style.colour
        paint_box(QPainter(self), QRectF(self.rect()), s.radius_small, c("wall"), c("accent"), 2 * s.border)
