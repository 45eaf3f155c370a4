"""The page that asks "Still here?"; the list is not shown meanwhile."""

from kiosk.ui.blocks import Head
from kiosk.ui.boxes import column, row
from kiosk.ui.button_shape import Cut
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.pieces import Ring
from kiosk.ui.theme import HERO, Style
from kiosk.views.whole import StillPage


class StillPageFrame(PageFrame):
    """The page that shows a `StillPage`."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._ring = Ring(style, s.pick(480, 280, 150), "warn-edge")
        self._head = Head(style, HERO, centred=True)
        middle = column(0, row(0, self._ring, 0), self._head, 0, gap=s.pick(56, 22, 12))
        self.walls.addLayout(middle, 1)
        self._stay, self._finish = self.press(Cut.BIG), self.press()
        for part in (self._stay, self._finish):
            self.bench.foot.addWidget(part)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, StillPage)
        self._head.bind(page.headline, page.text)
        self._ring.bind(page.countdown)
        self._stay.bind(page.stay)
        self._finish.bind(page.finish)
