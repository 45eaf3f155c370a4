"""The word and the icon for the form of a digital title, for example "E-book"."""

from typing import assert_never

from kiosk.domain.model import Medium
from kiosk.presenter.page_facts import PageFacts

MEDIUM_ICONS = {
    Medium.EBOOK: "book",
    Medium.AUDIOBOOK: "ear",
    Medium.MAGAZINE: "journal",
    Medium.VIDEO: "film",
    Medium.KINDLE: "book",
    Medium.OTHER: "tablet",
}


def medium_word(facts: PageFacts, medium: Medium) -> str:
    """Return the word for the form of a digital title."""
    texts = facts.texts.digital
    match medium:
        case Medium.EBOOK:
            return texts.ebook
        case Medium.AUDIOBOOK:
            return texts.audiobook
        case Medium.MAGAZINE:
            return texts.magazine
        case Medium.VIDEO:
            return texts.video
        case Medium.KINDLE:
            return texts.kindle
        case Medium.OTHER:
            return texts.other
    assert_never(medium)
