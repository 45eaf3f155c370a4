"""Tests that the window sends an intent for each press of a person, but not if the page has changed meanwhile."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.domain.messages.intents import Cancel, ChooseLanguage, Finish, Help, LogInWithoutFob, No, RemoveLine, Yes
from kiosk.domain.model import LineId
from kiosk.structs import replace
from kiosk.ui.badges import PillLabel
from kiosk.ui.button import PressButton, Shape
from kiosk.ui.line import LineRow
from kiosk.ui.text import RichText, Text
from kiosk.ui.window import KioskWindow
from kiosk.views.pieces import Button, Note
from kiosk.views.view import View
from tests.ui.conftest import Show, one, settle
from tests.ui.samples import VIEWS
from tests.ui.samples_after import CONFIRM
from tests.ui.samples_basket import BASKET, FIVE, many
from tests.ui.samples_before import BAR, WELCOME, rail


class Heard(QObject):
    """The intents that a window has sent, and the number of touches."""

    def __init__(self, window: KioskWindow) -> None:
        super().__init__(window)
        self.intents: list[object] = []
        self.touches = 0
        window.intent.connect(self.intents.append)
        window.touched.connect(self._touch)

    def _touch(self) -> None:
        self.touches += 1


def button(window: KioskWindow, name: str) -> PressButton:
    found = [b for b in window.findChildren(PressButton) if b.accessibleName() == name and b.isVisible()]
    assert found, f"no button {name}"
    return found[0]


def press(window: KioskWindow, name: str) -> None:
    QTest.mouseClick(button(window, name), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("view", "name", "intent"),
    [
        ("welcome", "Log in without a fob", LogInWithoutFob()),
        ("welcome", "Français", ChooseLanguage("fr")),
        ("welcome", "Help", Help()),
        ("basket", "Finish", Finish()),
        ("basket", "Log out", Cancel()),
        ("basket", "Remove Cordless drill 18 V", RemoveLine(LineId(2))),
        ("confirm", "Yes, confirm 6 tools", Yes()),
        ("confirm", "Back to scanning", No()),
        ("help", "Close", Help()),
        ("link", "Remember this fob", Yes()),
    ],
)
def test_a_pressed_button_sends_its_intent(show: Show, view: str, name: str, intent: object) -> None:
    window = show(VIEWS[view])
    heard = Heard(window)
    if name == "Remember this fob":
        from kiosk.ui.toggle import ToggleRow

        toggle = next(row for row in window.findChildren(ToggleRow) if row.isVisible())
        QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    else:
        press(window, name)
    assert heard.intents == [intent]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_button_is_pressed_by_the_keyboard(show: Show, key: Qt.Key) -> None:
    window = show(VIEWS["basket"])
    heard = Heard(window)
    button(window, "Finish").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button(window, "Finish"), key)
    assert heard.intents == [Finish()]


def test_a_touch_presses_a_button(show: Show) -> None:
    window = show(VIEWS["basket"])
    heard = Heard(window)
    device = QTest.createTouchDevice()
    target = button(window, "Finish")
    at = target.mapTo(window, target.rect().center())
    QTest.touchEvent(window, device).press(1, at).commit()
    QTest.touchEvent(window, device).release(1, at).commit()
    assert heard.intents == [Finish()]
    assert heard.touches == 1


def test_a_disabled_button_sends_nothing(show: Show) -> None:
    window = show(VIEWS["committing"])
    heard = Heard(window)
    press(window, "Please wait")
    assert heard.intents == []


def test_a_press_that_ends_on_another_page_does_not_count(show: Show) -> None:
    """The new page has a button with the same text, but this button answers another question."""
    window = show(VIEWS["confirm"])
    heard = Heard(window)
    yes = button(window, "Yes, confirm 6 tools")
    QTest.mousePress(yes, Qt.MouseButton.LeftButton)
    window.show_view(View(replace(CONFIRM, headline="Leave without finishing?"), BAR))
    QTest.mouseRelease(yes, Qt.MouseButton.LeftButton)
    assert heard.intents == []


def test_a_press_counts_although_the_basket_changes_under_it(show: Show) -> None:
    window = show(VIEWS["basket"])
    heard = Heard(window)
    finish = button(window, "Finish")
    QTest.mousePress(finish, Qt.MouseButton.LeftButton)
    window.show_view(View(replace(BASKET, lines=FIVE[1:], count="4"), BAR))
    QTest.mouseRelease(finish, Qt.MouseButton.LeftButton)
    assert heard.intents == [Finish()]


def mouse(window: KioskWindow, kind: QEvent.Type, at: QPoint) -> None:
    """Send a mouse event to the native window (QWindow), as the operating system does. Qt passes it to a widget."""
    handle = window.windowHandle()
    here = QPointF(at)
    buttons = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, here, here, Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(handle, event)


def test_the_second_tap_of_a_double_tap_is_not_meant_for_the_new_page(show: Show) -> None:
    window = show(VIEWS["basket"])
    heard = Heard(window)
    finish = button(window, "Finish")
    at = finish.mapTo(window, finish.rect().center())
    window.intent.connect(lambda _intent: window.show_view(VIEWS["confirm"]))
    mouse(window, QEvent.Type.MouseButtonPress, at)
    mouse(window, QEvent.Type.MouseButtonRelease, at)
    settle()
    assert button(window, "Yes, confirm 6 tools").isVisible()
    mouse(window, QEvent.Type.MouseButtonDblClick, at)
    mouse(window, QEvent.Type.MouseButtonRelease, at)
    assert heard.intents == [Finish()]
    mouse(window, QEvent.Type.MouseButtonPress, at)
    mouse(window, QEvent.Type.MouseButtonRelease, at)
    assert heard.intents[1:] != []


def test_every_touch_and_key_is_noticed_wherever_it_is(show: Show) -> None:
    window = show(VIEWS["welcome"])
    heard = Heard(window)
    mouse(window, QEvent.Type.MouseButtonPress, QPoint(5, 5))
    mouse(window, QEvent.Type.MouseButtonRelease, QPoint(5, 5))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert heard.touches == 2


def test_the_window_title_says_nothing_personal(show: Show) -> None:
    window = show(VIEWS["basket"])
    assert window.windowTitle() == "Lending kiosk"


def test_nothing_of_a_visit_is_left_on_welcome(show: Show) -> None:
    window = show(VIEWS["basket"])
    window.show_view(VIEWS["welcome"])
    settle()
    seen = [w for w in window.page().findChildren(QObject) if "Marta" in str(w.property("text"))]
    assert seen == []
    names = [b.accessibleName() for b in window.page().findChildren(PressButton)]
    assert not any("drill" in name for name in names)


def test_words_are_never_taken_for_markup(show: Show) -> None:
    page = replace(BASKET, headline="<h1>Tom & Jerry</h1>", rail=rail("<b>Tom</b> & Jerry"))
    window = show(View(page, BAR))
    shown = {w.text() for w in window.findChildren(Text) if w.isVisible()}
    assert {"<h1>Tom & Jerry</h1>", "<b>Tom</b> & Jerry"} <= shown
    assert all(w.textFormat() is Qt.TextFormat.PlainText for w in window.findChildren(Text))


def test_an_ampersand_on_a_button_is_not_a_shortcut(show: Show) -> None:
    window = show(View(replace(WELCOME, help=Button("Help & more", Help())), BAR))
    assert button(window, "Help & more").text() == "Help && more"
    assert button(window, "Help & more").shortcut().isEmpty()


def test_the_librarys_html_is_shown_and_loads_nothing(show: Show) -> None:
    html = '<b>Mind</b> the <a href="https://example.org">step</a><img src="file:///etc/hostname">'
    window = show(View(replace(WELCOME, notes=(Note(html, "From the library"),)), BAR))
    note = next(w for w in window.findChildren(RichText) if w.isVisible())
    assert note.plain().startswith("Mind the step")
    assert note.accessibleName().startswith("Mind the step")


def test_a_state_in_the_top_bar_takes_the_place_of_the_hours(show: Show) -> None:
    window = show(VIEWS["trouble"])
    assert one(window.page().top, PillLabel).accessibleName() == "Library away"
    assert "Open until 17:00" not in {w.text() for w in window.page().top.findChildren(Text) if w.isVisible()}


def test_pages_are_made_when_they_are_first_shown(show: Show) -> None:
    window = show(VIEWS["welcome"])
    assert len(window.findChildren(LineRow)) == 0
    window.show_view(VIEWS["basket"])
    first = window.page()
    window.show_view(VIEWS["welcome"])
    window.show_view(VIEWS["basket"])
    assert window.page() is first


def test_another_theme_is_put_on_at_once(show: Show) -> None:
    window = show(VIEWS["basket"])
    window.set_theme("high-contrast")
    settle()
    assert window.look.colours.strong
    assert [row.line for row in window.findChildren(LineRow) if row.isVisible()] == list(BASKET.lines)


def test_rings_turn_only_while_something_is_not_known(qtbot: QtBot, show: Show) -> None:
    window = show(VIEWS["basket"])
    assert not window.turning, "reduce_motion holds all rings still"
    moving = KioskWindow(window.assets, display="1080x1920")
    qtbot.addWidget(moving)
    moving.open()
    turned = []
    for view in (VIEWS["basket"], View(many(3), BAR), VIEWS["committing"], VIEWS["welcome"]):
        moving.show_view(view)
        turned.append(moving.turning)
    assert turned == [True, False, True, False]


@pytest.mark.parametrize("label", ["Help", "Plus de temps", "Een heel andere taal kiezen"])
def test_a_small_tool_holds_its_words_below_its_icon(show: Show, label: str) -> None:
    window = show(VIEWS["basket"], "landscape")
    tool = PressButton(window.look, Shape.TOOL, Button(label, Help(), icon="clock"))
    tool.setParent(window)
    tool.resize(90, tool.sizeHint().height())
    drawn = tool.grab().toImage()
    edge = {drawn.pixelColor(x, y).name() for x in range(90) for y in (0, drawn.height() - 1)}
    assert len(edge) == 1, "words or icon are cut off"
