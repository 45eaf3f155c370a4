"""The layout of a command card and of a label: the place of each part in its cell, in millimetres."""

from PySide6.QtCore import QRectF

from kiosk.ui.sheets.drawing import Drawing, fits_as_bars
from kiosk.ui.sheets.page import LABELS
from kiosk.views.sheets import CommandCard, SheetLabel

_CARD_INSET = 6.0
_CARD_SQUARE = 31.0
_CARD_BARS = 12.0
_LABEL_INSET = 3.0
_LABEL_SQUARE = 17.0
_LABEL_BARS = 8.0
_SHOWN = 3.0
"""The height of the letters under the bars, in millimetres."""


def draw_card(drawing: Drawing, card: CommandCard, cell: QRectF) -> None:
    """Draw title and use on the left, the QR code on the right, and the bars along the bottom."""
    inside = cell.adjusted(_CARD_INSET, _CARD_INSET, -_CARD_INSET, -_CARD_INSET)
    words = inside.width() - _CARD_SQUARE - 2
    drawing.icon(card.icon, QRectF(inside.left() - 1, inside.top(), 10, 10))
    title = QRectF(inside.left(), inside.top() + 11.5, words, 9)
    high = drawing.words(card.title, title, 6.5, bold=True)
    drawing.words(card.lead, QRectF(inside.left(), title.top() + high + 0.5, words, 20 - high), 3.4)
    drawing.square(card.code.code, QRectF(inside.right() - _CARD_SQUARE, inside.top(), _CARD_SQUARE, _CARD_SQUARE))
    bars = QRectF(inside.left(), inside.bottom() - _CARD_BARS - _SHOWN - 1.5, inside.width(), _CARD_BARS)
    drawing.bars(card.code.code, bars)
    _shown(drawing, card.code.shown, bars)


def draw_label(drawing: Drawing, label: SheetLabel, cell: QRectF) -> None:
    """Draw the title left, the QR code right, and the bars below; if the bars do not fit, draw a larger QR code."""
    inside = cell.adjusted(_LABEL_INSET, _LABEL_INSET, -_LABEL_INSET, -_LABEL_INSET)
    under = _SHOWN + 1.0 if label.code.shown else 0.0
    bars = QRectF(inside.left(), inside.bottom() - _LABEL_BARS - _SHOWN - 0.5, inside.width(), _LABEL_BARS)
    if not label.code.shown:
        bars.setBottom(inside.bottom())
    side = _LABEL_SQUARE if drawing.bars(label.code.code, bars) else inside.height() - under
    words = QRectF(inside.left(), inside.top() + 0.5, inside.width() - side - 1, _LABEL_SQUARE - 1)
    drawing.words(label.title, words, 4.2, bold=True)
    drawing.square(label.code.code, QRectF(inside.right() - side, inside.top() - 0.5, side, side))
    _shown(drawing, label.code.shown, bars)


def has_bars(label: SheetLabel) -> bool:
    """Return True if this label gets a Code 128 beside the QR code."""
    return fits_as_bars(label.code.code, LABELS.width_mm - 2 * _LABEL_INSET)


def _shown(drawing: Drawing, text: str, bars: QRectF) -> None:
    if text:
        under = QRectF(bars.left(), bars.bottom() + 0.5, bars.width(), _SHOWN + 1)
        drawing.words(text, under, _SHOWN, centred=True)
