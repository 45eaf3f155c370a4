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

MARGIN_MODULES = 4
MASK = 3
"""The number of the mask (the pattern that is added to the modules) of all codes on the screen.

Phones can read a code with any of the eight masks. With a search for the best mask, a code takes 9 ms instead of 2 ms.
"""


def modules(payload: str, mask: int | None = None, *, dense: bool = False) -> tuple[bytes, ...]:
    """Return the rows of a QR code without the margin. In each row a dark module is 1 and a light module is 0.

    If `mask` is None, the code gets the best mask. If `dense` is True, the code corrects fewer errors. It then has
    fewer and larger modules, which a phone reads more easily on a clean screen.
    """
    import segno  # This import is not at the top, because the first frame does not need segno.

    # Always use UTF-8. Without this, segno sometimes uses Latin-1, and phones do not always know which encoding it is.
    code = segno.make_qr(payload, error="l" if dense else "m", boost_error=False, encoding="utf-8", mask=mask)
    return tuple(bytes(1 if module else 0 for module in line) for line in code.matrix)


def paint_modules(painter: QPainter, style: Style, box: QRectF, rows: tuple[bytes, ...], px: int) -> None:
    """Paint the modules of a code inside `box`, with the margin. Each module is `px` pixels wide."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.colour("qr-paper"))
    painter.drawRoundedRect(box, style.sizes.radius_small, style.sizes.radius_small)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    ink, left, top = style.colour("qr-ink"), round(box.x()), round(box.y())
    for y, line in enumerate(rows, MARGIN_MODULES):
        for x, dark in enumerate(line, MARGIN_MODULES):
            if dark:
                painter.fillRect(left + x * px, top + y * px, px, px, ink)


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
        self._modules = modules(code.payload, MASK)
        across = len(self._modules) + 2 * MARGIN_MODULES
        self._module_px = max(2, self._px // across)
        self.setFixedSize(across * self._module_px, across * self._module_px)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_modules(QPainter(self), self._style, QRectF(self.rect()), self._modules, self._module_px)


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
