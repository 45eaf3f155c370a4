"""The buttons that choose the terms of a line: chips that open a panel, and the panel with its choices."""

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.button import Cut, OwnButton, PressButton
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.plates import paint_numeral
from kiosk.ui.theme import SMALL, SMALL_BOLD, Style
from kiosk.views.basket import ChoiceView, PanelView
from kiosk.views.pieces import Button, Emphasis


class ChoiceButton(PressButton):
    """A chip that is chosen or not, also for screen readers. A press changes nothing before the view changes."""

    def __init__(self, style: Style) -> None:
        super().__init__(style, Cut.CHIP)
        self.setCheckable(True)
        self.toggled.connect(self._toggled)

    def bind(self, button: Button | OwnButton | None) -> None:
        """Show this button, or hide the chip if `button` is None."""
        super().bind(button)
        self.setChecked(self._is_chosen)

    def nextCheckState(self) -> None:
        """Change nothing, because the view decides which chip is chosen."""

    def _toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        """Treat a toggle as a press, because a screen reader toggles a checkable button instead of pressing it."""
        if checked is not self._is_chosen:
            self.setChecked(self._is_chosen)
            self._remember()
            self._send()

    @property
    def _is_chosen(self) -> bool:
        return self._button is not None and self._button.look is Emphasis.CHOSEN


class TermChip(PressButton):
    """A chip with an arrow: down if a press opens something, up if that is open already."""

    def __init__(self, style: Style) -> None:
        super().__init__(style, Cut.CHIP)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._arrow_px, hint.height())

    @property
    def _arrow_px(self) -> int:
        return round(self._measure.icon * 0.9) + round(self._measure.label * 0.3)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._button is None:
            return
        painter = QPainter(self)
        ink = self._paint_surface(painter, self._button)
        room, px = self._arrow_px, round(self._measure.icon * 0.9)
        right = self.width() - self._measure.pad
        box = QRectF(right - px, round((self.height() - px) / 2), px, px)
        arrow = "up" if self._button.look is Emphasis.CHOSEN else "down"
        self._style.icons.paint(painter, arrow, box, ink, ink)
        painter.translate(-room / 2, 0)
        self._paint_words(painter, self._button, ink)


class PanelButton(ChoiceButton):
    """One choice of a panel: a name, or a day in three lines with its number in routed type."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self._choice: ChoiceView | None = None

    def show_choice(self, choice: ChoiceView) -> None:
        """Show this choice."""
        if choice != self._choice:
            self._choice = choice
            self.update()
        self.bind(choice.button)

    def _set(self, button: Button | OwnButton) -> None:
        super()._set(button)
        font = self._style.font(SMALL_BOLD, self._measure.label)
        self._label = Paragraph(button.label, font, 1.12, max_lines=2, centred=True)

    def least_width(self) -> int:
        """Return the least width, in pixels, in which the words can be read in two lines."""
        longest = max(self._label.least_width(), -(-self._label.natural_width * 3 // 5))
        return longest + 2 * self._measure.pad + 2

    def _radius(self) -> float:
        return self._style.sizes.radius_small

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._button is None or self._choice is None or not self._choice.number:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self._paint_day(painter, self._choice, self._paint_surface(painter, self._button))

    def _paint_day(self, painter: QPainter, choice: ChoiceView, ink: QColor) -> None:
        s = self._style.sizes
        number = s.pick(52, 34, 26)
        small = round(s.small * 1.2)
        top = (self.height() - 2 * small - number) / 2
        self._paint_word(painter, choice.weekday, top, ink, ticked=self.isChecked())
        box = QRectF(0, top + small, self.width(), number)
        paint_numeral(painter, box, choice.number, self._style.routed(choice.number, number), ink)
        self._paint_word(painter, choice.month, top + small + number, ink)

    def _paint_word(self, painter: QPainter, text: str, y: float, ink: QColor, *, ticked: bool = False) -> None:
        words = Paragraph(text, self._style.font(SMALL), 1.2, max_lines=1)
        px = round(self._style.sizes.small * 0.9) if ticked else 0
        wide = min(words.natural_width, self.width() - 8 - px)
        x = (self.width() - wide - px) / 2
        if ticked:
            box = QRectF(round(x - px * 0.2), round(y + (words.line_height - px) / 2), px, px)
            self._style.icons.paint(painter, "check", box, ink, ink)
        words.draw(painter, QPointF(x + px, y), wide, ink)


class TermPanel(QWidget):
    """The choices for one line in a grid, above a note, the reason for missing choices, and "the same for all"."""

    sent = Signal(object)

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self._shown = PanelView()
        self._choices: list[PanelButton] = []
        self._all = PressButton(style, Cut.BLOCK)
        self._all.setParent(self)
        self._all.sent.connect(self.sent)
        self._note = self._why = Paragraph("", style.font(SMALL), 1.3)

    def bind(self, panel: PanelView) -> None:
        """Show this panel."""
        self._shown = panel
        while len(self._choices) < len(panel.choices):
            self._choices.append(self._made())
        for index, button in enumerate(self._choices):
            if index < len(panel.choices):
                button.show_choice(panel.choices[index])
            else:
                button.bind(None)
        self._all.bind(panel.all)
        style = self._style
        self._note = Paragraph(panel.note, style.font(SMALL), 1.3, max_lines=4)
        reason = f"{panel.strong} {panel.reason}".strip()
        self._why = Paragraph(
            reason, style.font(SMALL), 1.3, max_lines=3, lead=len(panel.strong), lead_font=style.font(SMALL_BOLD)
        )
        self.setAccessibleName(f"{panel.note} {reason}".strip())
        self.update()

    def _made(self) -> PanelButton:
        button = PanelButton(self._style)
        button.setParent(self)
        button.sent.connect(self.sent)
        return button

    def controls(self) -> list[QWidget]:
        """Return the choices and the button for all lines, in the keyboard's order."""
        return [*self._choices[: len(self._shown.choices)], self._all]

    # --- measures ---

    @property
    def _gap(self) -> int:
        return max(12, round(self._style.sizes.gap * 0.75))

    @property
    def _cell(self) -> int:
        s = self._style.sizes
        days = any(choice.number for choice in self._shown.choices)
        least = max(64, round(s.tap * 0.9))
        return max(least, s.pick(134, 92, 84), 2 * round(s.small * 1.2) + s.pick(52, 34, 26) + 8) if days else least

    def _words_width(self, width: int) -> int:
        beside = self._all.sizeHint().width() + self._style.sizes.gap if self._shown.all else 0
        return width - beside if width - beside > width * 0.35 else width

    def _columns(self, width: int) -> int:
        """Return the wanted number of columns, or fewer if the choices' words need more room."""
        shown = self._choices[: len(self._shown.choices)]
        widest = max((choice.least_width() for choice in shown), default=1)
        return max(1, min(self._shown.columns, (width + self._gap) // (widest + self._gap)))

    def height_for(self, width: int) -> int:
        """Return the panel's height in pixels at this width."""
        rows = -(-len(self._shown.choices) // self._columns(width))
        grid = rows * (self._cell + self._gap)
        return grid + self._foot(width)

    def _foot(self, width: int) -> int:
        wide = self._words_width(width)
        words = sum(each.height(wide) for each in (self._note, self._why) if each.text)
        button = self._style.sizes.tap if self._shown.all else 0
        return words + button + self._gap if button and wide == width else max(words, button)

    def arrange(self) -> None:
        """Put every button in its place for the present width."""
        columns, gap, width = self._columns(self.width()), self._gap, self.width()
        wide = (width - gap * (columns - 1)) / columns
        for index in range(len(self._shown.choices)):
            x, y = index % columns, index // columns
            left, right = round(x * (wide + gap)), round(x * (wide + gap) + wide)
            self._choices[index].setGeometry(left, y * (self._cell + gap), right - left, self._cell)
        if self._shown.all is not None:
            hint, tap = self._all.sizeHint(), self._style.sizes.tap
            px = min(hint.width(), width)
            self._all.setGeometry(width - px, self.height() - tap, px, tap)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, c = QPainter(self), self._style.colour
        wide, foot = self._words_width(self.width()), self._foot(self.width())
        y = self.height() - foot
        words = sum(each.height(wide) for each in (self._note, self._why) if each.text)
        if wide < self.width():
            y += max(0, foot - words) // 2
        for each in (self._note, self._why):
            if each.text:
                y += each.draw(painter, QPointF(0, y), wide, c("ink"), c("ink"))
