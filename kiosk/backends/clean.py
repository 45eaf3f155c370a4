"""Functions that make text from a server harmless before any other code sees the text."""

import re
import unicodedata
from html import unescape
from html.entities import html5

import nh3

# Persian, Hindi and other languages need these two; all other invisible or reordering characters are removed.
_JOINERS = frozenset("\u200c\u200d")
_UNWANTED_IN_HTML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TAGS = {"p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "h1", "h2", "h3", "h4"}
# The semicolon is required: without this rule, "Cut&copy" would lose half of a word.
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
LONGEST_HTML = 20_000


def plain(text: str | None, *, longest: int = 300) -> str:
    """Return one line of plain text: no control or reordering characters, single spaces, cut with an ellipsis.

    HTML entities in a name are decoded once: `O&#39;Brien` is O'Brien, and `&amp;lt;` is `&lt;`.
    Text that looks like a tag after that is ordinary text, and the screen must show it unchanged.
    """
    return one_line(_ENTITY.sub(_meant, (text or "")[: 8 * longest]), longest=longest)


def one_line(text: str | None, *, longest: int = 300) -> str:
    """Return one line of text that may be HTML. The code that shows the text removes tags and decodes entities."""
    shown = "".join(one if _is_shown(one) else " " for one in (text or "")[: 4 * longest])
    shown = unicodedata.normalize("NFC", " ".join(shown.split()))
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def _meant(written: re.Match[str]) -> str:
    """Return the character that an entity stands for, or the same text if there is no such entity."""
    name = written[1]
    return unescape(written[0]) if name.startswith("#") else html5.get(f"{name};", written[0])


def label(text: str, *, longest: int = 200) -> str:
    """Return the text of a label with its spaces, but without control and reordering characters."""
    return "".join(one for one in text if _is_shown(one))[:longest]


def rich(html: str | None) -> str:
    """Return HTML with only a few allowed tags and no attributes, so that nothing loads and nothing links."""
    text = _UNWANTED_IN_HTML.sub("", (html or "")[:LONGEST_HTML])
    return nh3.clean(text, tags=_TAGS, attributes={}, clean_content_tags={"script", "style", "title"}).strip()


def _is_shown(one: str) -> bool:
    # Not printable: control, format (bidi), surrogate, private and unassigned characters, and separators except space.
    return one.isprintable() or one in _JOINERS
