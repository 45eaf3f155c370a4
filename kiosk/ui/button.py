"""Everything that is pressed: one class, several shapes. It sends the intent that it carried when it was pressed."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from kiosk.ui.boxes import paint_box, show_if
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.theme import H2, SMALL, SMALL_BOLD, SMALL_STRONG, STRONG, Style, Type
from kiosk.views import Button, Look


class Cut(Enum):
    """The shape of a button."""

    BLOCK = auto()
    BIG = auto()
    TOOL = auto()
    """Icon above a small word, without border."""
    SQUARE = auto()
    """Icon only."""
    CHIP = auto()
    ROUND = auto()
    """Icon only, without border: remove."""
    RAIL = auto()
    """A block with smaller text."""


_TYPES = {Cut.BIG: H2, Cut.TOOL: SMALL_STRONG, Cut.CHIP: SMALL_BOLD, Cut.RAIL: SMALL_BOLD}
_ICON_ONLY = (Cut.SQUARE, Cut.ROUND)
_AFTER = ("next", "right")
"""Icons that point on stand behind the words."""


@dataclass(frozen=True, slots=True)
class OwnButton:
    """A button whose press stays inside the window; what it sends is itself."""

    label: str
    icon: str = ""
    hint: str = ""
    look: Look = Look.PLAIN
    name: str = ""
    enabled: bool = True

    @property
    def intent(self) -> "OwnButton":
        """Nothing that the world outside would know."""
        return self


class PressButton(QPushButton):
    """A button of the bench or of a line. `sent` gives the intent that was pressed."""

    sent = Signal(object)

    def __init__(self, style: Style, cut: Cut = Cut.BLOCK, button: Button | OwnButton | None = None) -> None:
        super().__init__()
        self._style, self._cut = style, cut
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
        """What it shows, if anything."""
        return self._button

    def bind(self, button: Button | OwnButton | None) -> None:
        """Show this button; none hides it."""
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
        """The page that was pressed is gone: what is let go now must not count."""
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
        kind = _TYPES.get(self._cut, STRONG)
        only_icon = self._cut in _ICON_ONLY
        lines = 1 if self._cut is Cut.CHIP else 2
        font = self._style.font(kind, self._label_px(kind))
        self._label = Paragraph("" if only_icon else button.label, font, 1.12, max_lines=lines, centred=True)
        hint = "" if only_icon or self._cut is not Cut.BIG else button.hint
        self._hint = Paragraph(hint, self._style.font(SMALL), 1.2, max_lines=2, centred=True)

    def _label_px(self, kind: Type) -> int:
        s = self._style.sizes
        if self._cut is Cut.BIG:
            return s.pick(50, 28, 23)
        if self._cut is Cut.TOOL:
            return max(20, s.pick(26, 20))
        return int(getattr(s, kind.size))

    def _icon_px(self) -> int:
        s = self._style.sizes
        match self._cut:
            case Cut.BIG:
                return round(self._label_px(H2) * 1.2)
            case Cut.CHIP:
                return round(s.small * 1.25)
            case Cut.TOOL:
                return s.pick(44, 26)
            case Cut.ROUND:
                return round(s.icon * 0.9)
            case Cut.RAIL:
                return round(s.icon * 0.9)
            case _:
                return s.icon

    def _pad(self) -> int:
        s = self._style.sizes
        match self._cut:
            case Cut.BIG:
                return s.pick(38, 16, 10)
            case Cut.CHIP:
                return round(s.small * 0.8)
            case Cut.TOOL:
                return 4
            case Cut.RAIL:
                return round(s.pad * 0.7)
            case _:
                return round(s.pad * 0.9)

    def _height(self) -> int:
        s = self._style.sizes
        if self._cut is Cut.BIG:
            return s.big
        return max(64, round(s.tap * 0.82)) if self._cut in (Cut.CHIP, Cut.ROUND) else s.tap

    def sizeHint(self) -> QSize:
        height, icon = self._height(), self._icon_px()
        if self._cut in _ICON_ONLY:
            return QSize(height, height)
        text = max(self._label.natural_width, self._hint.natural_width)
        if self._cut is Cut.TOOL:
            return QSize(max(text + 2 * self._pad(), self._style.sizes.pick(132, 84, 64)), height)
        beside = icon + self._between() if self._button is not None and self._button.icon else 0
        return QSize(max(72, text + beside + 2 * self._pad() + 2 * self._style.sizes.border + 2), height)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        if self._cut in _ICON_ONLY or self._cut in (Cut.TOOL, Cut.CHIP):
            return hint if self._cut is not Cut.CHIP else QSize(min(hint.width(), 160), hint.height())
        if self._cut is Cut.RAIL and self._button is not None and self._button.icon:
            return QSize(min(hint.width(), self._style.sizes.pick(300, 180, 160)), hint.height())
        beside = self._icon_px() + self._between() if self._button is not None and self._button.icon else 0
        least = self._label.least_width() + beside + 2 * self._pad()
        return QSize(max(64, min(hint.width(), least)), hint.height())

    def _icon_fits(self) -> bool:
        """Words come first: an icon that would break or cut them is left out."""
        if self._button is None or not self._button.icon:
            return False
        bare = self.width() - 2 * self._pad()
        beside = bare - self._icon_px() - self._between()
        if self._label.lines(beside) > 1 and self._cut is Cut.BIG:
            return self._label.lines(bare) > 1
        return beside >= self._label.least_width() and not self._elided(self._label, beside)

    def _hint_fits(self, room: float) -> bool:
        """Half a hint says nothing: screen readers have it, and the page says it elsewhere."""
        height = self._label.height(room) + self._hint.height(room) + 4
        return height <= self.height() - 4 and not self._elided(self._hint, room)

    @staticmethod
    def _elided(words: Paragraph, width: float) -> bool:
        words.height(width)
        return words.elided

    def _between(self) -> int:
        return round(self._label_px(_TYPES.get(self._cut, STRONG)) * (0.4 if self._cut is Cut.BIG else 0.5))

    # --- paint ---

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._button is None:
            return
        painter = QPainter(self)
        ink = self._paint_surface(painter, self._button)
        if self._cut is Cut.TOOL:
            self._paint_tool(painter, self._button, ink)
        elif self._cut in _ICON_ONLY:
            self._paint_icon(painter, self._button.icon, self.width() / 2, self.height() / 2, ink)
        else:
            self._paint_words(painter, self._button, ink)

    def _paint_surface(self, painter: QPainter, button: Button | OwnButton) -> QColor:
        """Draw the box, pressed or not; the colour of what stands on it."""
        s, c = self._style.sizes, self._style.colour
        surface, border, ink = self._colours(button)
        bare = self._cut in (Cut.TOOL, Cut.ROUND)
        if self.isDown():
            surface, ink = self._pressed(button)
        if bare and not self.isDown():
            return ink
        radius = self._radius()
        width = s.border * 2 if button.look is Look.CHOSEN and self._cut is not Cut.CHIP else s.border
        paint_box(painter, QRectF(self.rect()), radius, surface, border, width, dashed=not button.enabled)
        if self._style.colours.strong and self.isDown():
            paint_box(painter, QRectF(self.rect()), radius, surface, c("ink"), s.border)
        return ink

    def _radius(self) -> float:
        s = self._style.sizes
        if self._cut in (Cut.CHIP, Cut.ROUND):
            return self.height() / 2
        return s.radius if self._cut is Cut.BIG else s.radius_small

    def _colours(self, button: Button | OwnButton) -> tuple[QColor | None, QColor, QColor]:
        """Surface, border, ink at rest."""
        c = self._style.colour
        if not button.enabled:
            return c("card"), c("edge"), c("ink-2")
        match button.look:
            case Look.PRIMARY:
                return c("accent"), c("accent"), c("on-accent")
            case Look.CHOSEN if self._cut is Cut.CHIP:
                return c("accent"), c("accent"), c("on-accent")
            case Look.CHOSEN:
                return c("accent-tint"), c("accent"), c("accent-ink")
            case Look.QUIET:
                return None, c("edge"), c("ink")
            case Look.PLAIN:
                return c("card"), c("edge"), c("ink")

    def _pressed(self, button: Button | OwnButton) -> tuple[QColor, QColor]:
        c = self._style.colour
        if button.look is Look.PRIMARY:
            return c("accent-ink") if not self._style.colours.strong else c("card"), (
                c("on-accent") if not self._style.colours.strong else c("accent")
            )
        return c("accent"), c("on-accent")

    def _paint_icon(self, painter: QPainter, icon: str, x: float, y: float, ink: QColor) -> None:
        px = self._icon_px()
        box = QRectF(round(x - px / 2), round(y - px / 2), px, px)
        self._style.icons.paint(painter, icon, box, ink, self._style.colour("on-bad"))

    def _paint_tool(self, painter: QPainter, button: Button | OwnButton, ink: QColor) -> None:
        px, words = self._icon_px(), self._label
        room = self.width() - 2 * self._pad()
        height = words.height(room)
        top = (self.height() - px - height - 2) / 2
        self._paint_icon(painter, button.icon, self.width() / 2, top + px / 2, ink)
        words.draw(painter, QPointF(self._pad(), top + px + 2), room, ink)

    def _paint_words(self, painter: QPainter, button: Button | OwnButton, ink: QColor) -> None:
        shows_icon = self._icon_fits()
        icon = self._icon_px() + self._between() if shows_icon else 0
        room = self.width() - 2 * self._pad() - icon
        hinted = bool(self._hint.text) and self._hint_fits(room)
        wide = min(room, max(self._label.natural_width, self._hint.natural_width if hinted else 0))
        height = self._label.height(wide) + (self._hint.height(wide) + 4 if hinted else 0)
        left = (self.width() - wide - icon) / 2
        after = button.icon in _AFTER
        y = (self.height() - height) / 2
        x = left if after else left + icon
        used = self._label.draw(painter, QPointF(x, y), wide, ink)
        if hinted:
            self._hint.draw(painter, QPointF(x, y + used + 4), wide, ink)
        if shows_icon:
            centre = left + wide + icon - self._icon_px() / 2 if after else left + self._icon_px() / 2
            self._paint_icon(painter, button.icon, centre, self.height() / 2, ink)
