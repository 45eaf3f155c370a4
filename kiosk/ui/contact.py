"""The widget that says how people can contact the library."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.badges import Picture
from kiosk.ui.boxes import WrapBox, row, show_if
from kiosk.ui.text import Text
from kiosk.ui.theme import SMALL_BOLD, Style
from kiosk.views.welcome import ContactView

_MAY_BREAK = "\u200b"


class ContactLines(QWidget):
    """The phone number, the mail address and the postal address of the library. None of them can be pressed.

    If `across` is True and there is room, the three parts are side by side. If not, they are one below the other.
    """

    def __init__(self, style: Style, *, across: bool) -> None:
        super().__init__()
        self._style, self._shown, self._across = style, ContactView(), across
        self._parts: list[QWidget] = []
        self._gap, self._line_gap = style.sizes.small, round(style.sizes.small * 0.3)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def bind(self, contact: ContactView) -> None:
        """Show all parts of this contact that are not empty."""
        if contact != self._shown:
            self._shown = contact
            for old in self._parts:
                old.hide()
                old.deleteLater()
            mail = contact.email.replace("@", f"@{_MAY_BREAK}").replace(".", f"{_MAY_BREAK}.")
            known = (("phone", contact.phone), ("mail", mail), ("flag", contact.address))
            self._parts = [self._line(icon, words) for icon, words in known if words]
            self.updateGeometry()
            self._place(self.width())
        show_if(self, contact != ContactView())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        widths = [part.sizeHint().width() for part in self._parts]
        width = sum(widths) + self._gap * (len(widths) - 1) if self._across else max(widths, default=0)
        return QSize(max(0, width), self.heightForWidth(max(1, width)))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, max((part.sizeHint().height() for part in self._parts), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(self.width())

    def _place(self, width: int) -> None:
        for part, place in zip(self._parts, self._places(width), strict=True):
            part.setGeometry(place)
            part.show()

    def _places(self, width: int) -> list[QRect]:
        """Return the place of each part in a widget of this width.

        If `across` is True, the parts go from left to right, and a part that does not fit goes to the next line. If
        `across` is False, each part has its own line.
        """
        places: list[QRect] = []
        x = y = lowest = 0
        for part in self._parts:
            wide = min(part.sizeHint().width(), width)
            if x and (not self._across or x + wide > width):
                x, y = 0, lowest + self._line_gap
            place = QRect(x, y, wide, max(part.heightForWidth(wide), part.minimumSizeHint().height()))
            places.append(place)
            x, lowest = place.right() + 1 + self._gap, max(lowest, place.bottom() + 1)
        return places

    def _line(self, icon: str, words: str) -> QWidget:
        text = Text(self._style, SMALL_BOLD, words, max_lines=5)
        text.setAccessibleName(words.replace(_MAY_BREAK, ""))
        line = row(Picture(self._style, icon, round(self._style.sizes.icon * 0.9)), text, gap=8)
        line.setStretch(1, 1)
        made = WrapBox(line)
        made.setParent(self)
        return made
