"""Keyboard layouts as tables: what each key of a reader means. Key codes are Linux's (linux/input-event-codes.h).

A reader sends key positions, and types for the layout that it was set up for. Each row below is one row of keys, as
three strings: plain, with Shift, with AltGr. A blank in a table is a key that means nothing there.
"""

# ruff: noqa: RUF001 - accents on their own are keys here

import unicodedata
from collections.abc import Iterator, Mapping

from msgspec import Struct

_ROWS: tuple[tuple[int, ...], ...] = (
    (41, *range(2, 14)),  # the key left of 1, then 1 to =
    tuple(range(16, 28)),  # Q to ]
    (*range(30, 41), 43),  # A to ', and the key of \ (at Enter on ISO keyboards)
    (86, *range(44, 54)),  # the key left of Z, then Z to /
)

DEAD = {"^": "\u0302", "´": "\u0301", "`": "\u0300", "¨": "\u0308", "~": "\u0303"}  # waits for a letter to stand on


class Key(Struct, frozen=True):
    plain: str
    shift: str
    altgr: str


class Layout(Struct, frozen=True):
    name: str
    keys: Mapping[int, Key]
    dead: frozenset[str]

    def compose(self, accent: str, character: str) -> str:
        """What a dead key and the next character give: é, or the accent itself before a space."""
        if character == " ":
            return accent
        joined = unicodedata.normalize("NFC", character + DEAD[accent])
        return joined if len(joined) == 1 else accent + character


def _keys(rows: tuple[tuple[str, str, str], ...]) -> Iterator[tuple[int, Key]]:
    for codes, (plain, shift, altgr) in zip(_ROWS, rows, strict=True):
        for code, characters in zip(codes, zip(plain, shift, altgr, strict=True), strict=True):
            yield code, Key(*(c.strip() for c in characters))


def _layout(name: str, dead: str, *rows: tuple[str, str, str]) -> Layout:
    return Layout(name, {**dict(_keys(rows)), 57: Key(" ", " ", " ")}, frozenset(dead))


_NONE_13, _NONE_12, _NONE_11 = " " * 13, " " * 12, " " * 11

LAYOUTS: Mapping[str, Layout] = {
    layout.name: layout
    for layout in (
        _layout(
            "us",
            "",
            ("`1234567890-=", "~!@#$%^&*()_+", _NONE_13),
            ("qwertyuiop[]", "QWERTYUIOP{}", _NONE_12),
            ("asdfghjkl;'\\", 'ASDFGHJKL:"|', _NONE_12),
            ("\\zxcvbnm,./", "|ZXCVBNM<>?", _NONE_11),
        ),
        _layout(
            "uk",
            "",
            ("`1234567890-=", '¬!"£$%^&*()_+', "¦   €        "),
            ("qwertyuiop[]", "QWERTYUIOP{}", "  é   úíó   "),
            ("asdfghjkl;'#", "ASDFGHJKL:@~", "á           "),
            ("\\zxcvbnm,./", "|ZXCVBNM<>?", _NONE_11),
        ),
        _layout(
            "de",
            "^´`",
            ("^1234567890ß´", '°!"§$%&/()=?`', "  ²³   {[]}\\ "),
            ("qwertzuiopü+", "QWERTZUIOPÜ*", "@ €        ~"),
            ("asdfghjklöä#", "ASDFGHJKLÖÄ'", _NONE_12),
            ("<yxcvbnm,.-", ">YXCVBNM;:_", "|      µ   "),
        ),
        _layout(
            "fr",
            "^¨",
            ("²&é\"'(-è_çà)=", " 1234567890°+", "  ~#{[|`\\^@]}"),
            ("azertyuiop^$", "AZERTYUIOP¨£", "  €        ¤"),
            ("qsdfghjklmù*", "QSDFGHJKLM%µ", _NONE_12),
            ("<wxcvbn,;:!", ">WXCVBN?./§", _NONE_11),
        ),
        _layout(
            "ch",
            "^´`¨~",
            ("§1234567890'^", '°+"*ç%&/()=?`', " ¦@#  ¬|¢  ´~"),
            ("qwertzuiopü¨", "QWERTZUIOPè!", "  €       []"),
            ("asdfghjklöä$", "ASDFGHJKLéà£", "          {}"),
            ("<yxcvbnm,.-", ">YXCVBNM;:_", "\\          "),
        ),
        _layout(
            "es",
            "´`^¨",
            ("º1234567890'¡", 'ª!"·$%&/()=?¿', "\\|@#~€¬      "),
            ("qwertyuiop`+", "QWERTYUIOP^*", "          []"),
            ("asdfghjklñ´ç", "ASDFGHJKLÑ¨Ç", "          {}"),
            ("<zxcvbnm,.-", ">ZXCVBNM;:_", _NONE_11),
        ),
    )
}
US = LAYOUTS["us"]
