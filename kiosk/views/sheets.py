"""The things printed on paper: command cards and labels, in the order of the page."""

from enum import StrEnum

from kiosk.domain.frozen import dataclass


class Paper(StrEnum):
    """The sheets that printers hold."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, repr=False)
class PrintedCode:
    """A code on paper. `shown` is the text under it, empty for a secret. It has no repr: the code may be a secret."""

    code: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class CommandCard:
    """A big card that works like a button. `icon` is a name in assets/icons."""

    title: str
    lead: str
    icon: str
    code: PrintedCode


@dataclass(frozen=True, slots=True)
class SheetLabel:
    """A small label for a tool or a fob."""

    title: str
    code: PrintedCode
