"""Tests of the words that a screen reader says, and of the order in which the keyboard moves the focus."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.structs import replace
from kiosk.ui.blocks import BannerCard
from kiosk.ui.line import LineRow
from kiosk.ui.text import Text
from kiosk.ui.window import KioskWindow
from kiosk.views.pieces import Banner, Tone
from kiosk.views.view import NoticeView, View
from tests.ui.conftest import Show
from tests.ui.samples import VIEWS
from tests.ui.samples_basket import BASKET, DRILL, FIVE
from tests.ui.samples_before import BAR


def told(window: KioskWindow) -> list[str]:
    words: list[str] = []
    window.told.connect(words.append)
    return words


def test_a_new_page_is_announced_once(show: Show) -> None:
    window = show(VIEWS["welcome"])
    words = told(window)
    view = replace(VIEWS["confirm"], announce="Is this right?")
    window.show_view(view)
    window.show_view(replace(view, top=replace(BAR, clock="14:06")))
    assert words == ["Is this right?"]


def test_a_new_line_is_told_and_its_answer_too(show: Show) -> None:
    window = show(View(replace(BASKET, lines=FIVE[1:]), BAR))
    words = told(window)
    window.show_view(View(replace(BASKET, lines=FIVE), BAR))
    answered = replace(DRILL, key=1, fresh=True, name="Cordless drill 18 V, to borrow")
    window.show_view(View(replace(BASKET, lines=(answered, *FIVE[1:])), BAR))
    window.show_view(View(replace(BASKET, lines=(answered, *FIVE[1:]), count="6"), BAR))
    assert words == [FIVE[0].name, "Cordless drill 18 V, to borrow"]


def test_a_notice_is_told(show: Show) -> None:
    window = show(VIEWS["basket"])
    words = told(window)
    window.show_view(replace(VIEWS["basket"], notice=NoticeView("Please scan again.", Tone.WARN)))
    assert words == ["Please scan again."]


def test_the_keyboard_goes_from_the_headline_over_the_newest_line_to_the_bench(show: Show) -> None:
    window = show(View(replace(BASKET, lines=FIVE), BAR))
    headline = next(w for w in window.page().findChildren(Text) if w.text() == BASKET.headline)
    headline.setFocus(Qt.FocusReason.TabFocusReason)
    passed = []
    for _ in range(13):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        assert widget is not None
        passed.append(widget.accessibleName())
    line_names = [one.name for one in FIVE]
    assert passed[:2] == [FIVE[0].name, "Remove SAW-0087"]
    assert [name for name in passed if name in line_names] == line_names
    assert passed.index("Ask again about SAND-0019") == passed.index(FIVE[4].name) + 1
    assert passed[-1] == "Finish"


def test_a_line_is_one_element(show: Show) -> None:
    window = show(VIEWS["basket"])
    for row in window.findChildren(LineRow):
        assert not row.findChildren(Text)


def test_a_question_on_a_banner_ends_with_its_own_mark(show: Show) -> None:
    asked = Banner("Finish for Marta?", "4 tools will be recorded.", "fob", Tone.WARN)
    window = show(View(replace(BASKET, banner=asked), BAR))
    names = [strip.accessibleName() for strip in window.findChildren(BannerCard) if strip.isVisible()]
    assert names == ["Finish for Marta? 4 tools will be recorded."]
