"""All sheets as one PDF for the printer. This also works on a machine without a screen."""

from collections.abc import Sequence
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QGuiApplication, QPageSize, QPainter, QPdfWriter

from kiosk.ui.icons import Icons
from kiosk.ui.sheets.drawing import Drawing
from kiosk.ui.sheets.layout import PAPERS, Piece, SheetPage, cells, cut_marks, draw_card, draw_label, pages
from kiosk.ui.theme import load_missing
from kiosk.views.sheets import CommandCard, Paper, SheetLabel

DPI = 600
"""The dots per inch of the PDF. Laser printers have this resolution, so they can print the bars exactly as drawn."""


def pdf(cards: Sequence[CommandCard], labels: Sequence[SheetLabel], paper: Paper, icons: Path, title: str) -> bytes:
    """Return the sheets as the bytes of a PDF file. `icons` is the folder assets/icons."""
    application = QGuiApplication.instance() or QGuiApplication(["lending-kiosk", "-platform", "offscreen"])
    load_missing(icons.parent / "fonts")
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(PAPERS[paper]))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(title)
    writer.setCreator("lending-kiosk")
    painter = QPainter(writer)
    drawing = Drawing(painter, DPI, Icons(icons))
    for index, page in enumerate(pages(cards, labels)):
        if index:
            writer.newPage()
        draw_page(drawing, page, paper)
    painter.end()
    buffer.close()
    del application  # It is deleted only here, because the fonts need the application.
    return bytes(held.data())


def draw_page(drawing: Drawing, page: SheetPage, paper: Paper) -> None:
    """Draw one sheet with its cut marks."""
    places = cells(page, paper)
    drawing.hairlines(cut_marks(places))
    for piece, place in zip(page.pieces, places, strict=True):
        _draw(drawing, piece, place)


def _draw(drawing: Drawing, piece: Piece, place: QRectF) -> None:
    match piece:
        case CommandCard():
            draw_card(drawing, piece, place)
        case SheetLabel():
            draw_label(drawing, piece, place)
        case _:
            assert_never(piece)
