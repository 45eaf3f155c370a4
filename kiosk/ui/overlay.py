"""The parts that lie over a page.

They are the notice on the top bar, the help on the wall, the cover for a window that is too small, and the focus frame.
"""

from PySide6.QtCore import QMargins, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from kiosk.ui.badges import Badge
from kiosk.ui.blocks import ButtonRow, Head, TextCard
from kiosk.ui.boxes import clear, column, paint_box, row
from kiosk.ui.button import PressButton, Shape
from kiosk.ui.contact import ContactLines
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import H1, PILL_TINTS, STRONG, ScreenForm, Style, Tint
from kiosk.views.pieces import Tone
from kiosk.views.view import HelpView, MessageCard, NoticeView

_CLOSE = 0.7
"""The space in a card of the help is the usual space times this number, so that the help fits the screen."""


class NoticeBar(QWidget):
    """A bar with the notice, which says the result of the last scan or press.

    The bar covers the top bar, because nobody needs the top bar while a notice is shown. The headline is not covered.
    """

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self._notice: NoticeView | None = None
        s = style.sizes
        self._badge = Badge(style, s.pick(64, 44, 36))
        self._words = Text(style, STRONG, max_lines=3)
        self._line = row(self._badge, self._words, gap=round(s.pad * 0.7))
        self._line.setStretch(1, 1)
        beside, above = round(s.pad * 0.8), s.pick(8, 6, 1)
        self._line.setContentsMargins(QMargins(beside, above, beside, above))
        self.setLayout(self._line)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def bind(self, notice: NoticeView | None, bar: QRect) -> None:
        """Show this notice at the place `bar`, which is the place of the top bar.

        Hide the notice bar if `notice` is None or if the notice is only for screen readers.
        """
        if notice is None or notice.spoken_only:
            self._notice = None
            self.hide()
            return
        if notice != self._notice:
            self._notice = notice
            self._badge.bind(notice.tone, notice.icon)
            self._words.tint(self._tint().ink)
            self._words.say(notice.text)
            self.setAccessibleName(notice.text)
            self.update()
        s = self._style.sizes
        away = s.pick(12, 5)
        place = bar.adjusted(s.margin - away, away, away - s.margin, -away)
        place.setHeight(max(place.height(), self._line.heightForWidth(place.width())))
        self.setGeometry(place)
        self.show()
        self.raise_()

    def _tint(self) -> Tint:
        return PILL_TINTS[self._notice.tone if self._notice is not None else Tone.PLAIN]

    def paintEvent(self, event: QPaintEvent) -> None:
        tint, s = self._tint(), self._style
        surface, border = s.colour(tint.surface), s.colour(tint.border)
        paint_box(QPainter(self), QRectF(self.rect()), s.sizes.radius_small, surface, border, 2 * s.sizes.border)


class TooSmall(QWidget):
    """A cover over the page if the window is too small. Without it, people could think that they see the whole page."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self._words = Text(style, STRONG, centred=True)
        inset = style.sizes.gap
        self.setLayout(column(0, self._words, 0, margins=QMargins(inset, inset, inset, inset)))

    def bind(self, words: str) -> None:
        """Cover the whole window, and show these words on the cover."""
        self._words.say(words)
        self.setAccessibleName(words)
        self.setGeometry(self.window().rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._style.colour("wall"))


class HelpSheet(QWidget):
    """The help, or the choice of languages, which covers the wall.

    On a page with a keyboard, the sheet covers the bench, too. On all other pages, the bench can be seen.
    """

    sent = Signal(object)

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self._shown: HelpView | None = None
        s = style.sizes
        self._head = Head(style, H1)
        self._close = PressButton(style, Shape.BLOCK)
        self._close.sent.connect(self.sent)
        self._others = ButtonRow(style, Shape.BLOCK if s.form is ScreenForm.LANDSCAPE else Shape.SQUARE)
        top = row(self._head, self._others, self._close, gap=s.gap)
        top.setStretch(0, 1)
        self._grid = QGridLayout()
        self._grid.setSpacing(s.gap)
        self._contact = ContactLines(style, across=True)
        self._languages = ButtonRow(style, columns=1 if s.portrait else 2)
        for part in (self._others, self._languages):
            part.sent.connect(self.sent)
        content = QWidget()
        content.setLayout(column(self._languages, self._grid, 0, self._contact, gap=s.gap))
        margins = QMargins(s.margin, s.pick(36, 21, 10), s.margin, round(s.margin * 0.6))
        self.setLayout(column(top, Scroll(style, content), gap=s.gap, margins=margins))
        self.hide()

    def bind(self, view: HelpView | None, wall: QRect) -> None:
        """Show this help at the place `wall`, or hide the sheet if `view` is None."""
        if view is None:
            self._shown = None
            self.hide()
            return
        if view != self._shown:
            self._shown = view
            self._head.bind(view.headline)
            self._close.bind(view.close)
            self._contact.bind(view.contact)
            self._languages.bind(view.languages)
            self._others.bind(view.others)
            self._lay_cards(view.cards)
        self.setGeometry(wall)
        self.show()
        self.raise_()

    def _lay_cards(self, cards: tuple[MessageCard, ...]) -> None:
        """Put the cards into rows. If a row has free columns, the first card of the row also gets these columns."""
        clear(self._grid)
        rest, number, across = (
            list(cards),
            0,
            {ScreenForm.PORTRAIT: 2, ScreenForm.LANDSCAPE: 3, ScreenForm.SMALL: 2}[self._style.sizes.form],
        )
        while rest:
            share = self._how_many(rest[:across])
            spare = across - share
            for index, card in enumerate(rest[:share]):
                place = (number, 0, 1, 1 + spare) if index == 0 else (number, index + spare, 1, 1)
                self._grid.addWidget(TextCard(self._style, card, pad=_CLOSE), *place)
            rest, number = rest[share:], number + 1
        for index in range(across):
            self._grid.setColumnStretch(index, 1)

    def _how_many(self, cards: list[MessageCard]) -> int:
        """Return how many of these cards stand in the next row. `cards` has at most as many cards as a row can hold.

        Usually all these cards stand in the row. There is one exception: on a standing screen, if one of the cards has
        more than one line of text, only the first card stands in the row.
        """
        short = all(len(card.lines) == 1 for card in cards)
        return len(cards) if short or not self._style.sizes.portrait else 1

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._style.colour("wall"))


class FocusFrame(QWidget):
    """A frame around the widget with the keyboard focus.

    The frame is shown after somebody presses a key of a real keyboard, and is hidden again at the next touch.
    """

    _AWAY, _WIDTH = 3, 4

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def follow(self, widget: QWidget | None) -> None:
        """Show the frame around this widget, or hide the frame if the widget is None or cannot be seen."""
        window = self.parentWidget()
        if widget is None or window is None or not widget.isVisible() or not window.isAncestorOf(widget):
            self.hide()
            return
        away = self._AWAY + self._WIDTH
        at = widget.mapTo(window, QPoint(0, 0))
        self.setGeometry(QRect(at, widget.size()).adjusted(-away, -away, away, away))
        self.show()
        self.raise_()

    def refresh(self) -> None:
        """Move the frame to the widget with the focus, because this widget has perhaps moved."""
        if self.isVisible():
            self.follow(QApplication.focusWidget())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, half = QPainter(self), self._WIDTH / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._style.colour("ink"), self._WIDTH))
        radius = self._style.sizes.radius_small + self._AWAY
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
