"""Tests that a process that has shown the window ends with the exit code 0.

At the end, Python deletes the objects of the window in any order, and this must not crash the process.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOWS = """
from kiosk.structs import replace
from pathlib import Path
from PySide6.QtWidgets import QApplication
from kiosk.ui.window import KioskWindow
from kiosk.views.view import View
from tests.ui.samples import VIEWS
from tests.ui.samples_before import READY, WELCOME

app = QApplication([])

def shown():
    window = KioskWindow(Path("assets"), display="1280x800")
    window.open()
    for view in (VIEWS["basket"], VIEWS["help"], VIEWS["find-many"]):
        window.show_view(replace(view, whose=7))
        app.processEvents()
        window.show_view(View(WELCOME, READY))
        app.processEvents()
    return window

"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "ends", ["window = shown()", "shown()", "window = shown(); del app", "window = shown(); window.close(); del window"]
)
def test_a_process_that_has_shown_the_window_ends_with_0(ends: str) -> None:
    done = subprocess.run([sys.executable, "-c", SHOWS + ends], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
