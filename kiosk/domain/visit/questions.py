"""The questions that the kiosk asks a member about the basket or a line, and what follows after a commit."""

from msgspec import Struct

from kiosk.domain.model import LineId, Secret


class ThenReceipt(Struct, frozen=True):
    """Show the receipt after the commit."""


class ThenSwitch(Struct, frozen=True):
    """Show the receipt for a short time, then serve the member with this fob."""

    fob: Secret


class ThenQuietly(Struct, frozen=True):
    """Show no receipt, because nobody is there."""


Then = ThenReceipt | ThenSwitch | ThenQuietly


class AskConfirm(Struct, frozen=True):
    """The question whether the basket is right. `without` and `then` are the answers to earlier questions."""

    without: frozenset[LineId] = frozenset()
    then: Then = ThenReceipt()


class AskCancel(Struct, frozen=True):
    """The question whether the member wants to leave. If yes, the staged lines are taken out of the cart."""


class AskSwitch(Struct, frozen=True):
    """The question whether the kiosk should finish for this member, and then serve the member with this fob."""

    fob: Secret


class AskFinishWithout(Struct, frozen=True):
    """The question whether to finish without these lines, because the server has not answered their check yet.

    `confirmed` and `then` are the answers to earlier questions after Finish was pressed.
    """

    lines: tuple[LineId, ...]
    confirmed: bool = False
    then: Then = ThenReceipt()


class AskUndecided(Struct, frozen=True):
    """The question whether the lines that somebody else brought here should stay in the basket.

    `confirmed` and `then` are the answers to earlier questions after Finish was pressed.
    """

    confirmed: bool = False
    then: Then = ThenReceipt()


class AskUnpaid(Struct, frozen=True):
    """The question whether to finish without these lines, which cost something that cannot be paid here.

    `without` are the lines that the member has already agreed to leave out.
    """

    lines: tuple[LineId, ...]
    without: frozenset[LineId] = frozenset()
    then: Then = ThenReceipt()


class AskGiveBack(Struct, frozen=True):
    """The question whether to give the item of this line back, which this visit has borrowed."""

    line: LineId


class AskBorrowAgain(Struct, frozen=True):
    """The question whether to borrow the item of this line again, which this visit has brought back."""

    line: LineId


Question = (
    AskGiveBack | AskBorrowAgain | AskConfirm | AskCancel | AskSwitch | AskFinishWithout | AskUndecided | AskUnpaid
)
