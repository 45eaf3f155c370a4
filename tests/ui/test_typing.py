"""Tests that every password can be typed with fingers, on every keyboard and screen, and without holding a key."""

import string
import unicodedata

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.ui import keyboard
from kiosk.ui.key import KeyButton, KeyKind
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.window import KioskWindow
from kiosk.views.forms import Field, FieldKind, Form, FormPage
from kiosk.views.view import View
from tests.ui.conftest import Show, one, opened, settle
from tests.ui.geometry import faults, place
from tests.ui.layouts import LEAST
from tests.ui.samples_before import BAR, LINK, LOG_IN, TYPED

SIZES = [*LEAST, "800x480", "720x1280", "1280x800", "1920x480"]
PASSWORDS = [
    "länger-läuft-sicher",
    "GROẞE Füße, 7 Äpfel!",
    "Ça brûle à l’œuf: Noël, Où ça?",  # noqa: RUF001
    "¿Mañana, pingüino? ¡Sí!",
    "één ĳsvogel, naïef & coöperatief".replace("ĳ", "ij"),
    "Blåbærsyltetøy på Åland",
    "Zażółć gęślą jaźń",
    "Příliš žluťoučký kůň úpěl ďábelské ódy",
    "Árvíztűrő tükörfúrógép",
    "İstanbul'da ışık, ağaç, şeker, ÇÖĞÜŞ",  # noqa: RUF001
    "Ég þarf að æfa mig, Þórður",
    "ĀČĒĢĪĶĻŅŠŪŽ āčēģīķļņšūž",
    "ĄČĘĖĮŠŲŪŽ, Õun",
    "țară și câine, Ăsta",
    "Đorđe, ŁÓDŹ, Ħamrun, Ċavetta, ĉŝŭ",
    string.printable[:95],
    "5€ + 3£ = §8?",
]
PLAIN = FormPage(
    "Log in",
    "",
    Form(31, (Field("secret", "Password", FieldKind.PASSWORD),), LOG_IN.form.submit, show_secret="Show password"),
    back=LOG_IN.back,
    others=LOG_IN.others,
)


def board(window: KioskWindow) -> Keyboard:
    return one(window.page(), Keyboard)


def key_of(window: KioskWindow, kind: KeyKind) -> KeyButton:
    return next(key for key in board(window).shown() if key.cap.kind is kind)


def typed(window: KioskWindow) -> str:
    return next(edit for edit in window.findChildren(QLineEdit) if edit.isVisible()).text()


def tap(key: KeyButton) -> None:
    QTest.mouseClick(key, Qt.MouseButton.LeftButton)


def offered(window: KioskWindow) -> dict[str, KeyButton]:
    strip = board(window).strip()
    return {key.cap.types: key for key in strip.shown()} if strip is not None else {}


def plain_keys(window: KioskWindow) -> dict[str, KeyButton]:
    return {key.cap.types: key for key in board(window).shown() if key.cap.kind is KeyKind.SIGN}


def to_page(window: KioskWindow, sign: str) -> tuple[KeyButton, bool]:
    """Show the page of the keyboard that has this sign, as a key or as an accent that a key offers.

    Return the key, and True if the sign is only an accent of this key.
    """
    for step in range(6):
        found = plain_keys(window)
        if sign in found:
            return found[sign], False
        holders = [key for key in found.values() if sign in key.cap.more]
        if holders:
            return holders[0], True
        tap(key_of(window, KeyKind.PAGE if step in (1, 3) else KeyKind.SHIFT))
    raise AssertionError(f"no key for {sign!r}")


def type_by_taps(window: KioskWindow, text: str) -> None:
    """Type this text with short presses only. No key is held down.

    For a letter with an accent, press the key for accents, then the plain letter, then the offered letter.
    """
    for sign in text:
        key, is_offered = to_page(window, sign)
        if is_offered:
            tap(key_of(window, KeyKind.ACCENTS))
            tap(to_page(window, sign)[0])
            tap(offered(window)[sign])
        else:
            tap(key)


@pytest.mark.parametrize("size", LEAST[:1])
def test_every_password_can_be_typed_on_the_english_keyboard(show: Show, size: str) -> None:
    window = show(View(PLAIN, BAR), size)
    wrong = []
    for text in PASSWORDS:
        window.page().wipe()
        window.show_view(View(PLAIN, BAR))
        type_by_taps(window, text)
        if typed(window) != text:
            wrong.append((text, typed(window)))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES[1:])
def test_every_sign_of_the_passwords_can_be_typed_on_every_screen(show: Show, size: str) -> None:
    """Each sign is typed only once. Another test types whole passwords."""
    signs = "".join(sorted({sign for text in PASSWORDS for sign in text}))
    window = show(View(PLAIN, BAR), size)
    window.setUpdatesEnabled(False)  # without painting, the test takes much less time
    type_by_taps(window, signs)
    assert typed(window) == signs


@pytest.mark.slow
@pytest.mark.parametrize("language", keyboard.LANGUAGES)
@pytest.mark.parametrize("kind", [FieldKind.TEXT, FieldKind.CODE])
def test_every_sign_is_on_every_keyboard(show: Show, kind: FieldKind, language: str) -> None:
    form = LINK.form if kind is FieldKind.TEXT else TYPED.form
    window = show(View(FormPage("", "", form, keyboard=language), BAR), "480x800")
    window.setUpdatesEnabled(False)
    type_by_taps(window, string.printable[:95] + "€£§" + "éèêëàâçùûîôæœñáíóúüäöß" + "ĄčĐğİłŐřŞťŽ")
    assert typed(window) == string.printable[:95] + "€£§" + "éèêëàâçùûîôæœñáíóúüäöß" + "ĄčĐğİłŐřŞťŽ"


def test_every_latin_letter_of_europe_is_offered() -> None:
    """Try all letters of Latin-1 and Latin Extended-A, and the Romanian letters with a comma.

    Leave out letters that people write as two characters, and letters that are not used any more.
    """
    letters = {chr(code) for code in (*range(0xC0, 0x180), 0x218, 0x219, 0x21A, 0x21B) if chr(code).isalpha()}
    unwritten = set("ŉĸſĳĲ")
    small = {sign for letter in string.ascii_lowercase for sign in keyboard.accents(letter)}
    capital = {sign for letter in string.ascii_uppercase for sign in keyboard.accents(letter)}
    assert {sign for sign in letters - unwritten if sign.islower()} - small == set()
    assert {sign for sign in letters - unwritten if sign.isupper()} - capital == set()
    assert all(unicodedata.category(sign) in ("Ll", "Lo") for sign in small)


# --- keys that are held --------------------------------------------------------------------------


def hold(window: KioskWindow, key: KeyButton, qtbot: QtBot) -> None:
    QTest.mousePress(key, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(offered(window)))


@pytest.mark.parametrize("size", SIZES)
def test_a_key_that_is_held_offers_its_accents_and_all_of_them_fit(show: Show, qtbot: QtBot, size: str) -> None:
    window = show(View(PLAIN, BAR), size)
    key = plain_keys(window)["o"]
    hold(window, key, qtbot)
    strip = board(window).strip()
    assert strip is not None
    assert faults(window, strip) == []
    assert window.rect().contains(place(strip))
    QTest.mouseRelease(key, Qt.MouseButton.LeftButton)
    assert typed(window) == ""
    tap(offered(window)["ö"])
    assert typed(window) == "ö"
    assert offered(window) == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", ["480x800", "640x480", "3840x2160"])
@pytest.mark.parametrize("language", keyboard.LANGUAGES)
def test_every_strip_fits(show: Show, size: str, language: str) -> None:
    window = show(View(FormPage("", "", PLAIN.form, keyboard=language), BAR), size)
    window.setUpdatesEnabled(False)
    wrong = {}
    for sign in [*plain_keys(window)]:
        tap(key_of(window, KeyKind.ACCENTS))
        tap(plain_keys(window)[sign])
        strip = board(window).strip()
        if strip is not None and strip.isVisible():
            wrong[sign] = [*faults(window, strip), *([] if window.rect().contains(place(strip)) else ["outside"])]
            strip.close_up()
    tap(key_of(window, KeyKind.LANGUAGE))
    strip = board(window).strip()
    assert strip is not None
    wrong["languages"] = [*faults(window, strip)]
    assert {sign: found for sign, found in wrong.items() if found} == {}


def test_the_finger_slides_to_the_accent_and_lets_go_there(show: Show, qtbot: QtBot) -> None:
    window = show(View(PLAIN, BAR), "800x480")
    key = plain_keys(window)["a"]
    hold(window, key, qtbot)
    target = offered(window)["å"]
    at = key.mapFrom(window, place(target).center())
    QTest.mouseMove(key, at)
    QTest.mouseRelease(key, Qt.MouseButton.LeftButton, pos=at)
    assert typed(window) == "å"


def test_a_finger_on_glass_holds_as_a_mouse_does(show: Show, qtbot: QtBot) -> None:
    window = show(View(PLAIN, BAR), "800x480")
    device = QTest.createTouchDevice()
    key = plain_keys(window)["u"]
    QTest.touchEvent(window, device).press(1, place(key).center()).commit()
    qtbot.waitUntil(lambda: bool(offered(window)))
    target = place(offered(window)["ü"]).center()
    QTest.touchEvent(window, device).move(1, target).commit()
    QTest.touchEvent(window, device).release(1, target).commit()
    assert typed(window) == "ü"


def test_a_capital_offers_capitals_and_small_letters_follow(show: Show, qtbot: QtBot) -> None:
    window = show(View(PLAIN, BAR), "800x480")
    tap(key_of(window, KeyKind.SHIFT))
    key = plain_keys(window)["A"]
    hold(window, key, qtbot)
    assert "Ä" in offered(window)
    assert "ä" not in offered(window)
    QTest.mouseRelease(key, Qt.MouseButton.LeftButton)
    tap(offered(window)["Ä"])
    tap(plain_keys(window)["b"])
    assert typed(window) == "Äb"


def test_a_touch_elsewhere_closes_the_strip_and_types_nothing_of_it(show: Show, qtbot: QtBot) -> None:
    window = show(View(PLAIN, BAR), "800x480")
    key = plain_keys(window)["e"]
    hold(window, key, qtbot)
    QTest.mouseRelease(key, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.page().wall, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert offered(window) == {}
    assert typed(window) == ""


def test_a_key_without_accents_types_however_long_it_is_pressed(show: Show, qtbot: QtBot) -> None:
    window = show(View(PLAIN, BAR), "800x480")
    key = plain_keys(window)["q"]
    assert key.cap.more == ""
    QTest.mousePress(key, Qt.MouseButton.LeftButton)
    QTest.qWait(600)
    QTest.mouseRelease(key, Qt.MouseButton.LeftButton)
    assert typed(window) == "q"


def test_the_strip_leaves_nothing_behind(show: Show, qtbot: QtBot) -> None:
    """After a letter with an accent was chosen, no key offers it any more, and the password field does not show it."""
    window = show(View(PLAIN, BAR), "800x480")
    key = plain_keys(window)["e"]
    hold(window, key, qtbot)
    QTest.mouseRelease(key, Qt.MouseButton.LeftButton)
    tap(offered(window)["ę"])
    strip = board(window).strip()
    assert strip is not None
    assert not any("ę" in (child.text(), child.accessibleName()) for child in strip.findChildren(KeyButton))
    edit = next(edit for edit in window.findChildren(QLineEdit) if edit.isVisible())
    assert edit.displayText() != "ę"


# --- keyboards of other languages ----------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_the_keyboard_of_another_language_is_one_key_away(show: Show, size: str) -> None:
    window = show(View(PLAIN, BAR), size)
    names = {keyboard.words_of(code).name for code in keyboard.LANGUAGES}
    tap(key_of(window, KeyKind.LANGUAGE))
    assert {key.text() for key in offered(window).values()} == names
    tap(offered(window)["de"])
    assert {"ü", "ö", "ä", "ß"} <= set(plain_keys(window))
    tap(plain_keys(window)["ü"])
    assert typed(window) == "ü"
    settle()
    assert faults(window) == []


def test_the_chosen_keyboard_stays_for_the_next_field_and_goes_when_the_language_changes(show: Show) -> None:
    window = show(View(LINK, BAR), "800x480")
    tap(key_of(window, KeyKind.LANGUAGE))
    tap(offered(window)["fr"])
    window.findChildren(QLineEdit)[1].setFocus()
    settle()
    assert "".join(plain_keys(window))[:6] == "azerty"
    window.show_view(View(FormPage(LINK.headline, "", LINK.form, keyboard="de"), BAR))
    assert "".join(plain_keys(window))[:6] == "qwertz"


@pytest.mark.parametrize("size", [*LEAST, "600x1024", "768x1024", "1366x768", "2160x3840"])
def test_all_letters_are_there_at_every_size(qapp: QApplication, size: str) -> None:
    missing = {}
    for language in keyboard.LANGUAGES:
        window = opened(View(FormPage("", "", LINK.form, keyboard=language), BAR), size)
        shown = {sign for sign, key in plain_keys(window).items() if window.rect().contains(place(key))}
        window.close()
        letters = set("".join(keyboard.letters(language)))
        assert len(letters) >= 26
        missing[language] = letters - shown
    assert missing == {language: set() for language in keyboard.LANGUAGES}
