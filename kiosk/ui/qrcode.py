"""QR codes for phones.

The codes are dark on white in every theme. A module is one small square of a code. Each module is a whole number of
pixels wide. The light margin has the width that the standard asks for.
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.boxes import column, row, show_if
from kiosk.ui.text import Text
from kiosk.ui.theme import SMALL_BOLD, Style
from kiosk.views.pieces import QrCode

_MARGIN_MODULES = 4
_MASK = 3
"""The number of the mask (the pattern that is added to the modules) of all codes on the screen.

Phones can read a code with any of the eight masks. With a search for the best mask, a code takes 9 ms instead of 2 ms.
"""


def modules(payload: str, mask: int | None = None) -> tuple[bytes, ...]:
    """Return the rows of a QR code without the margin. In each row a dark module is 1 and a light module is 0.

    If `mask` is None, the code gets the best mask.
    """
    import segno  # This import is not at the top, because the first frame does not need segno.

    # Always use UTF-8. Without this, segno sometimes uses Latin-1, and phones do not always know which encoding it is.
    code = segno.make_qr(payload, error="m", boost_error=False, encoding="utf-8", mask=mask)
    return tuple(bytes(1 if module else 0 for module in line) for line in code.matrix)


class QrSquare(QWidget):
    """A QR code whose modules are a whole number of pixels wide.

    The code is at most `px` pixels wide, and each module is at least two pixels wide. If both are not possible, the
    code is wider than `px` pixels.
    """

    def __init__(self, style: Style, px: int) -> None:
        super().__init__()
        self._style, self._px = style, px
        self._payload = ""
        self._modules: tuple[bytes, ...] = ()
        self._module_px = 1

    def bind(self, code: QrCode | None) -> None:
        """Show this code, or hide the square if `code` is None."""
        show_if(self, code is not None)
        if code is None:
            return
        self.setAccessibleName(code.name)
        if code.payload == self._payload:
            return
        self._payload = code.payload
        self._modules = modules(code.payload, _MASK)
        across = len(self._modules) + 2 * _MARGIN_MODULES
        self._module_px = max(2, self._px // across)
        self.setFixedSize(across * self._module_px, across * self._module_px)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self._module_px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._style.colour("qr-paper"))
        painter.drawRoundedRect(QRectF(self.rect()), self._style.sizes.radius_small, self._style.sizes.radius_small)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        ink = self._style.colour("qr-ink")
        for y, line in enumerate(self._modules, _MARGIN_MODULES):
            for x, dark in enumerate(line, _MARGIN_MODULES):
                if dark:
                    painter.fillRect(x * px, y * px, px, px, ink)


class CodeBlock(QWidget):
    """A QR code with words under the code.

    If `width` is 0, the layout decides the width of the block. If `width` is not 0, the block is `width` pixels wide,
    or as wide as the code if the code is wider.
    """

    def __init__(self, style: Style, px: int, *, width: int = 0) -> None:
        super().__init__()
        self._square, self._width = QrSquare(style, px), width
        self._caption = Text(style, SMALL_BOLD, centred=True, max_lines=3)
        spring = (0,) if width else ()
        self.setLayout(column(*spring, row(0, self._square, 0), self._caption, *spring, gap=8))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def bind(self, code: QrCode | None) -> None:
        """Show this code, or hide the block if `code` is None."""
        self._square.bind(code)
        if self._width:
            self.setFixedWidth(max(self._width, self._square.width() if code is not None else 0))
        self._caption.say(code.caption if code is not None else "")
        show_if(self, code is not None)
