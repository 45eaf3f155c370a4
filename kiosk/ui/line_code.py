"""The code of a refused line: it leads a phone to the place where the member can solve the problem."""

from PySide6.QtWidgets import QWidget

from kiosk.ui.boxes import row
from kiosk.ui.qrcode import QrSquare
from kiosk.ui.text import Text
from kiosk.ui.theme import SMALL_BOLD, Style
from kiosk.views.pieces import QrCode


class RowCode:
    """The code of one row. The widgets are made with the first code; the row says where they lie."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        self._style, self._parent = style, parent
        self._made: _Code | None = None
        self._shown = False

    def bind(self, code: QrCode | None) -> None:
        """Show this code, or hide the code if `code` is None."""
        self._shown = code is not None
        if code is not None and self._made is None:
            self._made = _Code(self._style, self._parent)
        if self._made is not None:
            self._made.bind(code)

    @property
    def room(self) -> int:
        """Return the code's height with the gap above, in pixels, or 0 if there is no code."""
        shown = self._made if self._shown else None
        return shown.square.height() + round(self._style.sizes.gap * 0.75) if shown is not None else 0

    def place(self, x: int, bottom: int, width: int) -> None:
        """Place the code so that its lower edge is at `bottom`."""
        if self._made is not None and self._shown:
            self._made.setGeometry(x, bottom - self._made.square.height(), width, self._made.square.height())


class _Code(QWidget):
    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self.square = QrSquare(style, style.sizes.pick(200, 150, 120))
        self._caption = Text(style, SMALL_BOLD, max_lines=4)
        line = row(self.square, self._caption, gap=style.sizes.gap)
        line.setStretch(1, 1)
        self.setLayout(line)

    def bind(self, code: QrCode | None) -> None:
        self.square.bind(code)
        self._caption.say(code.caption if code is not None else "")
        self.setVisible(code is not None)
