"""Code 128 (ISO/IEC 15417) with the code sets B and C, for plain laser scanners, which cannot read QR codes.

Set B has a symbol for each of the 95 printable ASCII characters. Set C has a symbol for each pair of digits. If a text
has other characters, `can_hold` returns False, and the sheet shows only the QR code of the text.
"""

from functools import cache

_START_B, _START_C, _STOP = 104, 105, 106
_TO_C, _TO_B = 99, 100
_CHECK_MODULUS = 103
SYMBOL_MODULES = 11
STOP_MODULES = 13
QUIET_MODULES = 10
"""The width in modules of the light margin at each side. The standard asks for this width."""

_TABLE = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122
123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323
131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131
213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122
141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112
124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141
411131 211412 211214 211232 2331112
"""
"""Table 1 of the standard: the widths, in modules, of each symbol's bars and spaces. A bar comes first."""
_WIDTHS = _TABLE.split()


def can_hold(text: str) -> bool:
    """Return True if this text can be written in the code sets B and C."""
    return bool(text) and all(" " <= sign <= "~" for sign in text)


def symbols(text: str) -> tuple[int, ...]:
    """Return the start, data, check and stop symbols of the shortest code for this text.

    Raises ValueError if `can_hold` is False for this text.
    """
    if not can_hold(text):
        raise ValueError("only printable ASCII can be written in code sets B and C")
    data = _shortest(text)
    check = (data[0] + sum(place * value for place, value in enumerate(data))) % _CHECK_MODULUS
    return (*data, check, _STOP)


def bars(text: str) -> tuple[int, ...]:
    """Return the widths of the bars and spaces, in modules: bar, space, bar and so on.

    The first and the last width are widths of bars, because the list does not contain the margins.
    """
    return tuple(int(width) for value in symbols(text) for width in _WIDTHS[value])


def modules_across(text: str) -> int:
    """Return the width of the whole code in modules, without the margins."""
    return sum(bars(text))


def _shortest(text: str) -> tuple[int, ...]:
    """Return the shortest list of start symbol and data symbols.

    If two lists are equally short, return the list that begins in set B.
    """

    @cache
    def rest(at: int, *, in_c: bool) -> tuple[int, ...]:
        if at == len(text):
            return ()
        pair = text[at : at + 2]
        ways = []
        if not in_c:
            ways.append((ord(text[at]) - ord(" "), *rest(at + 1, in_c=False)))
        if len(pair) == 2 and pair.isdigit():
            ways.append((*(() if in_c else (_TO_C,)), int(pair), *rest(at + 2, in_c=True)))
        if in_c:
            ways.append((_TO_B, ord(text[at]) - ord(" "), *rest(at + 1, in_c=False)))
        return min(ways, key=len)

    in_b = (_START_B, *rest(0, in_c=False))
    in_c = (_START_C, *rest(0, in_c=True)) if text[:2].isdigit() and len(text) > 1 else in_b
    return min(in_b, in_c, key=len)
