"""A script that asks libxkbcommon which characters the keys of xkeyboard-config's layouts type.

`python -m tests.hardware.xkb` writes hardware/layout_tables.py again from the layouts that are installed here.
"""

import ctypes
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from hardware.layouts import ROWS

TABLES = Path(__file__).parents[2] / "hardware" / "layout_tables.py"
SOURCES: Mapping[str, tuple[str, str]] = {
    "be": ("be", ""),
    "br": ("br", ""),
    "ca": ("ca", ""),
    "ca-csa": ("ca", "multix"),
    "ca-fr": ("ca", "fr"),
    "ch-de": ("ch", "de"),
    "ch-fr": ("ch", "fr"),
    "cz": ("cz", ""),
    "dk": ("dk", ""),
    "fi": ("fi", ""),
    "hu": ("hu", ""),
    "it": ("it", ""),
    "no": ("no", ""),
    "pl": ("pl", ""),
    "pt": ("pt", ""),
    "se": ("se", ""),
    "tr": ("tr", ""),
}
"""For each of our layouts, the name of the layout and the name of the variant in xkeyboard-config."""

COMBINING: Mapping[str, str] = {
    "dead_grave": "\u0300",
    "dead_acute": "\u0301",
    "dead_circumflex": "\u0302",
    "dead_tilde": "\u0303",
    "dead_macron": "\u0304",
    "dead_breve": "\u0306",
    "dead_abovedot": "\u0307",
    "dead_diaeresis": "\u0308",
    "dead_abovering": "\u030a",
    "dead_doubleacute": "\u030b",
    "dead_caron": "\u030c",
    "dead_cedilla": "\u0327",
    "dead_ogonek": "\u0328",
}
"""Each dead key, with the accent that it puts on the next letter. Rare dead keys are left out, so they type nothing."""

_LEVELS = 4
_FIRST_KEY = 8  # the number of a key in X is the kernel's number of this key plus 8


class _Names(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in ("rules", "model", "layout", "variant", "options")]


def library() -> ctypes.CDLL | None:
    """Return libxkbcommon, or None if it is not installed here or finds no layouts."""
    try:
        xkb = ctypes.CDLL("libxkbcommon.so.0")
    except OSError:
        return None
    xkb.xkb_context_new.restype = ctypes.c_void_p
    xkb.xkb_keymap_new_from_names.restype = ctypes.c_void_p
    xkb.xkb_keymap_new_from_names.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Names), ctypes.c_int]
    xkb.xkb_keymap_key_get_syms_by_level.argtypes = [ctypes.c_void_p, *[ctypes.c_uint32] * 3, ctypes.c_void_p]
    return xkb if _keymap(xkb, "us", "") else None


def version() -> str:
    """Return the version of xkeyboard-config that is installed here, or an empty text if it is unknown."""
    if shutil.which("dpkg-query") is None:
        return ""
    said = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", "xkb-data"], capture_output=True, text=True, check=False
    )
    return said.stdout.strip()


def rows_of(xkb: ctypes.CDLL, layout: str, variant: str) -> tuple[tuple[str, ...], ...]:
    """Return four texts for each row of keys: the characters of the keys alone, with Shift, with AltGr, and with both.

    A key that types nothing is a blank in the text.
    """
    keymap = _keymap(xkb, layout, variant)
    return tuple(
        tuple("".join(_sign(xkb, keymap, code, level) for code in row) for level in range(_LEVELS)) for row in ROWS
    )


def _keymap(xkb: ctypes.CDLL, layout: str, variant: str) -> int:
    names = _Names(b"evdev", b"pc105", layout.encode(), variant.encode(), b"")
    keymap: int = xkb.xkb_keymap_new_from_names(xkb.xkb_context_new(0), ctypes.byref(names), 0)
    return keymap


def _sign(xkb: ctypes.CDLL, keymap: int, code: int, level: int) -> str:
    symbols = ctypes.POINTER(ctypes.c_uint32)()
    count = xkb.xkb_keymap_key_get_syms_by_level(keymap, code + _FIRST_KEY, 0, level, ctypes.byref(symbols))
    if count != 1:
        return " "
    name = ctypes.create_string_buffer(64)
    xkb.xkb_keysym_get_name(symbols[0], name, 64)
    point = xkb.xkb_keysym_to_utf32(symbols[0])
    sign = COMBINING.get(name.value.decode()) or (chr(point) if point else " ")
    return sign if sign in COMBINING.values() or (len(sign) == 1 and sign.isprintable()) else " "


def _source(xkb: ctypes.CDLL) -> Iterator[str]:
    yield '"""The characters that the keys of more layouts type. `python -m tests.hardware.xkb` writes this file.'
    yield ""
    yield f"The tables come from xkeyboard-config {version()}, whose data is free under the MIT and X11 licences. For"
    yield "each row of `hardware.layouts.ROWS`, a layout has four texts: the characters of the keys alone, with Shift,"
    yield "with AltGr, and with both. If a key types a combining accent, the accent is combined with the next letter."
    yield '"""'
    yield ""
    yield "# ruff: noqa: E501, RUF001, RUF100 - tables of signs"
    yield ""
    yield "from collections.abc import Mapping"
    yield ""
    yield f'VERSION = "{version()}"'
    yield "TABLES: Mapping[str, tuple[tuple[str, ...], ...]] = {"
    for name, (layout, variant) in SOURCES.items():
        yield f'    "{name}": ('
        for row in rows_of(xkb, layout, variant):
            yield f"        ({', '.join(_quoted(level) for level in row)}),"
        yield "    ),"
    yield "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    visible = "".join(
        f"\\u{ord(sign):04x}" if sign in COMBINING.values() or sign == "\xa0" else sign for sign in escaped
    )
    return f'"{visible}"'


def main() -> int:
    """Write the tables, and return the exit code. It is 1 if libxkbcommon is missing."""
    xkb = library()
    if xkb is None:
        print("libxkbcommon.so.0 and xkb-data are needed: apt-get install libxkbcommon0 xkb-data", file=sys.stderr)
        return 1
    TABLES.write_text("\n".join(_source(xkb)) + "\n", encoding="utf-8")
    subprocess.run([Path(sys.executable).with_name("ruff"), "format", "-q", TABLES], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
