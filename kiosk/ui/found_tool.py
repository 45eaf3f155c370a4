"""The widgets that show one result of a search, as a row of the list or as a card, and the store of the pictures."""

import math
from collections import OrderedDict

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.badges import PillLabel, paint_badge
from kiosk.ui.blocks import Rule
from kiosk.ui.boxes import Card, column, paint_box, row, show_if
from kiosk.ui.button import PressButton
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.plates import Plate, paint_plate, plate_size
from kiosk.ui.text import Text
from kiosk.ui.theme import BODY, H2, H3, PILL_TINTS, SMALL, SMALL_STRONG, STRONG, ScreenForm, Style
from kiosk.views.find import FoundCard, FoundRow, PictureAsk
from kiosk.views.pieces import Button, Pill, Tone

_MOST_LINES, _MOST_DETAILS = 3, 6
_MOST_BYTES = 6 * 1024 * 1024
_ARROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


def pill_size(style: Style, pill: Pill) -> QSize:
    """Return the size in pixels of a pill, which is a small rounded label that a row paints."""
    px = style.sizes.small
    words = QFontMetricsF(style.font(SMALL_STRONG)).horizontalAdvance(pill.text)
    return QSize(math.ceil(words + px * (2.7 if pill.icon else 1.15)), round(px * 1.9))


def paint_pill(painter: QPainter, style: Style, box: QRectF, pill: Pill) -> None:
    """Paint a pill inside `box`. The colour, the icon and the words of a pill all show the same state."""
    tint, px = PILL_TINTS[pill.tone], style.sizes.small
    ink = style.colour(tint.ink)
    whole = QRectF(box.toRect())
    paint_box(
        painter, whole, whole.height() / 2, style.colour(tint.surface), style.colour(tint.border), style.sizes.border
    )
    x = whole.x() + px * 0.55
    if pill.icon:
        side = round(px * 1.15)
        at = QRectF(round(x), round(whole.center().y() - side / 2), side, side)
        style.icons.paint(painter, pill.icon, at, ink, style.colour("on-bad"), width=2.4)
        x += px * 1.5
    words = Paragraph(pill.text, style.font(SMALL_STRONG), 1.25, max_lines=1)
    words.draw(painter, QPointF(x, whole.center().y() - words.line_height / 2), whole.right() - x - px * 0.3, ink)


def paint_picture(painter: QPainter, style: Style, box: QRectF, image: QImage | None, icon: str) -> None:
    """Paint the picture of a tool inside `box`. If there is no picture, paint this icon on a plain badge."""
    if image is None:
        paint_badge(painter, style, box, Tone.PLAIN, icon)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QPainterPath()
    frame.addRoundedRect(box, style.sizes.radius_small, style.sizes.radius_small)
    painter.setClipPath(frame)
    painter.fillRect(box, style.colour("wait-tint"))
    at = QPointF(box.center().x() - image.width() / 2, box.center().y() - image.height() / 2)
    painter.drawImage(at, image)
    painter.restore()


class PictureShelf(QObject):
    """A store for the pictures of tools.

    The signal `wanted` asks the app for a picture. The signal `arrived` gives the address of a picture that was stored.
    """

    wanted = Signal(object)
    arrived = Signal(str)
    _missing = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._images: OrderedDict[PictureAsk, QImage] = OrderedDict()
        self._asked: set[PictureAsk] = set()
        # The signal is queued, because it is sent while Qt paints a row. Nothing may interrupt the painting.
        self._missing.connect(self.wanted, Qt.ConnectionType.QueuedConnection)

    def image(self, address: str, px: int) -> QImage | None:
        """Return the picture from this address if it is stored.

        If the picture is not stored, return None. Also ask the app for the picture, if this store has not asked yet.
        """
        ask = PictureAsk(address, px)
        found = self._images.get(ask)
        if found is not None:
            self._images.move_to_end(ask)
            return found
        if address and ask not in self._asked:
            self._asked.add(ask)
            self._missing.emit(ask)
        return None

    def put(self, ask: PictureAsk, image: QImage) -> None:
        """Store a picture that has arrived.

        If the pictures need more than 6 MiB, remove the pictures that have not been drawn for the longest time.
        """
        self._images[ask] = image
        while len(self._images) > 1 and sum(each.sizeInBytes() for each in self._images.values()) > _MOST_BYTES:
            gone, _ = self._images.popitem(last=False)
            self._asked.discard(gone)
        self.arrived.emit(ask.address)

    def clear(self) -> None:
        """Remove all pictures, and forget which pictures were asked for. Call this when somebody leaves the page."""
        self._images.clear()
        self._asked.clear()


class FoundButton(PressButton):
    """One row of the results.

    The signal `stepped` says that somebody pressed an arrow key to go to the next row (1) or to the previous row (-1).
    """

    stepped = Signal(int)

    def __init__(self, style: Style, shelf: PictureShelf) -> None:
        super().__init__(style)
        self._shelf = shelf
        self.row: FoundRow | None = None
        self._title: tuple[int, Paragraph] | None = None
        self._plate = QSize(0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_row(self, row: FoundRow) -> None:
        """Show this result in the row, or do nothing if the row shows the same result already."""
        if row == self.row:
            return
        self.row, self._title = row, None
        longest = self._style.sizes.pick(300, 190, 140)
        self._plate = plate_size(self._style, row.plate.text, self._plate_px, longest) if row.plate else QSize(0, 0)
        self.bind(row.open)
        self.update()

    def height_for(self, width: int) -> int:
        """Return the height in pixels at this width.

        The height is estimated from the length of the title, because a real layout of 200 rows takes too long.
        """
        if self.row is None:
            return 0
        s = self._style.sizes
        advance = QFontMetricsF(self._style.font(H3)).horizontalAdvance(self.row.title)
        lines = 1 if advance <= self._room(width) else min(_MOST_LINES, math.ceil(advance / (0.88 * self._room(width))))
        words = lines * math.ceil(s.h3 * H3.leading) + self._below + round(s.small * 1.9)
        return max(words, self._badge_px, self._plate.height()) + 2 * self._above

    @property
    def _plate_px(self) -> int:
        return round(self._style.sizes.plate * 0.62)

    @property
    def _badge_px(self) -> int:
        return round(self._style.sizes.badge * 0.8)

    @property
    def _above(self) -> int:
        return round(self._style.sizes.pad * (0.62 if self._style.sizes.portrait else 0.4)) + self._style.sizes.border

    @property
    def _below(self) -> int:
        """Return the distance in pixels between the title and the pill below the title."""
        return self._style.sizes.pick(8, 4, 4)

    def _text_x(self) -> int:
        s = self._style.sizes
        return round(s.pad * 0.9) + self._badge_px + round(s.pad * 0.8)

    def _room(self, width: int) -> int:
        s = self._style.sizes
        plate = self._plate.width() + s.gap if self._plate.width() else 0
        return max(80, width - self._text_x() - round(s.pad * 0.62) - s.border - plate)

    def _words(self) -> Paragraph:
        width = self.width()
        if self._title is None or self._title[0] != width:
            title = self.row.title if self.row else ""
            self._title = (width, Paragraph(title, self._style.font(H3), H3.leading, max_lines=_MOST_LINES))
        return self._title[1]

    def elided(self) -> bool:
        """Return True if the title is cut off."""
        words = self._words()
        words.height(self._room(self.width()))
        return words.elided

    def _set(self, button: Button) -> None:  # type: ignore[override]  # The words are laid out when the row is painted.
        """Do nothing, because the words of the row are laid out only when the row is painted."""

    def sizeHint(self) -> QSize:
        return QSize(400, self.height_for(max(200, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 64)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.row is None:
            return
        painter, s, c = QPainter(self), self._style.sizes, self._style.colour
        border, surface = c("accent") if self.isDown() else c("line"), c("card")
        paint_box(painter, QRectF(self.rect()), s.radius, surface, border, s.border * (2 if self.isDown() else 1))
        badge = QRectF(round(s.pad * 0.9), self._above, self._badge_px, self._badge_px)
        image = self._shelf.image(self.row.picture, self._badge_px) if self.row.picture else None
        paint_picture(painter, self._style, badge, image, self.row.icon)
        self._paint_text(painter, self.row)
        if self.row.plate is not None:
            right = self.width() - round(s.pad * 0.62) - s.border
            box = QRectF(right - self._plate.width(), self._above, self._plate.width(), self._plate.height())
            paint_plate(painter, self._style, box, self.row.plate.text, self._plate_px)

    def _paint_text(self, painter: QPainter, row: FoundRow) -> None:
        s, c, x = self._style.sizes, self._style.colour, self._text_x()
        room = self._room(self.width())
        y = self._above + self._words().draw(painter, QPointF(x, self._above), room, c("ink")) + self._below
        size = pill_size(self._style, row.state)
        wide = min(size.width(), self.width() - x - s.pad)
        paint_pill(painter, self._style, QRectF(x, y, wide, size.height()), row.state)
        if row.extra:
            left = x + wide + round(s.small * 0.7)
            words = Paragraph(row.extra, self._style.font(SMALL), 1.25, max_lines=1)
            end = x + room if self._plate.height() > y - self._above else self.width() - s.pad
            if words.natural_width <= end - left:  # Do not show a price that does not fit.
                words.draw(painter, QPointF(left, y + (size.height() - words.line_height) / 2), end - left, c("ink-2"))


# --- one result in full ---


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
    """The card that shows one result of the search with all its details (a `FoundCard`)."""

    def __init__(self, style: Style, shelf: PictureShelf) -> None:
        super().__init__(style)
        small = style.sizes.form is ScreenForm.SMALL
        self._picture = _BigPicture(style, shelf)
        self._title = Text(style, H2, max_lines=4)
        self._pill = PillLabel(style)
        self._plate = Plate(style, large=not small)
        self._lines = [Text(style, BODY, max_lines=12) for _ in range(_MOST_DETAILS)]
        self._hint = Text(style, STRONG, max_lines=4)
        self._rule = Rule(style)
        state = row(self._pill, 0, gap=style.sizes.gap)
        words = column(self._title, state, 0, gap=round(style.sizes.gap * 0.7))
        tall = style.sizes.narrow and style.sizes.form is ScreenForm.PORTRAIT  # words have no room beside the picture
        head = (column if tall else row)(self._picture, words, gap=style.sizes.pad)
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
