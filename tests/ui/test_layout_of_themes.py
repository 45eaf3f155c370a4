"""Tests that every page fits the screen in every theme and at every scale, and that every theme draws every page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.window import KioskWindow
from kiosk.views.finish import ReceiptPage
from tests.ui.conftest import Show, settle
from tests.ui.geometry import place
from tests.ui.layouts import LEAST, PANELS, some_sizes, wrong_on
from tests.ui.samples import VIEWS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("size", [*LEAST, *PANELS, *some_sizes(11, 2)])
def test_every_page_fits_with_the_wider_borders_of_high_contrast(qapp: QApplication, size: str) -> None:
    assert wrong_on(VIEWS, size, "contrast") == {}


def test_dark_changes_only_the_colours(show: Show) -> None:
    """Each widget has the same place in the light and the dark theme. So a page that fits in one theme fits in both."""
    light, dark = (show(VIEWS["welcome"], "480x800", theme) for theme in ("light", "dark"))
    other = []
    for name, view in VIEWS.items():
        for window in (light, dark):
            window.show_view(view)
        settle()
        if places(light) != places(dark):
            other.append(name)
    assert other == []


def places(window: KioskWindow) -> list[tuple[str, QRect]]:
    """Return the kind and the place of each widget that is visible."""
    return [(type(one).__name__, place(one)) for one in window.findChildren(QWidget) if one.isVisible()]


SCALED = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
app.setStyle("Fusion")
from tests.ui.layouts import wrong_on
from tests.ui.samples import VIEWS
assert abs(app.devicePixelRatio() - float(sys.argv[1])) < 0.01, app.devicePixelRatio()
wrong = {size: found for size in sys.argv[2:] if (found := wrong_on(VIEWS, size))}
print(wrong)
sys.exit(bool(wrong))
"""


@pytest.mark.parametrize(
    ("scale", "sizes"), [("1.25", LEAST), ("1.5", (*LEAST, "853x533", "720x1280")), ("2", LEAST), ("3", LEAST)]
)
def test_every_page_fits_at_every_scale(scale: str, sizes: tuple[str, ...]) -> None:
    """Sizes are in scaled pixels. For example, a panel of 1280x800 pixels at the scale 1.5 has the size 853x533."""
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    command = [sys.executable, "-c", SCALED, scale, *sizes]
    done = subprocess.run(
        command, env=environ, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


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
