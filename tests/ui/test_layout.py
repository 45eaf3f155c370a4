"""Tests that every page fits every screen.

Nothing may be too small, too close, cut off, out of reach, or without a name.
"""

import os
import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from kiosk.structs import replace
from kiosk.texts import NATIVE_NAMES
from kiosk.ui.button import PressButton
from kiosk.ui.key import KeyButton
from kiosk.ui.line import LineRow
from kiosk.ui.overlay import HelpSheet, TooSmall
from kiosk.ui.text import Text
from kiosk.ui.theme import ScreenForm, form_for, large_enough
from kiosk.ui.toggle import ToggleRow
from kiosk.ui.window import KioskWindow
from kiosk.views.finish import ReceiptPage
from kiosk.views.forms import FormPage
from kiosk.views.view import View
from tests.presenter.kiosks import seen
from tests.presenter.rows_after_finish import ROWS as AFTER
from tests.presenter.rows_before_finish import ROWS as BEFORE
from tests.ui.conftest import Show, one, opened, settle
from tests.ui.geometry import faults, seen_whole
from tests.ui.samples import VIEWS

MAY_ELIDE = ("basket-hard", "basket-fr")
LEAST = ("480x800", "640x480")
PANELS = ("800x480", "1024x600", "600x1024", "1280x800", "1080x1920")
OTHERS = ("768x1024", "720x1280", "800x1280", "1024x768", "1280x720", "1280x1024")
ODD = ("1920x480", "480x1920", "640x640", "1024x1024", "1152x720", "1366x768")
LARGE = ("1920x1080", "3840x2160")


def some_sizes(seed: int, count: int) -> list[str]:
    """Return random sizes of screens."""
    chance, found = random.Random(seed), list[str]()
    while len(found) < count:
        width, height = chance.randint(480, 2200), chance.randint(480, 2200)
        if large_enough(width, height):
            found.append(f"{width}x{height}")
    return found


def wrong_on(views: dict[str, View], size: str, theme: str = "light") -> dict[str, list[tuple[str, str]]]:
    """Return the faults of these views on a screen of this size, by the name of the view."""
    found: dict[str, list[tuple[str, str]]] = {}
    window = opened(next(iter(views.values())), size, theme)
    for name, view in views.items():
        window.show_view(view)
        settle()
        part = one(window, HelpSheet) if view.help is not None else None
        if wrong := [*faults(window, part, may_elide=name in MAY_ELIDE), *unseen_consent(window, view)]:
            found[name] = wrong
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)  # do this here, because no loop runs
    return found


def unseen_consent(window: KioskWindow, view: View) -> list[tuple[str, str]]:
    """Return a fault if the switch of a form is not seen completely.

    To send the form is to agree to the text of the switch.
    """
    if not isinstance(view.page, FormPage) or view.page.toggle is None or view.help is not None:
        return []
    shown = [row for row in window.page().findChildren(ToggleRow) if row.isVisible()]
    return [] if [seen_whole(row) for row in shown] == [True] else [("the switch", "is not seen whole")]


@cache
def every_state(languages: tuple[str, ...] = tuple(NATIVE_NAMES)) -> dict[str, View]:
    """Return the view of every state in these languages, by its name."""
    rows = [(language, row) for language in languages for row in BEFORE + AFTER]
    return {f"{language}: {row[0]}": seen(row[1], language=language) for language, row in rows}


def two_languages(number: int) -> tuple[str, ...]:
    """Return two languages that depend on the number. So each language is tried on many screens, but not on all."""
    names = tuple(NATIVE_NAMES)
    return names[number % len(names)], names[(number + 2) % len(names)]


@pytest.mark.parametrize("size", [*LEAST, "800x480", "1080x1920"])
def test_every_page_fits_a_screen_of_this_size(qapp: QApplication, size: str) -> None:
    assert wrong_on(VIEWS, size) == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", LEAST)
def test_every_page_fits_with_the_wider_borders_of_high_contrast(qapp: QApplication, size: str) -> None:
    assert wrong_on(VIEWS, size, "contrast") == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", LEAST)
def test_every_state_fits_the_smallest_screens_in_its_real_words(qapp: QApplication, size: str) -> None:
    assert wrong_on(every_state(), size) == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", PANELS)
def test_every_state_fits_every_panel_in_its_real_words(qapp: QApplication, size: str) -> None:
    assert wrong_on(every_state(), size) == {}


@pytest.mark.slow
@pytest.mark.parametrize(("number", "size"), [*enumerate([*OTHERS, *ODD, *LARGE, *some_sizes(9, 6)])])
def test_every_state_fits_other_screens_in_its_real_words(qapp: QApplication, number: int, size: str) -> None:
    assert wrong_on(every_state(two_languages(number)), size) == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", [*PANELS, *OTHERS, *ODD, *LARGE, *some_sizes(8, 2), *some_sizes(10, 14)])
def test_every_page_fits_screens_that_nobody_has_thought_of(qapp: QApplication, size: str) -> None:
    assert wrong_on(VIEWS, size) == {}


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["dark", "contrast"])
@pytest.mark.parametrize("size", [*PANELS, *some_sizes(11, 2)])
def test_every_page_fits_in_every_theme(qapp: QApplication, size: str, theme: str) -> None:
    assert wrong_on(VIEWS, size, theme) == {}


SCALED = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
app.setStyle("Fusion")
from tests.ui.test_layout import wrong_on
from tests.ui.samples import VIEWS
assert abs(app.devicePixelRatio() - float(sys.argv[1])) < 0.01, app.devicePixelRatio()
wrong = {size: found for size in sys.argv[2:] if (found := wrong_on(VIEWS, size))}
print(wrong)
sys.exit(bool(wrong))
"""


@pytest.mark.slow
@pytest.mark.parametrize("scale", ["1.25", "1.5", "2", "3"])
def test_every_page_fits_at_every_scale(scale: str) -> None:
    """The sizes are counted after scaling. At the scale 2, the panel has four times as many pixels."""
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    command = [sys.executable, "-c", SCALED, scale, *LEAST, "853x533", "720x1280"]
    done = subprocess.run(
        command, env=environ, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


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


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_every_theme_draws_every_page(show: Show, theme: str) -> None:
    window = show(VIEWS["welcome"], "landscape", theme)
    wall, other = window.look.colour("wall"), []
    for name, view in VIEWS.items():
        window.show_view(view)
        settle()
        below_any_band = 790 if isinstance(view.page, ReceiptPage) else 90
        if window.grab().toImage().pixelColor(2, below_any_band) != wall:
            other.append(name)
    assert other == []


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


def test_every_view_says_what_a_screen_that_is_too_small_shows() -> None:
    assert all("640" in view.too_small for view in every_state().values())
