"""Starting, Closed, Turned away, Trouble, and the quiet end of an unattended visit."""

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.ui.blocks import ButtonRow, Contact, Head, Notes, section
from kiosk.ui.boxes import Card, Group, clear, column, row, show_if
from kiosk.ui.button import Cut
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.pieces import Badge, Ring, Waiting
from kiosk.ui.qrcode import QrSquare
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import BODY, H1, SMALL, SMALL_BOLD, Style
from kiosk.views import Card as CardView
from kiosk.views import ContactView, Look, MessagePage, QrCode


class TextCard(Card):
    """A card of a message: title and lines; a tab parts a line into left and right."""

    def __init__(self, style: Style, card: CardView) -> None:
        super().__init__(style)
        if card.title:
            self.body.addWidget(section(style, card.icon, card.title))
        for line in card.lines:
            left, _, right = line.partition("\t")
            words = Text(style, BODY, left)
            if not right:
                self.body.addWidget(words)
                continue
            parts = row(words, Text(style, BODY, right, max_lines=1), gap=style.sizes.gap)
            parts.setStretch(0, 1)
            self.body.addWidget(Group(parts))
        self.body.addStretch(1)


class QrBlock(QWidget):
    """A code and the words under it."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._qr = QrSquare(style, style.sizes.pick(320, 230, 160))
        self._words = Text(style, SMALL_BOLD, centred=True, max_lines=3)
        self.setLayout(column(row(0, self._qr, 0), self._words, gap=8))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def bind(self, code: QrCode | None) -> None:
        """None hides it."""
        self._qr.bind(code)
        self._words.say(code.caption if code is not None else "")
        show_if(self, code is not None)


class MessagePageFrame(PageFrame):
    """`MessagePage` on the screen."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._cards: tuple[CardView, ...] = ()
        self._badge = Badge(style, s.pick(132, 76, 52))
        self._busy = Waiting(style, s.pick(132, 76, 52))
        self._head = Head(style, H1)
        head = row(self._badge, self._busy, self._head, gap=s.pick(32, 20, 12))
        head.setStretch(2, 1)
        self._grid = QGridLayout()
        self._grid.setSpacing(s.gap)
        self._qr, self._notes = QrBlock(style), Notes(style)
        self._footer = Text(style, SMALL, ink="ink-2", max_lines=4)
        content = QWidget()
        content.setLayout(column(self._grid, self._qr, self._notes, 0, self._footer, gap=s.gap))
        self.walls.addLayout(head)
        self.walls.addWidget(Scroll(style, content), 1)
        self._lay_bench()

    def _lay_bench(self) -> None:
        s, upper, lower = self.style_.sizes, self.bench.head, self.bench.foot
        self._ring = Ring(self.style_, s.pick(152, 130, 84), "wait")
        self._contact = Contact(self.style_, across=s.portrait)
        self._primary = self.press(Cut.BIG)
        self._others = ButtonRow(self.style_, columns=2 if s.portrait else 1)
        self._languages = ButtonRow(self.style_, Cut.RAIL, columns=0 if s.portrait else 2)
        for part in (self._others, self._languages):
            part.sent.connect(self.sent)
        if s.portrait:
            line = row(self._ring, self._primary, gap=s.gap + 8)
            line.setStretch(1, 1)
            lower.addLayout(line)
        else:
            upper.addLayout(row(0, self._ring, 0))
            upper.addWidget(self._contact)
            lower.addWidget(self._primary)
        lower.addWidget(self._others)
        lower.addWidget(self._languages)
        if s.portrait:
            lower.addWidget(self._contact)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, MessagePage)
        self._head.bind(page.headline, page.lead)
        self._badge.bind(page.tone, "" if page.busy else page.icon)
        show_if(self._busy, page.busy)
        self._bind_cards(page.cards)
        self._qr.bind(page.qr)
        self._notes.bind(page.notes)
        self._footer.say(page.footer)
        self._ring.bind(page.countdown)
        self._contact.bind(page.contact)
        self._bind_buttons(page)

    def _bind_cards(self, cards: tuple[CardView, ...]) -> None:
        if cards == self._cards:
            return
        self._cards = cards
        clear(self._grid)
        columns = 1 if self.style_.sizes.portrait else min(2, len(cards))
        for index, card in enumerate(cards):
            last_alone = index == len(cards) - 1 and len(cards) % 2 and columns == 2
            span = 2 if last_alone else 1
            self._grid.addWidget(TextCard(self.style_, card), index // columns, index % columns, 1, span)

    def _bind_buttons(self, page: MessagePage) -> None:
        primary = [button for button in page.buttons if button.look is Look.PRIMARY]
        rest = tuple(button for button in page.buttons if button not in primary[:1])
        self._primary.bind(primary[0] if primary else None)
        self._others.bind(rest)
        self._languages.bind(page.languages)
        pressed = page.buttons or page.languages or page.countdown
        show_if(self.bench, bool(pressed or page.contact != ContactView()))
