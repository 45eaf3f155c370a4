"""Tests of printed pages, which are read back as a scanner would read them."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter
from pytestqt.qtbot import QtBot

from kiosk.assets import asset
from kiosk.ui.icons import Icons
from kiosk.ui.sheets.drawing import Drawing
from kiosk.ui.sheets.layout import CARDS, LABELS, PAPERS, SheetPage, cells, cut_marks, has_bars, pages
from kiosk.ui.sheets.pdf import draw_page, pdf
from kiosk.views.sheets import CommandCard, Paper, PrintedCode, SheetLabel
from tests.ui.sheets.reading import scanned, shows_square

DPI = 300
DOTS_PER_MM = DPI / 25.4

CARD = CommandCard(
    "Finish", "Scan this card instead of pressing Finish.", "check", PrintedCode("CMD:FINISH", "CMD:FINISH")
)
LONG_TITLE = "Extension ladder in three parts, 7.5 metres, aluminium, with a stabiliser bar and rubber feet"
SHOWN = [SheetLabel(title, PrintedCode(code, code)) for code, title in (
    ("DR-0142", "Cordless drill"), ("LAD-0009", LONG_TITLE), ("PLMB 13", ""), ("110", ""), ("9780201379624", "Book"),
)]  # fmt: skip
SECRET = SheetLabel("Fob 12", PrintedCode("007B3972"))
UMLAUT = SheetLabel("Umlaut", PrintedCode("WERKZEUG-Ü", "WERKZEUG-Ü"))
LONG = SheetLabel("Long", PrintedCode("A-VERY-LONG-CODE-THAT-LASERS-CANNOT-READ", "A-VERY-LONG-CODE"))


def painted(page: SheetPage, paper: Paper) -> QImage:
    size = QPageSize(PAPERS[paper]).sizePixels(DPI)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw_page(Drawing(painter, DPI, Icons(asset("icons"))), page, paper)
    painter.end()
    return image


def area(cell: QRectF, left: float, top: float, right: float, bottom: float) -> QRectF:
    """Return a part of a cell, in pixels.

    `left` and `right` are distances from the left edge of the cell, and `top` and `bottom` from its top edge. All four
    are in millimetres.
    """
    corner = cell.topLeft()
    place = QRectF(corner.x() + left, corner.y() + top, right - left, bottom - top)
    return QRectF(place.topLeft() * DOTS_PER_MM, place.bottomRight() * DOTS_PER_MM)


def only_page(cards: Sequence[CommandCard] = (), labels: Sequence[SheetLabel] = ()) -> SheetPage:
    (page,) = pages(cards, labels)
    return page


@pytest.mark.slow
@pytest.mark.parametrize("paper", Paper)
def test_a_card_can_be_scanned_both_ways(qtbot: QtBot, paper: Paper) -> None:
    page = only_page(cards=[CARD] * CARDS.cells)
    image = painted(page, paper)
    for cell in cells(page, paper):
        assert scanned(image, area(cell, 3, 41, 87, 49)) == "CMD:FINISH"
        assert shows_square(image, area(cell, 53, 5.5, 84.5, 37.5), "CMD:FINISH")


@pytest.mark.parametrize("paper", Paper)
def test_a_label_can_be_scanned_both_ways(qtbot: QtBot, paper: Paper) -> None:
    page = only_page(labels=[*SHOWN, SECRET])
    image = painted(page, paper)
    for label, cell in zip([*SHOWN, SECRET], cells(page, paper), strict=True):
        assert has_bars(label)
        assert scanned(image, area(cell, 3, 21, 57, 27)) == label.code.code
        assert shows_square(image, area(cell, 39.5, 2.5, 57.5, 20), label.code.code)


@pytest.mark.parametrize("label", [UMLAUT, LONG], ids=lambda label: label.title)
def test_what_lasers_cannot_read_gets_a_large_square_and_no_bars(qtbot: QtBot, label: SheetLabel) -> None:
    page = only_page(labels=[label])
    (cell,) = cells(page, Paper.A4)
    assert not has_bars(label)
    assert shows_square(painted(page, Paper.A4), area(cell, 31.5, 2.5, 57.5, 28), label.code.code)


def test_a_secret_is_not_written_out(qtbot: QtBot) -> None:
    assert "007B3972" not in repr(SECRET)
    page = only_page(labels=[SECRET])
    (cell,) = cells(page, Paper.A4)
    image, under = painted(page, Paper.A4), area(cell, 0.5, 32.2, 59.5, 34.5)
    corners = {0.5, 59.5}
    dark = [
        (x, y)
        for y in range(round(under.top()), round(under.bottom()))
        for x in range(round(under.left()), round(under.right()))
        if image.pixelColor(x, y).lightness() < 128
    ]
    assert all(min(abs(x / DOTS_PER_MM - cell.left() - at) for at in corners) < 3 for x, _ in dark), "only cut marks"


@pytest.mark.parametrize(("cards", "labels", "kinds"), [
    (0, 0, []), (8, 0, [8]), (9, 0, [8, 1]), (8, 22, [8, 21, 1]), (0, 21, [21]),
])  # fmt: skip
def test_pieces_are_shared_out_on_as_many_sheets_as_they_need(cards: int, labels: int, kinds: list[int]) -> None:
    assert [len(page.pieces) for page in pages([CARD] * cards, [SECRET] * labels)] == kinds


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("page", [SheetPage(CARDS, (CARD,) * CARDS.cells), SheetPage(LABELS, (SECRET,) * LABELS.cells)])
def test_pieces_lie_side_by_side_within_what_printers_reach(paper: Paper, page: SheetPage) -> None:
    size = QPageSize(PAPERS[paper]).size(QPageSize.Unit.Millimeter)
    within = QRectF(6, 6, size.width() - 12, size.height() - 12)
    places = cells(page, paper)
    assert all(within.contains(place) for place in places)
    assert not any(
        one.adjusted(0.01, 0.01, -0.01, -0.01).intersects(other)
        for one in places
        for other in places
        if one is not other
    )
    marks = cut_marks(places)
    assert len(marks) == 2 * (page.grid.columns + 1) * (page.grid.rows + 1)
    assert all(within.adjusted(-2, -2, 2, 2).contains(mark.p1()) for mark in marks)


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, b"/MediaBox [0 0 595"), (Paper.LETTER, b"/MediaBox [0 0 612")])
def test_the_pdf_has_the_paper_s_size_and_a_page_for_each_sheet(qtbot: QtBot, paper: Paper, size: bytes) -> None:
    made = pdf([CARD] * 9, [SECRET], paper, asset("icons"), "Cards")
    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page\n") == 3
    assert made.count(size) >= 1
