"""The names of keys in the settings. Each name has the key code of Linux (linux/input-event-codes.h)."""

from collections.abc import Mapping

FUNCTION_KEYS: Mapping[str, int] = {
    f"F{n}": code for n, code in enumerate((*range(59, 69), 87, 88, *range(183, 195)), start=1)
}
KEY_CODES: Mapping[str, int] = {
    "ESC": 1, "BACKSPACE": 14, "TAB": 15, "ENTER": 28, "SPACE": 57, "CAPSLOCK": 58, "NUMLOCK": 69, "SCROLLLOCK": 70,
    "ZENKAKUHANKAKU": 85, "HENKAN": 92, "MUHENKAN": 94, "KPENTER": 96, "PRINT": 99, "LINEFEED": 101, "HOME": 102,
    "UP": 103, "PAGEUP": 104, "LEFT": 105, "RIGHT": 106, "END": 107, "DOWN": 108, "PAGEDOWN": 109, "INSERT": 110,
    "DELETE": 111, "MUTE": 113, "VOLUMEDOWN": 114, "VOLUMEUP": 115, "POWER": 116, "PAUSE": 119, "MENU": 127,
    "HELP": 138, "SLEEP": 142, "WAKEUP": 143, "EJECTCD": 161, "PLAYPAUSE": 164, **FUNCTION_KEYS,
}  # fmt: skip
_NAMES = {code: name for name, code in KEY_CODES.items()}


def key_name(code: int) -> str:
    """Return the name of this key in the settings, or an empty text if the key has no name there, such as a letter."""
    return _NAMES.get(code, "")
