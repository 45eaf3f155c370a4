"""The page of the member's digital loans. Each title has a cover, and buttons that open the title or give it back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from kiosk.ui.badges import RING_ICON, Badge, Picture
from kiosk.ui.blocks import BannerCard, ButtonRow, Head, Hint
from kiosk.ui.boxes import Card, WrapBox, column, row, show_if
from kiosk.ui.button import Shape
from kiosk.ui.card_pages import CardGroup, CardPages, PageWords
from kiosk.ui.covers import Cover
from kiosk.ui.found_tool import PictureShelf
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.plates import Count
from kiosk.ui.text import Text
from kiosk.ui.theme import CARD_TINTS, H3, SMALL, SMALL_STRONG, STRONG, ScreenForm, Style
from kiosk.views.digital import DigitalPage, TitleShelf, TitleView
from kiosk.views.find import PictureAsk
from kiosk.views.pieces import Tone

_WIDE = 1280
"""On a lying screen that is at least this many pixels wide, two titles stand side by side."""
_MOST = 4
"""A page shows at most this many titles."""


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
        self._cover = Cover(style, shelf, s.pick(150, 152, 110))
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


class ShelfParts:
    """The widgets for the digital loans of one system: a heading, the cards of the titles, and a banner."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        self._heading = Text(style, STRONG, max_lines=3)
        head = row(
            Picture(style, "user", round(style.sizes.body * 1.2)), self._heading, gap=round(style.sizes.gap * 0.6)
        )
        head.setStretch(1, 1)
        self._head = WrapBox(head)
        self.banner = BannerCard(style)
        self.cards: list[TitleCard] = []
        for part in (self._head, self.banner):
            part.setParent(parent)

    def bind(self, shelf: TitleShelf | None) -> CardGroup:
        """Show the digital loans of one system (`shelf`), and return their cards with the heading.

        If `shelf` is None, hide all widgets, and return a group without cards.
        """
        titles = shelf.titles if shelf is not None else ()
        heading = shelf.heading if shelf is not None else ""
        self._heading.say(heading)
        for index, card in enumerate(self.cards):
            card.bind(titles[index] if index < len(titles) else None)
        self.banner.bind(shelf.banner if shelf is not None else None)
        show_if(self._head, bool(heading))
        return CardGroup(self.cards[: len(titles)], self._head if heading else None)


class DigitalPageFrame(PageFrame):
    """The widget that draws a `DigitalPage`."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._shelf = PictureShelf()
        self._shelf.wanted.connect(self.picture_wanted)
        self._head, self._hint = Head(style), Hint(style)
        self._count, self._back, self._rail = Count(style), self.press(Shape.BIG), self.rail()
        self._parts: list[ShelfParts] = []
        columns = 2 if s.form is ScreenForm.LANDSCAPE and s.width >= _WIDE else 1
        self._pages = CardPages(style, columns=columns, most=_MOST)
        self._pages.turned.connect(lambda words: self.told.emit(words, False))
        self.walls.addWidget(self._head)
        self.walls.addWidget(self._pages, 1)
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
        if s.form is ScreenForm.LANDSCAPE:
            upper.addWidget(self._hint)
            upper.addWidget(self._pages.pager)
        elif s.portrait and not s.narrow:
            self.walls.addWidget(self._hint)
        else:
            self._hint.setParent(self._pages.sheet)
        lower.addWidget(self._rail)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, DigitalPage)
        self._head.bind(page.headline, page.lead)
        self._hint.bind(page.hint, page.hint_text)
        words = PageWords(page.more, page.former, page.place)
        self._pages.bind(self._groups(page), words, self._in_question(page))
        self._count.bind(page.count, page.count_text)
        self._back.bind(page.back)
        self._rail.bind(page.rail)

    def _groups(self, page: DigitalPage) -> list[CardGroup]:
        """Return the cards of all systems. The banners come after the last title, like further cards."""
        while len(self._parts) < len(page.shelves):
            self._parts.append(ShelfParts(self.style_, self._pages.sheet))
            self._parts[-1].banner.sent.connect(self.sent)
        for part, shelf in zip(self._parts, page.shelves, strict=False):
            while len(part.cards) < len(shelf.titles):
                part.cards.append(self._card())
        shelves = [*page.shelves, *[None] * (len(self._parts) - len(page.shelves))]
        groups = [part.bind(shelf) for part, shelf in zip(self._parts, shelves, strict=True)]
        banners = [part.banner for part, shelf in zip(self._parts, shelves, strict=True) if shelf and shelf.banner]
        shown = [group for group in groups if group.cards]
        if shown and banners:
            shown[-1] = CardGroup([*shown[-1].cards, *banners], shown[-1].heading)
        elif banners:
            shown = [CardGroup(banners)]
        if self._hint.parentWidget() is self._pages.sheet and (page.hint or page.hint_text):
            shown.append(CardGroup([self._hint], is_extra=True))
        return shown

    def _in_question(self, page: DigitalPage) -> tuple[str, QWidget] | None:
        """Return the card that must be in view: the card with the question, or else the title that was scanned last."""
        pairs = [
            (card, view)
            for part, shelf in zip(self._parts, page.shelves, strict=False)
            for card, view in zip(part.cards, shelf.titles, strict=False)
        ]
        asked = ((f"? {view.key}", card) for card, view in pairs if view.question)
        fresh = ((view.key, card) for card, view in pairs if view.fresh)
        return next(asked, None) or next(fresh, None)

    def _card(self) -> TitleCard:
        card = TitleCard(self.style_, self._shelf)
        card.setParent(self._pages.sheet)
        card.sent.connect(self.sent)
        return card

    def give_picture(self, ask: PictureAsk, image: QImage) -> None:
        """Store a cover that the app has sent. The cards take their covers from the store."""
        self._shelf.put(ask, image)

    def wipe(self) -> None:
        """Remove the covers, because the page is no longer shown."""
        self._shelf.clear()
        self._pages.to_first()
