"""The page Welcome. It shows how to start a visit, and what to do during the visit, in three numbered steps."""

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.blocks import BannerCard, ButtonRow, Head, Notes
from kiosk.ui.boxes import WrapBox, clear, column, row, show_if
from kiosk.ui.button import Shape
from kiosk.ui.contact import ContactLines
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.pegboard import Pegboard, Scene
from kiosk.ui.plates import paint_numeral
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import H1, H3, HERO, SMALL, STRONG, ScreenForm, Style
from kiosk.ui.tray import TrayCards
from kiosk.views.pieces import Emphasis
from kiosk.views.welcome import StepView, WelcomePage

_SHOWN_IN_TRAY = 3


class WelcomePageFrame(PageFrame):
    """The widget that draws a `WelcomePage`."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._small, self._tight = s.form is ScreenForm.SMALL, s.low and s.form is not ScreenForm.LANDSCAPE
        self._banner, self._tray = (
            BannerCard(style, flat=self._small),
            TrayCards(style, shown=1 if self._tight else _SHOWN_IN_TRAY),
        )
        self._news: Scroll | None = None
        """The scroll area with the banner and the tray, or None if the page has not needed this area yet."""
        self._peg = Pegboard(style, least=s.pick(200, 120, 60))
        self._head = Head(style, H1 if self._tight and s.portrait else HERO)
        self._steps = NextSteps(style)
        self._notes, self._contact = Notes(style), ContactLines(style, across=s.portrait)
        self._hours_title, self._hours = Text(style, H3, max_lines=2), Text(style, SMALL, max_lines=4)
        self._log_in, self._log_in_big = self.press(), self.press(Shape.BIG)
        self._help, self._find, self._bring_back = self.press(), self.press(), self.press()
        self._languages = ButtonRow(
            style, Shape.RAIL, columns={ScreenForm.LANDSCAPE: 2, ScreenForm.SMALL: 3}.get(s.form, 0)
        )
        for part in (self._banner, self._tray, self._languages):
            part.sent.connect(self.sent)
        self._lay_wall()
        self._lay_bench()

    def _lay_wall(self) -> None:
        s = self.style_.sizes
        self.walls.addWidget(self._peg, 1)
        self.walls.addSpacing(s.pick(20, 4, 0))
        self.walls.addWidget(self._head)
        self.walls.addSpacing(s.pick(10, 0))
        self.walls.addWidget(self._steps)
        if s.portrait:
            self.walls.addSpacing(10)
            self.walls.addWidget(self._notes)
        if self._small:
            self.walls.addWidget(self._languages)

    def _lay_bench(self) -> None:
        s, upper, lower = self.style_.sizes, self.bench.head, self.bench.foot
        if s.portrait:
            lower.addWidget(self._log_in_big)
            lower.addLayout(row(self._log_in, self._find, self._bring_back, self._help, gap=s.gap))
            lower.addWidget(self._languages)
            foot = column(self._contact, margins=QMargins(0, 8, 0, 0))
            lower.addLayout(foot)
            return
        if not self._small:
            upper.addWidget(self._hours_title)
            upper.addWidget(self._hours)
            upper.addWidget(self._notes)
            upper.addWidget(self._contact)
        for part in (self._log_in_big, self._log_in, self._find, self._bring_back, self._help):
            lower.addWidget(part)
        if not self._small:
            lower.insertWidget(4, self._languages)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, WelcomePage)
        if page.banner is not None or page.tray:
            show_if(self._news_area(), True)
        elif self._news is not None:
            self._news.hide()
        self._banner.bind(page.banner)
        self._tray.bind(page.tray, page.tray_more, most=self._cards_beside(page))
        self._head.bind(page.headline, page.lead)
        show_if(self._head.lead, bool(page.lead) and not (self._tight and bool(page.tray or page.banner)))
        by_typing = page.log_in is not None and page.log_in.look is Emphasis.PRIMARY
        at_reader = Scene.CARD if page.by_card else Scene.FOB
        self._peg.show_scene(Scene.LOG_IN if by_typing else at_reader, page.picture_name)
        crowded = (
            self._tight
            or self.style_.sizes.narrow
            or (bool(page.banner or page.tray) and not self.style_.sizes.portrait)
        )
        self._steps.bind(() if by_typing or crowded else page.steps)
        self._notes.bind(page.notes)
        self._contact.bind(page.contact)
        self._hours_title.say(page.hours_title)
        self._hours.say(page.hours_text)
        self._log_in_big.bind(page.log_in if by_typing else None)
        self._log_in.bind(None if by_typing else page.log_in)
        self._find.bind(page.find)
        self._bring_back.bind(page.bring_back)
        self._help.bind(page.help)
        full = self._tight and page.banner is not None and bool(page.tray)
        show_if(self._peg, not full)
        self._languages.bind(() if full and self._small else page.languages)

    def _news_area(self) -> Scroll:
        """Return the area of the banner and the tray, and make this area if it is needed for the first time.

        The area is not made at the start, because to make it takes a quarter as long as to make the window.
        """
        if self._news is None:
            content = QWidget()
            content.setLayout(column(self._banner, self._tray, gap=self.style_.sizes.gap))
            self._news = Scroll(self.style_, content, beside=True, snug=True)
            self.walls.insertWidget(0, self._news)
            self.unnamed = True
        return self._news

    def _cards_beside(self, page: WelcomePage) -> int:
        """Return how many cards the tray can show: 1 if there is a banner or the screen is low, 3 if not."""
        return 1 if page.banner is not None or self._tight else _SHOWN_IN_TRAY


class NextSteps(QWidget):
    """A row of three numbered steps, which say what the member has to do during the visit."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._shown: tuple[StepView, ...] = ()
        self._row = row(gap=style.sizes.gap)
        self.setLayout(self._row)
        self.hide()

    def bind(self, steps: tuple[StepView, ...]) -> None:
        """Show these steps, or hide the row if there are none."""
        if steps != self._shown:
            self._shown = steps
            clear(self._row)
            for number, step in enumerate(steps, 1):
                words = Text(self._style, STRONG, step.text, max_lines=2, balanced=True)
                one = row(_Numeral(self._style, number, step), words, gap=round(self._style.sizes.pad * 0.6))
                one.setStretch(1, 1)
                self._row.addWidget(WrapBox(one), 1)
        show_if(self, bool(steps))


class _Numeral(QWidget):
    """A circle with the number of a step, or with a tick if the step is done."""

    def __init__(self, style: Style, number: int, step: StepView) -> None:
        super().__init__()
        self._style, self._number, self._step = style, number, step
        px = round(style.sizes.h2 * 1.15 * 1.5)
        self.setFixedSize(px, px)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s, c = QPainter(self), self._style, self._style.colour
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().toRectF().adjusted(1, 1, -1, -1)
        painter.setPen(QPen(c("accent" if self._step.now else "ink"), s.sizes.border))
        painter.setBrush(c("accent") if self._step.now else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        ink = c("on-accent" if self._step.now else "ink")
        if self._step.done:
            px = round(self.width() * 0.56)
            inset = (self.width() - px) / 2
            s.icons.paint(painter, "check", self.rect().toRectF().adjusted(inset, inset, -inset, -inset), ink, ink)
        else:
            paint_numeral(painter, box, str(self._number), s.plate_font("1", round(s.sizes.h2 * 1.15)), ink)
