"""The layout on paper, in millimetres. Each card or label has its own cell, and the paper is cut between the cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPageSize

from kiosk.ui.sheets.drawing import Drawing, fits_as_bars
from kiosk.views.sheets import CommandCard, Paper, SheetLabel

Piece = CommandCard | SheetLabel

PAPERS = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}
_MARK_MM = 2.0
_CARD_INSET = 6.0
_CARD_SQUARE = 31.0
_CARD_BARS = 12.0
_LABEL_INSET = 3.0
_LABEL_SQUARE = 17.0
_LABEL_BARS = 8.0
_SHOWN = 3.0
"""The height of the letters under the bars, in millimetres."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells on a page. There is no space between two cells, so that one cut separates them."""

    columns: int
    rows: int
    width_mm: float
    height_mm: float

    @property
    def cells(self) -> int:
        """Return how many cells fit on a page. Each cell holds one card or one label."""
        return self.columns * self.rows


CARDS = Grid(2, 4, 90.0, 62.0)
LABELS = Grid(3, 7, 60.0, 35.0)


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The cards or labels on one sheet, row by row."""

    grid: Grid
    pieces: tuple[Piece, ...]


def pages(cards: Sequence[CommandCard], labels: Sequence[SheetLabel]) -> tuple[SheetPage, ...]:
    """Return as many sheets as the cards and labels need. Cards and labels are never on the same sheet."""
    return (*_shared_out(CARDS, cards), *_shared_out(LABELS, labels))


def _shared_out(grid: Grid, pieces: Sequence[Piece]) -> Iterator[SheetPage]:
    for first in range(0, len(pieces), grid.cells):
        yield SheetPage(grid, tuple(pieces[first : first + grid.cells]))


def cells(page: SheetPage, paper: Paper) -> tuple[QRectF, ...]:
    """Return the place of each card or label, in millimetres from the upper left corner of the paper."""
    grid, size = page.grid, QPageSize(PAPERS[paper]).size(QPageSize.Unit.Millimeter)
    left = (size.width() - grid.columns * grid.width_mm) / 2
    top = (size.height() - grid.rows * grid.height_mm) / 2
    return tuple(
        QRectF(
            left + index % grid.columns * grid.width_mm,
            top + index // grid.columns * grid.height_mm,
            grid.width_mm,
            grid.height_mm,
        )
        for index in range(len(page.pieces))
    )


def cut_marks(places: Sequence[QRectF]) -> tuple[QLineF, ...]:
    """Return the lines of a small cross at each corner of the cells, in millimetres.

    Where several cells have the same corner, there is only one cross.
    """
    corners = {
        (round(x, 3), round(y, 3))
        for place in places
        for x in (place.left(), place.right())
        for y in (place.top(), place.bottom())
    }
    flat = (QLineF(x - _MARK_MM, y, x + _MARK_MM, y) for x, y in sorted(corners))
    upright = (QLineF(x, y - _MARK_MM, x, y + _MARK_MM) for x, y in sorted(corners))
    return (*flat, *upright)


# --- in one cell ---


def draw_card(drawing: Drawing, card: CommandCard, cell: QRectF) -> None:
    """Draw the icon, title and description on the left, the QR code on the right, and the bars at the bottom."""
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
    """Draw the title on the left, the QR code on the right, and the bars at the bottom.

    If the bars do not fit, draw a larger QR code without bars.
    """
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
    """Return True if this label gets bars (a Code 128) in addition to its QR code."""
    return fits_as_bars(label.code.code, LABELS.width_mm - 2 * _LABEL_INSET)


def _shown(drawing: Drawing, text: str, bars: QRectF) -> None:
    if text:
        under = QRectF(bars.left(), bars.bottom() + 0.5, bars.width(), _SHOWN + 1)
        drawing.words(text, under, _SHOWN, centred=True)
