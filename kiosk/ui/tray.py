"""The widgets for the tray: cards on the page Welcome, and one row on a form.

The tray has the items that were scanned before a fob was shown.
"""

from PySide6.QtCore import QMargins, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.badges import Badge, Picture
from kiosk.ui.boxes import Card, column, paint_box, row, show_if
from kiosk.ui.button import PressButton, Shape
from kiosk.ui.text import Text
from kiosk.ui.theme import CARD_TINTS, H3, SMALL, SMALL_BOLD, SMALL_STRONG, STRONG, ScreenForm, Style, Tint
from kiosk.views.pieces import Tone
from kiosk.views.welcome import TrayCard


class TrayCardBox(Card):
    """The card of one item that was scanned before a fob was shown."""

    sent = Signal(object)

    def __init__(self, style: Style, *, newest: bool) -> None:
        tint = CARD_TINTS[Tone.WAIT]
        super().__init__(style, Tint(tint.surface, "accent" if newest else "line", tint.ink), pad=0.8, thick=newest)
        self._badge = Badge(style, round(style.sizes.badge * 0.8), Tone.PLAIN, "box")
        self._title = Text(style, H3, max_lines=2)
        self._text = Text(style, SMALL, ink="wait-ink", max_lines=5 if style.sizes.narrow else 3)
        self._remove = PressButton(style, Shape.BLOCK)
        self._remove.sent.connect(self.sent)
        words = column(self._title, self._text, gap=2)
        line = row(self._badge, words, self._remove, gap=round(style.sizes.pad * 0.8))
        line.setStretch(1, 1)
        self.body.addLayout(line)

    def bind(self, card: TrayCard | None) -> None:
        """Show this item, or hide the widget if `card` is None."""
        show_if(self, card is not None)
        if card is not None:
            self.setAccessibleName(f"{card.title}. {card.text}")
            self._title.say(card.title)
            self._text.say(card.text)
            self._remove.bind(card.remove)


class TrayCards(QWidget):
    """The cards of the items that were scanned before a fob was shown, newest first.

    A text below the cards says how many cards are not shown.
    """

    sent = Signal(object)

    def __init__(self, style: Style, *, shown: int) -> None:
        super().__init__()
        self._cards = [TrayCardBox(style, newest=index == 0) for index in range(shown)]
        for card in self._cards:
            card.sent.connect(self.sent)
            card.hide()
        self._more = Text(style, SMALL_STRONG, max_lines=1)
        self.setLayout(column(*self._cards, self._more, gap=style.sizes.gap))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def bind(self, cards: tuple[TrayCard, ...], more: tuple[str, ...], *, most: int) -> None:
        """Show at most `most` cards, or hide the tray if there are no cards.

        If n cards are shown, the text `more[n - 1]` says how many cards are not shown.
        """
        shown = min(most, len(self._cards), len(cards))
        for index, box in enumerate(self._cards):
            box.bind(cards[index] if index < shown else None)
        self._more.say(more[shown - 1] if 0 < shown <= len(more) else "")
        show_if(self, bool(cards))


class TrayRow(QWidget):
    """The newest item of the tray in one row, for pages on which the fields and the keyboard need the room."""

    sent = Signal(object)

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        s = style.sizes
        self._title = Text(style, STRONG if s.portrait else SMALL_BOLD, max_lines=1)
        self._text = Text(style, SMALL, ink="wait-ink", max_lines=1)
        self._remove = PressButton(style, Shape.BLOCK if s.portrait else Shape.ROUND)
        self._remove.sent.connect(self.sent)
        words = column(0, self._title, self._text, 0)
        line = row(Picture(style, "box"), words, self._remove, gap=round(s.pad * 0.6))
        line.setStretch(1, 1)
        inset = s.pick(8, 0)
        self._line, self._inset, self._end = line, inset, round(s.pad * 0.7)
        self.setLayout(line)
        self.setFixedHeight(s.tap + 2 * inset)
        if not s.portrait:
            self.setMaximumWidth(max(s.pick(0, 390, 260), 0 if s.form is ScreenForm.SMALL else 390))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def bind(self, card: TrayCard | None) -> None:
        """Show this item, or hide the widget if `card` is None."""
        show_if(self, card is not None)
        if card is not None:
            self.setAccessibleName(f"{card.title}. {card.text}")
            self._title.say(card.title)
            self._text.say(card.text)
            self._remove.bind(card.remove)
            inset = self._inset
            self._line.setContentsMargins(QMargins(self._end, inset, inset if card.remove else self._end, inset))

    def paintEvent(self, event: QPaintEvent) -> None:
        s, c = self._style.sizes, self._style.colour
        paint_box(QPainter(self), QRectF(self.rect()), s.radius_small, c("wait-tint"), c("accent"), s.border)
