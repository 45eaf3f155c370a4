"""The page with the code that opens a digital loan on a phone.

The code is as large as the wall allows, so that a phone can read the code from a distance.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.badges import Ring, Waiting
from kiosk.ui.blocks import ButtonRow, Head, Hint
from kiosk.ui.boxes import WrapBox, column, paint_box, row, show_if
from kiosk.ui.button import Shape
from kiosk.ui.covers import Cover
from kiosk.ui.found_tool import PictureShelf
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.pages.digital import TitleWords
from kiosk.ui.plates import Count
from kiosk.ui.qrcode import MARGIN_MODULES, MASK, modules, paint_modules
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import SMALL, STRONG, ScreenForm, Style
from kiosk.views.digital import CodePage, HiddenCode
from kiosk.views.find import PictureAsk

_LEAST = 150
_WIDE = 1200


class CodePlace(QWidget):
    """The part of the page that draws the code.

    If there is no code, this part has a dashed border, and words say why. The widget stores the modules of the code
    (its small squares), but never the address.
    """

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._modules: tuple[bytes, ...] = ()
        self._waiting = Waiting(style, style.sizes.pick(120, 84, 56))
        self._message = Text(style, STRONG, max_lines=8, centred=True)
        inset = style.sizes.pad
        parts = column(0, row(0, self._waiting, 0), self._message, 0, gap=style.sizes.gap)
        parts.setContentsMargins(inset, inset, inset, inset)
        self.setLayout(parts)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def bind(self, code: HiddenCode | None, message: str, *, busy: bool) -> None:
        """Show this code. If `code` is None, show this message and, if `busy` is True, a turning ring."""
        found = modules(code.payload.reveal(), MASK, dense=True) if code is not None else ()
        self._message.say("" if found else message)
        show_if(self._waiting, busy and not found)
        self.setAccessibleName(code.name if code is not None else message)
        if found != self._modules:
            self._modules = found
            self.update()

    @property
    def module_px(self) -> int:
        """Return the width of a module of the code in pixels, or 0 if no code is shown."""
        across = len(self._modules) + 2 * MARGIN_MODULES
        return min(self.width(), self.height()) // across if self._modules else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s, px = QPainter(self), self._style, self.module_px
        side = px * (len(self._modules) + 2 * MARGIN_MODULES) if px else min(self.width(), self.height())
        box = QRectF((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        if not px:
            whole = QRectF(self.rect())
            paint_box(painter, whole, s.sizes.radius, s.colour("card"), s.colour("edge"), s.sizes.border, dashed=True)
            return
        paint_modules(painter, s, box, self._modules, px)

    def sizeHint(self) -> QSize:
        px = self._style.sizes.pick(640, 541, 300)
        return QSize(px, px)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, _LEAST)


class CodePageFrame(PageFrame):
    """The widget that draws a `CodePage`."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._told = ""
        self._shelf = PictureShelf()
        self._shelf.wanted.connect(self.picture_wanted)
        self._head, self._code, self._note = Head(style), CodePlace(style), Hint(style)
        self._cover = Cover(style, self._shelf, s.pick(190, 140, 90))
        self._words = TitleWords(style)
        self._explanation = Text(style, SMALL, max_lines=5)
        self._ring = Ring(style, s.pick(120, 84, 64))
        self._left = Text(style, SMALL, max_lines=4)
        self._count, self._back, self._rail = Count(style), self.press(Shape.BIG), self.rail()
        self._again = self.press(Shape.BIG if s.portrait else Shape.BLOCK)
        self._bare = s.low or s.narrow
        self._beside = s.low and not s.portrait
        self._ways = ButtonRow(style, Shape.RAIL, columns=2 if s.portrait else 1)
        self._ways.sent.connect(self.sent)
        cut = Shape.SQUARE if self._beside else Shape.RAIL
        self._former, self._following = self.press(cut), self.press(cut)
        self._part = Text(style, STRONG, max_lines=4, centred=True)
        middle = () if self._beside else (self._part,)
        pager = row(self._former, *middle, self._following, gap=s.gap)
        pager.setStretch(1, 0 if self._beside else 1)
        self._pager = WrapBox(column(self._part, pager, gap=4) if self._beside else pager)
        self._lay_wall()
        self._lay_bench()

    def _lay_wall(self) -> None:
        s = self.style_.sizes
        if s.portrait or s.width >= _WIDE:
            counting = row(self._ring, self._left, gap=s.gap)
            counting.setStretch(1, 1)
            self._counting = WrapBox(counting)
        else:
            self._counting = WrapBox(column(self._ring, self._left, gap=4))
        self.walls.addWidget(self._head)
        title = row(self._cover, self._words, gap=s.gap)
        title.setStretch(1, 1)
        title.setAlignment(self._cover, Qt.AlignmentFlag.AlignTop)
        if s.portrait:
            self.walls.addWidget(self._code, 1)
            title.addWidget(self._counting, 1)
            self.walls.addLayout(title)
            self.walls.addWidget(self._explanation)
        else:
            content = QWidget()
            choices = (self._ways, self._pager) if self._beside else ()
            side = column(title, self._explanation, self._counting, *choices, gap=s.gap)
            side.addStretch(1)
            content.setLayout(side)
            self._side = Scroll(self.style_, content)
            line = row(self._code, self._side, gap=s.gap)
            line.setStretch(0, 4 if self._beside else 5)
            line.setStretch(1, 3)
            self.walls.addLayout(line, 1)
        self.walls.addWidget(self._note)
        self._cover.setVisible(s.form is not ScreenForm.SMALL and not s.narrow)

    def _lay_bench(self) -> None:
        s, upper, lower = self.style_.sizes, self.bench.head, self.bench.foot
        if s.portrait:
            lower.addWidget(self._ways)
            lower.addWidget(self._pager)
            line = row(self._again, self._back, gap=s.gap)
            line.setStretch(0, 2)
            line.setStretch(1, 3)
            lower.addLayout(line)
        else:
            upper.addWidget(self._count)
            choices = () if self._beside else (self._ways, self._pager)
            for part in (*choices, self._again, self._back):
                lower.addWidget(part)
        lower.addWidget(self._rail)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, CodePage)
        s = self.style_.sizes
        self._head.bind(page.headline, "" if self._bare else page.lead)
        self._code.bind(page.code, page.message, busy=page.busy)
        self._cover.bind(page.title.cover, page.title.title)
        self._words.bind(page.title, bare=self._bare)
        # On a low lying screen, the words have no room if the page has `ways` and also buttons for several parts.
        show_if(self._words, not (self._beside and page.ways and page.part))
        self._explanation.say("" if self._bare else page.explanation)
        self._ring.bind(page.countdown)
        self._left.say("" if self._bare else page.countdown_text)
        show_if(self._counting, page.countdown is not None)
        self._note.bind("", "" if self._bare else page.note)
        self._ways.bind(page.ways)
        self._former.bind(page.former)
        self._part.say(page.part)
        self._following.bind(page.following)
        show_if(self._pager, bool(page.part))
        self._again.bind(page.again)
        self._back.bind(page.back)
        if not s.portrait:
            self._count.bind(page.count, page.count_text)
            self._side.refresh()
        self._rail.bind(page.rail)
        if page.spoken and page.spoken != self._told:
            self.told.emit(page.spoken, False)
        self._told = page.spoken

    def give_picture(self, ask: PictureAsk, image: QImage) -> None:
        """Store the cover that the app has sent."""
        self._shelf.put(ask, image)

    def wipe(self) -> None:
        """Remove the code and the cover, because the page is no longer shown."""
        self._code.bind(None, "", busy=False)
        self._shelf.clear()

    def code(self) -> CodePlace:
        """Return the widget that draws the code, for tests."""
        return self._code
