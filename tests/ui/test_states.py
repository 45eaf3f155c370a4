"""Every state that the presenter can show, in its real words: nothing small, cut off or shortened."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from kiosk.ui.text import Text
from kiosk.ui.window import KioskWindow
from tests.presenter.kiosks import seen
from tests.presenter.rows_after_finish import ROWS as AFTER
from tests.presenter.rows_before_finish import ROWS as BEFORE
from tests.ui.conftest import SIZES, Show, settle
from tests.ui.test_layout import LEAST, place, scroll_of

ROWS = BEFORE + AFTER


def wrong(window: KioskWindow) -> list[tuple[str, str]]:
    """What cannot be read or pressed, and why."""
    found = []
    for button in window.page().findChildren(QAbstractButton):
        if button.isVisible() and min(button.width(), button.height()) < LEAST:
            found.append((button.accessibleName(), "small"))
        if button.isVisible() and scroll_of(button) is None and not window.rect().contains(place(button)):
            found.append((button.accessibleName(), "outside"))
    for words in window.page().findChildren(Text):
        if words.isVisible() and words.height() < words.heightForWidth(words.width()):
            found.append((words.text(), "cut off"))
        if words.isVisible() and words.elided():
            found.append((words.text(), "shortened"))
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("form", list(SIZES))
def test_every_state_can_be_read_and_pressed(show: Show, form: str, language: str) -> None:
    window = show(seen(ROWS[0][1], language=language), form)
    broken = {}
    for row in ROWS:
        window.show_view(seen(row[1], language=language))
        settle()
        if found := wrong(window):
            broken[row[0]] = found
    assert broken == {}
