"""The mistakes in a settings file, described so that staff can correct them.

A mistake is described by its key and its line. If a name is wrong, the most similar known name is added.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from tomllib import TOMLDecodeError

from msgspec import Struct

from kiosk.exit_codes import WrongConfigError
from kiosk.structs import replace


class SettingsProblem(Struct, frozen=True):
    """One mistake in the file: its key, the value that was found, and the values that are allowed."""

    key: str
    """The path of the key, as in `login.pin` or `scanner[2].match`. Empty if the mistake has no single key."""
    found: str
    allowed: str
    """The allowed values. Empty for a mistake in a reader's settings if `found` already explains the whole mistake."""
    nearest: str | None = None
    """The known name that is most similar to the wrong name, or None if no known name is similar."""
    line: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        key = f"{self.key}: " if self.key else ""
        if not self.allowed:
            return f"{place}{key}{self.found}"
        hint = f' (did you mean "{self.nearest}"?)' if self.nearest else ""
        return f"{place}{key}found {self.found}{hint}; allowed: {self.allowed}"


class SettingsError(WrongConfigError):
    """An error that lists every mistake of one settings file, in the order of the lines."""

    def __init__(self, path: Path, problems: Iterable[SettingsProblem]) -> None:
        self.path = path
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        super().__init__(path, self.problems)

    def __str__(self) -> str:
        count = "one problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        return "\n".join([f"{self.path} has {count}:", *(f"  - {problem}" for problem in self.problems)])


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that the writer of `name` most likely meant, or None if no name is similar."""
    from difflib import get_close_matches  # a file without mistakes does not need this module

    by_small_letters = {one.casefold(): one for one in known}
    close = get_close_matches(name.casefold(), by_small_letters, n=1, cutoff=0.6)
    return by_small_letters[close[0]] if close else None


# --- the line of a key ---


def with_lines(problems: Iterable[SettingsProblem], text: str) -> list[SettingsProblem]:
    """Return the same problems, and add to each problem the line of its key in the text of the file."""
    lines = key_lines(text)
    return [replace(problem, line=line_of(problem.key, lines)) for problem in problems]


def line_of(key: str, lines: Mapping[str, int]) -> int | None:
    """Return the line of the key. If the key has no line of its own, return the line of the table or list around it.

    Return None if neither the key nor any table or list around it has a line.
    """
    while key:
        if key in lines:
            return lines[key]
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return None


def key_lines(text: str) -> Mapping[str, int]:
    """Return the line number of each key path. The first line of the file has the number 1.

    Keys inside inline tables are left out. For such a key, `line_of` gives the line of the table.
    """
    lines: dict[str, int] = {}
    arrays: Counter[str] = Counter()
    table, in_block = "", False
    for number, line in enumerate(text.splitlines(), start=1):
        if not in_block:
            if header := re.match(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$", line):
                table = _table_path(header[1], header[2], arrays)
                lines.setdefault(table, number)
            elif key := re.match(r"""\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*=""", line):
                lines.setdefault(".".join(filter(None, [table, key[1]])), number)
        in_block ^= len(re.findall(r'"""|' + "'''", line)) % 2 == 1
    return lines


def _table_path(brackets: str, name: str, arrays: Counter[str]) -> str:
    name = ".".join(part.strip() for part in name.split("."))
    if brackets == "[[":
        arrays[name] += 1
        return f"{name}[{arrays[name]}]"
    first, dot, rest = name.partition(".")
    return f"{first}[{arrays[first]}]{dot}{rest}" if arrays[first] and dot else name


# --- the mistakes of a file that is not TOML, described for people who do not know TOML ---

_LINES = 'lines such as name = "text", name = 7 or [table]'
_VALUES = 'a text in straight quotes ("text"), a number, true or false'
_ONCE = "each name once in its table, each [table] once"
_WORDS = (
    (r"Cannot overwrite a value", "a name that stands here a second time", _ONCE),
    (r"Cannot declare \('(.+)',\) twice", r"[\1], which stands further up already", _ONCE),
    (r"Invalid value", "something else than a value behind the =", _VALUES),
    (r"Illegal character '\\n'|Unterminated string", "a text without its closing quote", _VALUES),
    (r"Unescaped '\\' in a string", "a \\ inside a text", r"/ in paths; two of them (\\) for a real one"),
)


def not_toml(wrong: TOMLDecodeError, text: str) -> SettingsProblem:
    """Return the problem that tomllib found, with its line.

    If it is a mistake that staff often make, describe it in plain words instead of the words of tomllib.
    """
    message = str(wrong)
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    reason = message[: place.start()] if place else message
    line = (int(place[1]) if place and place[1] else len(text.splitlines())) or None
    for pattern, found, allowed in _WORDS:
        if known := re.fullmatch(pattern, reason):
            return SettingsProblem("", known.expand(found) if known.groups() else found, allowed, line=line)
    return SettingsProblem("", f"a line that is not TOML: {reason[:1].lower()}{reason[1:]}", _LINES, line=line)


def not_utf8(content: bytes, wrong: UnicodeDecodeError) -> SettingsProblem:
    """Return the problem of a file that an editor has saved in another encoding than UTF-8."""
    allowed = 'a text file that is saved as "UTF-8"'
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return SettingsProblem("", 'a file that is saved as "Unicode" (UTF-16)', allowed)
    line = content.count(b"\n", 0, wrong.start) + 1
    return SettingsProblem("", "a letter that is not UTF-8", allowed, line=line)
