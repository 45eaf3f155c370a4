"""Text from a server, made harmless before anything else sees it."""

import re
import unicodedata

import nh3

# Marks that reorder, hide or break a line of text. ZWJ and ZWNJ stay: Persian, Hindi and others are written with them.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN = "\u00ad\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb"
_UNWANTED = re.compile(f"[\x00-\x1f\x7f-\x9f{_BIDI}{_HIDDEN}\ud800-\udfff]")
_UNWANTED_IN_HTML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TAGS = {"p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "h1", "h2", "h3", "h4"}
LONGEST_HTML = 20_000


def plain(text: str | None, *, longest: int = 300) -> str:
    """One line of plain text: no control or reordering characters, single spaces, cut with an ellipsis."""
    shown = " ".join(_UNWANTED.sub(" ", (text or "")[: 4 * longest]).split())
    shown = unicodedata.normalize("NFC", shown)
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def label(text: str, *, longest: int = 200) -> str:
    """What stands on a label: spaces are part of it, control and reordering characters are not."""
    return _UNWANTED.sub("", text)[:longest]


def rich(html: str | None) -> str:
    """HTML of the small allow-list: nothing loads, nothing links, no attribute stays."""
    text = _UNWANTED_IN_HTML.sub("", (html or "")[:LONGEST_HTML])
    return nh3.clean(text, tags=_TAGS, attributes={}, clean_content_tags={"script", "style", "title"}).strip()
