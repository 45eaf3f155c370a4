"""The data that outlive a visit. Nothing in here belongs to a member. Deadlines are in seconds of `Moment.at`."""

from enum import StrEnum, auto

from msgspec import Struct, field

from kiosk.domain.clock import ClockVerdict
from kiosk.domain.library import House, KioskTexts, Library
from kiosk.domain.messages.events import AwayReason, ReaderKind
from kiosk.domain.model import ItemCode, Moment


class NoticeKey(StrEnum):
    """A short sentence about the last event; the texts hold its wording."""

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
    SAME_ITEM = auto()
    STILL_IN_CART = auto()
    ADDED_PRESS_FINISH = auto()
    REFUSED_FINISH_AGAIN = auto()
    NOTHING_SENT = auto()
    NOTHING_RECORDED = auto()
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


class NoticeTone(StrEnum):
    """The look and the sound of a notice."""

    PLAIN = auto()
    ATTENTION = auto()
    BAD = auto()


class Notice(Struct, frozen=True):
    """A notice; there is only one at a time. `about` is an item code or another harmless word to name in it."""

    key: NoticeKey
    until: float
    tone: NoticeTone = NoticeTone.PLAIN
    about: str = ""


class Sheet(StrEnum):
    """A sheet that can lie over a page until it is closed."""

    HELP = auto()
    LANGUAGES = auto()
    TYPING = auto()


class ReaderHere(Struct, frozen=True):
    """A configured reader; `ready` says if it works."""

    reader: str
    kind: ReaderKind
    ready: bool
    why: str = ""


class Lasting(Struct, frozen=True):
    """The data that outlive a visit. Nothing in here belongs to a member."""

    moment: Moment
    house: House = field(default_factory=House)
    library: Library | None = None
    next_library: Library | None = None
    translated: tuple[tuple[str, KioskTexts], ...] = ()
    """The library's own texts in languages that somebody has chosen."""
    away_since: float | None = None
    away_reason: AwayReason = AwayReason.NO_ANSWER
    clock_told: frozenset[ClockVerdict] = frozenset()
    """The verdicts on the machine's clock that staff have been told."""
    zone_told: bool = False
    """Staff have been told that due days are one day off."""
    retry_at: float | None = None
    readers: tuple[ReaderHere, ...] = ()
    store_ok: bool = True
    closed_by_staff: bool = False
    fobs_paused_until: float | None = None
    """The time until which no fob is looked up, because too many unknown fobs were shown."""
    language: str = "en"
    notice: Notice | None = None
    sheet: Sheet | None = None
    earlier: frozenset[ItemCode] = frozenset()
    """Codes of the tray that were scanned while another member's basket was being recorded."""
    maybe_fobs: frozenset[ItemCode] = frozenset()
    """Codes of the tray that may be fobs, because nothing has said yet that they are tools.

    Records name only the last two characters of such a code.
    """
    next_id: int = 1
    """The next number of the one counter for visits, lines, commits and forms; no number is ever given twice."""

    @property
    def types_codes(self) -> bool:
        """Return True if no reader can read labels now, because none is set up for it or none of them works."""
        readers = [each for each in self.readers if each.kind in {ReaderKind.ITEMS, ReaderKind.ANYTHING}]
        return not self.house.has_item_reader or (bool(readers) and not any(each.ready for each in readers))

    @property
    def fobs_paused(self) -> bool:
        """Return True if no fob is looked up now."""
        return self.fobs_paused_until is not None and self.moment.at < self.fobs_paused_until

    @property
    def help_open(self) -> bool:
        """Return True if the help lies over the page."""
        return self.sheet is Sheet.HELP
