"""The views of the things that are printed on paper: command cards, and labels for tools and fobs."""

from enum import StrEnum

from msgspec import Struct


class Paper(StrEnum):
    """The sizes of paper on which cards and labels can be printed."""

    A4 = "a4"
    LETTER = "letter"


class PrintedCode(Struct, frozen=True):
    """A code on paper. `shown` is the text under the code, and is empty if the code is a secret.

    The repr does not show the code, because the code can be a secret.
    """

    code: str
    shown: str = ""

    __repr__ = object.__repr__


class CommandCard(Struct, frozen=True):
    """A big card with a code. A scan of the code works like the press of a button.

    `icon` is the name of an icon in assets/icons.
    """

    title: str
    lead: str
    icon: str
    code: PrintedCode


class SheetLabel(Struct, frozen=True):
    """A small label for a tool or a fob."""

    title: str
    code: PrintedCode
