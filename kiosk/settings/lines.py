"""The line of each key of a TOML file, so that staff can find the key. This module is no parser for values."""

import re
from collections import Counter
from collections.abc import Mapping

_TABLE = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*=""")
_BLOCK = re.compile(r'"""|' + "'''")


def key_lines(text: str) -> Mapping[str, int]:
    """Return the line of each key path, counted from 1. Keys inside inline tables are not listed: see `line_of`."""
    lines: dict[str, int] = {}
    arrays: Counter[str] = Counter()
    table, in_block = "", False
    for number, line in enumerate(text.splitlines(), start=1):
        if not in_block:
            if header := _TABLE.match(line):
                table = _table_path(header[1], header[2], arrays)
                lines.setdefault(table, number)
            elif key := _KEY.match(line):
                lines.setdefault(".".join(filter(None, [table, key[1]])), number)
        in_block ^= len(_BLOCK.findall(line)) % 2 == 1
    return lines


def line_of(key: str, lines: Mapping[str, int]) -> int | None:
    """Return the line of the key, or of the nearest table or list around it, or None if there is none."""
    while key:
        if key in lines:
            return lines[key]
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return None


def _table_path(brackets: str, name: str, arrays: Counter[str]) -> str:
    name = ".".join(part.strip() for part in name.split("."))
    if brackets == "[[":
        arrays[name] += 1
        return f"{name}[{arrays[name]}]"
    first, dot, rest = name.partition(".")
    return f"{first}[{arrays[first]}]{dot}{rest}" if arrays[first] and dot else name
