"""Every state that the presenter can show, in its real words: nothing small, cut off or shortened."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.texts import NATIVE_NAMES
from kiosk.ui.button import PressButton
from kiosk.ui.text import Text
from kiosk.ui.window import KioskWindow
from tests.presenter.kiosks import seen
from tests.presenter.rows_after_finish import ROWS as AFTER
from tests.presenter.rows_before_finish import ROWS as BEFORE
from tests.ui.conftest import SIZES, Show, settle
from tests.ui.test_layout import LEAST, place, scroll_of

pytestmark = pytest.mark.slow
ROWS = BEFORE + AFTER


def wrong(window: KioskWindow, part: QWidget | None = None) -> list[tuple[str, str]]:
    """What of this part, or of the page, cannot be read or pressed, and why."""
    found, part = [], part or window.page()
    for button in part.findChildren(QAbstractButton):
        if button.isVisible() and min(button.width(), button.height()) < LEAST:
            found.append((button.accessibleName(), "small"))
        if button.isVisible() and scroll_of(button) is None and not window.rect().contains(place(button)):
            found.append((button.accessibleName(), "outside"))
    buttons = (it for it in part.findChildren(PressButton) if it.isVisible())
    found += [(it.text(), "does not fit") for it in buttons if not it.fits()]
    for words in part.findChildren(Text):
        if words.isVisible() and words.height() < words.heightForWidth(words.width()):
            found.append((words.text(), "cut off"))
        if words.isVisible() and words.elided():
            found.append((words.text(), "shortened"))
        if words.isVisible() and words.broken() and "@" not in words.text():
            found.append((words.text(), "broken"))
    return found


@pytest.mark.parametrize("language", NATIVE_NAMES)
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
