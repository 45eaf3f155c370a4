"""Tests of the parts that the window draws over a page: notices, help, the focus frame."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.structs import replace
from kiosk.ui.button import PressButton
from kiosk.ui.line import LineRow
from kiosk.ui.overlay import FocusFrame, HelpSheet, NoticeBar
from kiosk.ui.pages.receipt import BandFrame
from kiosk.ui.text import Text
from kiosk.views.pieces import Tone
from kiosk.views.view import NoticeView
from tests.ui.conftest import Show, one
from tests.ui.geometry import place
from tests.ui.samples import VIEWS
from tests.ui.test_window import mouse


@pytest.mark.parametrize("form", ["portrait", "landscape", "small"])
@pytest.mark.parametrize("name", ["welcome", "tray", "basket", "link-crowded", "receipt", "help"])
def test_a_notice_covers_no_headline_no_line_and_no_button(show: Show, name: str, form: str) -> None:
    notice = NoticeView("That is the shop’s code. Look for our label.", Tone.WARN, "alert")  # noqa: RUF001
    window = show(replace(VIEWS[name], notice=notice), form)
    bar = one(window, NoticeBar)
    assert bar.isVisible()
    kinds = (Text, LineRow, PressButton, BandFrame)
    below = [w for kind in kinds for w in window.findChildren(kind) if w.isVisible() and not bar.isAncestorOf(w)]
    covered = [w for w in below if not window.page().top.isAncestorOf(w) and place(w).intersects(bar.geometry())]
    small_form = form == "small" and name == "link-crowded"  # here the page has no top bar for the notice
    assert covered == [] or small_form


def test_what_the_page_says_already_is_only_spoken(show: Show) -> None:
    window = show(replace(VIEWS["tray"], notice=NoticeView("Got it. Now show your fob.", spoken_only=True)))
    told: list[str] = []
    window.told.connect(told.append)
    window.show_view(replace(VIEWS["tray"], notice=NoticeView("Got SAW-1. Now show your fob.", spoken_only=True)))
    assert told == ["Got SAW-1. Now show your fob."]
    assert not one(window, NoticeBar).isVisible()


def test_the_notice_lies_on_the_top_bar_and_goes(show: Show) -> None:
    window = show(VIEWS["notice"])
    notice = one(window, NoticeBar)
    assert notice.isVisible()
    assert window.page().top.geometry().contains(notice.geometry())
    assert notice.accessibleName() == "That is the shop’s code. Look for our label."  # noqa: RUF001
    window.show_view(VIEWS["basket"])
    assert not notice.isVisible()


def test_help_covers_the_wall_and_leaves_the_bench(show: Show) -> None:
    window = show(VIEWS["help"])
    sheet = one(window, HelpSheet)
    assert sheet.geometry().bottom() <= window.page().bench.y()
    on_top = window.childAt(60, 300)
    assert on_top is not None
    assert on_top is sheet or sheet.isAncestorOf(on_top)


def test_the_focus_frame_follows_keys_and_hides_from_fingers(show: Show) -> None:
    window = show(VIEWS["basket"])
    frame = one(window, FocusFrame)
    assert not frame.isVisible()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    assert frame.isVisible()
    mouse(window, QEvent.Type.MouseButtonPress, QPoint(5, 5))
    assert not frame.isVisible()
