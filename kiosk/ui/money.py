"""A card of sums: the reason for each sum at the left, the amount at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.blocks import Rule, section
from kiosk.ui.boxes import Card, clear, column, show_if
from kiosk.ui.text import Text
from kiosk.ui.theme import BODY, SMALL, STRONG, Style
from kiosk.views.pieces import MoneyRow, MoneyView


class MoneyCard(Card):
    """The card of a visit's sums."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self._style = style
        self._shown: MoneyView | None = None
        self.hide()

    def bind(self, view: MoneyView | None) -> None:
        """Show these sums, or hide the card if `view` is None."""
        if view != self._shown:
            self._shown = view
            clear(self.body)
            if view is not None:
                self._lay(view)
        show_if(self, view is not None)

    def _lay(self, view: MoneyView) -> None:
        style, grid = self._style, QGridLayout()
        grid.setHorizontalSpacing(style.sizes.gap)
        grid.setVerticalSpacing(round(style.sizes.gap * 0.5))
        grid.setColumnStretch(0, 1)
        for line, one in enumerate(view.rows):
            if one.strong:
                grid.addWidget(Rule(style), 2 * line, 0, 1, 2)
            self._add(grid, 2 * line + 1, one)
        self.body.addWidget(section(style, "", view.title))
        self.body.addLayout(grid)
        if view.note:
            self.body.addWidget(Text(style, SMALL, view.note, ink="ink-2", max_lines=4))

    def _add(self, grid: QGridLayout, line: int, one: MoneyRow) -> None:
        kind = STRONG if one.strong else BODY
        label: QWidget = Text(self._style, kind, one.label, max_lines=3)
        if one.detail:
            below = Text(self._style, SMALL, one.detail, ink="ink-2", max_lines=2)
            holder = QWidget()
            holder.setLayout(column(label, below, gap=0))
            label = holder
        amount = Text(self._style, kind, one.amount, max_lines=2)
        grid.addWidget(label, line, 0)
        grid.addWidget(amount, line, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
