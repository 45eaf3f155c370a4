"""The terms of one line of the basket, which are its due day, its project and its conditions.

Chips beside and below the words show the terms. A chip can open a panel across the line. There the member chooses a
day, a project or, if the lines are small, a condition.
"""

from typing import TypeVar

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.structs import replace
from kiosk.ui.button import OwnButton, PressButton, Shape
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.plates import paint_numeral
from kiosk.ui.theme import SMALL, SMALL_BOLD, ScreenForm, Style
from kiosk.views.basket import ChoiceView, LineView, PanelView
from kiosk.views.pieces import Button, Emphasis

Chip = TypeVar("Chip", "TermChip", "ChoiceButton")


class RowTerms(QObject):
    """The chips and the panel of a row. The signal `sent` gives the intent of a pressed chip or button."""

    sent = Signal(object)

    def __init__(self, style: Style, row: QWidget) -> None:
        super().__init__(row)
        self._style, self._row = style, row
        self._chip: TermChip | None = None
        self._short: TermChip | None = None
        self._project: TermChip | None = None
        self._conditions: list[ChoiceButton] = []
        self._panel: TermPanel | None = None
        self._line: LineView | None = None

    def _placed(self, chip: Chip) -> Chip:
        chip.setParent(self._row)
        chip.sent.connect(self.sent)
        return chip

    def _shows(self, chip: "TermChip | None", button: Button | None) -> "TermChip | None":
        """Show the button on the chip, and return the chip. Make the chip if there is a button but no chip yet.

        Return None if there is neither a chip nor a button.
        """
        if chip is None and button is not None:
            chip = self._placed(TermChip(self._style))
        if chip is not None:
            chip.bind(button)
        return chip

    def bind(self, line: LineView, *, compact: bool) -> None:
        """Show the chips of this line.

        If `compact` is True, show one chip for all conditions. If `compact` is True or the screen has the small form,
        show no icon before the due day.
        """
        self._line = line
        bare = compact or self._style.sizes.form is ScreenForm.SMALL
        self._chip = self._shows(self._chip, _bare(line.chip) if bare else line.chip)
        self._short = self._shows(self._short, line.condition if compact else None)
        self._project = self._shows(self._project, line.project)
        conditions = () if compact else line.conditions
        while len(self._conditions) < len(conditions):
            self._conditions.append(self._placed(ChoiceButton(self._style)))
        for index, chip in enumerate(self._conditions):
            chip.bind(conditions[index] if index < len(conditions) else None)
        self._bind_panel(line)

    def _bind_panel(self, line: LineView) -> None:
        if line.panel is not None and self._panel is None:
            self._panel = TermPanel(self._style, self._row)
            self._panel.sent.connect(self.sent)
        if self._panel is not None:
            self._panel.setVisible(line.panel is not None)
            if line.panel is not None:
                self._panel.bind(line.panel)

    def controls(self) -> list[QWidget]:
        """Return the chips and the buttons of an open panel, in the order in which the Tab key reaches them."""
        panel = self._panel.controls() if self._panel is not None and not self._panel.isHidden() else []
        chips = (self._chip, self._short, self._project, *self._conditions)
        return [*(chip for chip in chips if chip is not None), *panel]

    # --- beside the words ---

    def _beside(self) -> list[PressButton]:
        return [chip for chip in (self._chip, self._short) if chip is not None and chip.button is not None]

    def side_width(self) -> int:
        """Return the width of the chips beside the words, in pixels."""
        chips = self._beside()
        return sum(chip.sizeHint().width() for chip in chips) + self._style.sizes.gap * max(0, len(chips) - 1)

    def place_beside(self, right: int, top: int, height: int) -> int:
        """Place the chips beside the words, in a row that ends at `right` pixels.

        Return the position, in pixels, at which the next part must end. This part stands to the left of the chips.
        """
        for chip in self._beside():
            wide = chip.sizeHint().width()
            chip.setGeometry(right - wide, top, wide, height)
            right -= wide + self._style.sizes.gap
        return right

    # --- below the words ---

    def _below(self) -> list[PressButton]:
        chips = (self._project, *self._conditions)
        return [chip for chip in chips if chip is not None and chip.button is not None]

    def _rows(self, width: int) -> list[list[tuple[PressButton, int]]]:
        rows: list[list[tuple[PressButton, int]]] = []
        left = 0
        for chip in self._below():
            wide = min(chip.sizeHint().width(), width)
            if not rows or left + wide > width:
                rows.append([])
                left = 0
            rows[-1].append((chip, wide))
            left += wide + self._gap
        return rows

    @property
    def _gap(self) -> int:
        return max(12, round(self._style.sizes.gap * 0.75))

    def below_height(self, width: int, chip_px: int) -> int:
        """Return the height in pixels of the rows of chips below the words, with the gap above each row."""
        return len(self._rows(width)) * (chip_px + self._gap)

    def place_below(self, x: int, y: int, width: int, chip_px: int) -> None:
        """Place the chips below the words. The first row of chips begins one gap below `y`."""
        for row in self._rows(width):
            left = x
            for chip, wide in row:
                chip.setGeometry(left, y + self._gap, wide, chip_px)
                left += wide + self._gap
            y += chip_px + self._gap

    # --- across the line ---

    def panel_height(self, width: int) -> int:
        """Return the height in pixels of the panel and the gap above it, or 0 if no panel is open."""
        if self._panel is None or self._line is None or self._line.panel is None:
            return 0
        return self._panel.height_for(width) + self._gap

    def place_panel(self, x: int, bottom: int, width: int) -> None:
        """Place the panel so that its lower edge is at `bottom`."""
        height = self.panel_height(width)
        if self._panel is not None and height:
            self._panel.setGeometry(x, bottom - height + self._gap, width, height - self._gap)
            self._panel.arrange()


def _bare(button: Button | None) -> Button | None:
    return replace(button, icon="") if button is not None else None


# --- the chips and the panel ---


class ChoiceButton(PressButton):
    """A chip that is either chosen or not chosen. Screen readers say if the chip is chosen.

    A press does not change this state. Only the next view changes the state.
    """

    def __init__(self, style: Style) -> None:
        super().__init__(style, Shape.CHIP)
        self.setCheckable(True)
        self.toggled.connect(self._toggled)

    def bind(self, button: Button | OwnButton | None) -> None:
        """Show this button, or hide the chip if `button` is None."""
        super().bind(button)
        self.setChecked(self._is_chosen)

    def nextCheckState(self) -> None:
        """Change nothing, because the view decides which chip is chosen."""

    def _toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt demands this signature
        """Handle a toggle like a press, because a screen reader toggles a checkable button instead of pressing it."""
        if checked is not self._is_chosen:
            self.setChecked(self._is_chosen)
            self._remember()
            self._send()

    @property
    def _is_chosen(self) -> bool:
        return self._button is not None and self._button.look is Emphasis.CHOSEN


class TermChip(PressButton):
    """A chip with an arrow. The arrow points down if a press opens a panel, and up if the panel is open already."""

    def __init__(self, style: Style) -> None:
        super().__init__(style, Shape.CHIP)

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
    """One choice of a panel, which is a name or a day. A day has three lines, one of them in large carved digits."""

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
        """Return the least width in pixels at which the words fit into two lines."""
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
        paint_numeral(painter, box, choice.number, self._style.plate_font(choice.number, number), ink)
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
    """The panel of choices for one line of the basket.

    The choices stand in a grid. Below the grid, a text says for example why some choices are missing. Beside or below
    the text, a button makes the same choice for all lines.
    """

    sent = Signal(object)

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self._shown = PanelView()
        self._choices: list[PanelButton] = []
        self._all = PressButton(style, Shape.BLOCK)
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
        """Return the choices and the button for all lines, in the order in which the Tab key reaches them."""
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
        """Return the view's number of columns, or a lower number if the words of the choices need more room."""
        shown = self._choices[: len(self._shown.choices)]
        widest = max((choice.least_width() for choice in shown), default=1)
        return max(1, min(self._shown.columns, (width + self._gap) // (widest + self._gap)))

    def height_for(self, width: int) -> int:
        """Return the height of the panel in pixels if the panel has this width."""
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
