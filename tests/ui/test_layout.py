"""Tests that every page fits every screen.

No widget may be too small, too close to other widgets, cut off, out of reach, or without a name for screen readers.
"""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from kiosk.structs import replace
from kiosk.ui.button import PressButton
from kiosk.ui.key import KeyButton
from kiosk.ui.line import LineRow
from kiosk.ui.overlay import TooSmall
from kiosk.ui.text import Text
from kiosk.ui.theme import ScreenForm, form_for
from tests.ui.conftest import Show, one, opened, settle
from tests.ui.geometry import faults
from tests.ui.layouts import LARGE, LEAST, ODD, OTHERS, PANELS, some_sizes, wrong_on
from tests.ui.samples import VIEWS

MAIN = ("800x480", "1080x1920")


@pytest.mark.parametrize("size", [*LEAST, *(pytest.param(size, marks=pytest.mark.slow) for size in MAIN)])
def test_every_page_fits_a_screen_of_this_size(qapp: QApplication, size: str) -> None:
    assert wrong_on(VIEWS, size, painted=True) == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", [*PANELS[1:-1], *OTHERS, *ODD, *LARGE, *some_sizes(8, 2), *some_sizes(10, 14)])
def test_every_page_fits_screens_that_nobody_has_thought_of(qapp: QApplication, size: str) -> None:
    assert wrong_on(VIEWS, size) == {}


def test_a_square_screen_lies_and_a_high_one_stands() -> None:
    forms = {size: form_for(*size) for size in [(1024, 1024), (1000, 1100), (600, 700), (768, 1024), (480, 800)]}
    assert list(forms.values()) == [
        ScreenForm.SMALL,
        ScreenForm.SMALL,
        ScreenForm.SMALL,
        ScreenForm.PORTRAIT,
        ScreenForm.PORTRAIT,
    ]


@pytest.mark.slow
def test_every_control_has_a_name_and_is_reached_by_the_keyboard(qapp: QApplication) -> None:
    window = opened(VIEWS["welcome"], "800x480")
    nameless, unreached = [], []
    for name, view in VIEWS.items():
        window.show_view(view)
        settle()
        controls = [
            *window.findChildren(QAbstractButton),
            *window.findChildren(QLineEdit),
            *window.findChildren(LineRow),
        ]
        shown = [control for control in controls if control.isVisible()]
        nameless += [(name, control) for control in shown if not control.accessibleName()]
        pressed = [b for b in shown if isinstance(b, PressButton) and b.isEnabled()]
        unreached += [(name, b.text()) for b in pressed if not b.focusPolicy().value & 1]
        unreached += [(name, key.text()) for key in shown if isinstance(key, KeyButton) and key.focusPolicy().value]
    window.close()
    assert nameless == []
    assert unreached == []


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 600), (768, 1366), (2160, 3840)])
def test_other_screens_are_laid_out_again(show: Show, size: tuple[int, int]) -> None:
    window = show(VIEWS["basket"])
    window.resize(*size)
    settle()
    assert window.page().size().toTuple() == size
    assert window.look.sizes.portrait is (size[1] > size[0])
    assert faults(window) == []


@pytest.mark.parametrize("size", [(639, 480), (640, 479), (480, 799), (479, 1000), (320, 240), (400, 700)])
def test_a_screen_that_is_too_small_says_so_and_shows_nothing_else(show: Show, size: tuple[int, int]) -> None:
    words = "This screen is too small for the kiosk. It needs 640 by 480 dots, or 480 by 800 if it stands."
    window = show(replace(VIEWS["basket"], too_small=words), "800x480")
    window.resize(*size)
    settle()
    cover = one(window, TooSmall)
    assert (cover.isVisible(), cover.geometry()) == (True, window.rect())
    assert window.childAt(window.rect().center()) in (cover, *cover.findChildren(Text))
    assert faults(window, cover) == []
    window.resize(640, 480)
    settle()
    assert not any(each.isVisible() for each in window.findChildren(TooSmall))
    assert faults(window) == []
