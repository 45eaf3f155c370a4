"""Tests of the page "Find a tool": the typed text, the list of results, the keyboard on the screen, the pictures."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.domain.messages.intents import CloseSidePage, MoreFound, OpenFound, SearchAgain
from kiosk.structs import replace
from kiosk.ui.button import PressButton
from kiosk.ui.field import SearchField
from kiosk.ui.found_tool import FoundButton, PictureShelf
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.pages.find import FindPageFrame
from kiosk.ui.window import KioskWindow
from kiosk.views.find import FindPage, PictureAsk, TypedWords
from kiosk.views.view import View
from tests.ui.conftest import Show, one, settle
from tests.ui.samples import VIEWS
from tests.ui.samples_before import BAR
from tests.ui.samples_find import FIND, FREE, MANY, NONE, OPENED, TILES, found

FORMS = ("portrait", "landscape", "small")


def page(view: FindPage) -> View:
    return View(view, BAR, below="More below")


def lines(window: KioskWindow) -> list[FoundButton]:
    frame = window.page()
    assert isinstance(frame, FindPageFrame)
    return frame.list().lines()


def heard(window: KioskWindow) -> list[object]:
    told: list[object] = []
    for signal in (window.intent, window.typed, window.picture_wanted):
        signal.connect(told.append)
    return told


def press_key(window: KioskWindow, text: str) -> None:
    key = next(one for one in one_keyboard(window).shown() if one.cap.text == text)
    key.click()


def one_keyboard(window: KioskWindow) -> Keyboard:
    return one(window, Keyboard)


# --- typing --------------------------------------------------------------------------------------


def test_every_sign_is_told_with_the_field_it_was_typed_into(show: Show) -> None:
    window = show(page(TILES))
    told = heard(window)
    for sign in "saw":
        press_key(window, sign)
    assert told == [TypedWords(TILES.form, "s"), TypedWords(TILES.form, "sa"), TypedWords(TILES.form, "saw")]


def test_what_is_typed_stays_while_results_come(show: Show) -> None:
    window = show(page(TILES))
    press_key(window, "s")
    window.show_view(page(replace(TILES, value="s", tiles=(), lead="", rows=FIND.rows)))
    assert one(window, SearchField).edit.text() == "s"
    window.show_view(page(replace(TILES, form=99, value="drill")))
    assert one(window, SearchField).edit.text() == "drill"


def test_the_cross_empties_the_field(show: Show) -> None:
    window = show(page(FIND))
    told = heard(window)
    field = one(window, SearchField)
    field._clear.click()
    assert field.edit.text() == ""
    assert told == [TypedWords(FIND.form, "")]


def test_nothing_that_was_typed_outlives_the_page(show: Show) -> None:
    window = show(page(FIND))
    window.show_view(VIEWS["welcome"])
    told = heard(window)
    assert one(window, SearchField).edit.text() == ""
    window.show_view(page(replace(FIND, form=98, value="")))
    assert one(window, SearchField).edit.text() == ""
    assert told == []


# --- the keyboard hides itself -------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_it_folds_away_on_search_and_comes_back_on_a_touch_of_the_field(show: Show, form: str) -> None:
    window = show(page(MANY), form)
    told = heard(window)
    keyboard, field = one_keyboard(window), one(window, SearchField)
    QTest.mouseClick(field.edit, Qt.MouseButton.LeftButton)
    settle()
    assert keyboard.isVisible()
    before = window.page().wall.height()
    next(key for key in keyboard.shown() if key.cap.text == "Search").click()
    settle()
    assert not keyboard.isVisible()
    assert window.page().wall.height() > before
    assert told == [SearchAgain()]


def test_it_folds_away_on_scrolling(show: Show) -> None:
    window = show(page(MANY))
    frame = window.page()
    assert isinstance(frame, FindPageFrame)
    frame._scroll.verticalScrollBar().setValue(40)
    settle()
    assert not one_keyboard(window).isVisible()


def test_a_result_that_is_opened_needs_no_keyboard(show: Show) -> None:
    assert not one_keyboard(show(page(OPENED))).isVisible()


# --- results -------------------------------------------------------------------------------------


def test_a_row_is_one_element_and_opens_what_it_shows(show: Show) -> None:
    window = show(page(FIND))
    told = heard(window)
    row = lines(window)[0]
    assert row.accessibleName() == "Orbital sander 125 mm, free now, Shelf B2, $2.00 per loan"
    row.click()
    assert told == [OpenFound("1")]


@pytest.mark.parametrize("form", FORMS)
def test_two_hundred_rows_come_in_small_steps_and_stand_below_each_other(show: Show, form: str) -> None:
    window = show(page(FIND), form)
    rows = tuple(found(str(number), f"Tool no. {number}", FREE, "A1") for number in range(200))
    window.show_view(page(replace(FIND, rows=rows)))
    assert len(lines(window)) < 20
    for _ in range(40):
        QApplication.processEvents()
    shown = lines(window)
    assert [line.row.title for line in shown if line.row] == [row.title for row in rows]
    columns = 2 if form == "landscape" else 1
    for above, below in zip(shown, shown[columns:], strict=False):
        assert below.y() >= above.geometry().bottom() + 12
    window.show_view(page(replace(FIND, rows=rows[:3])))
    settle()
    assert [line.isVisibleTo(window) for line in window.findChildren(FoundButton)].count(True) == 3


def test_a_row_that_is_let_go_over_another_result_opens_nothing(show: Show) -> None:
    window = show(page(FIND))
    told = heard(window)
    row = lines(window)[0]
    QTest.mousePress(row, Qt.MouseButton.LeftButton)
    window.show_view(page(replace(FIND, rows=FIND.rows[1:])))
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton)
    assert told == []


def test_arrow_keys_lead_from_the_field_through_the_rows_and_back(show: Show) -> None:
    window = show(page(FIND))
    shown = lines(window)
    QTest.keyClick(one(window, SearchField).edit, Qt.Key.Key_Down)
    for row in shown[:3]:
        assert window.focusWidget() is row
        QTest.keyClick(row, Qt.Key.Key_Down)
    assert window.focusWidget() is shown[3]
    QTest.keyClick(shown[3], Qt.Key.Key_Down)
    assert window.focusWidget() is shown[3]
    for row in reversed(shown):
        QTest.keyClick(row, Qt.Key.Key_Up)
    assert window.focusWidget() is one(window, SearchField).edit


def test_return_opens_the_row_that_has_the_focus(show: Show) -> None:
    window = show(page(FIND))
    told = heard(window)
    QTest.keyClick(lines(window)[1], Qt.Key.Key_Return)
    assert told == [OpenFound("2")]


@pytest.mark.parametrize(
    ("view", "words"),
    [(FIND, "4 tools found"), (replace(NONE, status="Nothing called “sandd”"), "Nothing called “sandd”")],
)
def test_what_was_found_is_announced_once(show: Show, qtbot: QtBot, view: FindPage, words: str) -> None:
    window = show(page(replace(TILES, form=view.form, status="")))
    told: list[str] = []
    window.told.connect(told.append)
    window.show_view(page(view))
    window.show_view(page(replace(view, searching=True)))
    assert told.count(words) == 1


@pytest.mark.parametrize(
    ("view", "label", "intent"),
    [(FIND, "Back", CloseSidePage()), (MANY, "Show more tools", MoreFound())],
)
def test_buttons_send_what_they_carry(show: Show, view: FindPage, label: str, intent: object) -> None:
    window = show(page(view))
    told = heard(window)
    next(b for b in window.findChildren(PressButton) if b.accessibleName() == label and b.isVisible()).click()
    assert told == [intent]


# --- pictures ------------------------------------------------------------------------------------


def picture(px: int = 40) -> QImage:
    image = QImage(px, px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.red)
    return image


def test_a_picture_is_asked_for_once_when_its_row_is_drawn_and_drawn_when_it_comes(show: Show) -> None:
    window = show(page(FIND))
    told = heard(window)
    rows = tuple(replace(row, picture=f"https://a.example/{row.key}.png") for row in FIND.rows)
    window.show_view(page(replace(FIND, rows=rows)))
    settle()
    asked = [each for each in told if isinstance(each, PictureAsk)]
    assert PictureAsk("https://a.example/1.png", asked[0].px) in asked
    assert len(asked) == len(set(asked))
    window.give_picture(asked[0], picture(asked[0].px))
    settle()
    line = lines(window)[0]
    middle = QPoint(line.width() // 100 * 3 + asked[0].px // 2, line.height() // 2)
    seen = {line.grab().toImage().pixelColor(x, middle.y()).name() for x in range(0, 160, 4)}
    assert "#ff0000" in seen


def test_the_shelf_holds_only_so_much_and_forgets_with_the_page() -> None:
    shelf, large = PictureShelf(), picture(700)
    for number in range(6):
        shelf.put(PictureAsk(str(number), 700), large)
    assert shelf.image("0", 700) is None
    assert shelf.image("5", 700) is not None
    shelf.clear()
    assert shelf.image("5", 700) is None


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_field_has_the_colours_of_its_theme(show: Show, theme: str) -> None:
    window = show(page(FIND), "landscape", theme)
    edit = one(window, SearchField).edit
    corner = edit.mapTo(window, QPoint(edit.width() - 4, 4))
    assert window.grab().toImage().pixelColor(corner) == window.look.colour("card")
