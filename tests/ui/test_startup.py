"""Tests that the first frame costs little. The program loads few modules before it, and only three modules of Qt."""

import subprocess
import sys

_SHOW_WELCOME = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from kiosk.assets import asset
from kiosk.ui.window import KioskWindow
from kiosk.views.welcome import WelcomePage
from kiosk.views.view import View
window = KioskWindow(asset("theme.toml").parent, display="1280x800")
window.show_view(View(WelcomePage("Hold your fob", "", (), "picture")))
window.open()
app.processEvents()
print("\\n".join(sorted(sys.modules)))
"""


def test_the_first_frame_loads_only_what_it_draws_with() -> None:
    run = subprocess.run([sys.executable, "-c", _SHOW_WELCOME], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    qt = {name for name in loaded if name.startswith("PySide6.Qt")}
    assert qt == {"PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"}
    late = {"segno", "httpx", "ssl", "asyncio", "sqlite3", "kiosk.ui.keyboard", "kiosk.ui.line", "kiosk.ui.qrcode"}
    assert late & loaded == set()


def test_qt_makes_the_classes_of_its_widgets_only_where_they_are_used() -> None:
    """The first frame must not call a function that returns a widget made by Qt itself, for example `viewport()`.

    At such a call, PySide6 makes the classes of all widgets. That costs 8 ms and a megabyte.
    """
    ask = "print('QWizard' in vars(sys.modules['PySide6.QtWidgets']))"
    run = subprocess.run([sys.executable, "-c", _SHOW_WELCOME + ask], capture_output=True, text=True, check=True)
    assert run.stdout.split()[-1] == "False"
