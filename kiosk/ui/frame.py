"""The frame of every page: the top bar, the wall with the words, and the bench with the buttons."""

from typing import TypeVar

from PySide6.QtCore import QMargins, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.badges import Picture, PillLabel
from kiosk.ui.boxes import WrapBox, column, row, show_if
from kiosk.ui.button import PressButton, Shape
from kiosk.ui.text import NameText, Text
from kiosk.ui.theme import H3, SMALL, ScreenForm, Style
from kiosk.views.find import PictureAsk
from kiosk.views.pieces import Button, Rail, TopBar

_PLIES = {True: (("ply-2", 3), ("ply-1", 2), ("ply-2", 3), ("ply-3", 2), ("ply-1", 2)),
          False: (("ply-2", 3), ("ply-1", 1), ("ply-2", 3), ("ply-3", 1), ("ply-1", 2))}  # fmt: skip
_NARROW_SIDE = 8
"""The space at each side of the bench's buttons on a narrow screen, in pixels."""
_STRONG_PLIES = (("ply-1", 4),)


class TopLine(QWidget):
    """The top bar with the logo, the name of the library, and the clock. Nothing here can be pressed.

    A pill before the clock can show a trouble, or that the fob reader is ready. If there is no pill, the opening hours
    stand there, but not on a screen of the small form.
    """

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        s = style.sizes
        self._logo = _Logo(style)
        self._library = Text(style, H3, max_lines=1)
        self._library.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._pill = PillLabel(style)
        self._hours = Text(style, SMALL, ink="ink-2", max_lines=1)
        self._clock = Text(style, H3, max_lines=1)
        for fixed in (self._hours, self._clock):
            fixed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        bar = row(self._logo, self._library, 0, self._pill, self._hours, self._clock, gap=s.gap)
        bar.setContentsMargins(s.margin, 0, s.margin, s.border)
        self.setLayout(bar)
        self.setFixedHeight(s.top)

    def bind(self, top: TopBar) -> None:
        """Show this top bar of the view."""
        self._library.say(top.library)
        self._pill.bind(top.pill)
        hours = top.hours if top.pill is None and self._style.sizes.form is not ScreenForm.SMALL else ""
        self._hours.say(hours)
        self._clock.say(top.clock)

    def paintEvent(self, event: QPaintEvent) -> None:
        border = self._style.sizes.border
        QPainter(self).fillRect(0, self.height() - border, self.width(), border, self._style.colour("line"))


class _Logo(QWidget):
    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        px = round(style.sizes.top * 0.58)
        self.setFixedSize(px, px)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s = QPainter(self), self._style
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(s.colour("plate"))
        painter.drawRoundedRect(self.rect(), s.sizes.radius_small, s.sizes.radius_small)
        px = round(self.width() * 0.66)
        inset = (self.width() - px) / 2
        box = self.rect().toRectF().adjusted(inset, inset, -inset, -inset)
        s.icons.paint(painter, "hammer", box, s.colour("on-plate"), s.colour("on-plate"))


_THREE_TOOLS = 800
"""If a small screen is narrower than this many pixels, it has no room for three buttons side by side."""


class RailRow(QWidget):
    """The row with the member's name, the button "Log out", and small buttons, for example for help.

    In the view, the small buttons have the name `tools`.
    """

    sent = Signal(object)

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        s = style.sizes
        self._person = Picture(style, "user")
        self._who = NameText(style, H3, px=s.pick(34, 23, 22), max_lines=2 if s.portrait else 3)
        self._beside: QBoxLayout | None = None
        """The row with the name and the button "Log out" on a lying screen, where the name can move above the button.

        On other screens this is None, because there the name never moves.
        """
        name = row(self._person, self._who, gap=round(s.gap * 0.8))
        self._who_row = WrapBox(name)
        self._log_out = PressButton(style, Shape.RAIL)
        self._log_out.sent.connect(self.sent)
        self._tools_row = QWidget()
        self._tools = QGridLayout(self._tools_row)
        self._tools.setContentsMargins(0, 0, 0, 0)
        self._tools.setSpacing(s.gap)
        self._buttons: list[PressButton] = []
        self._arrange()

    def _arrange(self) -> None:
        s = self._style.sizes
        name = self._who_row
        name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._who.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        if s.portrait and s.narrow:
            self.setLayout(column(row(name, 0, self._log_out, gap=s.gap), self._tools_row, gap=s.gap))
        elif s.portrait:
            self.setLayout(row(name, self._log_out, 0, self._tools_row, gap=s.gap + 8))
        elif s.form is ScreenForm.LANDSCAPE:
            self._beside = row(name, 0, self._log_out, gap=s.gap)
            self.setLayout(column(self._beside, self._tools_row, gap=s.gap))
        else:
            self.setLayout(column(name, self._log_out, self._tools_row, gap=s.gap))

    def bind(self, rail: Rail) -> None:
        """Show this rail, or hide the row if the rail has neither a name nor a button."""
        self._who.say(rail.who)
        self._log_out.bind(rail.log_out)
        self._place_name(self.width())
        show_if(self._who_row, bool(rail.who))
        while len(self._buttons) < len(rail.tools):
            self._buttons.append(self._tool())
        for index, button in enumerate(self._buttons):
            button.bind(rail.tools[index] if index < len(rail.tools) else None)
        show_if(self._tools_row, bool(rail.tools))
        show_if(self, bool(rail.who or rail.log_out or rail.tools))

    def _place_name(self, width: int) -> None:
        """Put the name beside the button "Log out", or above the button if a part of the name is too wide for this."""
        if self._beside is None:
            return
        gap = self._style.sizes.gap
        button = 0 if self._log_out.isHidden() else self._log_out.sizeHint().width() + 2 * gap
        needed = self._person.width() + gap + self._who.least_width() + button
        across = needed <= width or not self._who.text()
        way = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        if self._beside.direction() is not way:
            self._beside.setDirection(way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_name(event.size().width())

    def _tool(self) -> PressButton:
        small = self._style.sizes.form is ScreenForm.SMALL
        button = PressButton(self._style, Shape.SQUARE if small else Shape.TOOL)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.sent.connect(self.sent)
        across, index = self._tools_across(), len(self._buttons)
        self._tools.addWidget(button, index // across, index % across)
        return button

    def _tools_across(self) -> int:
        """Return how many small buttons can stand side by side: two on a narrow bench, any number on a wider bench."""
        s = self._style.sizes
        return 2 if s.form is ScreenForm.SMALL and s.width < _THREE_TOOLS else 100


class Bench(QWidget):
    """The part of a page with the buttons. The bench looks like wood, with layers of wood at its front edge.

    The layout `head` is for words. The layout `foot` is for the buttons, at a place that a hand can easily reach.
    """

    def __init__(self, style: Style, *, wide: bool = False) -> None:
        super().__init__()
        self._style = style
        self._below = wide or style.sizes.portrait
        s = style.sizes
        self.edge = sum(width for _, width in self._plies)
        self.head = column(gap=s.gap)
        self.foot = column(gap=s.gap)
        if self._below:
            side = min(s.margin, _NARROW_SIDE) if s.narrow else s.margin
            above, below = (6, 6) if s.low else (round(s.margin * 0.7), round(s.margin * 0.6))
            margins = QMargins(side, self.edge + above, side, below)
            layout = column(self.head, self.foot, gap=s.gap, margins=margins)
            # The bench must be able to become higher, because its words need more lines in some languages.
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        else:
            side = round(s.margin * 0.8)
            margins = QMargins(side + self.edge, s.margin, side, s.margin)
            layout = column(self.head, 0, self.foot, gap=s.gap, margins=margins)
            self.setFixedWidth(s.side)
        self.setLayout(layout)

    @property
    def _plies(self) -> tuple[tuple[str, int], ...]:
        return _STRONG_PLIES if self._style.colours.strong else _PLIES[self._below]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, c, at = QPainter(self), self._style.colour, 0
        painter.fillRect(self.rect(), c("bench"))
        for token, width in self._plies:
            band = QRect(0, at, self.width(), width) if self._below else QRect(at, 0, width, self.height())
            painter.fillRect(band, c(token))
            at += width


class _Wall(QWidget):
    """The wall. First the bench gets its room, and then the wall gets the rest of the page.

    `hasHeightForWidth` returns False. If it returned True, Qt would give the wall the full height of its content, and
    the bench would be too small.
    """

    def hasHeightForWidth(self) -> bool:
        return False


_Page = TypeVar("_Page")


def expect(page: object, kind: type[_Page]) -> _Page:
    """Return the page if it is of this kind. If not, raise TypeError, because the window has used the wrong frame."""
    if not isinstance(page, kind):
        raise TypeError(f"{kind.__name__} expected")
    return page


class PageFrame(QWidget):
    """The base class of all pages. It sends intents and filled forms. Each subclass shows one kind of page."""

    sent = Signal(object)
    form_sent = Signal(object)
    typed = Signal(object)
    """Gives a `views.TypedWords` each time somebody types in the search field."""
    picture_wanted = Signal(object)
    """Gives a `views.PictureAsk` when the page needs the picture of a tool."""
    told = Signal(str, bool)
    """Gives words for screen readers. The second value is True if a screen reader must say these words at once."""

    def __init__(self, style: Style, *, wide: bool = False, top: bool = True) -> None:
        super().__init__()
        self.style_, self._wide = style, wide
        self.unnamed = True
        """True while the page has scroll areas whose buttons have no name yet. The window then gives them names."""
        s = style.sizes
        self.top = TopLine(style)
        self.wall = _Wall()
        self.bench = Bench(style, wide=wide)
        self.walls = QVBoxLayout(self.wall)
        self.walls.setSpacing(s.gap)
        upper = s.pick(36, 21, 10) if not wide else s.pick(36, 14, 8)
        self.walls.setContentsMargins(s.margin, upper, s.margin, round(s.margin * 0.6))
        self._grid = QGridLayout(self)
        self._grid.setSpacing(0)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._place(below=wide or s.portrait)
        self.top.setVisible(top)

    def _place(self, *, below: bool) -> None:
        self._grid.addWidget(self.top, 0, 0)
        self._grid.addWidget(self.wall, 1, 0)
        if below:
            self._grid.addWidget(self.bench, 2, 0)
        else:
            self._grid.addWidget(self.bench, 0, 1, 2, 1)
        self._grid.setRowStretch(1, 1)
        self._grid.setColumnStretch(0, 1)

    def press(self, cut: Shape = Shape.BLOCK, button: Button | None = None) -> PressButton:
        """Return a new button. If somebody presses the button, this page sends the button's intent."""
        made = PressButton(self.style_, cut, button)
        made.sent.connect(self.sent)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return made

    def rail(self) -> RailRow:
        """Return a new `RailRow`, for the lowest row of the bench."""
        made = RailRow(self.style_)
        made.sent.connect(self.sent)
        return made

    def bind(self, page: object) -> None:
        """Show this page, which is an object of `kiosk.views`. Each subclass shows only its own kind of page."""
        raise NotImplementedError  # This class cannot be an ABC, because Qt's classes have their own metaclass.

    def place_of_notice(self) -> QRect:
        """Return the place for the notice. This is the place of the top bar, even if the top bar is hidden."""
        return QRect(0, 0, self.wall.width(), self.style_.sizes.top)

    def place_of_help(self) -> QRect:
        """Return the place for the help, which covers the wall.

        On a page with a keyboard, the help covers the bench, too, because nobody types while reading the help.
        """
        above = self.top.height() if not self.top.isHidden() else 0
        below = self.height() if self._wide else self.wall.y() + self.wall.height()
        return QRect(0, above, self.wall.width(), below - above)

    def wipe(self) -> None:
        """Remove everything that was typed, because somebody leaves the page."""

    def give_picture(self, ask: PictureAsk, image: QImage) -> None:
        """Take a picture that some page has asked for. Most pages ignore the picture."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.style_.colour("wall"))
