"""The questions that the kiosk asks a member about the basket or a line, and the next steps after a commit."""

from msgspec import Struct

from kiosk.domain.model import LineId, Secret


class ThenReceipt(Struct, frozen=True):
    """Show the receipt after the commit."""


class ThenSwitch(Struct, frozen=True):
    """Show the receipt for a short time, then serve the other member, who has shown this fob."""

    fob: Secret


class ThenQuietly(Struct, frozen=True):
    """Show no receipt after the commit, because nobody is there."""


Then = ThenReceipt | ThenSwitch | ThenQuietly


class AskConfirm(Struct, frozen=True):
    """The question whether the basket is right.

    `without` are the lines that the member has already agreed to leave out. `then` is the step after the commit.
    """

    without: frozenset[LineId] = frozenset()
    then: Then = ThenReceipt()


class AskCancel(Struct, frozen=True):
    """The question whether the member wants to leave. If yes, the staged lines are taken out of the cart."""


class AskSwitch(Struct, frozen=True):
    """The question whether to finish for the present member, and then serve the member who has shown this fob."""

    fob: Secret


class AskFinishWithout(Struct, frozen=True):
    """The question whether to finish without these lines, because the server has not answered their check yet.

    `confirmed` is True if the member has already confirmed the basket. `then` is the step after the commit.
    """

    lines: tuple[LineId, ...]
    confirmed: bool = False
    then: Then = ThenReceipt()


class AskUndecided(Struct, frozen=True):
    """The question whether to record the lines that another person or another device added to the basket.

    `confirmed` is True if the member has already confirmed the basket. `then` is the step after the commit.
    """

    confirmed: bool = False
    then: Then = ThenReceipt()


class AskUnpaid(Struct, frozen=True):
    """The question whether to finish without these lines, which cost something that cannot be paid here.

    `without` are the lines that the member has already agreed to leave out. `then` is the step after the commit.
    """

    lines: tuple[LineId, ...]
    without: frozenset[LineId] = frozenset()
    then: Then = ThenReceipt()


class AskGiveBack(Struct, frozen=True):
    """The question whether to give back the item of this line. The item was borrowed in this visit."""

    line: LineId


class AskBorrowAgain(Struct, frozen=True):
    """The question whether to borrow the item of this line again. The item was brought back in this visit."""

    line: LineId


Question = (
    AskGiveBack | AskBorrowAgain | AskConfirm | AskCancel | AskSwitch | AskFinishWithout | AskUndecided | AskUnpaid
)
