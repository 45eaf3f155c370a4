"""An act of somebody else on a line of the basket: another device of the member, or whoever scanned before them."""

from enum import StrEnum, auto


class Elsewhere(StrEnum):
    """The act of somebody else on a line.

    ADDED came from another device; EARLIER was scanned here, while the visit of the member before was being finished.
    The member has not said yes to an ADDED or EARLIER line. Finish puts back a line that is TAKEN_OUT. The loans
    already show a line that is RECORDED.
    """

    ADDED = auto()
    EARLIER = auto()
    TAKEN_OUT = auto()
    RECORDED = auto()


UNDECIDED = frozenset({Elsewhere.ADDED, Elsewhere.EARLIER})
"""The kiosk lends nothing of such a line before the member says yes."""
