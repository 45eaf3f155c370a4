"""The meanings that a code can have, and the events of the readers and the touch screen."""

from enum import StrEnum, auto

from kiosk.domain.frozen import dataclass
from kiosk.domain.model import (
    ItemCode,
    Secret,
)


@dataclass(frozen=True, slots=True)
class FobRead:
    """The code is a member's fob."""

    code: Secret


@dataclass(frozen=True, slots=True)
class ItemRead:
    """The code is on an item's label."""

    code: ItemCode


@dataclass(frozen=True, slots=True)
class EitherRead:
    """The code was read by a reader for anything, and no rule tells its kind: the present page decides."""

    code: Secret


class CommandName(StrEnum):
    """The acts that a printed command card can do."""

    FINISH = auto()
    CANCEL = auto()
    HELP = auto()
    LANGUAGE = auto()


@dataclass(frozen=True, slots=True)
class CommandRead:
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


@dataclass(frozen=True, slots=True)
class OddRead:
    """A code without a meaning here; `shown` is a short, harmless form of it (empty for a fob reader)."""

    reason: OddReason
    shown: str = ""


Meaning = FobRead | ItemRead | EitherRead | CommandRead | OddRead


@dataclass(frozen=True, slots=True)
class Scanned:
    """A reader decoded a code."""

    meaning: Meaning
    reader: str = ""


@dataclass(frozen=True, slots=True)
class ScanFailed:
    """A reader saw something that it could not read; `reason` is the reader's own word for the problem."""

    reader: str
    reason: str


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody touched the screen, anywhere."""
