"""The facts from which every page is made.

They are the state that stays between visits, the texts and formats of a language, and the known names of items.
"""

from collections.abc import Callable
from math import ceil

from msgspec import Struct

from kiosk.domain.library import FobLogin, KioskTexts, LentThings, Library
from kiosk.domain.messages.events import ReaderKind
from kiosk.domain.model import Item, ItemCode, Line, LineState, Member
from kiosk.domain.visit.lasting import Lasting
from kiosk.presenter.server_words import clean
from kiosk.texts import Texts
from kiosk.texts.formats import Formats
from kiosk.texts.wording import Wording

Memory = Callable[[ItemCode], str]
"""A function that returns the cached name for an item code, or an empty text if the name is not known."""


class PageFacts(Struct, frozen=True):
    """The facts from which every page is made. In this package, a parameter with these facts is called `facts`."""

    lasting: Lasting
    texts: Texts
    formats: Formats
    memory: Memory

    @property
    def library(self) -> Library:
        """Return the library's settings, or empty settings as long as the library's settings are not known."""
        return self.lasting.library or Library()

    @property
    def own(self) -> KioskTexts:
        """Return the library's own texts in the current language.

        If no translation is known, return the texts in the library's usual language.
        """
        return dict(self.lasting.translated).get(self.lasting.language, self.library.texts)

    @property
    def is_away(self) -> bool:
        """Return True if the library's server does not answer."""
        return self.lasting.away_since is not None

    def left_s(self, deadline: float) -> int:
        """Return the seconds until the deadline, rounded up. Return 0 if the deadline has passed."""
        return max(0, ceil(deadline - self.lasting.moment.at))

    def reader_missing(self, kind: ReaderKind) -> bool:
        """Return True if the kiosk knows readers of this kind and none of these readers works now."""
        those = [reader for reader in self.lasting.readers if reader.kind in {kind, ReaderKind.ANYTHING}]
        return bool(those) and not any(reader.ready for reader in those)

    @property
    def fobs_wanted(self) -> bool:
        """Return True if this kiosk uses fobs, even if the fob reader does not work now."""
        house = self.lasting.house
        return self.library.scan_login and house.fob_login is not FobLogin.OFF and house.has_fob_reader

    @property
    def fobs_work(self) -> bool:
        """Return True if a fob can be read now."""
        return self.fobs_wanted and not self.lasting.fobs_paused and not self.reader_missing(ReaderKind.FOBS)

    @property
    def fob_icon(self) -> str:
        """Return the icon of the thing that members hold to the reader: a fob or a library card."""
        return "card" if self.lasting.house.fob_is_card else "fob"

    def code_title(self, code: ItemCode) -> str:
        """Return the name of the item with this code if the name is known, else the code."""
        return clean(self.memory(code)) or clean(code) or self.texts.lines.nameless

    def line_title(self, line: Line) -> str:
        """Return the name of the line's item if the name is known, else the code."""
        item = item_of(line)
        return (clean(item.name) if item else "") or self.code_title(line.code)

    def item_title(self, item: Item) -> str:
        """Return the name of the item if the name is known, else the code."""
        return clean(item.name) or self.code_title(item.code)


def wording(lasting: Lasting) -> Wording:
    """Return the facts that choose between two wordings of a sentence, for example between "fob" and "card"."""
    library = lasting.library or Library()
    return Wording(
        by_card=lasting.house.fob_is_card,
        login=library.login,
        at_once=library.at_once,
        items=library.lends is LentThings.ITEMS,
        finds=library.finds,
    )


def item_of(line: Line) -> Item | None:
    """Return the item that the server named with the line or with its refusal, or None."""
    return line.item or (line.refusal.item if line.refusal else None)


def staged(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines that Finish will commit: the staged lines that are not being taken out."""
    return tuple(line for line in lines if line.state is LineState.STAGED and not line.unwanted)


def first_name(member: Member) -> str:
    """Return the member's first name, or an empty text if the name is not known."""
    return clean(member.first_name)
