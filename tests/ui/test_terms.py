"""Tests of the chips of a line, which are small buttons for its terms, and of the panel that a chip opens."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.domain.messages.intents import ChooseCondition, ChooseDue, ClosePanel, OpenPanel, SameDueForAll
from kiosk.domain.model import LineId
from kiosk.domain.terms import Condition, TermKind
from kiosk.structs import replace
from kiosk.ui.button import PressButton
from kiosk.ui.line import LineRow
from kiosk.ui.line_list import LineList
from kiosk.ui.line_terms import ChoiceButton, PanelButton, TermChip, TermPanel
from kiosk.ui.window import KioskWindow
from kiosk.views.view import View
from tests.ui.conftest import Show, one, settle
from tests.ui.samples import VIEWS
from tests.ui.samples_basket import BASKET, CONDITION, DUE, LADDER, OPENED, SAW
from tests.ui.samples_before import BAR

FORMS = ("portrait", "landscape", "small")


def sent_by(window: KioskWindow) -> list[object]:
    """Return a list that gets every intent that the window sends from now on."""
    intents: list[object] = []
    window.intent.connect(intents.append)
    return intents


def named(window: KioskWindow, name: str) -> PressButton:
    """Return the visible button with this accessible name."""
    found = [each for each in window.findChildren(PressButton) if each.accessibleName() == name and each.isVisible()]
    assert len(found) == 1, [each.accessibleName() for each in window.findChildren(PressButton)]
    return found[0]


@pytest.mark.parametrize("form", FORMS)
def test_chips_and_choices_are_large_enough_for_a_finger_and_lie_inside_their_line(show: Show, form: str) -> None:
    window = show(VIEWS["due"], form)
    chips = [each for kind in (ChoiceButton, TermChip) for each in window.findChildren(kind) if not each.isHidden()]
    assert len(chips) >= 8 + 3 + 2
    for chip in chips:
        assert min(chip.width(), chip.height()) >= 64, chip.accessibleName()
        parent = chip.parentWidget()
        assert parent is not None
        assert parent.rect().contains(chip.geometry()), chip.accessibleName()


@pytest.mark.parametrize("form", FORMS)
def test_nothing_in_a_line_lies_over_something_else(show: Show, form: str) -> None:
    window = show(VIEWS["due"], form)
    for row in window.findChildren(LineRow):
        parts = [each for each in row.findChildren(QWidget) if not each.isHidden() and each.parentWidget() is row]
        for index, part in enumerate(parts):
            for other in parts[index + 1 :]:
                assert not part.geometry().intersects(other.geometry()), (part, other)


def test_a_press_sends_what_the_choice_stands_for(show: Show) -> None:
    window = show(VIEWS["due"], "landscape")
    intents = sent_by(window)
    for name in ("Sat 28 Nov", "Same day for all 4", "Keep Sat 5 Dec", "Ladder: Broken"):
        QTest.mouseClick(named(window, name), Qt.MouseButton.LeftButton)
    assert intents == [
        ChooseDue(LineId(2), date(2026, 11, 28)),
        SameDueForAll(date(2026, 12, 5)),
        ClosePanel(),
        ChooseCondition(LineId(3), Condition("7", "")),
    ]


def test_what_is_chosen_is_checked_for_a_screen_reader_and_only_the_view_changes_that(show: Show) -> None:
    window = show(VIEWS["due"], "landscape")
    intents = sent_by(window)
    chosen, other = named(window, "Ladder: All good"), named(window, "Ladder: Needs a look")
    assert (chosen.isChecked(), other.isChecked()) == (True, False)
    spoken = QAccessible.queryAccessibleInterface(other)
    spoken.actionInterface().doAction(spoken.actionInterface().toggleAction())
    assert intents == [ChooseCondition(LineId(3), Condition("6", ""))]
    assert (chosen.isChecked(), other.isChecked()) == (True, False)


def test_the_panel_goes_with_the_view_and_is_used_again(show: Show) -> None:
    window = show(VIEWS["due"], "landscape")
    panel = one(window, TermPanel)
    height = panel.parentWidget().height()  # type: ignore[union-attr]
    window.show_view(View(replace(DUE, lines=(replace(OPENED, panel=None), SAW, LADDER)), BAR))
    settle()
    assert panel.isHidden()
    assert panel.parentWidget().height() < height  # type: ignore[union-attr]
    window.show_view(VIEWS["due"])
    settle()
    assert window.findChildren(TermPanel) == [panel]
    assert [each.accessibleName() for each in panel.findChildren(PanelButton)][:2] == ["Tue 24 Nov", "Thu 26 Nov"]


def test_from_seven_lines_on_the_condition_is_one_chip_that_opens_a_panel(show: Show) -> None:
    lines = tuple(replace(LADDER, key=key) for key in range(1, 8))
    window = show(View(replace(BASKET, lines=lines), BAR), "portrait")
    intents = sent_by(window)
    assert not [each for each in window.findChildren(ChoiceButton) if each.isVisible()]
    first = one(window, LineList).rows()[0]
    chip = next(each for each in first.findChildren(TermChip) if each.isVisible())
    assert chip.accessibleName() == CONDITION.name
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert intents == [OpenPanel(LineId(3), TermKind.CONDITION)]


def test_the_keyboard_passes_the_chip_then_the_days_then_the_next_line(show: Show) -> None:
    window = show(VIEWS["due"], "landscape")
    rows = one(window, LineList).rows()
    names = [each.accessibleName() for row in rows for each in row.controls() if not each.isHidden()]
    assert names[1:4] == ["Tool 2, due Sat 5 Dec. Change the day", "Tue 24 Nov", "Thu 26 Nov"]
    assert names.index("Same day for all 4") < names.index(SAW.name)
