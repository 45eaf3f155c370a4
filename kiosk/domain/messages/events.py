"""Scans and the meanings of their codes, the events outside a visit, and the union of all events."""

from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.clock import ClockVerdict
from kiosk.domain.library import KioskTexts, Library
from kiosk.domain.messages.answers import Answer
from kiosk.domain.messages.intents import Intent
from kiosk.domain.model import ItemCode, Secret

# --- scans ---


class FobRead(Struct, frozen=True):
    """The code is a member's fob."""

    code: Secret


class ItemRead(Struct, frozen=True):
    """The code is on an item's label."""

    code: ItemCode


class EitherRead(Struct, frozen=True):
    """The code was read by a reader for anything, and no rule tells its kind: the present page decides."""

    code: Secret


class CommandName(StrEnum):
    """The acts that a printed command card can do."""

    FINISH = auto()
    CANCEL = auto()
    HELP = auto()
    LANGUAGE = auto()


class CommandRead(Struct, frozen=True):
    """A command card was scanned; `argument` is the language code of LANGUAGE."""

    name: CommandName
    argument: str = ""


class OddReason(StrEnum):
    """The reason why a code cannot be used at all."""

    CONTROL_CHARACTERS = auto()
    TOO_LONG = auto()
    UNKNOWN_COMMAND = auto()
    EMPTY = auto()
    NOT_OURS = auto()
    """The code does not have the form that the reader's settings expect."""


class OddRead(Struct, frozen=True):
    """A code without a meaning here; `shown` is a short, harmless form of it (empty for a fob reader)."""

    reason: OddReason
    shown: str = ""


Meaning = FobRead | ItemRead | EitherRead | CommandRead | OddRead


class Scanned(Struct, frozen=True):
    """A reader decoded a code."""

    meaning: Meaning
    reader: str = ""


class ScanFailed(Struct, frozen=True):
    """A reader saw something that it could not read; `reason` is the reader's own word for the problem."""

    reader: str
    reason: str


class Touched(Struct, frozen=True):
    """Somebody touched the screen, anywhere."""


# --- events outside a visit ---


class Tick(Struct, frozen=True):
    """Time has passed. The visit finds the present moment of every event in `Lasting.moment`."""


class LibraryRead(Struct, frozen=True):
    """The library's settings were read; local overrides are applied."""

    library: Library


class TextsRead(Struct, frozen=True):
    """The library's own texts were read in this language."""

    language: str
    texts: KioskTexts


class AwayReason(StrEnum):
    """The reason why the library's server cannot be reached, in the words that the screen can say."""

    NO_ANSWER = auto()
    NETWORK = auto()
    """The network, or a proxy in it, wants a log-in first."""
    MOVED = auto()
    """The address leads to another one."""
    CLOCK = auto()
    """The server's certificate is not valid yet, so this machine's clock is behind."""
    EXPIRED = auto()
    """The certificate is no longer valid, or this machine's clock is ahead."""
    UNTRUSTED = auto()
    """The server that answers cannot prove that it is the library's server."""


class ServerAway(Struct, frozen=True):
    """The library's server stopped answering; `retry_s` is the time in seconds until it is asked again."""

    retry_s: float = 0.0
    reason: AwayReason = AwayReason.NO_ANSWER


class ClockCompared(Struct, frozen=True):
    """The server's answers gave new knowledge about the machine's clock, which is `off_s` seconds ahead of theirs."""

    verdict: ClockVerdict
    off_s: float


class ServerBack(Struct, frozen=True):
    """The library's server answers again."""


class ReaderKind(StrEnum):
    """The kind of codes that a reader reads, as the settings file says."""

    FOBS = auto()
    ITEMS = auto()
    ANYTHING = auto()


class ReaderChanged(Struct, frozen=True):
    """A reader started to work, or stopped; `why` is written for staff."""

    reader: str
    kind: ReaderKind
    ready: bool
    why: str = ""


class StoreBroken(Struct, frozen=True):
    """Nothing can be written to disk."""


class StoreMended(Struct, frozen=True):
    """The disk can be written again."""


class ClosedByStaff(Struct, frozen=True):
    """Staff closed the kiosk; it takes effect when nobody is being served."""


class OpenedByStaff(Struct, frozen=True):
    """Staff opened the kiosk again."""


class SettingsWrong(Struct, frozen=True):
    """The settings file cannot be used; `problems` are lines for staff."""

    problems: tuple[str, ...]


class Stopping(Struct, frozen=True):
    """The process is about to end."""


World = (
    Tick | ClockCompared | LibraryRead | TextsRead | ServerAway | ServerBack | ReaderChanged | StoreBroken | StoreMended
    | ClosedByStaff | OpenedByStaff | SettingsWrong | Stopping
)  # fmt: skip


Event = Scanned | ScanFailed | Touched | Intent | Answer | World
