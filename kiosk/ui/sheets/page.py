"""How a sheet of paper is shared out: cells of one size, in the middle of the page, with marks to cut along."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPageSize

from kiosk.views.sheets import CommandCard, Label, Paper

Piece = CommandCard | Label

PAPERS = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}
_MARK_MM = 2.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells on a page; one next to the other, so that one cut parts two of them."""

    columns: int
    rows: int
    width_mm: float
    height_mm: float

    @property
    def cells(self) -> int:
        """How many pieces a page takes."""
        return self.columns * self.rows


CARDS = Grid(2, 4, 90.0, 62.0)
LABELS = Grid(3, 7, 60.0, 35.0)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one sheet, line by line."""

    grid: Grid
    pieces: tuple[Piece, ...]


def pages(cards: Sequence[CommandCard], labels: Sequence[Label]) -> tuple[Page, ...]:
    """Cards and labels on as many sheets as they need; a sheet holds one kind."""
    return (*_shared_out(CARDS, cards), *_shared_out(LABELS, labels))


def _shared_out(grid: Grid, pieces: Sequence[Piece]) -> Iterator[Page]:
    for first in range(0, len(pieces), grid.cells):
        yield Page(grid, tuple(pieces[first : first + grid.cells]))


def cells(page: Page, paper: Paper) -> tuple[QRectF, ...]:
    """The place of each piece, in millimetres from the corner of the paper."""
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
    """A small cross at each corner of each cell, in millimetres; a corner that several share has one."""
    corners = {
        (round(x, 3), round(y, 3))
        for place in places
        for x in (place.left(), place.right())
        for y in (place.top(), place.bottom())
    }
    flat = (QLineF(x - _MARK_MM, y, x + _MARK_MM, y) for x, y in sorted(corners))
    upright = (QLineF(x, y - _MARK_MM, x, y + _MARK_MM) for x, y in sorted(corners))
    return (*flat, *upright)
