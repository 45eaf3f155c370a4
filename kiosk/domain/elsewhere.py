"""What somebody else did with a line of the basket: another device of the member, or whoever scanned before them."""

from enum import StrEnum, auto


class Elsewhere(StrEnum):
    """ADDED, EARLIER: the member has not said yes to it. TAKEN_OUT: Finish puts it back. RECORDED: the loans show it.

    ADDED came from another device; EARLIER was scanned here, while the member before was being finished.
    """

    ADDED = auto()
    EARLIER = auto()
    TAKEN_OUT = auto()
    RECORDED = auto()


UNDECIDED = frozenset({Elsewhere.ADDED, Elsewhere.EARLIER})
"""Nothing of such a line is lent before the member says so."""
