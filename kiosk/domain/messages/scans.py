"""What a code can mean, and that a reader read one."""

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
    """A reader that reads anything, and no rule that tells: the place decides (visit or Welcome)."""

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
    """Why a code cannot be used at all."""

    CONTROL_CHARACTERS = auto()
    TOO_LONG = auto()
    UNKNOWN_COMMAND = auto()
    EMPTY = auto()
    NOT_OURS = auto()
    """It has not the form that the reader's settings expect."""


@dataclass(frozen=True, slots=True)
class OddRead:
    """A code that means nothing here; `shown` is a short, harmless rendering of it (empty for a fob reader)."""

    reason: OddReason
    shown: str = ""


Meaning = FobRead | ItemRead | EitherRead | CommandRead | OddRead


@dataclass(frozen=True, slots=True)
class Scanned:
    """A reader decoded a code."""

    meaning: Meaning
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Misread:
    """A reader saw something that it could not read; `reason` is the reader's own word for it."""

    reader: str
    reason: str


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody touched the screen, wherever."""
