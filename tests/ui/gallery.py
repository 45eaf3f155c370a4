"""A script that saves pictures of the sample views: `python -m tests.ui.gallery DIR [name ...] [--form F] [--theme T]`.

F is the name of a form, or a size such as "640x480". Without --form, the script draws all three forms. Without --theme,
it draws the light theme.
"""

import argparse
import os
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from kiosk.assets import asset
from kiosk.ui.window import KioskWindow
from tests.ui.samples import VIEWS

FORMS = {"portrait": "1080x1920", "landscape": "1280x800", "small": "800x480"}
THEMES = ("light", "dark", "contrast")


def settle() -> None:
    """Let Qt lay out all widgets. One change of a layout can cause the next, so do this several times."""
    for _ in range(5):
        QApplication.processEvents()


def draw(folder: Path, names: list[str], forms: list[str], themes: list[str]) -> None:
    """Save one PNG for each combination of a view, a form and a theme."""
    for form in forms:
        for theme in themes:
            window = KioskWindow(asset("theme.toml").parent, theme, display=FORMS.get(form, form), reduce_motion=True)
            window.show()
            window.activateWindow()
            for name in names:
                window.show_view(VIEWS[name])
                settle()
                suffix = "" if theme == "light" else f"-{theme}"
                window.grab().save(str(folder / f"{name}-{form}{suffix}.png"))
            window.close()


def main() -> None:
    """Read the arguments, and draw the views."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", default=list(VIEWS))
    parser.add_argument("--form", action="append")
    parser.add_argument("--theme", choices=THEMES, action="append")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    app.setStyle("Fusion")
    draw(given.folder, given.names or list(VIEWS), given.form or list(FORMS), given.theme or ["light"])


if __name__ == "__main__":
    main()
