"""The pages that show a message.

A `MessagePage` shows the states Starting, Closed, Identifying, Turned away and Trouble. It is also shown while the
kiosk finishes a visit whose member has left. A `StillPage` asks the member "Still here?".
"""

from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.badges import Badge, Ring, Waiting
from kiosk.ui.blocks import ButtonRow, Head, Notes, TextCard
from kiosk.ui.boxes import WrapBox, clear, column, row, show_if
from kiosk.ui.button import Shape
from kiosk.ui.contact import ContactLines
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.pegboard import Pegboard, Scene
from kiosk.ui.qrcode import CodeBlock
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import H1, HERO, SMALL, ScreenForm, Style
from kiosk.views.pieces import Emphasis, Tone
from kiosk.views.view import MessageCard, MessagePage, StillPage
from kiosk.views.welcome import ContactView


class MessagePageFrame(PageFrame):
    """The widget that draws a `MessagePage`.

    The cards stand under a headline. If there are no cards, the headline stands in the middle of the wall.
    """

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._cards: tuple[MessageCard, ...] = ()
        small, large = s.pick(132, 76, 52), s.pick(220, 150, 84)
        self._badge, self._busy, self._head = Badge(style, small), Waiting(style, small), Head(style, H1)
        self._sign, self._wait = Badge(style, large), Waiting(style, large)
        self._words = Head(style, H1, centred=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(s.gap)
        self._qr, self._notes = CodeBlock(style, s.pick(320, 230, 160)), Notes(style)
        self._peg = Pegboard(style, Scene.TOOLS, least=s.pick(160, 160))
        self._footer = Text(style, SMALL, ink="ink-2", max_lines=4)
        self._lay_wall()
        self._lay_bench()

    def _lay_wall(self) -> None:
        s = self.style_.sizes
        head = row(self._badge, self._busy, self._head, gap=s.pick(32, 20, 12))
        head.setStretch(2, 1)
        self._top = WrapBox(head)
        middle = column(row(0, self._sign, self._wait, 0), self._words, gap=s.pick(48, 22, 12))
        self._middle = WrapBox(middle)
        content = QWidget()
        stack = column(0, self._middle, self._grid, self._qr, self._notes, self._peg, 0, self._footer, gap=s.gap)
        stack.setStretchFactor(self._peg, 100)
        content.setLayout(stack)
        self.walls.addWidget(self._top)
        self.walls.addWidget(Scroll(self.style_, content), 1)
        self._stack = stack

    def _lay_bench(self) -> None:
        s, upper, lower = self.style_.sizes, self.bench.head, self.bench.foot
        self._ring = Ring(self.style_, s.pick(152, 130, 84), "wait")
        self._contact = ContactLines(self.style_, across=s.portrait)
        self._primary = self.press(Shape.BIG)
        self._others = ButtonRow(self.style_, columns=2 if s.portrait else 1)
        self._languages = ButtonRow(
            self.style_, Shape.RAIL, columns={ScreenForm.LANDSCAPE: 2, ScreenForm.SMALL: 3}.get(s.form, 0)
        )
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
        if s.form is ScreenForm.SMALL:
            self.walls.addWidget(self._languages)
        else:
            lower.addWidget(self._languages)
        if s.portrait:
            lower.addWidget(self._contact)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, MessagePage)
        self._bind_head(page)
        self._bind_cards(page.cards)
        self._qr.bind(page.qr)
        self._notes.bind(page.notes)
        self._footer.say(page.footer)
        self._ring.bind(page.countdown)
        self._contact.bind(page.contact)
        self._bind_buttons(page)

    def _bind_head(self, page: MessagePage) -> None:
        alone = not page.cards
        show_if(self._top, not alone)
        show_if(self._middle, alone)
        self._stack.setStretch(0, 1 if alone else 0)
        for words, badge, wait in ((self._head, self._badge, self._busy), (self._words, self._sign, self._wait)):
            words.bind(page.headline, page.lead)
            badge.bind(page.tone, "" if page.busy else page.icon)
            show_if(wait, page.busy)
        decorated = self.style_.sizes.portrait and not alone and page.tone is Tone.PLAIN
        show_if(self._peg, decorated)

    def _bind_cards(self, cards: tuple[MessageCard, ...]) -> None:
        if cards == self._cards:
            return
        self._cards = cards
        clear(self._grid)
        one_below_the_other = self.style_.sizes.portrait or self.style_.sizes.narrow
        columns = 1 if one_below_the_other else max(1, min(2, len(cards)))
        for index in range(2):
            self._grid.setColumnStretch(index, 1 if index < columns else 0)
        for index, card in enumerate(cards):
            last_alone = index == len(cards) - 1 and len(cards) % 2 and columns == 2
            span = 2 if last_alone else 1
            self._grid.addWidget(TextCard(self.style_, card), index // columns, index % columns, 1, span)

    def _bind_buttons(self, page: MessagePage) -> None:
        primary = [button for button in page.buttons if button.look is Emphasis.PRIMARY]
        rest = tuple(button for button in page.buttons if button not in primary[:1])
        self._primary.bind(primary[0] if primary else None)
        self._others.bind(rest)
        self._languages.bind(page.languages)
        pressed = page.buttons or page.languages or page.countdown
        show_if(self.bench, bool(pressed or page.contact != ContactView()))


class StillPageFrame(PageFrame):
    """The widget that draws a `StillPage`. The page asks "Still here?" and does not show the basket."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._ring = Ring(style, s.pick(480, 280, 150), "warn-edge")
        self._head = Head(style, HERO, centred=True)
        middle = column(0, row(0, self._ring, 0), self._head, 0, gap=s.pick(56, 22, 12))
        self.walls.addLayout(middle, 1)
        self._stay, self._finish = self.press(Shape.BIG), self.press()
        for part in (self._stay, self._finish):
            self.bench.foot.addWidget(part)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, StillPage)
        self._head.bind(page.headline, page.text)
        self._ring.bind(page.countdown)
        self._stay.bind(page.stay)
        self._finish.bind(page.finish)
