"""The data that one call of `step` collects: the new `Lasting` and the effects."""

from kiosk.domain.library import House, Library
from kiosk.domain.messages.effects import Effect
from kiosk.domain.visit.lasting import Lasting, Notice, NoticeKey, NoticeTone
from kiosk.domain.visit.times import IDLE_LEAST_S, NOTICE_S
from kiosk.structs import replace

_ATTENTION = frozenset(
    {
        NoticeKey.ADDED_ELSEWHERE,
        NoticeKey.CANNOT_REACH_TRY_AGAIN,
        NoticeKey.CANNOT_REACH_YET,
        NoticeKey.CANNOT_RECORD,
        NoticeKey.CANNOT_STOP,
        NoticeKey.CARD_NOT_FORGOTTEN,
        NoticeKey.CARD_NOT_KEPT,
        NoticeKey.CHANGE_IN_DOUBT,
        NoticeKey.CHANGE_REFUSED,
        NoticeKey.CHANGE_WAITS,
        NoticeKey.FOBS_NOT_USED,
        NoticeKey.FOB_NEEDS_PIN,
        NoticeKey.FOB_NOT_LINKED_HERE,
        NoticeKey.FOBS_PAUSED,
        NoticeKey.GONE_ELSEWHERE,
        NoticeKey.HANDED_OVER,
        NoticeKey.LIST_CHANGED,
        NoticeKey.NOTHING_RECORDED,
        NoticeKey.NOTHING_SENT,
        NoticeKey.NOT_ALL_THAT_DAY,
        NoticeKey.NOT_CHANGED,
        NoticeKey.NOT_FINISHED,
        NoticeKey.NOT_IN_USE,
        NoticeKey.NO_PROJECTS,
        NoticeKey.NOT_PART_OF_THIS,
        NoticeKey.MISREAD,
        NoticeKey.ODD_COMMAND,
        NoticeKey.ODD_CONTROL,
        NoticeKey.ODD_EMPTY,
        NoticeKey.ODD_NOT_OURS,
        NoticeKey.ODD_TOO_LONG,
        NoticeKey.ONE_AFTER_THE_OTHER,
        NoticeKey.RELEASE_IN_DOUBT,
        NoticeKey.RELEASE_NOT_SENT,
        NoticeKey.RELEASE_REFUSED,
        NoticeKey.SCANNED_EARLIER,
        NoticeKey.SHOW_FOB_TO_GO_ON,
        NoticeKey.SLIP_FAILED,
        NoticeKey.STILL_IN_CART,
        NoticeKey.RECORDED_ELSEWHERE,
        NoticeKey.REFUSED_FINISH_AGAIN,
        NoticeKey.TAKEN_OUT_ELSEWHERE,
        NoticeKey.UNKNOWN_LANGUAGE,
        NoticeKey.WHOSE_TOOLS,
    }
)


class Turn:
    """The data that one call of `step` collects. A turn can be changed, but the states and effects in it are frozen."""

    __slots__ = ("effects", "lasting")

    def __init__(self, lasting: Lasting) -> None:
        self.lasting = lasting
        self.effects: list[Effect] = []

    @property
    def now(self) -> float:
        """Return the present time in seconds, from a clock that nobody can set forward or back."""
        return self.lasting.moment.at

    @property
    def house(self) -> House:
        """Return the settings from the settings file of this kiosk."""
        return self.lasting.house

    @property
    def library(self) -> Library:
        """Return the library's settings, or default settings if the library's settings are not known yet."""
        return self.lasting.library or Library()

    @property
    def idle_s(self) -> float:
        """Return the number of seconds after which a visit ends if nobody does anything."""
        return max(self.library.logout_timeout * self.house.minute_s, IDLE_LEAST_S)

    def ask(self, *effects: Effect) -> None:
        """Ask for these effects, in this order."""
        self.effects.extend(effects)

    def say(self, key: NoticeKey, about: str = "", *, for_s: float = NOTICE_S) -> None:
        """Show this notice for `for_s` seconds, instead of any other notice."""
        tone = NoticeTone.ATTENTION if key in _ATTENTION else NoticeTone.PLAIN
        self.lasting = replace(self.lasting, notice=Notice(key, self.now + for_s, tone, about))

    def unsay(self, key: NoticeKey) -> None:
        """Remove this notice if it is shown, because its sentence is no longer true."""
        if self.lasting.notice is not None and self.lasting.notice.key is key:
            self.lasting = replace(self.lasting, notice=None)

    def number(self) -> int:
        """Return a new number that is not used for anything else."""
        number = self.lasting.next_id
        self.lasting = replace(self.lasting, next_id=number + 1)
        return number
