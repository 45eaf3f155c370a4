"""Start, in one gesture."""

from PySide6.QtCore import QMargins

from kiosk.ui.blocks import BannerCard, ButtonRow, Head, Notes, Steps
from kiosk.ui.boxes import column, row, show_if
from kiosk.ui.contact import Contact
from kiosk.ui.cut import Cut
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.pegboard import Pegboard, Scene
from kiosk.ui.text import Text
from kiosk.ui.theme import H3, HERO, SMALL, Form, Style
from kiosk.ui.tray import Tray
from kiosk.views import Look, WelcomePage

_SHOWN_IN_TRAY = 3


class WelcomePageFrame(PageFrame):
    """`WelcomePage` on the screen."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._small = s.form is Form.SMALL
        self._banner, self._tray = (
            BannerCard(style, flat=self._small),
            Tray(style, shown=1 if self._small else _SHOWN_IN_TRAY),
        )
        self._peg = Pegboard(style, least=s.pick(200, 120, 60))
        self._head = Head(style, HERO)
        self._steps = Steps(style)
        self._notes, self._contact = Notes(style), Contact(style, across=s.portrait)
        self._hours_title, self._hours = Text(style, H3, max_lines=2), Text(style, SMALL, max_lines=4)
        self._log_in, self._log_in_big = self.press(), self.press(Cut.BIG)
        self._help, self._find = self.press(), self.press()
        self._languages = ButtonRow(style, Cut.RAIL, columns={Form.LANDSCAPE: 2, Form.SMALL: 3}.get(s.form, 0))
        for part in (self._banner, self._tray, self._languages):
            part.sent.connect(self.sent)
        self._lay_wall()
        self._lay_bench()

    def _lay_wall(self) -> None:
        s = self.style_.sizes
        for part in (self._banner, self._tray):
            self.walls.addWidget(part)
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
            lower.addLayout(row(self._log_in, self._find, self._help, gap=s.gap))
            lower.addWidget(self._languages)
            foot = column(self._contact, margins=QMargins(0, 8, 0, 0))
            lower.addLayout(foot)
            return
        if not self._small:
            upper.addWidget(self._hours_title)
            upper.addWidget(self._hours)
            upper.addWidget(self._notes)
            upper.addWidget(self._contact)
        for part in (self._log_in_big, self._log_in, self._find, self._help):
            lower.addWidget(part)
        if not self._small:
            lower.insertWidget(3, self._languages)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, WelcomePage)
        self._banner.bind(page.banner)
        self._tray.bind(page.tray, page.tray_more, most=self._cards_beside(page))
        self._head.bind(page.headline, page.lead)
        show_if(self._head.lead, bool(page.lead) and not (self._small and bool(page.tray or page.banner)))
        by_typing = page.log_in is not None and page.log_in.look is Look.PRIMARY
        self._peg.show_scene(Scene.LOG_IN if by_typing else Scene.FOB, page.picture_name)
        crowded = self._small or (bool(page.banner or page.tray) and not self.style_.sizes.portrait)
        self._steps.bind(() if by_typing or crowded else page.steps)
        self._notes.bind(page.notes)
        self._contact.bind(page.contact)
        self._hours_title.say(page.hours_title)
        self._hours.say(page.hours_text)
        self._log_in_big.bind(page.log_in if by_typing else None)
        self._log_in.bind(None if by_typing else page.log_in)
        self._find.bind(page.find)
        self._help.bind(page.help)
        full = self._small and page.banner is not None and bool(page.tray)
        show_if(self._peg, not full)
        self._languages.bind(() if full else page.languages)

    def _cards_beside(self, page: WelcomePage) -> int:
        """A banner takes the room of others than the newest."""
        return 1 if page.banner is not None or self._small else _SHOWN_IN_TRAY
