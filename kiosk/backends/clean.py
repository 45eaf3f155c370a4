"""Functions that make text from a server harmless before any other code sees the text."""

import re
import unicodedata
from html import unescape
from html.entities import html5

# Persian, Hindi and other languages need these two invisible characters, so they are kept. All other invisible
# characters are removed. All characters that change the order of the text are removed, too.
_JOINERS = frozenset("\u200c\u200d")
_UNWANTED_IN_HTML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKUP = re.compile("[<>&\u00a0]")
_TAGS = {"p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "h1", "h2", "h3", "h4"}
# An HTML entity, such as &amp;, must end with a semicolon. Without this rule, the name "Cut&copy" would become "Cut©".
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
LONGEST_HTML = 20_000


def plain(text: str | None, *, longest: int = 300) -> str:
    """Return one line of plain text. A text with more than `longest` characters is cut and ends with an ellipsis.

    Control characters and characters that change the text's order are removed. Several spaces become one space. HTML
    entities are decoded once: `O&#39;Brien` becomes O'Brien, and `&amp;lt;` becomes `&lt;`. The result is not HTML,
    even if it looks like an HTML tag. The screen must show the result unchanged.
    """
    return one_line(_ENTITY.sub(_meant, (text or "")[: 8 * longest]), longest=longest)


def one_line(text: str | None, *, longest: int = 300) -> str:
    """Return the text as one line with at most `longest` characters, and without control characters.

    HTML tags and HTML entities stay in the text.
    """
    shown = (text or "")[: 4 * longest]
    if not shown.isprintable():
        shown = "".join(one if _is_shown(one) else " " for one in shown)
    shown = unicodedata.normalize("NFC", " ".join(shown.split()))
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def _meant(written: re.Match[str]) -> str:
    """Return the character that an HTML entity means, or the text unchanged if there is no such entity."""
    name = written[1]
    return unescape(written[0]) if name.startswith("#") else html5.get(f"{name};", written[0])


def label(text: str, *, longest: int = 200) -> str:
    """Return at most `longest` characters of a label. Spaces are not changed.

    Control characters and characters that change the order of the text are removed.
    """
    return "".join(one for one in text if _is_shown(one))[:longest]


def rich(html: str | None) -> str:
    """Return the HTML with only a few allowed tags and no attributes. Such HTML loads no files and has no links."""
    text = _UNWANTED_IN_HTML.sub("", (html or "")[:LONGEST_HTML])
    if not _MARKUP.search(text):
        return text.strip()  # A text without tags and entities is already right HTML, so nh3 would not change it.
    import nh3  # This import needs 2 MB, and most libraries that are described in the settings file write no HTML.

    # The key * means every tag. Without it, nh3 would keep the attributes "title" and "lang".
    return nh3.clean(text, tags=_TAGS, attributes={"*": set()}, clean_content_tags={"script", "style", "title"}).strip()


def _is_shown(one: str) -> bool:
    # isprintable() is False for control, format (bidi), surrogate, private and unassigned characters, and for all
    # separators except the space.
    return one.isprintable() or one in _JOINERS
