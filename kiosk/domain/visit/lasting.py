"""The data that stay after a visit has ended. None belong to a member. Times are in seconds, as in `Moment.at`."""

from enum import StrEnum, auto

from msgspec import Struct, field

from kiosk.domain.clock import ClockVerdict
from kiosk.domain.library import House, KioskTexts, Library
from kiosk.domain.messages.events import AwayReason, ReaderKind
from kiosk.domain.model import ItemCode, Moment


class NoticeKey(StrEnum):
    """The key of a short sentence about the last event. The sentences are in the texts of each language."""

    ALREADY_LISTED = auto()
    ALREADY_RECORDED = auto()
    ALREADY_IN_TRAY = auto()
    NOW_SHOW_FOB = auto()
    SHOW_FOB_TO_FINISH = auto()
    FOBS_NOT_USED = auto()
    FOBS_PAUSED = auto()
    CANNOT_REACH_YET = auto()
    CANNOT_REACH_TRY_AGAIN = auto()
    ONE_AFTER_THE_OTHER = auto()
    ONE_MOMENT = auto()
    FILL_IN_FIELDS = auto()
    FINDING_OUT = auto()
    CANNOT_FIND_OUT = auto()
    SAME_ITEM = auto()
    STILL_IN_CART = auto()
    ADDED_PRESS_FINISH = auto()
    REFUSED_FINISH_AGAIN = auto()
    NOTHING_SENT = auto()
    NOTHING_RECORDED = auto()
    REST_NOT_RECORDED = auto()
    """The commit recorded nothing, but other lines of the basket were recorded before the commit."""
    TITLES_STAY = auto()
    """The member has left the visit, and the digital titles that were borrowed in the visit stay borrowed."""
    NOT_FINISHED = auto()
    NOT_PART_OF_THIS = auto()
    CANNOT_STOP = auto()
    SHOW_FOB_TO_GO_ON = auto()
    MISREAD = auto()
    ODD_CONTROL = auto()
    ODD_TOO_LONG = auto()
    ODD_COMMAND = auto()
    ODD_EMPTY = auto()
    ODD_NOT_OURS = auto()
    UNKNOWN_LANGUAGE = auto()
    SAME_LANGUAGE = auto()
    CANNOT_RECORD = auto()
    LINK_KEPT = auto()
    LINK_NOT_KEPT = auto()
    NOT_IN_USE = auto()
    WHOSE_TOOLS = auto()
    THAT_IS_A_FOB = auto()
    SERVER_BACK = auto()
    ITEM_NOT_A_FOB = auto()
    SLIP_PRINTING = auto()
    SLIP_FAILED = auto()
    NOT_CHANGED = auto()
    CHANGE_REFUSED = auto()
    CHANGE_IN_DOUBT = auto()
    CHANGE_WAITS = auto()
    CHOOSE_PROJECT = auto()
    NO_PROJECTS = auto()
    NOT_ALL_THAT_DAY = auto()
    ADDED_ELSEWHERE = auto()
    SCANNED_EARLIER = auto()
    TAKEN_OUT_ELSEWHERE = auto()
    GONE_ELSEWHERE = auto()
    RECORDED_ELSEWHERE = auto()
    LIST_CHANGED = auto()
    HANDED_OVER = auto()
    RELEASED = auto()
    RELEASE_REFUSED = auto()
    RELEASE_NOT_SENT = auto()
    RELEASE_IN_DOUBT = auto()
    NOT_UNDONE = auto()
    FOB_TAKEN = auto()
    FOB_NOT_LINKED_HERE = auto()
    FOB_NEEDS_PIN = auto()
    TITLE_ON_LOAN = auto()
    CARD_KEPT = auto()
    CARD_NOT_KEPT = auto()
    CARD_FORGOTTEN = auto()
    CARD_NOT_FORGOTTEN = auto()
    JOINS_BASKET = auto()


class NoticeTone(StrEnum):
    """The look and the sound of a notice."""

    PLAIN = auto()
    ATTENTION = auto()
    BAD = auto()


class Notice(Struct, frozen=True):
    """The notice that is shown now, until the time `until`. There is never more than one notice.

    `about` is a text that becomes a part of the notice, for example an item code. The text is never a secret.
    """

    key: NoticeKey
    until: float
    tone: NoticeTone = NoticeTone.PLAIN
    about: str = ""


class Sheet(StrEnum):
    """A window that covers a part of a page until somebody closes the window."""

    HELP = auto()
    LANGUAGES = auto()
    TYPING = auto()


class ReaderHere(Struct, frozen=True):
    """A reader from the settings file. `ready` is True if the reader works. If not, `why` tells staff the reason."""

    reader: str
    kind: ReaderKind
    ready: bool
    why: str = ""


class Lasting(Struct, frozen=True):
    """The data that stay after a visit has ended. None of them belong to a member."""

    moment: Moment
    house: House = field(default_factory=House)
    library: Library | None = None
    next_library: Library | None = None
    translated: tuple[tuple[str, KioskTexts], ...] = ()
    """The library's own texts in each language that somebody has chosen so far."""
    away_since: float | None = None
    away_reason: AwayReason = AwayReason.NO_ANSWER
    clock_told: frozenset[ClockVerdict] = frozenset()
    """The problems of the machine's clock that the kiosk has already reported to staff."""
    zone_told: bool = False
    """True if the kiosk has already reported to staff that due days are wrong by one day."""
    retry_at: float | None = None
    readers: tuple[ReaderHere, ...] = ()
    store_ok: bool = True
    closed_by_staff: bool = False
    fobs_paused_until: float | None = None
    """The time until which the kiosk looks up no fob, because too many unknown fobs were shown."""
    language: str = "en"
    notice: Notice | None = None
    sheet: Sheet | None = None
    earlier: frozenset[ItemCode] = frozenset()
    """The codes of the tray that were scanned while another member's basket was being recorded."""
    maybe_fobs: frozenset[ItemCode] = frozenset()
    """The codes of the tray that could be codes of fobs, because nothing has shown yet that they are tools.

    A record for the journal contains only the last two characters of such a code.
    """
    next_id: int = 1
    """The next number from the counter for visits, lines, commits and forms. No number is ever used twice."""

    @property
    def types_codes(self) -> bool:
        """Return True if people can type codes, because no reader can read labels now.

        Either the settings name no reader for labels, or no reader for labels works.
        """
        readers = [each for each in self.readers if each.kind in {ReaderKind.ITEMS, ReaderKind.ANYTHING}]
        return not self.house.has_item_reader or (bool(readers) and not any(each.ready for each in readers))

    @property
    def fobs_paused(self) -> bool:
        """Return True if the kiosk looks up no fobs now, because too many unknown fobs were shown."""
        return self.fobs_paused_until is not None and self.moment.at < self.fobs_paused_until

    @property
    def help_open(self) -> bool:
        """Return True if the help is open over the page."""
        return self.sheet is Sheet.HELP
