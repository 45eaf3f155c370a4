"""Keyboard layouts as tables: what each key of a reader means. Key codes are Linux's (linux/input-event-codes.h).

A reader sends key positions, and types for the layout that it was set up for. Each row below is one row of keys, as
three strings: plain, with Shift, with AltGr. A blank in a table is a key that means nothing there. Further layouts are
in `hardware.layout_tables`; a kiosk builds only the one that its reader needs.
"""

# ruff: noqa: RUF001 - accents on their own are keys here

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

ROWS: tuple[tuple[int, ...], ...] = (
    (41, *range(2, 14)),  # the key left of 1, then 1 to =
    tuple(range(16, 28)),  # Q to ]
    (*range(30, 41), 43),  # A to ', and the key of \ (at Enter on ISO keyboards)
    (86, *range(44, 54)),  # the key left of Z, then Z to /
    (89,),  # between / and the right Shift, on Brazilian keyboards
)

DEAD = {"^": "\u0302", "´": "\u0301", "`": "\u0300", "¨": "\u0308", "~": "\u0303"}  # waits for a letter to stand on
_ALONE = {
    **{accent: sign for sign, accent in DEAD.items()},
    "\u0304": "¯",
    "\u0306": "˘",
    "\u0307": "˙",
    "\u030a": "°",
    "\u030b": "˝",
    "\u030c": "ˇ",
    "\u0327": "¸",
    "\u0328": "˛",
}
"""How an accent looks that stands on no letter."""


class Key(Struct, frozen=True):
    """What one key types; `both` is with Shift and AltGr, empty if that is the same as with AltGr."""

    plain: str
    shift: str
    altgr: str
    both: str = ""


class Layout(Struct, frozen=True):
    """What the keys of a reader type; `dead` holds the signs that wait for a letter to stand on."""

    name: str
    keys: Mapping[int, Key]
    dead: frozenset[str]

    def compose(self, accent: str, character: str) -> str:
        """Return what a dead key and the next character give: é, or the accent itself before a space."""
        combining = DEAD.get(accent, accent)
        alone = _ALONE[combining]
        if character == " ":
            return alone
        joined = unicodedata.normalize("NFC", character + combining)
        return joined if len(joined) == 1 else alone + character


def _layout(name: str, dead: str, rows: Sequence[tuple[str, ...]]) -> Layout:
    keys = {
        code: Key(*(sign.strip(" ") for sign in signs))
        for codes, levels in zip(ROWS, rows, strict=False)
        for code, signs in zip(codes, zip(*levels, strict=True), strict=True)
    }
    return Layout(name, {**keys, 57: Key(" ", " ", " ")}, frozenset(dead))


_NONE_13, _NONE_12, _NONE_11 = " " * 13, " " * 12, " " * 11

_WRITTEN: Mapping[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "us": (
        "",
        (
            ("`1234567890-=", "~!@#$%^&*()_+", _NONE_13),
            ("qwertyuiop[]", "QWERTYUIOP{}", _NONE_12),
            ("asdfghjkl;'\\", 'ASDFGHJKL:"|', _NONE_12),
            ("\\zxcvbnm,./", "|ZXCVBNM<>?", _NONE_11),
        ),
    ),
    "uk": (
        "",
        (
            ("`1234567890-=", '¬!"£$%^&*()_+', "¦   €        "),
            ("qwertyuiop[]", "QWERTYUIOP{}", "  é   úíó   "),
            ("asdfghjkl;'#", "ASDFGHJKL:@~", "á           "),
            ("\\zxcvbnm,./", "|ZXCVBNM<>?", _NONE_11),
        ),
    ),
    "de": (
        "^´`",
        (
            ("^1234567890ß´", '°!"§$%&/()=?`', "  ²³   {[]}\\ "),
            ("qwertzuiopü+", "QWERTZUIOPÜ*", "@ €        ~"),
            ("asdfghjklöä#", "ASDFGHJKLÖÄ'", _NONE_12),
            ("<yxcvbnm,.-", ">YXCVBNM;:_", "|      µ   "),
        ),
    ),
    "fr": (
        "^¨",
        (
            ("²&é\"'(-è_çà)=", " 1234567890°+", "  ~#{[|`\\^@]}"),
            ("azertyuiop^$", "AZERTYUIOP¨£", "  €        ¤"),
            ("qsdfghjklmù*", "QSDFGHJKLM%µ", _NONE_12),
            ("<wxcvbn,;:!", ">WXCVBN?./§", _NONE_11),
        ),
    ),
    "ch": (
        "^´`¨~",
        (
            ("§1234567890'^", '°+"*ç%&/()=?`', " ¦@#  ¬|¢  ´~"),
            ("qwertzuiopü¨", "QWERTZUIOPè!", "  €       []"),
            ("asdfghjklöä$", "ASDFGHJKLéà£", "          {}"),
            ("<yxcvbnm,.-", ">YXCVBNM;:_", "\\          "),
        ),
    ),
    "es": (
        "´`^¨",
        (
            ("º1234567890'¡", 'ª!"·$%&/()=?¿', "\\|@#~€¬      "),
            ("qwertyuiop`+", "QWERTYUIOP^*", "          []"),
            ("asdfghjklñ´ç", "ASDFGHJKLÑ¨Ç", "          {}"),
            ("<zxcvbnm,.-", ">ZXCVBNM;:_", _NONE_11),
        ),
    ),
}
"""Dead keys, and rows."""

_TABLES = (
    *("be", "br", "ca", "ca-csa", "ca-fr", "ch-de", "ch-fr", "cz", "dk"),
    *("fi", "hu", "it", "no", "pl", "pt", "se", "tr"),
)


class _Layouts(Mapping[str, Layout]):
    """Every layout by name, each made when it is asked for."""

    def __init__(self) -> None:
        self._made: dict[str, Layout] = {}

    def __getitem__(self, name: str) -> Layout:
        if name not in self._made:
            self._made[name] = _made(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in _WRITTEN or name in _TABLES

    def __iter__(self) -> Iterator[str]:
        return iter((*_WRITTEN, *_TABLES))

    def __len__(self) -> int:
        return len(_WRITTEN) + len(_TABLES)


def _made(name: str) -> Layout:
    if name in _WRITTEN:
        return _layout(name, *_WRITTEN[name])
    from hardware.layout_tables import TABLES  # late: most readers type as one of those above

    return _layout(name, "".join(_ALONE), TABLES[name])


LAYOUTS: Mapping[str, Layout] = _Layouts()
US = LAYOUTS["us"]
