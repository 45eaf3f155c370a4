"""The parts of a sheet of paper: cells of one size in the middle of the page, with marks for cutting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPageSize

from kiosk.views.sheets import CommandCard, Paper, SheetLabel

Piece = CommandCard | SheetLabel

PAPERS = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}
_MARK_MM = 2.0


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells on a page, which touch each other, so that one cut separates two of them."""

    columns: int
    rows: int
    width_mm: float
    height_mm: float

    @property
    def cells(self) -> int:
        """Return how many pieces fit on a page."""
        return self.columns * self.rows


CARDS = Grid(2, 4, 90.0, 62.0)
LABELS = Grid(3, 7, 60.0, 35.0)


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The pieces on one sheet, row by row."""

    grid: Grid
    pieces: tuple[Piece, ...]


def pages(cards: Sequence[CommandCard], labels: Sequence[SheetLabel]) -> tuple[SheetPage, ...]:
    """Return as many sheets as the cards and labels need; each sheet holds only cards or only labels."""
    return (*_shared_out(CARDS, cards), *_shared_out(LABELS, labels))


def _shared_out(grid: Grid, pieces: Sequence[Piece]) -> Iterator[SheetPage]:
    for first in range(0, len(pieces), grid.cells):
        yield SheetPage(grid, tuple(pieces[first : first + grid.cells]))


def cells(page: SheetPage, paper: Paper) -> tuple[QRectF, ...]:
    """Return the place of each piece, in millimetres from the upper left corner of the paper."""
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
    """Return the lines of a small cross at each corner of each cell, in millimetres; a shared corner has one cross."""
    corners = {
        (round(x, 3), round(y, 3))
        for place in places
        for x in (place.left(), place.right())
        for y in (place.top(), place.bottom())
    }
    flat = (QLineF(x - _MARK_MM, y, x + _MARK_MM, y) for x, y in sorted(corners))
    upright = (QLineF(x, y - _MARK_MM, x, y + _MARK_MM) for x, y in sorted(corners))
    return (*flat, *upright)
