"""The class for all buttons, and the shapes of buttons.

A button has an intent, which says what the person wants. A press sends this intent. If a new view gives the button
another intent before the finger leaves the button, the press sends nothing.
"""

import math
from enum import Enum, auto

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from kiosk.ui.boxes import paint_box, show_if
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.theme import H2, SMALL, SMALL_BOLD, SMALL_STRONG, STRONG, Sizes, Style, Type
from kiosk.views.pieces import Button, Emphasis

# --- shapes ---


class Shape(Enum):
    """The shape of a button. It decides the size of the button, and if the button shows an icon, words or both."""

    BLOCK = auto()
    BIG = auto()
    TOOL = auto()
    """The button has an icon above a small word, and no border."""
    SQUARE = auto()
    """The button has only an icon, with a border."""
    CHIP = auto()
    ROUND = auto()
    """The button has only an icon and no border, for example the button that removes a line."""
    RAIL = auto()
    """The button looks like a BLOCK, but its text is smaller."""


_ICON_ONLY = (Shape.SQUARE, Shape.ROUND)
_TYPES = {Shape.BIG: H2, Shape.TOOL: SMALL_STRONG, Shape.CHIP: SMALL_BOLD, Shape.RAIL: SMALL_BOLD}


class Measure(Struct, frozen=True):
    """The measures of a button, in pixels. `label` is the height of the letters, and `icon` is the size of the icon.

    `pad` is the space at the left and at the right, and `height` is the height of the button. `kind` is not a measure:
    it is the type of text (font and weight) in which the words are written.
    """

    kind: Type
    label: int
    icon: int
    pad: int
    height: int


def measure(cut: Shape, s: Sizes) -> Measure:
    """Return the measures of a button of this shape. `s` are the measures for the present screen."""
    kind = _TYPES.get(cut, STRONG)
    label = int(getattr(s, kind.size))
    less = max(64, round(s.tap * 0.82))
    match cut:
        case Shape.BIG:
            label = s.pick(50, 28, 23)
            return Measure(kind, label, round(label * 1.2), s.pick(38, 16, 10), s.big)
        case Shape.TOOL:
            return Measure(kind, max(20, s.pick(26, 20)), s.pick(44, 26), 4, max(s.tap, s.pick(0, 74, 64)))
        case Shape.CHIP:
            return Measure(kind, label, round(s.small * 1.25), round(s.small * 0.8), less)
        case Shape.ROUND:
            return Measure(kind, label, round(s.icon * 0.9), 0, less)
        case Shape.RAIL:
            return Measure(kind, label, round(s.icon * 0.9), round(s.pad * 0.7), s.tap)
        case Shape.BLOCK | Shape.SQUARE:
            return Measure(kind, label, s.icon, round(s.pad * 0.9), s.tap)


# --- buttons ---

_AFTER = ("next", "right")
"""The icons that point to the right. A button shows such an icon to the right of the words."""


class OwnButton(Struct, frozen=True):
    """A button that only the window uses, for example to scroll.

    If somebody presses the button, the app gets no intent.
    """

    label: str
    icon: str = ""
    hint: str = ""
    look: Emphasis = Emphasis.PLAIN
    name: str = ""
    enabled: bool = True
    badge: str = ""

    @property
    def intent(self) -> "OwnButton":
        """Return the button itself, which `PressButton` sends like an intent. The app never gets this button."""
        return self


class PressButton(QPushButton):
    """A button that can be pressed. Its signal `sent` gives the intent of the button."""

    sent = Signal(object)

    def __init__(self, style: Style, cut: Shape = Shape.BLOCK, button: Button | OwnButton | None = None) -> None:
        super().__init__()
        self._style, self._cut = style, cut
        self._measure = measure(cut, style.sizes)
        self._button: Button | OwnButton | None = None
        self._pressed_with: object = None
        self._label = self._hint = Paragraph("", style.font(SMALL), 1.2)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.pressed.connect(self._remember)
        self.clicked.connect(self._send)
        self.bind(button)

    @property
    def button(self) -> Button | OwnButton | None:
        """Return the button that this widget shows, or None if the widget is hidden."""
        return self._button

    def bind(self, button: Button | OwnButton | None) -> None:
        """Show this button, or hide the widget if `button` is None."""
        if button == self._button and button is not None:
            return
        self._button = button
        show_if(self, button is not None)
        if button is None:
            self._pressed_with = None
            return
        self.setText(button.label.replace("&", "&&"))
        self.setAccessibleName(button.name or button.label)
        self.setAccessibleDescription(button.hint)
        self.setEnabled(button.enabled)
        self._set(button)
        self.updateGeometry()
        self.update()

    def forget_press(self) -> None:
        """Forget a press that has begun, so that the button sends nothing when the finger leaves the button.

        The window calls this when the page changes.
        """
        self._pressed_with = None
        self.setDown(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _remember(self) -> None:
        self._pressed_with = self._button.intent if self._button is not None else None

    def _send(self) -> None:
        pressed, self._pressed_with = self._pressed_with, None
        if pressed is not None and self._button is not None and self._button.intent == pressed:
            self.sent.emit(pressed)

    # --- measures ---

    def _set(self, button: Button | OwnButton) -> None:
        kind = self._measure.kind
        only_icon = self._cut in _ICON_ONLY
        lines = 1 if self._cut is Shape.CHIP else 2
        font = self._style.font(kind, self._measure.label)
        self._label = Paragraph("" if only_icon else button.label, font, 1.12, max_lines=lines, centred=True)
        hint = "" if only_icon or self._cut is not Shape.BIG else button.hint
        self._hint = Paragraph(hint, self._style.font(SMALL), 1.2, max_lines=2, centred=True)

    def sizeHint(self) -> QSize:
        height, icon = self._measure.height, self._measure.icon
        if self._cut in _ICON_ONLY:
            return QSize(height, height)
        text = max(self._label.natural_width, self._hint.natural_width)
        if self._cut is Shape.TOOL:
            return QSize(max(text + 2 * self._measure.pad, self._style.sizes.pick(132, 72, 64)), height)
        beside = icon + self._between() if self._button is not None and self._button.icon else 0
        beside += self._pill_px()
        return QSize(max(72, text + beside + 2 * self._measure.pad + 2 * self._style.sizes.border + 2), height)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        if self._cut in _ICON_ONLY or self._cut in (Shape.TOOL, Shape.CHIP):
            return hint if self._cut is not Shape.CHIP else QSize(min(hint.width(), 160), hint.height())
        if self._cut is Shape.RAIL and self._button is not None and self._button.icon:
            return QSize(min(hint.width(), self._style.sizes.pick(300, 180, 160)), hint.height())
        beside = self._measure.icon + self._between() if self._button is not None and self._button.icon else 0
        least = self._label.least_width() + beside + 2 * self._measure.pad + self._pill_px()
        return QSize(max(64, min(hint.width(), least)), hint.height())

    def _icon_fits(self) -> bool:
        """Return True if the icon fits beside the words.

        The icon does not fit if the words beside it would be cut off. On a BIG button, the icon also does not
        fit if the words need two lines with the icon, but only one line without the icon.
        """
        if self._button is None or not self._button.icon:
            return False
        bare = self._free_px()
        beside = bare - self._measure.icon - self._between()
        if self._label.lines(beside) > 1 and self._cut is Shape.BIG:
            return self._label.lines(bare) > 1
        return beside >= self._label.least_width() and not self._elided(self._label, beside)

    def _hint_fits(self, room: float) -> bool:
        """Return True if the whole hint fits. The hint is the small second line under the label.

        If the hint does not fit, the button does not show it, because a part of a hint does not help. Screen readers
        always get the whole hint.
        """
        height = self._label.height(room) + self._hint.height(room) + 4
        return height <= self.height() - 4 and not self._elided(self._hint, room)

    @staticmethod
    def _elided(words: Paragraph, width: float) -> bool:
        words.height(width)
        return words.elided

    def fits(self) -> bool:
        """Return True if no word of the label is cut off."""
        room = self._free_px()
        return not self._elided(self._label, room) and self._label.least_width() <= room + 1

    def _free_px(self) -> int:
        """Return the width in pixels that words and icon can have together."""
        return self.width() - 2 * self._measure.pad - self._pill_px()

    def _pill_px(self) -> int:
        """Return the width in pixels of the badge (the number at the right end) and the space before the badge."""
        if self._button is None or not self._button.badge:
            return 0
        return self._pill_size().width() + self._between()

    def _pill_size(self) -> QSize:
        small, badge = self._style.sizes.small, self._button.badge if self._button is not None else ""
        height = round(small * 1.7)
        width = QFontMetricsF(self._style.font(SMALL_STRONG)).horizontalAdvance(badge)
        return QSize(max(height, math.ceil(width + small)), height)

    def _between(self) -> int:
        return round(self._measure.label * (0.4 if self._cut is Shape.BIG else 0.5))

    # --- paint ---

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._button is None:
            return
        painter = QPainter(self)
        ink = self._paint_surface(painter, self._button)
        if self._cut is Shape.TOOL:
            self._paint_tool(painter, self._button, ink)
        elif self._cut in _ICON_ONLY:
            self._paint_icon(painter, self._button.icon, self.width() / 2, self.height() / 2, ink)
        else:
            self._paint_words(painter, self._button, ink)

    def _paint_surface(self, painter: QPainter, button: Button | OwnButton) -> QColor:
        """Draw the surface and the border of the button. Return the colour for the words and the icon."""
        s, c = self._style.sizes, self._style.colour
        surface, border, ink = self._colours(button)
        bare = self._cut in (Shape.TOOL, Shape.ROUND)
        if self.isDown():
            surface, ink = self._pressed(button)
        if bare and not self.isDown():
            return ink
        radius = self._radius()
        width = s.border * 2 if button.look is Emphasis.CHOSEN and self._cut is not Shape.CHIP else s.border
        paint_box(painter, QRectF(self.rect()), radius, surface, border, width, dashed=not button.enabled)
        if self._style.colours.strong and self.isDown():
            paint_box(painter, QRectF(self.rect()), radius, surface, c("ink"), s.border)
        return ink

    def _radius(self) -> float:
        s = self._style.sizes
        if self._cut in (Shape.CHIP, Shape.ROUND):
            return self.height() / 2
        return s.radius if self._cut is Shape.BIG else s.radius_small

    def _colours(self, button: Button | OwnButton) -> tuple[QColor | None, QColor, QColor]:
        """Return the colours of surface, border and ink while the button is not pressed."""
        c = self._style.colour
        if not button.enabled:
            return c("card"), c("edge"), c("ink-2")
        match button.look:
            case Emphasis.PRIMARY:
                return c("accent"), c("accent"), c("on-accent")
            case Emphasis.CHOSEN if self._cut is Shape.CHIP:
                return c("accent"), c("accent"), c("on-accent")
            case Emphasis.CHOSEN:
                return c("accent-tint"), c("accent"), c("accent-ink")
            case Emphasis.QUIET:
                return None, c("edge"), c("ink")
            case Emphasis.PLAIN:
                return c("card"), c("edge"), c("ink")

    def _pressed(self, button: Button | OwnButton) -> tuple[QColor, QColor]:
        c = self._style.colour
        if button.look is Emphasis.PRIMARY:
            return c("accent-ink") if not self._style.colours.strong else c("card"), (
                c("on-accent") if not self._style.colours.strong else c("accent")
            )
        return c("accent"), c("on-accent")

    def _paint_icon(self, painter: QPainter, icon: str, x: float, y: float, ink: QColor, px: int = 0) -> None:
        px = px or self._measure.icon
        box = QRectF(round(x - px / 2), round(y - px / 2), px, px)
        self._style.icons.paint(painter, icon, box, ink, self._style.colour("on-bad"))

    def _paint_tool(self, painter: QPainter, button: Button | OwnButton, ink: QColor) -> None:
        words, room = self._label, self.width() - 2 * self._measure.pad
        height = words.height(room)
        px = min(self._measure.icon, self.height() - height - 4)  # Two lines of words leave less room for the icon.
        top = (self.height() - px - height - 2) / 2
        self._paint_icon(painter, button.icon, self.width() / 2, top + px / 2, ink, px)
        words.draw(painter, QPointF(self._measure.pad, top + px + 2), room, ink)

    def _paint_words(self, painter: QPainter, button: Button | OwnButton, ink: QColor) -> None:
        shows_icon = self._icon_fits()
        icon = self._measure.icon + self._between() if shows_icon else 0
        room = self._free_px() - icon
        hinted = bool(self._hint.text) and self._hint_fits(room)
        wide = min(room, max(self._label.natural_width, self._hint.natural_width if hinted else 0))
        height = self._label.height(wide) + (self._hint.height(wide) + 4 if hinted else 0)
        left = (self.width() - self._pill_px() - wide - icon) / 2
        after = button.icon in _AFTER
        y = (self.height() - height) / 2
        x = left if after else left + icon
        used = self._label.draw(painter, QPointF(x, y), wide, ink)
        if hinted:
            self._hint.draw(painter, QPointF(x, y + used + 4), wide, ink)
        if shows_icon:
            centre = left + wide + icon - self._measure.icon / 2 if after else left + self._measure.icon / 2
            self._paint_icon(painter, button.icon, centre, self.height() / 2, ink)
        if button.badge:
            self._paint_pill(painter, button.badge)

    def _paint_pill(self, painter: QPainter, badge: str) -> None:
        """Paint the number in a pill at the right end of the button."""
        c, size = self._style.colour, self._pill_size()
        left, top = self.width() - self._measure.pad - size.width(), (self.height() - size.height()) // 2
        box = QRectF(left, top, size.width(), size.height())
        paint_box(painter, box, size.height() / 2, c("accent"), c("accent"), self._style.sizes.border)
        words = Paragraph(badge, self._style.font(SMALL_STRONG), 1.2, max_lines=1, centred=True)
        words.draw(painter, QPointF(left, top + (size.height() - words.line_height) / 2), size.width(), c("on-accent"))
