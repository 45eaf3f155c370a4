"""The card that says what a member's membership has and lacks, with a code to the page that can solve it."""

from kiosk.ui.blocks import section
from kiosk.ui.boxes import TINTS, Card, WrapBox, clear, column, row, show_if
from kiosk.ui.qrcode import QrSquare
from kiosk.ui.text import Text
from kiosk.ui.theme import SMALL, SMALL_BOLD, STRONG, Style
from kiosk.views.basket import MembershipView
from kiosk.views.pieces import Tone


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
