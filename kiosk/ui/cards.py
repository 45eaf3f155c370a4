"""Cards that show plain sentences."""

from kiosk.ui.blocks import Rule, section
from kiosk.ui.boxes import Card, WrapBox, row
from kiosk.ui.text import Text
from kiosk.ui.theme import BODY, Style
from kiosk.views import MessageCard


class TextCard(Card):
    """A card of a message with a title and lines; a tab divides a line into left and right, as in a table."""

    def __init__(self, style: Style, card: MessageCard, *, pad: float = 1.0) -> None:
        super().__init__(style, pad=pad, gap=0.75 * pad)
        if card.title:
            self.body.addWidget(section(style, card.icon, card.title))
        for line in card.lines:
            left, _, right = line.partition("\t")
            if right:
                self._add_row(style, left, right)
            else:
                self.body.addWidget(Text(style, BODY, left))
        self.body.addStretch(1)

    def _add_row(self, style: Style, left: str, right: str) -> None:
        gap = style.sizes.pick(16, 12, 6)
        parts = row(Text(style, BODY, left, max_lines=2), Text(style, BODY, right, max_lines=2), gap=gap)
        parts.setStretch(0, 1)
        self.body.addWidget(Rule(style))
        self.body.addWidget(WrapBox(parts))
