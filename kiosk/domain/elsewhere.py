"""What another device of the member did with a line of the basket, during the visit."""

from enum import StrEnum, auto


class Elsewhere(StrEnum):
    """ADDED: the member has not said yes to it here. TAKEN_OUT: Finish puts it back. RECORDED: the loans show it."""

    ADDED = auto()
    TAKEN_OUT = auto()
    RECORDED = auto()
