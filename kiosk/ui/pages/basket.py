"""The page Home, which is also the page of the basket. Members see the result of each scan here."""

from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from kiosk.ui.badges import Picture
from kiosk.ui.blocks import BannerCard, ButtonRow, Head, Notes, Rule
from kiosk.ui.boxes import WrapBox, column, row, show_if
from kiosk.ui.button import Shape
from kiosk.ui.cards import LoansCard, MembershipCard, MoneyCard, OfferCard, OfferList, WaitCard
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.line_list import LineList
from kiosk.ui.pegboard import Pegboard, Scene
from kiosk.ui.plates import Count
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import BODY, SMALL, SMALL_BOLD, SMALL_STRONG, STRONG, ScreenForm, Style
from kiosk.views.basket import BasketPage, LineView, SummaryRow
from kiosk.views.pieces import Tone


class SummaryLine(WrapBox):
    """A row with an icon, which says how many lines of one kind the basket has, for example how many borrows."""

    def __init__(self, style: Style) -> None:
        picture = Picture(style, "", round(style.sizes.small * 1.25), width=2.4)
        words = Text(style, SMALL_STRONG, max_lines=2)
        line = row(picture, words, gap=10)
        line.setStretch(1, 1)
        super().__init__(line)
        self._picture, self._words = picture, words

    def bind(self, one: SummaryRow | None) -> None:
        """Show this count, or hide the line if `one` is None."""
        show_if(self, one is not None)
        if one is not None:
            self._picture.show_icon(one.icon)
            self._words.say(one.text)


class SummaryRows(QWidget):
    """The rows that count the lines of the basket, one row for each kind of line.

    After the next scan, the same row widgets are used again, because it takes 1 ms to make them.
    """

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._shown: tuple[SummaryRow, ...] = ()
        self._rows: list[SummaryLine] = []
        self._column = column(gap=round(style.sizes.gap * 0.6))
        self.setLayout(self._column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def bind(self, rows: tuple[SummaryRow, ...]) -> None:
        """Show these counts."""
        if rows == self._shown:
            return
        self._shown = rows
        while len(self._rows) < len(rows):
            self._rows.append(SummaryLine(self._style))
            self._column.addWidget(self._rows[-1])
        for index, made in enumerate(self._rows):
            made.bind(rows[index] if index < len(rows) else None)


class HintPicture(QWidget):
    """A picture that means "scan our label, not the bar code of the shop", with words under the picture."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        s = style.sizes
        self._peg = Pegboard(style, Scene.LABEL, least=s.pick(250, 150))
        self._words = [Text(style, STRONG if s.portrait else SMALL_BOLD, centred=True, max_lines=3) for _ in range(2)]
        line = row(*self._words, gap=s.gap)
        for index in range(2):
            line.setStretch(index, 1)
        self.setLayout(column(self._peg, line, gap=s.pick(12, 8)))
        if not s.portrait:
            self._peg.setFixedHeight(s.pick(0, 150))
        self.hide()

    def bind(self, hints: tuple[str, ...]) -> None:
        """Show these hints, or hide the picture if there are none."""
        self._peg.show_scene(Scene.LABEL, ". ".join(hints))
        for text, words in zip(self._words, (*hints, "", "")[:2], strict=True):
            text.say(words)
        show_if(self, bool(hints))


class AtHome(QWidget):
    """A short text about the tools that the member has at home, which is shown if the basket is not empty."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._words = Text(style, BODY if style.sizes.portrait else SMALL, max_lines=2)
        line = row(Picture(style, "box"), self._words, gap=round(style.sizes.body * 0.6))
        line.setStretch(1, 1)
        height = style.sizes.tap if style.sizes.portrait else 0
        self.setMinimumHeight(height)
        holder = column(Rule(style), 0, line, 0) if style.sizes.portrait else column(line)
        self.setLayout(holder)
        self.hide()

    def bind(self, words: str) -> None:
        """Show these words, or hide the text if the words are empty."""
        self._words.say(words)
        show_if(self, bool(words))


class BasketPageFrame(PageFrame):
    """The widget that draws a `BasketPage`."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self._head = Head(style)
        self._banner, self._loans, self._notes = BannerCard(style), LoansCard(style), Notes(style)
        self._warned, self._standing = MembershipCard(style), MembershipCard(style)
        self._texts = Notes(style)
        self._hints, self._at_home, self._summary = HintPicture(style), AtHome(style), SummaryRows(style)
        self._offer, self._ticks, self._waits = OfferCard(style), OfferList(style), WaitCard(style)
        self._owed, self._also = MoneyCard(style), LoansCard(style)
        self._list = LineList(style)
        self._list.come_after(self._head.headline)
        self._spoken: LineView | None = None
        self._count, self._finish, self._rail = Count(style), self.press(Shape.BIG), self.rail()
        self._total = Text(style, SMALL_STRONG, max_lines=3)
        self._ways = ButtonRow(style, columns=0 if style.sizes.portrait else 1)
        self._below = ButtonRow(style)
        """The same buttons as `_ways`, but below the lines of the basket.

        They are used if the basket has lines and the screen is not standing, because the bench then has no room.
        """
        self._more = self._more_one = ""
        for part in (self._banner, self._list, self._loans, self._also, self._ways, self._below):
            part.sent.connect(self.sent)
        self._lay()

    def _lay(self) -> None:
        s, portrait = self.style_.sizes, self.style_.sizes.portrait
        under = QWidget()
        stack = column(self._list, self._below, self._also, self._texts, gap=s.gap)
        stack.addStretch(1)
        under.setLayout(stack)
        self._lines = Scroll(self.style_, under)
        self._lines.count_rows(self._label, self._list.rows, self._list.gap)
        home = QWidget()
        content = column(self._warned, *self._cards(), self._owed, self._standing, self._notes, gap=s.gap)
        if portrait:
            content.insertWidget(0, self._hints)
        content.addStretch(0)
        home.setLayout(content)
        if portrait:
            content.setStretch(0, 1)
        else:
            content.addStretch(1)
        self._home = Scroll(self.style_, home)
        for part in (self._head, self._banner):
            self.walls.addWidget(part)
        self.walls.addWidget(self._lines, 1)
        self.walls.addWidget(self._home, 1)
        if portrait:
            self.walls.addWidget(self._ticks)
            self.walls.addWidget(self._at_home)
        self._lay_bench()

    def _cards(self) -> tuple[QWidget | QLayout, ...]:
        """Return the cards of loans and reservations in the order in which they are shown.

        On a lying screen, the two cards of reservations stand side by side.
        """
        match self.style_.sizes.form:
            case ScreenForm.SMALL:
                return self._offer, self._loans, self._waits
            case ScreenForm.LANDSCAPE:
                holds = row(self._offer, self._waits, gap=self.style_.sizes.gap)
                holds.setStretch(0, 1)
                holds.setStretch(1, 1)
                return self._loans, holds
            case _:
                return self._loans, self._offer, self._waits

    def _lay_bench(self) -> None:
        upper, lower, s = self.bench.head, self.bench.foot, self.style_.sizes
        if s.portrait:
            line = row(self._count, self._finish, gap=s.gap)
            line.setStretch(1, 1)
            lower.addWidget(self._total)
            lower.addLayout(line)
            lower.addWidget(self._ways)
        else:
            upper.addWidget(self._count)
            if s.form is ScreenForm.LANDSCAPE:
                upper.addWidget(self._summary)
                upper.addWidget(self._hints)
                upper.addWidget(self._ticks)
                upper.addWidget(self._at_home)
            lower.addWidget(self._total)
            lower.addWidget(self._finish)
            lower.addWidget(self._ways)
        lower.addWidget(self._rail)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, BasketPage)
        self._more, self._more_one = page.more, page.more_one
        self._head.bind(page.headline, page.lead)
        self._banner.bind(page.banner)
        full = bool(page.lines or page.loans or page.offer)
        show_if(self._head, page.banner is None or not (full and self.style_.sizes.low))
        arrived = self._list.bind(page.lines, page.places)
        has_lines = bool(page.lines)
        show_if(self._lines, has_lines)
        show_if(self._home, not has_lines)
        standing = None if has_lines else page.membership
        warns = standing is not None and standing.tone is Tone.WARN
        self._warned.bind(standing if warns else None)
        self._standing.bind(None if warns else standing)
        for card, shown in ((self._loans, not has_lines), (self._also, has_lines)):
            card.bind(page.loans_title, page.loans if shown else (), page.keep_all)
        self._notes.bind(() if has_lines else page.notes)
        self._texts.bind(page.notes if has_lines else ())
        self._hints.bind(() if has_lines else page.hints)
        self._at_home.bind(page.loans_line if has_lines else "")
        half = page.offer is not None and page.waits is not None and self.style_.sizes.form is ScreenForm.LANDSCAPE
        self._offer.bind(None if has_lines else page.offer, half=half)
        self._ticks.bind(page.offer if has_lines else None)
        self._waits.bind(page.waits, half=half)
        self._owed.bind(page.owed)
        self._bind_bench(page)
        if arrived:
            self._lines.to_top()
        self._lines.keep_in_view(self._list.opened())
        self._tell_newest(page)
        self._lines.refresh()

    def _bind_bench(self, page: BasketPage) -> None:
        alone = self.style_.sizes.portrait and page.finish is None
        self._count.bind("" if alone else page.count, page.count_text)
        self._summary.bind(page.summary)
        self._total.say(page.total)
        show_if(self._total, bool(page.total))
        finish = page.finish
        self._finish.bind(finish)
        below = bool(page.lines) and not self.style_.sizes.portrait
        self._ways.bind(() if below else page.ways)
        self._below.bind(page.ways if below else ())
        self._rail.bind(page.rail)

    def _tell_newest(self, page: BasketPage) -> None:
        """Tell screen readers the newest line when the line appears and each time the line changes.

        If the newest line is a refusal, the message interrupts what the screen reader says.
        """
        newest = page.lines[0] if page.lines and page.lines[0].fresh else None
        if newest is not None and newest != self._spoken:
            self.told.emit(", ".join((newest.name, *page.places[:1])), newest.tone is Tone.BAD)
        self._spoken = newest

    def _label(self, count: int) -> str:
        if not count:
            return ""
        template = self._more_one if count == 1 and self._more_one else self._more
        return template.replace("{n}", str(count))

    def list(self) -> LineList:
        """Return the list of lines, for tests and measurements."""
        return self._list
