"""The page before the commit. It shows the tools and the costs once more, and asks the member to confirm them."""

from PySide6.QtWidgets import QWidget

from kiosk.ui.blocks import BannerCard, Head, Rule, section
from kiosk.ui.boxes import Card, WrapBox, clear, column, row, show_if
from kiosk.ui.button import Shape
from kiosk.ui.cards import MoneyCard
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.plates import Plate
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import SMALL, SMALL_BOLD, STRONG, Style
from kiosk.views.finish import ConfirmGroup, ConfirmPage, GroupRow
from kiosk.views.pieces import Banner


class GroupCard(Card):
    """The card of one group of tools: the tools to borrow, to return, or to renew."""

    def __init__(self, style: Style, group: ConfirmGroup) -> None:
        super().__init__(style)
        self.body.addWidget(section(style, group.icon, group.title))
        for one in group.rows:
            self.body.addWidget(Rule(style))
            self.body.addWidget(self._row(one))
        self.body.addStretch(1)

    def _row(self, one: GroupRow) -> QWidget:
        title, detail = (
            Text(self._style, STRONG, one.title, max_lines=3),
            Text(self._style, SMALL, one.detail, max_lines=2),
        )
        line = row(column(0, title, detail, 0), gap=self._style.sizes.gap)
        line.setStretch(0, 1)
        if one.plate is not None:
            line.addWidget(Plate(self._style, one.plate))
        elif one.day:
            line.addWidget(Text(self._style, SMALL_BOLD, one.day, max_lines=2))
        made = WrapBox(line)
        made.setMinimumHeight(self._style.sizes.pick(80, 50, 44))
        return made


class ConfirmPageFrame(PageFrame):
    """The widget that draws a `ConfirmPage`."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._head = Head(style)
        self._groups: tuple[ConfirmGroup, ...] = ()
        self._cards = column(gap=s.gap) if s.portrait or s.narrow else row(gap=s.gap)
        self._banners, self._money = column(gap=s.gap), MoneyCard(style)
        self._pool: list[BannerCard] = []
        content = QWidget()
        self._words = Head(style, centred=True)
        self._stack = column(0, self._words, self._cards, self._money, self._banners, gap=s.gap)
        self._stack.addStretch(1)
        content.setLayout(self._stack)
        self._scroll = Scroll(style, content)
        self.walls.addWidget(self._head)
        self.walls.addWidget(self._scroll, 1)
        self._yes, self._no, self._rail = self.press(Shape.BIG), self.press(), self.rail()
        for part in (self._yes, self._no, self._rail):
            self.bench.foot.addWidget(part)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, ConfirmPage)
        alone = not page.groups
        for head in (self._head, self._words):
            head.bind(page.headline, page.lead)
        show_if(self._head, not alone)
        show_if(self._words, alone)
        self._stack.setStretch(0, 1 if alone else 0)
        if page.groups != self._groups:
            self._groups = page.groups
            clear(self._cards)
            most = max((len(group.rows) for group in page.groups), default=0)
            for group in page.groups:
                self._cards.addWidget(GroupCard(self.style_, group), 23 if len(group.rows) == most else 20)
            self._scroll.to_top()
        self._money.bind(page.money)
        self._bind_banners(page.banners)
        self._yes.bind(page.yes)
        self._no.bind(page.no)
        self._rail.bind(page.rail)

    def _bind_banners(self, banners: tuple[Banner, ...]) -> None:
        while len(self._pool) < len(banners):
            card = BannerCard(self.style_)
            card.sent.connect(self.sent)
            self._pool.append(card)
            self._banners.addWidget(card)
        for index, card in enumerate(self._pool):
            card.bind(banners[index] if index < len(banners) else None)
