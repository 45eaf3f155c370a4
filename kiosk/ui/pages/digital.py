"""The page of the member's digital loans. Each title has a cover, and buttons that open the title or give it back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.badges import RING_ICON, Badge, Picture
from kiosk.ui.blocks import BannerCard, ButtonRow, Head, Hint
from kiosk.ui.boxes import Card, WrapBox, column, row, show_if
from kiosk.ui.button import Shape
from kiosk.ui.covers import Cover
from kiosk.ui.found_tool import PictureShelf
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.plates import Count
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import CARD_TINTS, H3, SMALL, SMALL_STRONG, STRONG, ScreenForm, Style
from kiosk.views.digital import DigitalPage, TitleShelf, TitleView
from kiosk.views.find import PictureAsk
from kiosk.views.pieces import Tone

_WIDE = 1280
"""On a lying screen that is at least this many pixels wide, two titles stand beside each other."""


class TitleWords(QWidget):
    """The title of a digital loan, its kind, and the last day of the loan."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        px = round(style.sizes.small * 1.25)
        self._title = Text(style, H3, max_lines=5)
        self._icon, self._kind = Picture(style, "book", px), Text(style, SMALL_STRONG, max_lines=2)
        self._until = Text(style, SMALL, max_lines=2)
        kind = row(self._icon, self._kind, gap=round(px * 0.4))
        kind.setStretch(1, 1)
        kind.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(self._title, kind, self._until, 0, gap=4))

    def bind(self, view: TitleView, *, bare: bool = False) -> None:
        """Show the words of this title. If `bare` is True, show only the title itself."""
        self._title.say(view.title)
        self._icon.show_icon(view.icon)
        show_if(self._icon, not bare)
        self._kind.say("" if bare else view.kind)
        self._until.say("" if bare else view.until)


class TitleCard(Card):
    """The card of one digital loan. If the card asks a question, the only buttons are the answers."""

    sent = Signal(object)

    def __init__(self, style: Style, shelf: PictureShelf) -> None:
        super().__init__(style, pad=0.8)
        s = style.sizes
        self._view: TitleView | None = None
        self._cover = Cover(style, shelf, s.pick(210, 152, 110))
        self._words = TitleWords(style)
        self._badge = Badge(style, round(s.badge * 0.6))
        self._note = Text(style, SMALL, max_lines=6)
        self._question = Text(style, STRONG, max_lines=3)
        self._buttons = ButtonRow(style, Shape.RAIL, columns=1 if s.narrow else 2, even=False)
        self._buttons.sent.connect(self.sent)
        noted = row(self._badge, self._note, gap=round(s.gap * 0.6))
        noted.setStretch(1, 1)
        self._noted = WrapBox(noted)
        words = column(self._words, self._noted, self._question, 0, gap=6)
        line = row(self._cover, words, gap=round(s.pad * 0.8))
        line.setStretch(1, 1)
        line.setAlignment(self._cover, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self.body.addStretch(1)
        self.body.addWidget(self._buttons)
        self.hide()

    def bind(self, view: TitleView | None) -> None:
        """Show this title, or hide the card if `view` is None."""
        show_if(self, view is not None)
        if view is None or view == self._view:
            return
        self._view = view
        self.setAccessibleName(view.name)
        self._cover.bind(view.cover, view.title)
        self._words.bind(view)
        note = "" if view.question else view.note
        self._note.tint(CARD_TINTS[view.tone].ink if view.tone is not Tone.WAIT else "ink-2")
        self._note.say(note)
        self._badge.bind(Tone.WAIT, RING_ICON if view.busy and note else "")
        show_if(self._noted, bool(note))
        self._question.say(view.question)
        self._buttons.bind(view.buttons)


class ShelfPart(QWidget):
    """The digital loans of one system, with a heading and a banner if the system has them."""

    sent = Signal(object)

    def __init__(self, style: Style, shelf: PictureShelf) -> None:
        super().__init__()
        self._style, self._shelf = style, shelf
        s = style.sizes
        self._columns = 2 if s.form is ScreenForm.LANDSCAPE and s.width >= _WIDE else 1
        self._heading = Text(style, STRONG, max_lines=3)
        head = row(Picture(style, "user", round(s.body * 1.2)), self._heading, gap=round(s.gap * 0.6))
        head.setStretch(1, 1)
        self._head = WrapBox(head)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(max(12, s.gap))
        for index in range(self._columns):
            self._grid.setColumnStretch(index, 1)
        self._banner = BannerCard(style)
        self._banner.sent.connect(self.sent)
        self._cards: list[TitleCard] = []
        self.setLayout(column(self._head, self._grid, self._banner, gap=s.gap))
        self.hide()

    def bind(self, shelf: TitleShelf | None) -> None:
        """Show these titles, or hide the part if `shelf` is None."""
        show_if(self, shelf is not None)
        titles = shelf.titles if shelf is not None else ()
        self._heading.say(shelf.heading if shelf is not None else "")
        show_if(self._head, shelf is not None and bool(shelf.heading))
        while len(self._cards) < len(titles):
            self._cards.append(self._made(len(self._cards)))
        for index, card in enumerate(self._cards):
            card.bind(titles[index] if index < len(titles) else None)
        self._banner.bind(shelf.banner if shelf is not None else None)

    def in_question(self, shelf: TitleShelf) -> QWidget | None:
        """Return the card that must be in view: the card with the question, or else the title that was scanned last."""
        pairs = tuple(zip(self._cards, shelf.titles, strict=False))
        asked = (card for card, view in pairs if view.question)
        fresh = (card for card, view in pairs if view.fresh)
        return next(asked, None) or next(fresh, None)

    def _made(self, index: int) -> TitleCard:
        card = TitleCard(self._style, self._shelf)
        card.sent.connect(self.sent)
        self._grid.addWidget(card, index // self._columns, index % self._columns)
        return card


class DigitalPageFrame(PageFrame):
    """The widget that draws a `DigitalPage`."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._shelf = PictureShelf()
        self._shelf.wanted.connect(self.picture_wanted)
        self._head, self._hint = Head(style), Hint(style)
        self._count, self._back, self._rail = Count(style), self.press(Shape.BIG), self.rail()
        self._parts: list[ShelfPart] = []
        self._list = column(gap=s.gap)
        content = QWidget()
        stack = column(self._list, self._hint, gap=s.gap)
        stack.addStretch(1)
        content.setLayout(stack)
        self._scroll = Scroll(style, content)
        self.walls.addWidget(self._head)
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
        page = expect(page, DigitalPage)
        self._head.bind(page.headline, page.lead)
        while len(self._parts) < len(page.shelves):
            self._parts.append(self._part())
        for index, part in enumerate(self._parts):
            part.bind(page.shelves[index] if index < len(page.shelves) else None)
        self._hint.bind(page.hint, page.hint_text)
        self._count.bind(page.count, page.count_text)
        self._back.bind(page.back)
        self._rail.bind(page.rail)
        found = (part.in_question(shelf) for part, shelf in zip(self._parts, page.shelves, strict=False))
        self._scroll.keep_in_view(next((card for card in found if card is not None), None))
        self._scroll.refresh()

    def _part(self) -> ShelfPart:
        part = ShelfPart(self.style_, self._shelf)
        part.sent.connect(self.sent)
        self._list.addWidget(part)
        return part

    def give_picture(self, ask: PictureAsk, image: QImage) -> None:
        """Store a cover that the app has sent. The cards take their covers from the store."""
        self._shelf.put(ask, image)

    def wipe(self) -> None:
        """Remove the covers, because the page is no longer shown."""
        self._shelf.clear()
