"""The kiosk's own keyboard: keys that never take the focus from the field they type into."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from kiosk.ui import layouts
from kiosk.ui.boxes import paint_box
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.pieces import Turning, motion_allowed, paint_spinner
from kiosk.ui.theme import SMALL_STRONG, STRONG, Form, Style
from kiosk.views import Button, FieldKind

_GAP = 12
_REPEAT_AFTER_MS = 450
_REPEAT_EVERY_MS = 90
_LEAST_KEY = 64


class KeyKind(Enum):
    """What a key does."""

    SIGN = auto()
    SHIFT = auto()
    DELETE = auto()
    PAGE = auto()
    ENTER = auto()
    GAP = auto()


@dataclass(frozen=True, slots=True)
class Cap:
    """What stands on a key, and how wide it is beside others."""

    text: str
    kind: KeyKind = KeyKind.SIGN
    weight: float = 1.0
    icon: str = ""
    types: str = ""
    name: str = ""
    lit: bool = False


class Key(QPushButton):
    """One key."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self.cap = Cap("")
        self.busy = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def deal(self, cap: Cap) -> None:
        """Another cap on it."""
        if cap == self.cap:
            return
        self.cap = cap
        self.setText(cap.text.replace("&", "&&"))
        self.setAccessibleName(cap.name or cap.types or cap.text)
        self.setAutoRepeat(cap.kind is KeyKind.DELETE)
        self.setAutoRepeatDelay(_REPEAT_AFTER_MS)
        self.setAutoRepeatInterval(_REPEAT_EVERY_MS)
        self.update()

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
        """The body, whose lower edge is thicker: a key is a thing to press."""
        edge = self._style.colour("accent" if on else "edge")
        paint_box(painter, box, self._style.sizes.radius_small, edge, edge, 1)

    def _paint_cap(self, painter: QPainter, token: str) -> None:
        s, ink = self._style, self._style.colour(token)
        single = len(self.cap.text) == 1
        kind = STRONG if single or self.cap.kind is KeyKind.ENTER else SMALL_STRONG
        font = s.font(kind, round(s.sizes.body * 1.12) if single else 0)
        words = Paragraph(self.cap.text, font, 1.1, max_lines=2, centred=True)
        busy = self.busy and self.cap.kind is KeyKind.ENTER
        left = 6
        if busy:
            px = min(s.sizes.icon, self.height() - 16)
            alone = words.least_width() > self.width() - px - 24
            x = (self.width() - px) / 2 if alone else 10
            paint_spinner(painter, s, QRectF(x, (self.height() - px) / 2, px, px), turning=True)
            if alone:
                return
            left += px + 8
        if self.cap.icon:
            px = s.sizes.icon
            box = QRectF(round((self.width() - px) / 2), round((self.height() - px) / 2), px, px)
            s.icons.paint(painter, self.cap.icon, box, ink, ink)
            return
        room = self.width() - 6 - left
        words.draw(painter, QPointF(left, (self.height() - 2 - words.height(room)) / 2), room, ink)


class Keyboard(Turning):
    """Rows of keys; what they do comes as signals."""

    typed = Signal(str)
    deleted = Signal()
    entered = Signal()

    def __init__(self, style: Style, *, low: bool = False) -> None:
        """A `low` one has its digits among the signs."""
        super().__init__()
        self._style, self._low = style, low or style.sizes.form is Form.SMALL
        self._language, self._enter, self._kind = "en", "", FieldKind.TEXT
        self._page, self._shift, self._locked = 0, False, False
        self._keys: list[Key] = []
        self._rows: list[list[Cap]] = []
        self._enabled, self._busy = True, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def bind(self, language: str, enter: Button, *, kind: FieldKind, busy: bool) -> None:
        """The layout of this language; `enter` is the key that sends; `kind` is that of the field in use."""
        if (language, enter.label, kind) != (self._language, self._enter, self._kind):
            again = (language, kind) != (self._language, self._kind)
            self._language, self._enter, self._kind = language, enter.label, kind
            self.start_over() if again else self._deal()
        self._busy = busy
        for key in self._keys:
            if key.cap.kind is KeyKind.ENTER:
                key.busy = busy
                key.setEnabled(enter.enabled and not busy)
                key.setAccessibleDescription(enter.hint)
                key.update()

    def for_field(self, kind: FieldKind) -> None:
        """Digits for a PIN, capitals for a label's code, all keys for anything else."""
        if kind is not self._kind:
            self._kind = kind
            self.start_over()

    def start_over(self) -> None:
        """Small letters again; most labels have capitals."""
        capitals = self._kind is FieldKind.CODE
        self._page, self._shift, self._locked = 0, capitals, capitals
        self._deal()

    def shown(self) -> list[Key]:
        """All keys that can be pressed now."""
        return [key for key in self._keys if not key.isHidden()]

    def turns(self) -> bool:
        """The key that sends shows a ring."""
        return self._busy and motion_allowed(self._style)

    # --- caps ---

    def _deal(self) -> None:
        self._rows = self._pin_rows() if self._kind is FieldKind.PIN else self._letter_rows()
        count = sum(len(line) for line in self._rows)
        while len(self._keys) < count:
            self._keys.append(self._made())
        caps = [cap for line in self._rows for cap in line]
        for index, key in enumerate(self._keys):
            if index < count:
                key.deal(caps[index])
            key.setVisible(index < count and caps[index].kind is not KeyKind.GAP)
        self.updateGeometry()
        self._place()

    def _pin_rows(self) -> list[list[Cap]]:
        words = layouts.words(self._language)
        rows = [[Cap(sign, types=sign) for sign in line] for line in layouts.PIN_ROWS]
        delete = Cap("", KeyKind.DELETE, icon="bksp", name=words.delete)
        return [*rows, [delete, Cap("0", types="0"), Cap(self._enter, KeyKind.ENTER)]]

    def _letter_rows(self) -> list[list[Cap]]:
        words = layouts.words(self._language)
        widest = self._style.sizes.width // (_LEAST_KEY + _GAP)
        digits = self._low
        pages = (
            layouts.letters(self._language, widest=min(12, widest)),
            *layouts.signs(self._language, with_digits=digits),
        )
        first, second, third = (self._signs(line) for line in pages[self._page])
        missing = max(0, len(first) - len(second)) / 2
        indent = [Cap("", KeyKind.GAP, weight=missing)] if missing else []
        rows = [] if digits else [self._signs(layouts.DIGITS)]
        delete = Cap("", KeyKind.DELETE, 1.62, icon="bksp", name=words.delete)
        return [
            *rows,
            first,
            [*indent, *second, *indent],
            [self._shift_cap(words), *third, delete],
            self._last_row(words),
        ]

    def _signs(self, line: str) -> list[Cap]:
        up = self._shift and self._page == 0
        shown = [sign.upper() if up and len(sign.upper()) == 1 else sign for sign in line]
        return [Cap(sign, types=sign) for sign in shown]

    def _shift_cap(self, words: layouts.Words) -> Cap:
        if self._page:
            return Cap("2/2" if self._page == 1 else "1/2", KeyKind.SHIFT, 1.62, name=words.signs)
        return Cap("", KeyKind.SHIFT, 1.62, icon="shift", name=words.shift, lit=self._shift)

    def _last_row(self, words: layouts.Words) -> list[Cap]:
        page = Cap("123" if self._low else "!?&", KeyKind.PAGE, 1.62, name=words.signs)
        if self._page:
            page = Cap("abc", KeyKind.PAGE, 1.62, name=words.letters)
        space = Cap(words.space, types=" ", weight=4 if self._low else 5)
        left, right = "-/" if self._kind is FieldKind.CODE else "@."
        return [page, Cap(left, types=left), space, Cap(right, types=right), Cap(self._enter, KeyKind.ENTER, 2.6)]

    # --- what happens ---

    def _made(self) -> Key:
        key = Key(self._style)
        key.setParent(self)
        key.clicked.connect(lambda: self._press(key.cap))
        return key

    def _press(self, cap: Cap) -> None:
        match cap.kind:
            case KeyKind.SIGN:
                self.typed.emit(cap.types)
                if self._shift and not self._locked and cap.types != " ":
                    self._shift = False
                    self._deal()
            case KeyKind.SHIFT:
                self._press_shift()
            case KeyKind.DELETE:
                self.deleted.emit()
            case KeyKind.PAGE:
                self._page = 0 if self._page else 1
                self._deal()
            case KeyKind.ENTER:
                self.entered.emit()
            case KeyKind.GAP:
                pass

    def _press_shift(self) -> None:
        """Once for one letter, twice for all that follow."""
        if self._page:
            self._page = 3 - self._page
        else:
            self._shift, self._locked = (True, self._shift) if not self._locked else (False, False)
        self._deal()

    # --- places ---

    def _key_height(self) -> int:
        s = self._style.sizes
        return _LEAST_KEY if s.form is Form.SMALL else max(_LEAST_KEY, round(s.tap * 1.04))

    def sizeHint(self) -> QSize:
        rows = len(self._rows) or 5
        return QSize(self._style.sizes.width, rows * self._key_height() + (rows - 1) * _GAP)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        """By weight; gaps between caps do not count as keys."""
        height, index = self._key_height(), 0
        most = self._style.sizes.pick(640, 620, 520) if self._kind is FieldKind.PIN else self.width()
        width = min(self.width(), most)
        left = (self.width() - width) / 2
        for number, line in enumerate(self._rows):
            weight = sum(cap.weight for cap in line)
            unit = (width - _GAP * (len(line) - 1)) / weight
            x = left
            for cap in line:
                right = x + unit * cap.weight
                self._keys[index].setGeometry(round(x), number * (height + _GAP), round(right) - round(x), height)
                x, index = right + _GAP, index + 1
