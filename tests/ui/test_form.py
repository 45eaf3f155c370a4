"""Tests of typing in a form, with the kiosk's own keyboard."""

import string

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from kiosk.structs import replace
from kiosk.ui import keyboard
from kiosk.ui.blocks import BannerCard
from kiosk.ui.button import PressButton
from kiosk.ui.key import KeyButton, KeyKind
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.text import Text
from kiosk.ui.toggle import ToggleRow
from kiosk.ui.window import KioskWindow
from kiosk.views.forms import TYPED_CODE, Field, FieldKind, FilledForm
from kiosk.views.view import View
from tests.ui.conftest import Show, one, settle
from tests.ui.geometry import seen_whole
from tests.ui.samples import VIEWS
from tests.ui.samples_before import BAR, LINK, LOG_IN, PIN


def keys(window: KioskWindow) -> dict[str, KeyButton]:
    return {key.accessibleName(): key for key in one(window, Keyboard).shown()}


def tap(window: KioskWindow, *names: str) -> None:
    for name in names:
        QTest.mouseClick(keys(window)[name], Qt.MouseButton.LeftButton)


def edits(window: KioskWindow) -> list[QLineEdit]:
    return [edit for edit in window.findChildren(QLineEdit) if edit.isVisible()]


def sent(window: KioskWindow) -> list[FilledForm]:
    forms: list[FilledForm] = []
    window.form_sent.connect(forms.append)
    return forms


def test_what_is_tapped_is_typed_and_sent(show: Show) -> None:
    window = show(VIEWS["link"])
    forms = sent(window)
    tap(window, "m", "a", "r", "Delete", "Capitals", "X", "1")
    assert [edit.text() for edit in edits(window)] == ["maX1", ""]
    tap(window, "Link fob")
    assert forms == []
    tap(window, "p", "@", " ", ".", "Link fob")
    assert [form.values for form in forms] == [(("name", "maX1"), ("secret", "p@ ."))]
    assert "p@" not in repr(forms[0])


def test_a_label_s_code_is_typed_in_capitals_with_a_hyphen_at_hand(show: Show) -> None:
    window = show(VIEWS["typed"])
    forms = sent(window)
    tap(window, "D", "R", "-", "0", "1", "4", "2")
    assert [edit.text() for edit in edits(window)] == ["DR-0142"]
    assert edits(window)[0].echoMode() is QLineEdit.EchoMode.Normal
    tap(window, "Capitals", "a", "Delete", "Add the tool")
    assert [(form.form, form.value("code")) for form in forms] == [(TYPED_CODE, "DR-0142")]


def test_the_field_is_empty_when_it_is_shown_again(show: Show) -> None:
    window = show(VIEWS["typed"])
    tap(window, "D")
    window.show_view(VIEWS["basket"])
    window.show_view(VIEWS["typed"])
    settle()
    assert [edit.text() for edit in edits(window)] == [""]
    assert "D" in keys(window)


def test_a_field_starts_with_what_was_kept_and_the_empty_one_has_the_focus(show: Show) -> None:
    window = show(VIEWS["login"])
    assert [edit.text() for edit in edits(window)] == ["marta.lindqvist", ""]
    assert edits(window)[1].hasFocus()


def test_a_form_that_lacks_something_where_one_is_already_is_sent_for_the_answer_says_what(show: Show) -> None:
    window = show(VIEWS["login"])
    forms = sent(window)
    tap(window, "Log in")
    assert [form.value("secret") for form in forms] == [""]


def test_a_password_is_dots_until_the_eye_is_pressed(show: Show) -> None:
    window = show(VIEWS["login"])
    secret = edits(window)[1]
    assert secret.echoMode() is QLineEdit.EchoMode.Password
    from tests.ui.test_window import press

    press(window, "Show password")
    assert secret.echoMode() is QLineEdit.EchoMode.Normal


def test_what_was_typed_dies_with_the_form(show: Show) -> None:
    window = show(VIEWS["link"])
    tap(window, "a", "b")
    old = edits(window)[0]
    window.show_view(View(replace(LINK, form=replace(LINK.form, ident=9)), BAR))
    assert [edit.text() for edit in edits(window)] == ["", ""]
    assert old.text() == ""
    assert not old.isUndoAvailable()


def test_what_was_typed_dies_when_the_page_goes(show: Show) -> None:
    window = show(VIEWS["link"])
    tap(window, "a", "b")
    window.show_view(VIEWS["welcome"])
    assert all(edit.text() == "" for edit in window.findChildren(QLineEdit))


def test_what_was_typed_stays_while_the_form_is_the_same(show: Show) -> None:
    window = show(VIEWS["link"])
    tap(window, "a", "b")
    window.show_view(View(replace(LINK, error=LOG_IN.error), BAR))
    assert edits(window)[0].text() == "ab"


def test_another_language_renames_the_fields_and_keeps_what_was_typed(show: Show) -> None:
    window = show(VIEWS["link"])
    tap(window, "a", "b")
    name, secret = LINK.form.fields
    fields = (replace(name, label="Nom"), replace(secret, label="Mot de passe"))
    french = replace(LINK.form, fields=fields, show_secret="Voir le mot de passe")
    window.show_view(View(replace(LINK, form=french), BAR))
    assert [edit.accessibleName() for edit in edits(window)] == ["Nom", "Mot de passe"]
    assert {"Nom", "Mot de passe"} <= {text.text() for text in window.findChildren(Text) if text.isVisible()}
    assert "Voir le mot de passe" in {b.accessibleName() for b in window.findChildren(PressButton) if b.isVisible()}
    assert edits(window)[0].text() == "ab"
    assert edits(window)[0].hasFocus()


def test_a_field_that_comes_or_goes_leaves_the_others_as_they_are(show: Show) -> None:
    window = show(VIEWS["link"])
    tap(window, "a", "b")
    pin = Field("pin", "Choose 4 digits", FieldKind.PIN)
    window.show_view(View(replace(LINK, form=replace(LINK.form, fields=(*LINK.form.fields, pin))), BAR))
    assert [edit.text() for edit in edits(window)] == ["ab", "", ""]
    QTest.keyClicks(edits(window)[2], "12345")
    assert edits(window)[2].text() == "1234", "a PIN has four digits"
    chosen = edits(window)[2]
    window.show_view(VIEWS["link"])
    assert [edit.text() for edit in edits(window)] == ["ab", ""]
    assert chosen.text() == ""


@pytest.mark.parametrize("form", ["portrait", "landscape"])
@pytest.mark.parametrize("name", ["link", "link-crowded", "link-question"])
def test_fields_switch_and_keyboard_stand_whole_whatever_went_wrong(show: Show, name: str, form: str) -> None:
    window = show(VIEWS[name], form)
    switch = next(row for row in window.findChildren(ToggleRow) if row.isVisible())
    parts = [*edits(window), switch, *(b for b in window.findChildren(BannerCard) if b.isVisible())]
    assert len(parts) == (3 if name == "link" else 4)
    for part in parts:
        assert seen_whole(part), part


def test_a_switch_and_the_eye_do_for_a_screen_reader_what_they_do_for_a_finger(show: Show) -> None:
    """A screen reader toggles a checkable button. Qt then changes the button without a click."""
    window = show(VIEWS["link"], "portrait")
    intents: list[object] = []
    window.intent.connect(intents.append)
    switch = next(row for row in window.findChildren(ToggleRow) if row.isVisible())
    was_on = switch.isChecked()
    _toggle(switch)
    assert len(intents) == 1
    assert switch.isChecked() is was_on
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert intents[0] == intents[1]
    assert len(intents) == 2
    password = edits(window)[1]
    eye = next(each for each in window.findChildren(PressButton) if each.isVisible() and each.isCheckable())
    for mode, is_on in ((QLineEdit.EchoMode.Normal, True), (QLineEdit.EchoMode.Password, False)):
        _toggle(eye)
        assert (password.echoMode(), eye.isChecked()) == (mode, is_on)


def _toggle(button: QAbstractButton) -> None:
    spoken = QAccessible.queryAccessibleInterface(button).actionInterface()
    spoken.doAction(spoken.toggleAction())


def test_a_form_that_waits_takes_nothing(show: Show) -> None:
    window = show(VIEWS["login"])
    forms = sent(window)
    tap(window, "x")
    window.show_view(View(replace(LOG_IN, form=replace(LOG_IN.form, waiting=True)), BAR))
    tap(window, "y")
    QTest.keyClick(edits(window)[1], Qt.Key.Key_Return)
    assert edits(window)[1].text() == "x"
    assert forms == []
    assert not keys(window)["Log in"].isEnabled()


def test_a_real_keyboard_works_too(show: Show) -> None:
    window = show(VIEWS["login"])
    forms = sent(window)
    QTest.keyClicks(edits(window)[1], "pass word")
    QTest.keyClick(edits(window)[1], Qt.Key.Key_Return)
    assert forms[0].value("secret") == "pass word"


def test_a_pin_has_a_pad_of_digits(show: Show) -> None:
    window = show(VIEWS["pin"])
    forms = sent(window)
    assert set(keys(window)) == {*string.digits, "Delete", "Go on"}
    QTest.keyClicks(edits(window)[0], "")
    tap(window, "1", "2", "3", "4", "Go on")
    assert forms[0].value("pin") == "1234"
    assert edits(window)[0].echoMode() is QLineEdit.EchoMode.Password


def test_capitals_hold_for_one_letter(show: Show) -> None:
    window = show(VIEWS["link"])
    tap(window, "Capitals", "A", "a")
    assert edits(window)[0].text() == "Aa"


def test_capitals_pressed_twice_hold_until_pressed_again(show: Show) -> None:
    window = show(VIEWS["link"])
    tap(window, "Capitals", "Capitals", "A", "B", "Capitals", "c")
    assert edits(window)[0].text() == "ABc"


def test_signs_come_and_go(show: Show) -> None:
    window = show(VIEWS["link"])
    tap(window, "Signs", "#", "%", "Letters", "a")
    assert edits(window)[0].text() == "#%a"


@pytest.mark.parametrize("form", ["portrait", "landscape", "small"])
@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "nl"])
def test_every_language_can_type_all_of_ascii(show: Show, language: str, form: str) -> None:
    window = show(View(replace(LINK, keyboard=language), BAR), form)
    board = one(window, Keyboard)
    words = keyboard.words_of(language)
    found = typed_by(board)
    tap(window, words.shift)
    found |= typed_by(board)
    tap(window, words.signs)
    found |= typed_by(board)
    QTest.mouseClick(next(k for k in board.shown() if k.cap.kind is KeyKind.SHIFT), Qt.MouseButton.LeftButton)
    found |= typed_by(board)
    assert set(string.printable[:95]) - found == set()
    assert min(key.width() for key in board.shown()) >= 64


def typed_by(board: Keyboard) -> set[str]:
    return {key.cap.types for key in board.shown()}


def test_the_key_that_deletes_repeats_and_no_other(show: Show) -> None:
    window = show(VIEWS["link"])
    repeating = [name for name, key in keys(window).items() if key.autoRepeat()]
    assert repeating == ["Delete"]


def test_an_unknown_language_types_english(show: Show) -> None:
    window = show(View(replace(PIN, form=LINK.form, keyboard="xx"), BAR))
    assert {"q", "w", "e"} <= set(keys(window))


def test_keys_type_into_the_field_that_was_touched_last_also_while_another_window_has_the_keyboard(show: Show) -> None:
    window = show(VIEWS["link"])
    edits(window)[1].setFocus()
    other = QLineEdit()
    other.show()
    other.activateWindow()
    other.setFocus()
    settle()
    tap(window, "a")
    assert [edit.text() for edit in edits(window)] == ["", "a"]
    other.close()
