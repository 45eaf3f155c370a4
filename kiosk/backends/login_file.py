"""The functions that read a file with a log-in or with a key.

This module imports very little, because the kiosk uses it to check the settings before the window is drawn.
"""

import binascii
import stat
from base64 import b64decode
from pathlib import Path

from kiosk.domain.model import Secret


def is_open_to_others(path: Path) -> bool:
    """Return True if the group of this file, or everybody, may read or change it. Raises OSError."""
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def login_in(path: Path) -> Secret:
    """Return the text "name:password" in this file, for example the log-in for a proxy.

    Raises OSError if the file cannot be read, and ValueError (with words for staff) if its text is wrong.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) != 1 or ":" not in lines[0].strip(":"):
        raise ValueError("it should hold one line, name:password")
    return Secret(lines[0].strip())


def base64_in(path: Path) -> Secret:
    """Return the text in this file, which is a key in base64.

    Raises OSError if the file cannot be read, and ValueError (with words for staff) if its text is wrong.
    """
    text = path.read_text(encoding="utf-8").strip()
    try:
        is_key = bool(b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        is_key = False
    if not is_key:
        raise ValueError("it should hold one line of base64")
    return Secret(text)
