"""Tests of the list in the basket.

Rows keep their widgets when they move, the newest row is in view, and a button counts the rows that are out of view.
"""

import gc

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.structs import replace
from kiosk.ui.button import PressButton
from kiosk.ui.cards import LoansCard, OfferCard, WaitCard
from kiosk.ui.line import LineRow
from kiosk.ui.line_list import LineList
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.window import KioskWindow
from kiosk.views.basket import BasketPage
from kiosk.views.pieces import Note
from kiosk.views.view import View
from tests.ui.conftest import Show, one, settle
from tests.ui.geometry import seen_whole
from tests.ui.samples_at_once import AT_ONCE, AT_ONCE_ASKED, HOME_AT_ONCE
from tests.ui.samples_basket import BASKET, FIVE, many
from tests.ui.samples_before import BAR, READY, WELCOME
from tests.ui.samples_digital import HOME
from tests.ui.samples_reserving import WAITING
from tests.ui.samples_returns import RETURNS


def lines(window: KioskWindow) -> LineList:
    return one(window.page(), LineList)


def scroll(window: KioskWindow) -> Scroll:
    return next(s for s in window.page().findChildren(Scroll) if s.isAncestorOf(lines(window)))


def below(window: KioskWindow) -> str:
    """Return the text of the button at the foot of the list, or an empty text if the button is hidden."""
    found = [b for b in scroll(window).findChildren(PressButton) if b.isVisible() and " below" in b.accessibleName()]
    return found[0].accessibleName() if found else ""


def put(window: KioskWindow, page: BasketPage) -> None:
    window.show_view(View(page, BAR))
    settle()


def test_rows_keep_their_widgets_when_they_move(show: Show) -> None:
    window = show(View(replace(BASKET, lines=FIVE), BAR))
    before = {row.line.key: row for row in lines(window).rows()}
    put(window, replace(BASKET, lines=FIVE[::-1]))
    after = {row.line.key: row for row in lines(window).rows()}
    assert after == before
    assert [row.line.key for row in lines(window).rows()] == [5, 4, 3, 2, 1]
    tops = [row.y() for row in lines(window).rows()]
    assert tops == sorted(tops)


def test_a_row_that_went_is_used_again(show: Show) -> None:
    window = show(View(replace(BASKET, lines=FIVE), BAR))
    gone = lines(window).rows()[0]
    put(window, replace(BASKET, lines=FIVE[1:]))
    assert not gone.isVisible()
    put(window, replace(BASKET, lines=(replace(FIVE[0], key=77), *FIVE[1:])))
    assert len(window.findChildren(LineRow)) == 5
    assert gone.line.key == 77


def test_an_unchanged_line_is_not_bound_again(show: Show) -> None:
    window = show(View(many(50), BAR))
    bound = [row.bind(row.line, compact=True) for row in lines(window).rows()]
    assert not any(bound)


def test_a_row_says_the_whole_line_to_a_screen_reader(show: Show) -> None:
    window = show(View(replace(BASKET, lines=FIVE), BAR))
    assert [row.accessibleName() for row in lines(window).rows()] == [line.name for line in FIVE]


def test_the_button_counts_what_cannot_be_seen_whole_and_pages_down(show: Show) -> None:
    window = show(View(many(30), BAR))
    count = int(below(window).split()[0])
    list_, area = lines(window), scroll(window)
    edge = area.height() - window.look.sizes.tap - window.look.sizes.gap
    whole = [row for row in list_.rows() if row.geometry().bottom() <= edge]
    assert count == 30 - len(whole)
    button = next(b for b in area.findChildren(PressButton) if b.accessibleName() == below(window))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert area.verticalScrollBar().value() >= list_.rows()[len(whole)].y() - 20
    assert int(below(window).split()[0]) < count


def test_one_line_below_is_said_in_the_singular(show: Show) -> None:
    window = show(View(many(30), BAR))
    bar = scroll(window).verticalScrollBar()
    bar.setValue(bar.maximum() - 2)
    assert below(window) == "1 more line below"
    bar.setValue(bar.maximum())
    assert below(window) == ""


def test_a_new_scan_brings_the_list_back_to_the_top(show: Show) -> None:
    window = show(View(many(30), BAR))
    bar = scroll(window).verticalScrollBar()
    bar.setValue(400)
    put(window, replace(many(30), lines=(replace(FIVE[0], key=99), *many(30).lines)))
    assert bar.value() == 0


def test_an_answer_to_an_old_line_does_not_move_the_list(show: Show) -> None:
    window = show(View(many(30), BAR))
    bar = scroll(window).verticalScrollBar()
    bar.setValue(400)
    put(window, many(30, changed=1))
    assert bar.value() == 400


def test_lines_get_denser_from_seven_on(show: Show) -> None:
    window = show(View(many(6), BAR))
    roomy = lines(window).rows()[3].height()
    put(window, many(8))
    assert lines(window).rows()[3].height() < roomy


@pytest.mark.parametrize("visits", [0, 3])
def test_the_list_is_moved_by_a_finger(show: Show, visits: int) -> None:
    window = show(View(many(30), BAR))
    for visit in range(visits):  # each visit ends with Welcome, and the window deletes its pages
        window.show_view(View(many(30), BAR, whose=visit + 1))
        window.show_view(View(WELCOME, READY))
    put(window, many(30))
    settle()
    area = scroll(window)
    assert area.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    finger = area.viewport().mapTo(window, area.viewport().rect().center())
    device = QTest.createTouchDevice()
    QTest.touchEvent(window, device).press(1, finger).commit()
    for _ in range(12):
        QTest.qWait(10)
        finger -= QPoint(0, 12)
        QTest.touchEvent(window, device).move(1, finger).commit()
    QTest.touchEvent(window, device).release(1, finger).commit()
    assert area.verticalScrollBar().value() > 50


def test_all_lists_are_moved_by_one_gesture(show: Show) -> None:
    """All lists must use one class of gestures. PySide6 never deletes such a class, so new ones would use up memory."""
    window = show(View(many(30), BAR))
    before = classes_of_gestures()
    for visit in range(3):
        window.show_view(View(many(30), BAR, whose=visit + 1))
        window.show_view(View(WELCOME, READY))
    assert classes_of_gestures() == before


def classes_of_gestures() -> int:
    return sum(isinstance(each, type) and each.__name__ == "GestureType" for each in gc.get_objects())


def test_names_of_any_length_fit_the_row(show: Show) -> None:
    hard = replace(FIVE[0], title="x" * 300, code="y" * 80, reason="z " * 200, fresh=False)
    for form in ("portrait", "landscape", "small"):
        window = show(View(replace(BASKET, lines=(hard,)), BAR), form)
        row = lines(window).rows()[0]
        assert row.width() <= scroll(window).viewport().width()
        assert row.elided()


def test_the_row_of_a_loan_keeps_its_widget_when_another_loan_goes(show: Show) -> None:
    def rows(window: KioskWindow) -> dict[str, QWidget]:
        names = [loan.title for loan in HOME_AT_ONCE.loans]
        (card,) = (card for card in window.page().findChildren(LoansCard) if card.isVisible())
        shown = [text for text in card.findChildren(Text) if text.isVisible()]
        return {text.text(): text for text in shown if text.text() in names}

    window = show(View(HOME_AT_ONCE, BAR))
    before = rows(window)
    assert len(before) == len(HOME_AT_ONCE.loans) > 2
    put(window, replace(HOME_AT_ONCE, loans=HOME_AT_ONCE.loans[1:]))
    after = rows(window)
    assert after == {title: widget for title, widget in before.items() if title in after}
    assert len(after) == len(before) - 1
    put(window, HOME_AT_ONCE)
    tops = [rows(window)[loan.title].mapTo(window, QPoint(0, 0)).y() for loan in HOME_AT_ONCE.loans]
    assert tops == sorted(set(tops))


@pytest.mark.parametrize(("form", "beside"), [("landscape", True), ("portrait", False), ("small", False)])
def test_ready_and_waiting_reservations_share_a_row_on_a_wide_screen(show: Show, form: str, *, beside: bool) -> None:
    window = show(View(WAITING, BAR), form)
    ready, waits = one(window.page(), OfferCard), one(window.page(), WaitCard)
    tops = [card.mapTo(window, QPoint(0, 0)).y() for card in (ready, waits)]
    assert (tops[0] == tops[1]) is beside
    if beside:
        assert (ready.width(), ready.height()) == (waits.width(), waits.height())
        put(window, replace(WAITING, offer=None))
        assert waits.width() > 1.9 * ready.width()


@pytest.mark.parametrize("form", ["small", "640x480", "landscape"])
def test_an_empty_page_of_returns_says_what_to_do_on_every_screen(show: Show, form: str) -> None:
    window = show(RETURNS["returns-empty"], form)
    said = [text.text() for text in window.page().findChildren(Text) if text.isVisible()]
    assert any("Scan each one, then put it where the screen says." in words for words in said)


def test_several_notes_say_once_whose_they_are(show: Show) -> None:
    notes = tuple(Note(f"<p>{words}</p>", "From the library") for words in ("Blades", "Glasses", "Cloth"))
    window = show(View(replace(BASKET, notes=notes), BAR))
    labels = [text for text in window.findChildren(Text) if text.text() == "From the library" and text.isVisible()]
    assert len(labels) == 1


@pytest.mark.parametrize("form", ["portrait", "landscape", "small", "640x480", "480x800"])
def test_words_keep_room_beside_a_day_a_button_and_a_plate(show: Show, form: str) -> None:
    window = show(View(AT_ONCE, BAR), form)
    for row in window.findChildren(LineRow):
        assert not row.elided(), row.line.title
        if row.line.plate is not None:
            assert row.height() >= row._plate.height(), "the plate reaches out of its line"


@pytest.mark.parametrize("form", ["portrait", "landscape", "small"])
def test_a_line_that_asks_is_moved_into_view(show: Show, form: str) -> None:
    window = show(View(many(12), BAR), form)
    bar = scroll(window).verticalScrollBar()
    asking = replace(AT_ONCE_ASKED.lines[1], key=500)
    put(window, replace(AT_ONCE_ASKED, lines=(*many(12).lines, asking), loans=()))
    assert bar.value() > 0
    assert bar.value() == bar.maximum()


def test_a_line_that_asks_is_not_left_under_the_strip_with_the_button(show: Show) -> None:
    upper, lower, last = AT_ONCE.lines[1], AT_ONCE.lines[0], AT_ONCE.lines[2]
    window = show(View(replace(AT_ONCE, lines=(upper, lower, last)), BAR), "small")
    put(window, replace(AT_ONCE, lines=(upper, AT_ONCE_ASKED.lines[1], last)))
    area, row = scroll(window), lines(window).rows()[1]
    assert area.covered() > 0
    shown = area.verticalScrollBar().value() + area.viewport().height() - area.covered()
    assert row.geometry().bottom() < shown


@pytest.mark.parametrize("form", ["portrait", "landscape", "small"])
def test_the_way_to_the_digital_loans_is_there_beside_lines_and_is_reached_by_the_keyboard(
    show: Show, form: str
) -> None:
    window = show(View(replace(many(8), ways=HOME.ways), BAR, below="More below"), form)
    settle()
    (way,) = (
        b for b in window.page().findChildren(PressButton) if b.isVisible() and "Digital loans" in b.accessibleName()
    )
    assert scroll(window).isAncestorOf(way) is (form != "portrait")
    assert way.accessibleName() == "Digital loans, 3"
    for _ in range(60):
        if not way.hasFocus():
            QTest.keyClick(window, Qt.Key.Key_Tab)
    assert way.hasFocus()
    bar = scroll(window).verticalScrollBar()
    bar.setValue(bar.maximum())
    settle()
    assert seen_whole(way)
    put(window, replace(BASKET, lines=(), ways=HOME.ways))
    (way,) = (
        b for b in window.page().findChildren(PressButton) if b.isVisible() and "Digital loans" in b.accessibleName()
    )
    assert not scroll(window).isAncestorOf(way)
