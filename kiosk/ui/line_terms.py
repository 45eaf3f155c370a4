"""The chips of one line, beside and below the words, and the panel across the whole line."""

from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.structs import replace
from kiosk.ui.button import PressButton
from kiosk.ui.term_choices import ChoiceButton, TermChip, TermPanel
from kiosk.ui.theme import ScreenForm, Style
from kiosk.views.basket import LineView
from kiosk.views.pieces import Button

Chip = TypeVar("Chip", TermChip, ChoiceButton)


class RowTerms(QObject):
    """The chips and the panel of a row, made when a line first has terms; `sent` gives the intent of a press."""

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

    def _shows(self, chip: TermChip | None, button: Button | None) -> TermChip | None:
        """Return the chip with this button; the chip is made for the first button."""
        if chip is None and button is not None:
            chip = self._placed(TermChip(self._style))
        if chip is not None:
            chip.bind(button)
        return chip

    def bind(self, line: LineView, *, compact: bool) -> None:
        """Show the chips of this line; if `compact`, with one chip for the condition and no icon before the day."""
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
        """Return the chips and the open panel's buttons, in the keyboard's order."""
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
        """Place the chips leftward from `right`. Return where the next thing on the left may end."""
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
        """Return the height of the chips below the words, with the gaps above them, in pixels."""
        return len(self._rows(width)) * (chip_px + self._gap)

    def place_below(self, x: int, y: int, width: int, chip_px: int) -> None:
        """Place the chips below the words; the first row begins one gap below `y`."""
        for row in self._rows(width):
            left = x
            for chip, wide in row:
                chip.setGeometry(left, y + self._gap, wide, chip_px)
                left += wide + self._gap
            y += chip_px + self._gap

    # --- across the line ---

    def panel_height(self, width: int) -> int:
        """Return the panel's height with the gap above, in pixels, or 0 if no panel is open."""
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
