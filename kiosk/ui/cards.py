"""Cards of the basket: what a membership has and lacks, and sums with their reasons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.blocks import Rule, section
from kiosk.ui.boxes import TINTS, Card, WrapBox, clear, column, row, show_if
from kiosk.ui.qrcode import QrSquare
from kiosk.ui.text import Text
from kiosk.ui.theme import BODY, SMALL, SMALL_BOLD, STRONG, Style
from kiosk.views.basket import MembershipView
from kiosk.views.pieces import MoneyRow, MoneyView, Tone

# --- membership ---
# The card that says what a member's membership has and lacks, with a code to the page that can solve it.


class MembershipCard(Card):
    """The card of a member's membership."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self._style = style
        self._shown: MembershipView | None = None
        self.hide()

    def bind(self, view: MembershipView | None) -> None:
        """Show this membership, or hide the card if `view` is None."""
        if view != self._shown:
            self._shown = view
            clear(self.body)
            if view is not None:
                self.tint(TINTS[view.tone])
                self._lay(view)
        show_if(self, view is not None)

    def _lay(self, view: MembershipView) -> None:
        style, ink = self._style, TINTS[view.tone].ink
        kind = STRONG if view.tone is Tone.WARN else SMALL
        words = column(section(style, view.icon, view.title), gap=round(style.sizes.gap * 0.5))
        for said in view.lines:
            words.addWidget(Text(style, kind, said, ink=ink, max_lines=4))
        words.addStretch(1)
        across = row(words, gap=style.sizes.gap)
        across.setStretch(0, 1)
        if view.qr is not None:
            square = QrSquare(style, style.sizes.pick(220, 170, 120))
            square.bind(view.qr)
            caption = Text(style, SMALL_BOLD, view.qr.caption, centred=True, max_lines=3)
            holder = WrapBox(column(row(0, square, 0), caption, 0, gap=8))
            holder.setFixedWidth(style.sizes.pick(250, 190, 150))
            across.addWidget(holder)
        self.body.addLayout(across)


# --- sums ---
# A card of sums: the reason for each sum at the left, the amount at the right.


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
