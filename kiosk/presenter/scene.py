"""What every page needs: the surroundings, the words, and what follows from both."""

from collections.abc import Callable
from math import ceil

from kiosk.domain.frozen import dataclass
from kiosk.domain.library import FobLogin, KioskTexts, Library
from kiosk.domain.messages import ReaderKind
from kiosk.domain.model import ItemCode, Line, Loan, Member
from kiosk.domain.visit.state import Around
from kiosk.presenter.plain import clean
from kiosk.texts import Formats, Texts

Memory = Callable[[ItemCode], str]
"""The name of an item code, from the cache; empty if it is not known."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The kiosk's surroundings and the language spoken."""

    around: Around
    texts: Texts
    formats: Formats
    memory: Memory

    @property
    def library(self) -> Library:
        """The library's settings; empty ones before they are known."""
        return self.around.library or Library()

    @property
    def own(self) -> KioskTexts:
        """The library's own texts in the language spoken, as far as they are known."""
        return dict(self.around.translated).get(self.around.language, self.library.texts)

    @property
    def is_away(self) -> bool:
        """The library's server does not answer."""
        return self.around.away_since is not None

    def left_s(self, deadline: float) -> int:
        """Whole seconds until then, never negative."""
        return max(0, ceil(deadline - self.around.moment.at))

    def reader_missing(self, kind: ReaderKind) -> bool:
        """Readers of this kind were there, and none of them works."""
        those = [reader for reader in self.around.readers if reader.kind in {kind, ReaderKind.ANYTHING}]
        return bool(those) and not any(reader.ready for reader in those)

    @property
    def fobs_wanted(self) -> bool:
        """Fobs are used here, whether or not their reader works now."""
        house = self.around.house
        return self.library.scan_login and house.fob_login is not FobLogin.OFF and house.has_fob_reader

    @property
    def fobs_work(self) -> bool:
        """A fob can be read now."""
        return self.fobs_wanted and not self.around.fobs_paused and not self.reader_missing(ReaderKind.FOBS)

    def code_title(self, code: ItemCode) -> str:
        """The name of a code if it is known, else the code."""
        return clean(self.memory(code)) or clean(code) or self.texts.lines.nameless

    def line_title(self, line: Line) -> str:
        """What a line is called."""
        item = line.item or (line.refusal.item if line.refusal else None)
        return (clean(item.name) if item else "") or self.code_title(line.code)

    def loan_title(self, loan: Loan) -> str:
        """What a loan is called."""
        return clean(loan.item.name) or self.code_title(loan.item.code)


def first_name(member: Member) -> str:
    """The first name, or nothing."""
    return clean(member.first_name)
