"""The things printed on paper: command cards and labels, in the order of the page."""

from enum import StrEnum

from msgspec import Struct


class Paper(StrEnum):
    """The sheets that printers hold."""

    A4 = "a4"
    LETTER = "letter"


class PrintedCode(Struct, frozen=True):
    """A code on paper. `shown` is the text under it, empty for a secret. It has no repr: the code may be a secret."""

    code: str
    shown: str = ""

    __repr__ = object.__repr__


class CommandCard(Struct, frozen=True):
    """A big card that works like a button. `icon` is a name in assets/icons."""

    title: str
    lead: str
    icon: str
    code: PrintedCode


class SheetLabel(Struct, frozen=True):
    """A small label for a tool or a fob."""

    title: str
    code: PrintedCode
