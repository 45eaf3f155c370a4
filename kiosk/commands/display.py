"""The functions that find out if there is a display.

They run before Qt starts, because without a display Qt ends the program with a message that does not help.
"""

import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_ANY_OF = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
_WHY = "there is no display here: start it in a desktop session, or by its service, which brings cage"
_UNSEEN = ("offscreen", "minimal")
"""The platforms of Qt whose windows nobody can see."""
_ANSWER_S = 2.0
_FIRST_X_PORT = 6000


def lacks_display(environ: Mapping[str, str]) -> bool:
    """Return True if no variable in `environ` names a display. In this case also print a message about the problem."""
    lacks = not any(environ.get(name) for name in _ANY_OF)
    if lacks:
        print(f"lending-kiosk: {_WHY}", file=sys.stderr)
    return lacks


def somebody_looks(environ: Mapping[str, str]) -> bool:
    """Return True if a person can see a window that Qt opens in this environment.

    If the environment chooses a platform of Qt that needs no display server, the platform decides. The result is False
    for the platforms in `_UNSEEN`, and True for all others. In all other cases, the result is True if the environment's
    display server accepts a connection.
    """
    platform = environ.get("QT_QPA_PLATFORM", "").partition(";")[0].partition(":")[0]
    if platform in _UNSEEN:
        return False
    if platform and platform not in ("xcb", "wayland"):
        return True  # This is a platform such as vnc or linuxfb. It shows the window without a display server.
    return _wayland_answers(environ) or _x_answers(environ)


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    name, folder = environ.get("WAYLAND_DISPLAY", ""), environ.get("XDG_RUNTIME_DIR", "")
    return bool(name) and _answers(str(Path(folder) / name))


def _x_answers(environ: Mapping[str, str]) -> bool:
    host, colon, rest = environ.get("DISPLAY", "").rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdigit():
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - every X server listens here
        return _answers(path) or _answers("\0" + path)
    return _answers((host.strip("[]"), _FIRST_X_PORT + int(number)))


def _answers(address: str | tuple[str, int]) -> bool:
    """Return True if a server accepts a connection at this address."""
    try:
        if isinstance(address, tuple):
            socket.create_connection(address, timeout=_ANSWER_S).close()
            return True
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(_ANSWER_S)
            line.connect(address)
    except (OSError, ValueError, OverflowError):
        return False
    return True
