"""The sentences about searches for a library whose searches can find digital titles, for example e-books.

The sentences in `find.py` and in the help speak of tools only. The sentences here replace some of those sentences.
"""

from collections.abc import Mapping


def _(msgid: str) -> str:
    """Return the sentence unchanged. The call marks the sentence for the catalogue of translations."""
    return msgid


def _n(one: str, many: str) -> tuple[str, str]:
    """Return both sentences unchanged. The call marks the sentences for the catalogue of translations."""
    return one, many


TITLES_ONLY: Mapping[str, str | tuple[str, str]] = {
    "Find a tool": _("Find e-books"),
    "Find a tool shows what is free, and where.": _("Find e-books shows what is free."),
    "Name, brand or label": _("Title or author"),
    "Type its name, or choose a kind. A tool joins your basket when you scan its label.": _(
        "Type a title or an author. Scan the label of a title to borrow it."
    ),
    "{n} tools found": _n("{n} title found", "{n} titles found"),
    "The first {n} tools. One word more finds fewer.": _n(
        "The first {n} title. One word more finds fewer.", "The first {n} titles. One word more finds fewer."
    ),
    "Show more tools": _("Show more titles"),
}
"""The sentences for a search that finds only digital titles. Each key is the sentence about tools that is replaced."""

TOOLS_AND_TITLES: Mapping[str, str | tuple[str, str]] = {
    "Find a tool": _("Find something"),
    "Find a tool shows what is free, and where.": _("Find something shows what is free, and where."),
    "Name, brand or label": _("Name, title or author"),
    "Type its name, or choose a kind. A tool joins your basket when you scan its label.": _(
        "Type a name or a title, or choose a kind. Scan a label to borrow."
    ),
    "{n} tools found": _n("{n} result", "{n} results"),
    "The first {n} tools. One word more finds fewer.": _n(
        "The first {n} result. One word more finds fewer.", "The first {n} results. One word more finds fewer."
    ),
    "Show more tools": _("Show more"),
}
"""The sentences for a search that finds tools and titles. Each key is the sentence about tools that is replaced."""
