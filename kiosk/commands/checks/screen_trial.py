"""Starts Qt as the kiosk would, and tells what it found. Its own process: without a display Qt ends the program."""

import json
import sys


def main() -> int:
    """One JSON object: the platform, the screen's size, the fonts that are missing."""
    from kiosk.app.qt import application
    from kiosk.ui.theme import missing_fonts

    app = application()
    size = app.primaryScreen().size()
    found = {"platform": app.platformName(), "screen": [size.width(), size.height()], "missing": missing_fonts()}
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
