"""Tests of the page of digital loans, and of the QR code that a phone reads."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.domain.digital import LinkKind
from kiosk.domain.messages.intents import AskTitleLinks, No, OpenWith
from kiosk.structs import replace
from kiosk.ui.button import PressButton
from kiosk.ui.pages.digital import TitleCard
from kiosk.ui.pages.title_code import CodePageFrame
from kiosk.ui.text import NameText, Text
from kiosk.ui.window import KioskWindow
from kiosk.views.digital import TitleShelf
from kiosk.views.find import PictureAsk
from kiosk.views.pieces import Countdown
from kiosk.views.view import View
from tests.phone import read_codes
from tests.ui.conftest import Show, settle
from tests.ui.geometry import seen_whole
from tests.ui.samples_before import READY, WELCOME
from tests.ui.samples_digital import ASKED, ASKING, CODE, DIGITAL, LIST, LOAN, MANY, PARTS, SCANNED_LAST, TWO_ACCOUNTS

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


# --- pages of titles ---


def cards(window: KioskWindow) -> list[TitleCard]:
    return [card for card in window.page().findChildren(TitleCard) if card.isVisible()]


def titles_of(window: KioskWindow) -> list[str]:
    return [card.accessibleName() for card in cards(window)]


def press(window: KioskWindow, name: str) -> None:
    (button,) = (each for each in window.page().findChildren(PressButton) if each.accessibleName() == name)
    button.click()
    settle()


def names(window: KioskWindow) -> set[str]:
    return {each.accessibleName() for each in window.page().findChildren(PressButton) if each.isVisible()}


@pytest.mark.parametrize("size", ["1280x800", "1080x1920", "800x480", "720x1280", "1024x600", "480x800"])
def test_every_page_shows_whole_cards_and_all_titles_are_on_one_of_them(show: Show, size: str) -> None:
    numbered = tuple(replace(each, name=each.title) for each in MANY.shelves[0].titles)
    window = show(View(replace(MANY, shelves=(replace(MANY.shelves[0], titles=numbered),))), size)
    found = titles_of(window)
    while any(name.startswith("More:") for name in names(window)):
        assert 1 <= len(cards(window)) <= 4
        assert all(map(seen_whole, cards(window)))
        assert f"More: {12 - len(found)}" in names(window)
        press(window, f"More: {12 - len(found)}")
        found += titles_of(window)
    assert found == [each.title for each in numbered]
    press(window, "Page before")
    assert any(name.startswith("More:") for name in names(window))


def test_four_titles_stand_on_a_page_of_a_lying_screen(show: Show) -> None:
    assert len(cards(show(View(MANY), "1280x800"))) == 4


def test_the_page_of_the_title_that_was_scanned_last_is_shown_until_the_member_turns_it(show: Show) -> None:
    window, said = show(View(SCANNED_LAST), "1280x800"), list[str]()
    window.told.connect(said.append)
    assert "Page before" in names(window)
    press(window, "Page before")
    assert said == ["Page 2 of 3"]
    window.show_view(View(replace(SCANNED_LAST, count="3")))
    settle()
    assert "More: 4" in names(window)


@pytest.mark.parametrize("place", range(1, 12, 2))
@pytest.mark.parametrize("size", ["1280x800", "800x480", "480x800"])
def test_a_title_that_is_scanned_beside_another_page_is_in_view_at_once(show: Show, size: str, place: int) -> None:
    numbered = tuple(
        replace(each, name=each.title, fresh=number == place) for number, each in enumerate(MANY.shelves[0].titles)
    )
    window = show(View(CODE), size)
    window.show_view(View(replace(MANY, shelves=(replace(MANY.shelves[0], titles=numbered),))))
    settle()
    assert numbered[place].name in titles_of(window)


def test_the_focus_goes_to_the_other_button_if_there_is_no_further_page(show: Show) -> None:
    window = show(View(SCANNED_LAST), "1280x800")
    (former,) = (each for each in window.page().findChildren(PressButton) if each.accessibleName() == "Page before")
    former.setFocus()
    press(window, "Page before")
    press(window, "Page before")
    focus = window.focusWidget()
    assert isinstance(focus, PressButton)
    assert focus.accessibleName() == "More: 8"


def test_each_account_has_its_heading_on_each_of_its_pages_and_what_is_away_comes_last(show: Show) -> None:
    window = show(View(TWO_ACCOUNTS), "1280x800")
    shown = {each.text() for each in window.page().findChildren(Text) if each.isVisible()}
    assert "Libby: on the library card ending in 4471" in shown
    while any(name.startswith("More:") for name in names(window)):
        press(window, next(name for name in names(window) if name.startswith("More:")))
    shown = {each.text() for each in window.page().findChildren(Text) if each.isVisible()}
    assert {"Riverside e-books: on the library card ending in 0912", "Riverside e-books is not answering"} <= shown


@pytest.mark.parametrize("size", ["1280x800", "1080x1920", "800x480", "720x1280", "1024x600", "480x800"])
@pytest.mark.parametrize("name", ["Maximiliane-Theodora", "Anne-Sophie", "Bartholomäus Maria"])
def test_a_name_is_broken_at_a_hyphen_only(show: Show, size: str, name: str) -> None:
    window = show(View(replace(LIST, rail=replace(LIST.rail, who=name))), size)
    (who,) = (each for each in window.page().findChildren(NameText) if each.isVisible())
    assert not who.broken()
    assert not who.elided()
    assert who.font_px() >= 20


def test_titles_get_new_pages_if_their_cards_become_lower(show: Show) -> None:
    noted = tuple(replace(each, note="Not given back. " * 12) for each in MANY.shelves[0].titles[:4])
    window = show(View(replace(MANY, shelves=(TitleShelf(titles=noted),))), "1280x800")
    assert len(cards(window)) < 4
    window.show_view(View(replace(MANY, shelves=(TitleShelf(titles=MANY.shelves[0].titles[:4]),))))
    settle()
    assert len(cards(window)) == 4
    assert not any(name.startswith("More:") for name in names(window))
