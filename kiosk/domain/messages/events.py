"""The events that a scan causes, and the events that come from outside a visit.

A scan says what its code is: a fob, an item, one of both, a command, or nothing that the kiosk can use.

`Event` is the type of all events. It also includes the intents of a person and the answers of the runner.
"""

from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.clock import ClockVerdict
from kiosk.domain.library import KioskTexts, Library
from kiosk.domain.messages.answers import Answer
from kiosk.domain.messages.intents import Intent
from kiosk.domain.model import ItemCode, Secret

# --- scans ---


class FobRead(Struct, frozen=True):
    """The scanned code belongs to a member's fob."""

    code: Secret


class ItemRead(Struct, frozen=True):
    """The scanned code is the label of an item."""

    code: ItemCode


class EitherRead(Struct, frozen=True):
    """The scanned code can be a fob or an item. Its reader reads both fobs and items, and no rule fits the code.

    The present state of the kiosk decides whether the code is used as a fob or as an item.
    """

    code: Secret


class CommandName(StrEnum):
    """The acts that a person can ask for with a printed command card."""

    FINISH = auto()
    CANCEL = auto()
    HELP = auto()
    LANGUAGE = auto()


class CommandRead(Struct, frozen=True):
    """A command card was scanned. For LANGUAGE, `argument` is a language code. For other commands, it is empty."""

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
    """The scanned code cannot be used. `shown` is a short form of the code that is safe to show on the screen.

    `shown` is given for unusable commands, and for codes from a reader for items. In all other cases `shown` is empty,
    because perhaps the code belongs to a fob and must not be shown.
    """

    reason: OddReason
    shown: str = ""


Meaning = FobRead | ItemRead | EitherRead | CommandRead | OddRead


class Scanned(Struct, frozen=True):
    """A reader decoded a code."""

    meaning: Meaning
    reader: str = ""


class ScanFailed(Struct, frozen=True):
    """A reader saw a code but could not read it. `reason` is the reader's own word for the problem."""

    reader: str
    reason: str


class Touched(Struct, frozen=True):
    """Somebody touched any part of the screen."""


# --- events outside a visit ---


class Tick(Struct, frozen=True):
    """Some time has passed. The event itself contains no time, because the present moment is in `Lasting.moment`."""


class LibraryRead(Struct, frozen=True):
    """The library's settings were read from the server.

    If the kiosk's own settings file also has a value for one of these settings, this value has already replaced the
    value from the server.
    """

    library: Library


class TextsRead(Struct, frozen=True):
    """The library's own texts were read in this language."""

    language: str
    texts: KioskTexts


class AwayReason(StrEnum):
    """The reason why the library's server cannot be reached. The screen has a sentence for each reason."""

    NO_ANSWER = auto()
    NETWORK = auto()
    """The network, or a proxy in the network, asks for a log-in first."""
    MOVED = auto()
    """The server's address redirects to another address."""
    CLOCK = auto()
    """The server's certificate is not valid yet, so this machine's clock is behind."""
    EXPIRED = auto()
    """The server's certificate is no longer valid, or this machine's clock is ahead."""
    UNTRUSTED = auto()
    """A server answers, but its certificate does not prove that it is the library's server."""


class ServerAway(Struct, frozen=True):
    """The library's server stopped answering. The kiosk asks the server again after `retry_s` seconds."""

    retry_s: float = 0.0
    reason: AwayReason = AwayReason.NO_ANSWER


class ClockCompared(Struct, frozen=True):
    """The kiosk compared the machine's clock with the time in the server's answers, and has a new result.

    `verdict` is this result. `off_s` is the number of seconds by which the machine's clock is ahead of the time that
    the kiosk uses.
    """

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
    """A reader started working or stopped working. `why` is the reason, in words for staff."""

    reader: str
    kind: ReaderKind
    ready: bool
    why: str = ""


class StoreBroken(Struct, frozen=True):
    """The kiosk can no longer write to its disk."""


class StoreMended(Struct, frozen=True):
    """The kiosk can write to its disk again."""


class ClosedByStaff(Struct, frozen=True):
    """Staff told the kiosk to close. The kiosk closes as soon as nobody is being served."""


class OpenedByStaff(Struct, frozen=True):
    """Staff told the kiosk to open again."""


class SettingsWrong(Struct, frozen=True):
    """The settings file cannot be used. `problems` are lines of text for staff."""

    problems: tuple[str, ...]


class Stopping(Struct, frozen=True):
    """The process of the kiosk is about to end."""


World = (
    Tick | ClockCompared | LibraryRead | TextsRead | ServerAway | ServerBack | ReaderChanged | StoreBroken | StoreMended
    | ClosedByStaff | OpenedByStaff | SettingsWrong | Stopping
)  # fmt: skip


Event = Scanned | ScanFailed | Touched | Intent | Answer | World
