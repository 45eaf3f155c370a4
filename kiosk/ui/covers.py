"""The cover of a digital title. Until the picture comes, a plain cover shows the title."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.boxes import paint_box
from kiosk.ui.found_tool import PictureShelf
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.theme import SMALL_BOLD, Style

_SMALLEST_TEXT = 20
_NARROW = 0.7
"""The width of a cover, as a part of its height."""


class Cover(QWidget):
    """The cover of one digital title. A screen reader ignores the cover, because the title is written beside it."""

    def __init__(self, style: Style, shelf: PictureShelf, height: int) -> None:
        """Make an empty cover that is `height` pixels high. `shelf` is the store of the pictures."""
        super().__init__()
        self._style, self._shelf = style, shelf
        self._address, self._title = "", ""
        self.setFixedSize(round(height * _NARROW), height)
        shelf.arrived.connect(self._came)

    @property
    def is_waiting(self) -> bool:
        """Return True if the cover has the address of a picture, and the picture has not come yet."""
        return bool(self._address) and self._shelf.image(self._address, self.height()) is None

    def bind(self, address: str, title: str) -> None:
        """Show the picture from this address, or a plain cover with this title if there is no picture."""
        if (address, title) != (self._address, self._title):
            self._address, self._title = address, title
            self.update()

    def _came(self, address: str) -> None:
        if address == self._address:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s, box = QPainter(self), self._style, QRectF(self.rect())
        image = self._shelf.image(self._address, self.height()) if self._address else None
        paint_box(painter, box, s.sizes.radius_small, s.colour("wait-tint"), s.colour("line"), s.sizes.border)
        if image is None:
            self._paint_plain(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(box, s.sizes.radius_small, s.sizes.radius_small)
        painter.setClipPath(frame)
        painter.drawImage(QPointF((box.width() - image.width()) / 2, (box.height() - image.height()) / 2), image)

    def _paint_plain(self, painter: QPainter) -> None:
        """Paint a stripe at the left. Also paint the title, if the cover is wide enough for readable words."""
        s, spine = self._style, max(4, self.width() // 12)
        painter.fillRect(s.sizes.border, s.sizes.border, spine, self.height() - 2 * s.sizes.border, s.colour("brass"))
        room = self.width() - spine - 16
        words = Paragraph(self._title, s.font(SMALL_BOLD, _SMALLEST_TEXT), 1.15, max_lines=self.height() // 26)
        if words.least_width() <= room:
            words.draw(painter, QPointF(spine + 8, 8), room, s.colour("ink"))
