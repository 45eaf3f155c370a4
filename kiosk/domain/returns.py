"""The items that people bring back while no account is open, and the results of these returns."""

from enum import Enum, auto

from msgspec import Struct

from kiosk.domain.model import Item, ItemCode, LineId, Put, Refusal, Refused


class BroughtState(Enum):
    """The state of an item that somebody has brought back without an account."""

    SAVING = auto()
    """The code of the item is not on disk yet."""
    SAVED = auto()
    """The code is on disk. The kiosk will send the return to the lending system."""
    FOR_STAFF = auto()
    """The code is on disk, and staff are asked to enter the return in the lending system."""
    DONE = auto()
    """The lending system has taken the item back."""
    REFUSED = auto()
    """The lending system has refused the return. Staff are asked about the item."""
    NOT_SAVED = auto()
    """The code could not be written to disk, so the kiosk forgets the return when the visit ends."""


class BroughtItem(Struct, frozen=True):
    """One item that somebody has brought back.

    `put` is the place where the item belongs, if the lending system names the place.
    """

    ident: LineId
    code: ItemCode
    state: BroughtState = BroughtState.SAVING
    item: Item | None = None
    put: Put | None = None
    refusal: Refusal | None = None

    @property
    def is_kept(self) -> bool:
        """Return True if nobody has to scan the item again.

        In this case, the return is done, is on disk, or is being written to disk.
        """
        return self.state not in {BroughtState.REFUSED, BroughtState.NOT_SAVED}


class TakenIn(Struct, frozen=True):
    """The lending system has taken the item back. `put` is the place where the item belongs, if the place is known."""

    item: Item | None = None
    put: Put | None = None


class LeftToStaff(Struct, frozen=True):
    """The kiosk cannot find out if the item was taken back, so staff are asked about the item."""


ReturnOutcome = TakenIn | Refused | LeftToStaff
