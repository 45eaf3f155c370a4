"""The page that is shown during a commit. A tool gets a tick when the read-back proves that the tool is recorded."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.ui.badges import RING_ICON, Turning, Waiting, motion_allowed, paint_badge
from kiosk.ui.blocks import BannerCard, Head
from kiosk.ui.boxes import Card, column, row, show_if
from kiosk.ui.button import Shape
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import STRONG, Style, Tint
from kiosk.views.finish import CommittingPage, NameRow
from kiosk.views.pieces import Tone


class NameLine(Turning):
    """One tool with a turning ring. The ring becomes a tick when the read-back proves that the tool is recorded."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._row = NameRow("", proven=False)
        px = style.sizes.pick(52, 36)
        self._px = px
        self._words = Text(style, STRONG, max_lines=2)
        line = row(px + 16, self._words)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setMinimumHeight(px)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def bind(self, one: NameRow | None) -> None:
        """Show this tool, or hide the line if `one` is None."""
        show_if(self, one is not None)
        if one is not None and one != self._row:
            self._row = one
            self._words.say(one.title)
            self.setAccessibleName(one.name or one.title)
            self.update()

    def turns(self) -> bool:
        """Return True if the ring must be painted again and again."""
        return not self._row.proven and motion_allowed(self._style)

    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(0, (self.height() - self._px) / 2, self._px, self._px)
        tone, icon = (Tone.OK, "check") if self._row.proven else (Tone.WAIT, RING_ICON)
        paint_badge(QPainter(self), self._style, box, tone, icon)


class CommittingPageFrame(PageFrame):
    """The widget that draws a `CommittingPage`."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        s = style.sizes
        self._columns = 1 if s.portrait else 2
        self._names: list[NameLine] = []
        self._head = Head(style, centred=True)
        ring = row(0, Waiting(style, s.pick(300, 170, 90)), 0)
        self._card = Card(style, Tint("wait-tint", "line", "ink"))
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(s.pick(16, 8))
        self._grid.setHorizontalSpacing(20)
        for index in range(self._columns):
            self._grid.setColumnStretch(index, 1)
        self._card.body.addLayout(self._grid)
        self._banner = BannerCard(style)
        content = QWidget()
        content.setLayout(column(0, ring, self._head, 0, self._card, self._banner, gap=s.pick(36, 16, 10)))
        self.walls.addWidget(Scroll(style, content), 1)
        self._wait, self._leave, self._rail = self.press(Shape.BIG), self.press(Shape.BIG), self.rail()
        self._banner.sent.connect(self.sent)
        for part in (self._wait, self._leave, self._rail):
            self.bench.foot.addWidget(part)

    def bind(self, page: object) -> None:
        """Show this page."""
        page = expect(page, CommittingPage)
        self._head.bind(page.headline, page.lead)
        while len(self._names) < len(page.rows):
            line, index = NameLine(self.style_), len(self._names)
            self._names.append(line)
            self._grid.addWidget(line, index // self._columns, index % self._columns)
        for index, line in enumerate(self._names):
            line.bind(page.rows[index] if index < len(page.rows) else None)
        show_if(self._card, bool(page.rows))
        self._banner.bind(page.banner)
        self._wait.bind(page.wait)
        self._leave.bind(page.leave)
        self._rail.bind(page.rail)
