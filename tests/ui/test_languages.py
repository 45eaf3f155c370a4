"""Tests that a person can read and press each language to choose, on every kind of page and every form of screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain.library import Language
from kiosk.domain.messages.intents import ChooseLanguage, ShowLanguages
from kiosk.domain.visit.lasting import Lasting, Sheet
from kiosk.domain.visit.states import Idle, Purpose, State
from kiosk.structs import replace
from kiosk.texts import NATIVE_NAMES
from kiosk.ui.button import PressButton
from kiosk.ui.overlay import HelpSheet
from kiosk.ui.window import KioskWindow
from tests.presenter.kiosks import AROUND, DRILL, LIBRARY, seen, serving
from tests.presenter.rows_before_finish import asking
from tests.ui.conftest import SIZES, Show, one
from tests.ui.geometry import faults

PAGES: list[tuple[str, State]] = [
    ("welcome", Idle()),
    ("form", asking(Purpose.PASSWORD)),
    ("basket", serving(DRILL)),
]


def five(sheet: Sheet | None = None) -> Lasting:
    offered = tuple(Language(code, name) for code, name in NATIVE_NAMES.items())
    house = replace(AROUND.house, languages=tuple(NATIVE_NAMES))
    return replace(AROUND, sheet=sheet, house=house, library=replace(LIBRARY, languages=offered))


def pressed(window: KioskWindow, label: str) -> object:
    heard: list[object] = []
    window.intent.connect(heard.append)
    found = [it for it in window.findChildren(PressButton) if it.isVisible() and it.text() == label]
    QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)
    return heard[-1]


@pytest.mark.slow
@pytest.mark.parametrize("form", SIZES)
@pytest.mark.parametrize("row", PAGES, ids=lambda row: str(row[0]))
def test_every_language_can_be_read_and_pressed(show: Show, row: tuple[str, State], form: str) -> None:
    for language in NATIVE_NAMES:
        window = show(seen(row[1], five(Sheet.LANGUAGES), language), form)
        assert faults(window, one(window, HelpSheet)) == [], language
        assert pressed(window, "Nederlands") == ChooseLanguage("nl"), language


@pytest.mark.parametrize("form", SIZES)
def test_the_help_of_a_form_leads_there(show: Show, form: str) -> None:
    for language, own_name in NATIVE_NAMES.items():
        window = show(seen(asking(Purpose.PASSWORD), five(Sheet.HELP), language), form)
        assert faults(window, one(window, HelpSheet)) == [], language
        assert pressed(window, own_name) == ShowLanguages(), language
