"""Functions that make names and words from the library's server safe for plain labels."""

import re

_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_TAG = re.compile(r"<(/?[A-Za-z][^<>]*|!--.*?--)>", re.DOTALL)
_AFTER_AREA = re.compile(r"(?<=\d\)) (?=\d)")
_BREAK = re.compile(r"<(br|/p|/li|/h[1-6]|/div)\b[^<>]*>", re.IGNORECASE)


def clean(text: str) -> str:
    """Return the text as one line, without control characters, and without bidi characters.

    Bidi characters change the writing direction. In a name, they could reverse the sentence that contains the name.
    """
    shown = (sign if sign.isprintable() else " " for sign in text.translate(_BIDI))
    return " ".join("".join(shown).split())


def without_tags(words: str) -> str:
    """Return the words, which can be HTML, as one plain line.

    The line cannot break after the area code of a phone number.
    """
    from html import unescape  # imported late, because this module loads all HTML entities

    return _AFTER_AREA.sub("\u00a0", clean(unescape(_TAG.sub("", _BREAK.sub(" ", words)))))
