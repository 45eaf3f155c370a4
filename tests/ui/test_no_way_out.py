"""Tests that no key, no press and no text leads out of the window of the kiosk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app.qt import CloseWatch
from kiosk.ui.text import RichText
from kiosk.ui.window import KioskWindow
from tests.ui.conftest import Show, settle
from tests.ui.samples import VIEWS

ONE_OF_EACH_PAGE = sorted({type(view.page): name for name, view in reversed(VIEWS.items())}.values())
_CTRL, _ALT, _SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
_META, _NONE = Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.NoModifier
KEYS: tuple[tuple[Qt.Key, Qt.KeyboardModifier], ...] = (
    (Qt.Key.Key_F4, _ALT), (Qt.Key.Key_Q, _CTRL), (Qt.Key.Key_W, _CTRL), (Qt.Key.Key_Tab, _ALT),
    (Qt.Key.Key_Space, _ALT), (Qt.Key.Key_Delete, _CTRL | _ALT), (Qt.Key.Key_F2, _CTRL | _ALT),
    (Qt.Key.Key_Escape, _CTRL), (Qt.Key.Key_Escape, _ALT), (Qt.Key.Key_P, _CTRL), (Qt.Key.Key_O, _CTRL),
    (Qt.Key.Key_N, _CTRL), (Qt.Key.Key_S, _CTRL), (Qt.Key.Key_F10, _SHIFT), (Qt.Key.Key_F1, _SHIFT),
    (Qt.Key.Key_Super_L, _NONE), (Qt.Key.Key_D, _META), (Qt.Key.Key_Menu, _NONE), (Qt.Key.Key_F1, _NONE),
    (Qt.Key.Key_F10, _NONE), (Qt.Key.Key_F11, _NONE), (Qt.Key.Key_F12, _NONE), (Qt.Key.Key_Print, _NONE),
    (Qt.Key.Key_SysReq, _NONE), (Qt.Key.Key_Help, _NONE), (Qt.Key.Key_HomePage, _NONE),
    (Qt.Key.Key_LaunchMail, _NONE), (Qt.Key.Key_Close, _NONE), (Qt.Key.Key_Open, _NONE), (Qt.Key.Key_Back, _NONE),
    (Qt.Key.Key_Escape, _NONE),
)  # fmt: skip


def opened_by(window: KioskWindow, do: Callable[[], None]) -> list[str]:
    """Return the kinds of all menus, dialogs and windows that open beside this window while `do` runs. Close them."""
    found: list[str] = []

    def look() -> None:
        for other in QApplication.topLevelWidgets():
            if other is not window and other.isVisible():
                found.append(type(other).__name__)
                other.close()

    timer = QTimer()  # Some menus run an event loop of their own. The timer closes a menu also in this loop.
    timer.timeout.connect(look)
    timer.start(0)
    do()
    settle()
    timer.stop()
    look()
    return found


def shown_in(window: KioskWindow) -> list[QWidget]:
    return [each for each in window.findChildren(QWidget) if each.isVisible()]


@pytest.fixture(params=ONE_OF_EACH_PAGE)
def window(request: pytest.FixtureRequest, show: Show) -> Iterator[KioskWindow]:
    """Return a window whose close button does nothing, as on a full screen. Each kind of page is shown once."""
    window = show(VIEWS[request.param])
    watch = CloseWatch(window, lambda: pytest.fail("the window was closed"), may_close=False)
    yield window
    window.removeEventFilter(watch)  # only now the window can be closed, and does not count in the next test
    window.close()


def test_no_key_opens_a_menu_or_closes_the_window(window: KioskWindow) -> None:
    def press_all() -> None:
        for field in (None, *(each for each in shown_in(window) if isinstance(each, QLineEdit))):
            if field is not None:
                field.setFocus()
            for key, modifiers in KEYS:
                QTest.keyClick(window.windowHandle(), key, modifiers)

    assert opened_by(window, press_all) == []
    assert not window.close()
    assert window.isVisible()


def test_no_right_click_and_no_long_press_opens_a_menu(window: KioskWindow) -> None:
    def press_all() -> None:
        for each in shown_in(window):
            for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
                at = each.rect().center()
                QApplication.sendEvent(each, QContextMenuEvent(reason, at, each.mapToGlobal(at)))
            QTest.mouseClick(each, Qt.MouseButton.RightButton, pos=QPoint(2, 2))

    assert opened_by(window, press_all) == []


def test_nothing_can_be_dragged_or_dropped(window: KioskWindow) -> None:
    assert [type(each).__name__ for each in shown_in(window) if each.acceptDrops()] == []
    assert [each for each in window.findChildren(QLineEdit) if each.dragEnabled()] == []


def test_no_text_is_searched_for_markup_or_links(window: KioskWindow) -> None:
    """Qt shows a text with tags as HTML if its format is AutoText. A tool tip is always shown as such a text."""
    labels = window.findChildren(QLabel)
    assert labels
    assert {each.textFormat() for each in labels} == {Qt.TextFormat.PlainText}
    assert not any(each.openExternalLinks() for each in labels)
    assert {each.textInteractionFlags() for each in labels} == {Qt.TextInteractionFlag.NoTextInteraction}
    assert [
        each for each in window.findChildren(QWidget) if each.toolTip() or each.whatsThis() or each.statusTip()
    ] == []
    others = [each for each in window.findChildren(QObject) if "Browser" in each.metaObject().className()]
    assert others == []


def test_html_reads_no_file_even_if_it_names_one(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    style = show(VIEWS["welcome"]).look
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    assert picture.save(str(tmp_path / "red.png"))

    def drawn(html: str) -> QImage:
        text = RichText(style)
        qtbot.addWidget(text)
        text.say(html)
        text.resize(300, 120)
        return text.grab().toImage()

    red = [
        (x, y)
        for image in [drawn(f'Mind the step <img src="{tmp_path / "red.png"}">')]
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) == Qt.GlobalColor.red
    ]
    assert red == []
