"""One search result in full: the picture, whether the tool is free, where it stands, and what to do next."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.blocks import Rule
from kiosk.ui.boxes import Card, column, row, show_if
from kiosk.ui.foundrow import paint_picture
from kiosk.ui.pictures import PictureShelf
from kiosk.ui.pieces import PillLabel
from kiosk.ui.plates import Plate
from kiosk.ui.text import Text
from kiosk.ui.theme import BODY, H2, STRONG, ScreenForm, Style
from kiosk.views.find import FoundCard

_MOST_LINES = 6


class _BigPicture(QWidget):
    def __init__(self, style: Style, shelf: PictureShelf) -> None:
        super().__init__()
        self._style, self._shelf = style, shelf
        self._address, self._icon = "", "box"
        px = style.sizes.pick(280, 150, 84)
        self.setFixedSize(px, px)
        shelf.arrived.connect(self.update)

    def bind(self, address: str, icon: str) -> None:
        self._address, self._icon = address, icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        image = self._shelf.image(self._address, self.width()) if self._address else None
        paint_picture(QPainter(self), self._style, QRectF(self.rect()), image, self._icon)


class FoundCardView(Card):
    """The card that shows a `FoundCard` on the wall."""

    def __init__(self, style: Style, shelf: PictureShelf) -> None:
        super().__init__(style)
        small = style.sizes.form is ScreenForm.SMALL
        self._picture = _BigPicture(style, shelf)
        self._title = Text(style, H2, max_lines=4)
        self._pill = PillLabel(style)
        self._plate = Plate(style, large=not small)
        self._lines = [Text(style, BODY, max_lines=12) for _ in range(_MOST_LINES)]
        self._hint = Text(style, STRONG, max_lines=4)
        self._rule = Rule(style)
        state = row(self._pill, 0, gap=style.sizes.gap)
        words = column(self._title, state, 0, gap=round(style.sizes.gap * 0.7))
        head = row(self._picture, words, gap=style.sizes.pad)
        head.setStretch(1, 1)
        if style.sizes.portrait:
            words.insertWidget(2, self._plate)
        else:
            head.addWidget(self._plate, alignment=Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        for line in self._lines:
            self.body.addWidget(line)
        self.body.addWidget(self._rule)
        self.body.addWidget(self._hint)
        self.hide()

    def bind(self, card: FoundCard | None) -> None:
        """Show this result, or hide the card if `card` is None."""
        show_if(self, card is not None)
        if card is None:
            return
        self._picture.bind(card.picture, card.icon)
        self._title.say(card.title)
        self._pill.bind(card.state)
        self._plate.bind(card.plate)
        for index, line in enumerate(self._lines):
            line.say(card.lines[index] if index < len(card.lines) else "")
        self._hint.say(card.hint)
        show_if(self._rule, bool(card.hint))
        self.setAccessibleName(", ".join((card.title, card.state.text, *((card.plate.name,) if card.plate else ()))))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, super().minimumSizeHint().height())
