"""The parts of the visit's state for the page of the digital loans, and for the form for a card."""

from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.digital import CardWanted, LinkKind, TitleLink, one_by_one
from kiosk.domain.model import LoanId, Refusal
from kiosk.structs import hiding


class CodeProgress(StrEnum):
    """The progress of the code that opens a digital loan."""

    ASKED = auto()
    """The kiosk has asked for the addresses, and waits for the answer."""
    SHOWN = auto()
    GONE = auto()
    """The time of the code is over. The kiosk has forgotten the addresses."""
    REFUSED = auto()
    AWAY = auto()
    """The digital system did not answer."""


class TitleCode(Struct, frozen=True):
    """The code that opens one digital loan on a phone.

    `number` is the number of the last request for the addresses. `place` is the index of the shown link in
    `kiosk.domain.digital.one_by_one`. The links have addresses only while the progress is SHOWN. `came` is the time
    when the addresses came. `shown_s` is the number of seconds for which the present code is shown. `until` is the time
    at which the kiosk stops showing the code.
    """

    loan: LoanId
    number: int
    progress: CodeProgress = CodeProgress.ASKED
    links: tuple[TitleLink, ...] = ()
    way: LinkKind | None = None
    place: int = 0
    came: float = 0.0
    shown_s: float = 0.0
    until: float | None = None
    refusal: Refusal | None = None

    @property
    def link(self) -> TitleLink | None:
        """Return the link whose code is shown now, or None if no code is shown."""
        links = one_by_one(self.links, self.way) if self.progress is CodeProgress.SHOWN else ()
        return links[self.place] if self.place < len(links) else None


class CardForm(Struct, frozen=True):
    """The form in which the member enters a card for a digital system. The form does not change the basket.

    `form` is the id of the form. When the form gets a new id, the window empties the fields. `name` is the number of
    the card that was entered or scanned last.
    """

    system: str
    form: int
    name: str = ""
    is_waiting: bool = False
    wanted: CardWanted | None = None
    """The digital system's answer to the last entry, if this answer asks for a card again. If not, None."""
    is_incomplete: bool = False
    is_away: bool = False
    wait_until: float | None = None
    remember: bool = False
    """True if the member wants the kiosk to remember the card with the fob of the visit."""
    maybe_tool: bool = False
    """True if `name` is a scanned code that could also be the label of a tool."""

    __repr__ = hiding("name")


class DigitalLoans(Struct, frozen=True):
    """The page of the member's digital loans.

    `fresh` is the loan whose label was scanned last. `asked` is the loan in the open question "give it back now?". If
    `code` is given, the page shows the code of one loan instead of the list.
    """

    fresh: LoanId | None = None
    asked: LoanId | None = None
    code: TitleCode | None = None
