"""The meanings that a code can have, and the events of the readers and the touch screen."""

from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.model import (
    ItemCode,
    Secret,
)


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
