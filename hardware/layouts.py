"""Keyboard layouts. A layout is a table of the characters that the keys of a reader type.

A reader does not send characters. It sends the key codes of Linux (linux/input-event-codes.h), which are the positions
of keys. The layout that is set up in the reader decides which keys the reader presses for a character. In this file,
each row of keys has three strings: the characters of the keys alone, with Shift, and with AltGr. A blank in a string
means that the key types nothing. The module `hardware.layout_tables` has all other layouts. A kiosk builds only the
layout of its reader.
"""

# ruff: noqa: RUF001 - some keys type only an accent

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

ROWS: tuple[tuple[int, ...], ...] = (
    (41, *range(2, 14)),  # the key left of the key 1, then the keys from 1 to =
    tuple(range(16, 28)),  # the keys from Q to ]
    (*range(30, 41), 43),  # the keys from A to ', and the key of \ (which is next to Enter on ISO keyboards)
    (86, *range(44, 54)),  # the key left of Z, then the keys from Z to /
    (89,),  # the key between / and the right Shift, on Brazilian keyboards
)

# Accents that are combined with the next letter.
DEAD = {"^": "\u0302", "´": "\u0301", "`": "\u0300", "¨": "\u0308", "~": "\u0303"}
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
"""The character that is typed if an accent key is pressed and no letter follows."""


class KeySigns(Struct, frozen=True):
    """The characters that one key types. `both` is the character of the key together with Shift and AltGr.

    `both` is an empty text if this character is the same as `altgr`.
    """

    plain: str
    shift: str
    altgr: str
    both: str = ""


class Layout(Struct, frozen=True):
    """The characters that the keys of a reader type. `dead` has the accents that are combined with the next letter."""

    name: str
    keys: Mapping[int, KeySigns]
    dead: frozenset[str]

    def compose(self, accent: str, character: str) -> str:
        """Return the text that an accent and the next character give together, such as é.

        If the character is a space, return only the accent. If the accent cannot be combined with the character, return
        the accent and then the character.
        """
        combining = DEAD.get(accent, accent)
        alone = _ALONE[combining]
        if character == " ":
            return alone
        joined = unicodedata.normalize("NFC", character + combining)
        return joined if len(joined) == 1 else alone + character


def _layout(name: str, dead: str, rows: Sequence[tuple[str, ...]]) -> Layout:
    keys = {
        code: KeySigns(*(sign.strip(" ") for sign in signs))
        for codes, levels in zip(ROWS, rows, strict=False)
        for code, signs in zip(codes, zip(*levels, strict=True), strict=True)
    }
    return Layout(name, {**keys, 57: KeySigns(" ", " ", " ")}, frozenset(dead))


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
"""The layouts that are defined in this file.

For each layout, the table has its accent keys and its rows of characters.
"""

_TABLES = (
    *("be", "br", "ca", "ca-csa", "ca-fr", "ch-de", "ch-fr", "cz", "dk"),
    *("fi", "hu", "it", "no", "pl", "pt", "se", "tr"),
)


class _Layouts(Mapping[str, Layout]):
    """All layouts by name. Each layout is built when it is needed for the first time."""

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
    # The other layouts are imported here, so that a reader with a layout of this file does not load them.
    from hardware.layout_tables import TABLES

    return _layout(name, "".join(_ALONE), TABLES[name])


LAYOUTS: Mapping[str, Layout] = _Layouts()
US = LAYOUTS["us"]
