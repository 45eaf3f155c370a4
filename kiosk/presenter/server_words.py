"""Names and words from the library's server, made safe for plain labels."""

import re

_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_TAG = re.compile(r"<(/?[A-Za-z][^<>]*|!--.*?--)>", re.DOTALL)
_AFTER_AREA = re.compile(r"(?<=\d\)) (?=\d)")
_BREAK = re.compile(r"<(br|/p|/li|/h[1-6]|/div)\b[^<>]*>", re.IGNORECASE)


def clean(text: str) -> str:
    """Return one line without bidi and control characters, so that a name cannot reverse the sentence around it."""
    shown = (sign if sign.isprintable() else " " for sign in text.translate(_BIDI))
    return " ".join("".join(shown).split())


def without_tags(words: str) -> str:
    """Return words that may be HTML as one plain line that does not break after the area code of a phone number."""
    from html import unescape  # late: it loads all entities of HTML, and Welcome needs none

    return _AFTER_AREA.sub("\u00a0", clean(unescape(_TAG.sub("", _BREAK.sub(" ", words)))))
