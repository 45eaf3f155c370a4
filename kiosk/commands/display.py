"""Is there a display at all? Qt would end the program without a word that helps."""

import sys
from collections.abc import Mapping

_ANY_OF = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
_WHY = "there is no display here: start it in a desktop session, or by its service, which brings cage"


def lacks_display(environ: Mapping[str, str]) -> bool:
    """Whether no window can be opened here, and says so on standard error."""
    lacks = not any(environ.get(name) for name in _ANY_OF)
    if lacks:
        print(f"lending-kiosk: {_WHY}", file=sys.stderr)
    return lacks
