"""The TOML mistakes of a settings file, in words for a person who has never heard of TOML."""

import re
from tomllib import TOMLDecodeError

from kiosk.settings.problems import SettingsProblem

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
    """Return the problem that tomllib found, with its line, in plain words if staff often make this mistake."""
    message = str(wrong)
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    reason = message[: place.start()] if place else message
    line = (int(place[1]) if place and place[1] else len(text.splitlines())) or None
    for pattern, found, allowed in _WORDS:
        if known := re.fullmatch(pattern, reason):
            return SettingsProblem("", known.expand(found) if known.groups() else found, allowed, line=line)
    return SettingsProblem("", f"a line that is not TOML: {reason[:1].lower()}{reason[1:]}", _LINES, line=line)


def not_utf8(content: bytes, wrong: UnicodeDecodeError) -> SettingsProblem:
    """Return the problem of a file that an editor has saved in another encoding."""
    allowed = 'a text file that is saved as "UTF-8"'
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return SettingsProblem("", 'a file that is saved as "Unicode" (UTF-16)', allowed)
    line = content.count(b"\n", 0, wrong.start) + 1
    return SettingsProblem("", "a letter that is not UTF-8", allowed, line=line)
