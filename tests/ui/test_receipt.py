"""Tests of the receipt, and of the page before it.

The shelves and the due days must be above the tools that were not recorded, because the member needs them first.
"""

import pytest

from kiosk.structs import replace
from kiosk.ui.pages.committing import NameLine
from kiosk.ui.pages.receipt import DuesCard, OthersCard, ShelvesCard
from kiosk.ui.plates import plate_size
from kiosk.ui.text import Text
from kiosk.views.finish import NameRow, OtherRow, ShelfRow
from kiosk.views.pieces import PlateView, Tone
from kiosk.views.view import View
from tests.ui.conftest import Show, one
from tests.ui.geometry import place, seen_whole
from tests.ui.samples import VIEWS
from tests.ui.samples_after import COMMITTING, RECEIPT
from tests.ui.samples_before import BAR

OTHERS = tuple(
    OtherRow(f"WASH-{n}", "Refused. Reserved for another member. Please put it back on shelf D1.", "stop", Tone.BAD)
    for n in range(4)
)


@pytest.mark.parametrize("form", ["portrait", "landscape"])
def test_shelves_and_dates_come_before_what_was_no_part_of_it(show: Show, form: str) -> None:
    page = replace(RECEIPT, others_title="4 tools are not included", others=OTHERS)
    window = show(View(page, BAR, below="More below"), form)
    shelves, dues, others = (one(window, kind) for kind in (ShelvesCard, DuesCard, OthersCard))
    assert place(shelves).bottom() < place(dues).top() < place(others).top()
    assert seen_whole(shelves)
    said = {text.text() for text in others.findChildren(Text)}
    assert {row.title for row in OTHERS} | {OTHERS[0].reason} <= said


def test_without_such_tools_there_is_no_card(show: Show) -> None:
    window = show(VIEWS["receipt"])
    assert not one(window, OthersCard).isVisible()


@pytest.mark.parametrize("text", ["C2", "Annex 2, wall by the door", "Werkstatt hinten links, Regal 14"])
@pytest.mark.parametrize("form", ["portrait", "landscape"])
def test_a_plate_holds_the_name_of_a_place_in_lines(show: Show, form: str, text: str) -> None:
    style = show(VIEWS["receipt"], form).look
    px, longest = round(style.sizes.plate * 0.62), style.sizes.pick(300, 190)
    size = plate_size(style, text, px, longest)
    assert size.width() <= max(longest, round(px * 2.5))
    assert (size.height() > round(px * 1.48)) is (len(text) > 2)


@pytest.mark.parametrize("form", ["landscape", "small"])
def test_names_in_two_columns_share_the_width_while_the_library_is_asked(show: Show, form: str) -> None:
    names = ("Cordless nailer (DeWALT DCN680)", "How a house works", "Cordless drill 18 V (Bosch GSR 18V-55)")
    page = replace(COMMITTING, rows=tuple(NameRow(name, proven=False) for name in names))
    window = show(View(page, BAR), form)
    left, right, below = (line.width() for line in window.page().findChildren(NameLine))
    assert abs(left - right) <= 1
    assert left == below


def test_a_long_label_gets_the_whole_row_of_its_shelf(show: Show) -> None:
    shelves = tuple(ShelfRow(PlateView("the returns shelf", "Shelf"), title) for title in ("30800000001052", *"ABC"))
    window = show(View(replace(RECEIPT, shelves=shelves), BAR), "landscape")
    card = one(window.page(), ShelvesCard)
    heights = {text.text(): text.height() for text in card.findChildren(Text)}
    assert heights["30800000001052"] == heights["A"], "the label stands in one line"
