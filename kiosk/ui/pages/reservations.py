"""The page of the member's reservations. Each reservation has a button that cancels it.

If a reserved tool is ready, a plate shows where the tool is. If a reservation begins later, its days are shown.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.badges import Badge
from kiosk.ui.blocks import BannerCard, ButtonRow, Head, Hint
from kiosk.ui.boxes import Card, column, row, show_if
from kiosk.ui.button import Shape
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.plates import Count, Plate
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import CARD_TINTS, H3, SMALL, SMALL_STRONG, Style
from kiosk.views.basket import KeptRow, ReservationsPage


class KeptCard(Card):
    """The card of a reserved tool with its button. If the card asks a question, the answers stand below the words."""

    sent = Signal(object)

    def __init__(self, style: Style) -> None:
        super().__init__(style, pad=0.7)
        s = style.sizes
        self._widest = s.pick(170, 190, 90)  # If the plate is wider than this, the buttons stand below the words.
        self._row: KeptRow | None = None
        self._badge = Badge(style, round(s.badge * 0.8))
        self._title = Text(style, H3, max_lines=3)
        self._text = Text(style, SMALL_STRONG, max_lines=3)
        self._note = Text(style, SMALL, ink="ink-2", max_lines=4)
        self._plate = Plate(style)
        self._one, self._two = ButtonRow(style, Shape.RAIL), ButtonRow(style)
        words = column(self._title, self._text, self._note, gap=2)
        line = row(self._badge, words, self._plate, self._one, gap=round(s.pad * 0.8))
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.body.addWidget(self._two)
        for buttons in (self._one, self._two):
            buttons.sent.connect(self.sent)
        self.hide()

    def bind(self, kept: KeptRow | None) -> None:
        """Show this reservation, or hide the card if `kept` is None."""
        show_if(self, kept is not None)
        if kept is None or kept == self._row:
            return
        self._row = kept
        self.setAccessibleName(kept.name)
        self._badge.bind(kept.tone, kept.icon)
        self._title.say(kept.title)
        self._text.tint(CARD_TINTS[kept.tone].ink)
        self._text.say(kept.question or kept.text)
        self._note.say("" if kept.question else kept.note)
        self._plate.bind(kept.plate)
        crowded = kept.plate is not None and self._plate.width() > self._widest
        below = bool(kept.question) or crowded
        self._one.bind(() if below else kept.buttons)
        self._two.bind(kept.buttons if below else ())


class ReservationsPageFrame(PageFrame):
    """The widget that draws a `ReservationsPage`."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._head, self._banner, self._hint = Head(style), BannerCard(style), Hint(style)
        self._count, self._back, self._rail = Count(style), self.press(Shape.BIG), self.rail()
        self._banner.sent.connect(self.sent)
        self._cards: list[KeptCard] = []
        self._list = column(gap=s.gap)
        content = QWidget()
        stack = column(self._list, self._hint, gap=s.gap)
        stack.addStretch(1)
        content.setLayout(stack)
        self._scroll = Scroll(style, content)
        self.walls.addWidget(self._head)
        self.walls.addWidget(self._banner)
        self.walls.addWidget(self._scroll, 1)
        self._lay_bench()

    def _lay_bench(self) -> None:
        s, upper, lower = self.style_.sizes, self.bench.head, self.bench.foot
        if s.portrait:
            line = row(self._count, self._back, gap=s.gap)
            line.setStretch(1, 1)
            lower.addLayout(line)
        else:
            upper.addWidget(self._count)
            lower.addWidget(self._back)
        lower.addWidget(self._rail)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, ReservationsPage)
        self._head.bind(page.headline, page.lead)
        self._banner.bind(page.banner)
        while len(self._cards) < len(page.rows):
            self._cards.append(self._card())
        for index, card in enumerate(self._cards):
            card.bind(page.rows[index] if index < len(page.rows) else None)
        self._hint.bind(page.hint, page.hint_text)
        self._count.bind(page.count, page.count_text)
        self._back.bind(page.back)
        self._rail.bind(page.rail)
        asked = next((card for card, kept in zip(self._cards, page.rows, strict=False) if kept.question), None)
        self._scroll.keep_in_view(asked)
        self._scroll.refresh()

    def _card(self) -> KeptCard:
        card = KeptCard(self.style_)
        card.sent.connect(self.sent)
        self._list.addWidget(card)
        return card
