"""Tests of the page of digital loans, and of the code that a phone reads."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.domain.digital import LinkKind
from kiosk.domain.messages.intents import AskTitleLinks, No, OpenWith
from kiosk.structs import replace
from kiosk.ui.button import PressButton
from kiosk.ui.pages.title_code import CodePageFrame
from kiosk.views.find import PictureAsk
from kiosk.views.pieces import Countdown
from kiosk.views.view import View
from tests.phone import read_codes
from tests.ui.conftest import Show, settle
from tests.ui.samples_before import READY, WELCOME
from tests.ui.samples_digital import ASKED, ASKING, CODE, DIGITAL, LIST, LOAN, PARTS

CODE_VIEW = DIGITAL["code"]
NOBODY = View(WELCOME, READY)


def address() -> str:
    assert CODE.code is not None
    return CODE.code.payload.reveal()


@pytest.mark.parametrize("form", ["portrait", "landscape", "small"])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_a_phone_reads_the_code_on_every_screen_and_in_every_theme(show: Show, form: str, theme: str) -> None:
    window = show(CODE_VIEW, form, theme)
    assert read_codes(window.grab().toImage()) == [address()]


def test_a_module_is_at_least_eleven_pixels_wide_on_a_lying_screen(show: Show) -> None:
    window = show(CODE_VIEW, "landscape")
    frame = window.page()
    assert isinstance(frame, CodePageFrame)
    assert frame.code().module_px >= 11


def test_the_place_of_a_code_has_the_words_that_a_screen_reader_says_and_never_the_address(show: Show) -> None:
    window = show(CODE_VIEW)
    names = [each.accessibleName() for each in window.findChildren(QWidget)]
    assert "Code that opens The Workshop Handbook on your phone" in names
    assert not any("9b1f7c3e" in name + window.windowTitle() for name in names)


def test_without_a_code_the_place_says_why_and_shows_no_code(show: Show) -> None:
    window = show(View(CODE))
    window.show_view(View(ASKING))
    settle()
    frame = window.page()
    assert isinstance(frame, CodePageFrame)
    assert frame.code().module_px == 0
    assert frame.code().accessibleName() == "One moment: we ask for the code."
    assert read_codes(window.grab().toImage()) == []


def test_nothing_of_a_code_stays_when_the_page_is_left(show: Show) -> None:
    window = show(CODE_VIEW)
    frame = window.page()
    assert isinstance(frame, CodePageFrame)
    window.show_view(View(LIST))
    settle()
    assert frame.code().module_px == 0
    window.show_view(NOBODY)
    settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert read_codes(window.grab().toImage()) == []


def test_the_countdown_is_said_once_each_time(show: Show) -> None:
    window, said = show(CODE_VIEW), list[str]()
    window.told.connect(said.append)
    for left in (20, 20, 19, 10):
        spoken = f"{left} seconds" if left != 19 else ""
        window.show_view(View(replace(CODE, countdown=Countdown(left, 60), spoken=spoken)))
    assert said == ["20 seconds", "10 seconds"]


def test_the_buttons_send_their_intents(show: Show) -> None:
    window, sent = show(CODE_VIEW), list[object]()
    window.intent.connect(sent.append)
    for button in window.page().findChildren(PressButton):
        if button.isVisible() and button.text() in ("In the browser", "New code"):
            button.click()
    assert sent == [OpenWith(LinkKind.BROWSER), AskTitleLinks(LOAN)]


def test_a_pager_stands_only_beside_many_parts(show: Show) -> None:
    window = show(View(PARTS))
    shown = [each.accessibleName() for each in window.page().findChildren(PressButton) if each.isVisible()]
    assert {"Part 1 of 6", "Part 3 of 6"} <= set(shown)
    window.show_view(View(CODE))
    settle()
    shown = [each.accessibleName() for each in window.page().findChildren(PressButton) if each.isVisible()]
    assert "Part 1 of 6" not in shown


def test_covers_are_asked_for_drawn_and_forgotten(show: Show) -> None:
    (shelf, *_) = LIST.shelves
    titles = tuple(replace(each, cover="https://covers.example/1") for each in shelf.titles[:1])
    window, asked = show(NOBODY), list[PictureAsk]()
    window.picture_wanted.connect(asked.append)
    window.show_view(View(replace(LIST, shelves=(replace(shelf, titles=titles),))))
    settle()
    before = window.grab().toImage()
    settle()
    (ask,) = asked
    assert ask.address == "https://covers.example/1"
    red = QImage(90, 152, QImage.Format.Format_ARGB32_Premultiplied)
    red.fill(QColor("#ff0000"))
    window.give_picture(ask, red)
    assert window.grab().toImage() != before
    window.page().wipe()
    assert window.grab().toImage() == before


def test_the_answers_to_the_question_replace_the_buttons(show: Show) -> None:
    window, sent = show(View(ASKED)), list[object]()
    window.intent.connect(sent.append)
    (no,) = (each for each in window.page().findChildren(PressButton) if each.text() == "No, keep it")
    no.click()
    assert sent == [No()]
