"""A small program that tries to start Qt as the kiosk does.

The check runs this program in a separate process, because without a display Qt ends the process in which Qt runs.
"""

import json
import sys


def main() -> int:
    """Print one JSON object with Qt's platform, the size of the window, and the fonts that are copied or missing.

    The arguments are the width and height of the window. Without arguments, the window has the size of the screen.
    """
    from kiosk.app.qt import application
    from kiosk.assets import asset
    from kiosk.ui.theme import large_enough, load_missing

    app = application()
    size, fonts = app.primaryScreen().size(), load_missing(asset("fonts"))
    width, height = map(int, sys.argv[1:3]) if sys.argv[2:] else (size.width(), size.height())
    found = {
        "platform": app.platformName(),
        "screen": [width, height],
        "large": large_enough(width, height),
        "copied": fonts.copied,
        "missing": fonts.missing,
        "no_font": fonts.none,
    }
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
