"""Names and words of others, made fit for plain labels."""

import re

_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_TAG = re.compile(r"<(/?[A-Za-z][^<>]*|!--.*?--)>", re.DOTALL)
_AFTER_AREA = re.compile(r"(?<=\d\)) (?=\d)")
_BREAK = re.compile(r"<(br|/p|/li|/h[1-6]|/div)\b[^<>]*>", re.IGNORECASE)


def clean(text: str) -> str:
    """One line without bidi controls and control characters: a name cannot turn the sentence around it."""
    shown = (sign if sign.isprintable() else " " for sign in text.translate(_BIDI))
    return " ".join("".join(shown).split())


def without_tags(words: str) -> str:
    """Words that may be HTML, as one plain line that does not break after the area code of a phone number."""
    from html import unescape  # late: it brings all of HTML's entities, and Welcome has none

    return _AFTER_AREA.sub("\u00a0", clean(unescape(_TAG.sub("", _BREAK.sub(" ", words)))))
