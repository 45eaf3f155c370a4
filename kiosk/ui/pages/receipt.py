"""The receipt says whether all loans and returns are proved, where returned tools belong, and when loans are due."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.ui.badges import Badge, Picture, Ring
from kiosk.ui.blocks import BannerCard, Notes, Rule, section
from kiosk.ui.boxes import Card, WrapBox, clear, column, row, show_if
from kiosk.ui.button import Shape
from kiosk.ui.cards import MoneyCard
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.line_list import LineList
from kiosk.ui.plates import Plate
from kiosk.ui.qrcode import CodeBlock
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import BODY, H2, H3, HERO, SMALL, STRONG, VERDICT_TOKENS, ScreenForm, Style
from kiosk.views.finish import Band, DueGroup, OtherRow, ReceiptPage, ShelfRow
from kiosk.views.pieces import QrCode, Tone

_SHORT_VERDICT = 20
"""If the verdict (the result of the commit) has at most this many characters, its letters get the largest size."""
_FITS_BESIDE, _WORD_FITS_BESIDE = 30, 11
"""Two numbers of characters. A title fits into half a row if the title is not longer than the first number.

In addition, no word of the title may be longer than the second number.
"""


class BandFrame(QWidget):
    """The verdict, which is the result of the commit, in a wide coloured band that can be read from the door."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._band = Band("", "check", Tone.OK)
        s = style.sizes
        px = round(s.hero * 1.08)
        self._px = px
        self._words = Text(style, HERO, ink="on-ok", px=px, max_lines=3, balanced=True)
        self._words.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icon_px = round(s.hero * 1.2)
        line = row(self._icon_px + round(s.pad * 0.9), self._words)
        line.setStretch(1, 1)
        inset = round(s.margin * 0.7)
        line.setContentsMargins(s.margin, inset, s.margin, inset)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def bind(self, band: Band) -> None:
        """Show this verdict."""
        self._band = band
        self._words.tint(VERDICT_TOKENS[band.tone][1])
        self._words.set_px(self._px if len(band.text) <= _SHORT_VERDICT else self._style.sizes.h1)
        self._words.say(band.text)
        self.setAccessibleName(band.text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s = QPainter(self), self._style
        surface, ink = VERDICT_TOKENS[self._band.tone]
        painter.fillRect(self.rect(), s.colour(surface))
        px = self._icon_px
        box = self.rect().toRectF()
        box.setRect(s.sizes.margin, round((self.height() - px) / 2), px, px)
        s.icons.paint(painter, self._band.icon, box, s.colour(ink), s.colour(surface), width=2.6)


def _is_long(title: str) -> bool:
    """Return True if this title, or one of its words, needs the whole width. A label can be one word of 14 digits."""
    return len(title) > _FITS_BESIDE or any(len(word) > _WORD_FITS_BESIDE for word in title.split())


class ShelvesCard(Card):
    """The card that says to which shelf each returned tool belongs."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self._shown: tuple[object, ...] = ()
        self.hide()

    def bind(self, title: str, shelves: tuple[ShelfRow, ...], *, large: bool) -> None:
        """Show these shelves, or hide the card if there are none."""
        if (title, shelves, large) != self._shown:
            self._shown = (title, shelves, large)
            clear(self.body)
            self.body.addWidget(section(self._style, "giveback", title))
            grid = QGridLayout()
            grid.setSpacing(self._style.sizes.gap)
            long_ones = any(_is_long(shelf.title) for shelf in shelves)
            columns = 1 if large or long_ones or self._style.sizes.portrait or self._style.sizes.narrow else 2
            for index, shelf in enumerate(shelves):
                grid.addWidget(self._row(shelf, large=large), index // columns, index % columns)
                grid.setColumnStretch(index % columns, 1)
            self.body.addLayout(grid)
        show_if(self, bool(shelves))

    def _row(self, shelf: ShelfRow, *, large: bool) -> QWidget:
        s = self._style.sizes
        words = column(
            Text(self._style, H2 if large else H3, shelf.title, max_lines=3),
            Text(self._style, SMALL, shelf.detail, ink="ink-2", max_lines=4),
            gap=2,
        )
        holder = column(0, words, 0)
        line = row(Plate(self._style, shelf.plate, large=large), holder, gap=s.pick(32, 18))
        line.setStretch(1, 1)
        return WrapBox(line)


class DuesCard(Card):
    """The card of the tools that the member takes home, with due dates. A phone can read the dates from QR codes."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self._shown: tuple[object, ...] = ()
        s = style.sizes
        self._left = column(gap=round(s.gap * 0.6))
        self._phone = _phone_code(style)
        line = column(self._left, row(0, self._phone, 0), gap=s.gap) if s.narrow else row(gap=s.pick(32, 24))
        if not s.narrow:
            line.addLayout(self._left, 1)
            line.addWidget(self._phone)
        self.body.addLayout(line)
        self.hide()

    def bind(self, title: str, dues: tuple[DueGroup, ...], qr: QrCode | None) -> None:
        """Show these due dates and this code, or hide the card if there are neither dates nor a code."""
        if (title, dues) != self._shown:
            self._shown = (title, dues)
            clear(self._left)
            if title:
                self._left.addWidget(section(self._style, "borrow", title))
            self._left.addLayout(self._groups(dues))
            self._left.addStretch(1)
        self._phone.bind(qr)
        show_if(self, bool(dues) or qr is not None)

    def _groups(self, dues: tuple[DueGroup, ...]) -> QGridLayout:
        s = self._style.sizes
        grid = QGridLayout()
        grid.setSpacing(s.pick(18, 10, 6))
        coded = any(due.qr for due in dues)
        columns = 1 if s.portrait or s.narrow or len(dues) == 1 or (s.form is ScreenForm.SMALL and coded) else 2
        for index, due in enumerate(dues):
            group = self._group(due, below=columns > 1 or s.narrow)
            grid.addWidget(group, index // columns, index % columns, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(index % columns, int(coded))
        return grid

    def _group(self, due: DueGroup, *, below: bool) -> QWidget:
        """Return a due date with its tools and its QR code.

        If `below` is True, the code stands below the words. Narrow cards need this, because they have no room beside
        the words.
        """
        stack = column(Text(self._style, H2, due.headline, max_lines=3), gap=4)
        px = round(self._style.sizes.body * 1.1)
        for title in due.titles:
            line = row(Picture(self._style, "check", px, "ok", width=3.2), Text(self._style, BODY, title, max_lines=2))
            line.setSpacing(round(px * 0.5))
            line.setStretch(1, 1)
            stack.addLayout(line)
        if due.qr is None:
            return WrapBox(stack)
        phone = _phone_code(self._style)
        phone.bind(due.qr)
        if below:
            return WrapBox(column(stack, row(phone, 0), gap=self._style.sizes.gap))
        stack.addStretch(1)
        both = row(stack, phone, gap=self._style.sizes.gap)
        both.setStretch(0, 1)
        return WrapBox(both)


def _phone_code(style: Style) -> CodeBlock:
    """Return a block for a QR code that people read with their phone."""
    # The QR code of the longest calendar entry has 89 squares in each row, with its margin. In the smallest windows
    # each square is two pixels wide, so the code needs 178 pixels.
    return CodeBlock(style, style.sizes.pick(300, 200, 178), width=style.sizes.pick(310, 210, 180))


class RowsCard(Card):
    """A card with plain rows. Each row has the name of an item, and a reason or a remark."""

    def __init__(self, style: Style, icon: str = "") -> None:
        super().__init__(style)
        self._icon = icon
        self._shown: tuple[object, ...] = ()
        self.hide()

    def bind(self, title: str, others: tuple[OtherRow, ...]) -> None:
        """Show these rows, or hide the card if there are none."""
        if (title, others) != self._shown:
            self._shown = (title, others)
            clear(self.body)
            self.body.addWidget(section(self._style, self._icon, title))
            for one in others:
                self.body.addWidget(Rule(self._style))
                self.body.addWidget(self._row(one))
        show_if(self, bool(others))

    def _row(self, one: OtherRow) -> QWidget:
        s = self._style.sizes
        words = column(
            Text(self._style, STRONG, one.title, max_lines=2),
            Text(self._style, SMALL, one.reason, ink="ink-2", max_lines=4),
            gap=2,
        )
        line = row(Badge(self._style, round(s.badge * 0.5), one.tone, one.icon), words, gap=round(s.pad * 0.7))
        line.setStretch(1, 1)
        return WrapBox(line)


class OthersCard(RowsCard):
    """The card of the tools that were not part of the commit."""


class GivenBackCard(RowsCard):
    """The card of the digital titles that were given back. The titles have no shelf."""


class ReceiptPageFrame(PageFrame):
    """The widget that draws a `ReceiptPage`."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._band = BandFrame(style)
        self._banner, self._lines = BannerCard(style), LineList(style)
        self._shelves, self._dues, self._notes = ShelvesCard(style), DuesCard(style), Notes(style)
        self._others, self._money = OthersCard(style), MoneyCard(style)
        self._given_back = GivenBackCard(style, "giveback")
        content = QWidget()
        stack = column(self._banner, self._lines, self._shelves, self._dues, gap=s.gap)
        stack.addWidget(self._given_back)
        stack.addWidget(self._money)
        if s.form is not ScreenForm.LANDSCAPE:
            stack.addWidget(self._notes)
        stack.addWidget(self._others)
        stack.addStretch(1)
        content.setLayout(stack)
        margins = self.walls.contentsMargins()
        self.walls.setContentsMargins(0, 0, 0, margins.bottom())
        self.walls.addWidget(self._band)
        self._scroll = Scroll(style, content)
        self.walls.addLayout(row(s.margin, self._scroll, s.margin), 1)
        self._ring = Ring(style, s.pick(152, 130, 84))
        self._done, self._slip, self._rail = self.press(Shape.BIG), self.press(Shape.BLOCK), self.rail()
        for part in (self._banner, self._lines):
            part.sent.connect(self.sent)
        self._lay_bench()

    def _lay_bench(self) -> None:
        upper, lower, s = self.bench.head, self.bench.foot, self.style_.sizes
        if s.portrait:
            line = row(self._ring, self._done, gap=s.gap + 8)
            line.setStretch(1, 1)
            lower.addWidget(self._slip)
            lower.addLayout(line)
        else:
            upper.addStretch(1)
            upper.addLayout(row(0, self._ring, 0))
            if s.form is ScreenForm.LANDSCAPE:
                upper.addWidget(self._notes)
            lower.addWidget(self._slip)
            lower.addWidget(self._done)
        lower.addWidget(self._rail)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, ReceiptPage)
        self._band.bind(page.band)
        self._banner.bind(page.banner)
        self._lines.bind(page.lines)
        show_if(self._lines, bool(page.lines))
        room = 4 if self.style_.sizes.portrait else 2
        large = not (page.lines or page.others) and len(page.shelves) <= room
        self._shelves.bind(page.shelves_title, page.shelves, large=large)
        self._dues.bind(page.dues_title, page.dues, page.qr)
        self._given_back.bind(page.given_back_title, page.given_back)
        self._money.bind(page.money)
        self._notes.bind(page.notes)
        self._others.bind(page.others_title, page.others)
        self._ring.bind(page.countdown)
        self._slip.bind(page.slip)
        self._done.bind(page.done)
        self._rail.bind(page.rail)
