"""One key of the kiosk's own keyboard, and the strip that opens when somebody holds the key for half a second.

The strip shows more characters, such as letters with accents.
"""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from kiosk.ui.badges import paint_spinner
from kiosk.ui.boxes import paint_box
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.theme import SMALL_STRONG, STRONG, Style

_REPEAT_AFTER_MS = 450
_REPEAT_EVERY_MS = 90
_HELD_AFTER_MS = 450
_INSET = 4


class KeyKind(Enum):
    """The effect that a key has when it is pressed."""

    SIGN = auto()
    SHIFT = auto()
    DELETE = auto()
    PAGE = auto()
    ACCENTS = auto()
    LANGUAGE = auto()
    ENTER = auto()
    GAP = auto()


@dataclass(frozen=True, slots=True)
class Cap:
    """The character or word on a key. The key is `weight` times as wide as the key of a letter.

    A press types the text `types`. `name` is the name of the key for screen readers. If `lit` is True, the key has the
    colour of a pressed key.
    """

    text: str
    kind: KeyKind = KeyKind.SIGN
    weight: float = 1.0
    icon: str = ""
    types: str = ""
    name: str = ""
    lit: bool = False
    more: str = ""
    """The characters that the strip above the key offers when somebody holds the key."""


def words_on(cap: Cap, style: Style) -> Paragraph:
    """Return the character or the words on a key, with the font in which they are drawn."""
    single = len(cap.text) == 1
    kind = STRONG if single or cap.kind is KeyKind.ENTER else SMALL_STRONG
    font = style.font(kind, round(style.sizes.body * 1.12) if single else 0)
    return Paragraph(cap.text, font, 1.1, max_lines=2, centred=True)


def width_for(cap: Cap, style: Style) -> int:
    """Return the least width in pixels that a key needs, so that its longest word fits."""
    return words_on(cap, style).least_width() + 2 * _INSET


class KeyButton(QPushButton):
    """One key of the keyboard."""

    held = Signal()
    """Says that somebody holds the key, so that the strip must open. The key sends no `clicked` after this signal."""
    dragged = Signal(QPoint)
    """Gives the place of the finger in the window each time the finger moves while somebody holds the key."""
    dropped = Signal(QPoint)
    """Gives the place in the window at which the finger left the screen, after somebody held the key."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self.cap = Cap("")
        self.busy = False
        self._is_held = False
        self._holding = QTimer(self)
        self._holding.setSingleShot(True)
        self._holding.setInterval(_HELD_AFTER_MS)
        self._holding.timeout.connect(self._hold)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_cap(self, cap: Cap) -> None:
        """Show another character or word on the key."""
        if cap == self.cap:
            return
        self.cap = cap
        self.setText(cap.text.replace("&", "&&"))
        self.setAccessibleName(cap.name or cap.types or cap.text)
        self.setAutoRepeat(cap.kind is KeyKind.DELETE)
        self.setAutoRepeatDelay(_REPEAT_AFTER_MS)
        self.setAutoRepeatInterval(_REPEAT_EVERY_MS)
        self.update()

    def fits(self) -> bool:
        """Return True if all words on the key can be read."""
        words, room = words_on(self.cap, self._style), self.width() - 2 * _INSET
        height = words.height(room)
        return not words.elided and height <= self.height() - 2 and words.least_width() <= room + 1

    # --- while a key is held ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_held = False
        if self.cap.more and event.button() is Qt.MouseButton.LeftButton:
            self._holding.start()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_held:
            self.dragged.emit(self.mapTo(self.window(), event.position().toPoint()))
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._holding.stop()
        if not self._is_held:
            super().mouseReleaseEvent(event)
            return
        self._is_held = False
        self.setDown(False)
        self.dropped.emit(self.mapTo(self.window(), event.position().toPoint()))

    def _hold(self) -> None:
        if self.isDown():
            self._is_held = True
            self.held.emit()

    # --- paint ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s, c = QPainter(self), self._style.sizes, self._style.colour
        enter = self.cap.kind is KeyKind.ENTER
        on = enter or self.isDown() or self.cap.lit
        surface = c("accent") if on else c("card")
        if enter and self.isDown():
            surface = c("accent-ink")
        box = QRectF(self.rect())
        if enter and not self.isEnabled():
            paint_box(painter, box, s.radius_small, c("card"), c("edge"), s.border, dashed=True)
        else:
            self._paint_key(painter, box, on=on)
            inner = box.adjusted(s.border, s.border, -s.border, -s.border if on else -4)
            paint_box(painter, inner, s.radius_small - s.border, surface, surface, 1)
        self._paint_cap(painter, "ink-2" if enter and not self.isEnabled() else "on-accent" if on else "ink")

    def _paint_key(self, painter: QPainter, box: QRectF, *, on: bool) -> None:
        """Draw the body of the key. The lower edge is thicker, so that people see that they can press the key."""
        edge = self._style.colour("accent" if on else "edge")
        paint_box(painter, box, self._style.sizes.radius_small, edge, edge, 1)

    def _paint_cap(self, painter: QPainter, token: str) -> None:
        s, ink, words = self._style, self._style.colour(token), words_on(self.cap, self._style)
        busy = self.busy and self.cap.kind is KeyKind.ENTER
        left = _INSET
        if busy:
            px = min(s.sizes.icon, self.height() - 16)
            alone = words.least_width() > self.width() - px - 24
            x = (self.width() - px) / 2 if alone else 10
            paint_spinner(painter, s, QRectF(x, (self.height() - px) / 2, px, px), turning=True)
            if alone:
                return
            left += px + 8
        if self.cap.icon:
            px = min(s.sizes.icon, self.width() - 2 * _INSET)
            box = QRectF(round((self.width() - px) / 2), round((self.height() - px) / 2), px, px)
            s.icons.paint(painter, self.cap.icon, box, ink, ink)
            return
        room = self.width() - _INSET - left
        words.draw(painter, QPointF(left, (self.height() - 2 - words.height(room)) / 2), room, ink)


# --- the strip above a key ---

_PAD = 8
_ABOVE = 6


class Strip(QWidget):
    """The strip of more characters above a key. If somebody touches another place, the strip closes.

    The strip is a child of the window, so that a part of the strip can be above the keyboard.
    """

    chosen = Signal(object)
    """Gives the `Cap` of the key that the person has chosen on the strip."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._keys: list[KeyButton] = []
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def shown(self) -> list[KeyButton]:
        """Return the keys that the strip shows now, or an empty list if the strip is closed."""
        return self._keys[: self._count] if self.isVisible() else []

    def open(self, caps: list[Cap], above: KeyButton, *, gap: int, within: QRect) -> None:
        """Open the strip above the key `above`. The strip has one key for each of these caps.

        There are `gap` pixels between two keys. The strip does not cross the left, right or upper edge of `within`,
        which is a part of the window.
        """
        window = above.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        while len(self._keys) < len(caps):
            self._keys.append(self._made())
        self._count = len(caps)
        for index, key in enumerate(self._keys):
            if index < len(caps):
                key.set_cap(caps[index])
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
        """Hide the strip and remove the characters from its keys."""
        if self.isHidden():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.hide()
        self._count = 0
        for key in self._keys:
            key.setDown(False)
            key.set_cap(Cap(""))

    def point_at(self, place: QPoint) -> None:
        """Show the key at this place of the window as pressed, because a finger is there."""
        for key in self.shown():
            key.setDown(self._at(place) is key)

    def release_at(self, place: QPoint) -> None:
        """Choose the key at this place of the window, where the finger left the screen.

        If there is no key at this place, the strip stays open, so that the person can tap a key later.
        """
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
