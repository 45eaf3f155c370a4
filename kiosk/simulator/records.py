"""The server's data that can change (loans, carts, reservations), and frozen copies of this data for tests."""

from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.simulator.catalogue import Tool


@dataclass(slots=True)
class LoanRecord:
    """A loan of a tool to a member."""

    id: int
    username: str
    tool: Tool
    out: datetime
    due: date
    project: int | None = None


@dataclass(slots=True)
class LineRecord:
    """A line of a cart, for a tool that the member wants to borrow."""

    id: int
    tool: Tool
    due: date
    project: int | None = None
    reservation: int | None = None
    committed: bool = False

    @property
    def code(self) -> str:
        """Return the code on the tool's label."""
        return self.tool.code


@dataclass(slots=True)
class ReturnMark:
    """A mark in a cart. It says that the member gives back the tool of this loan.

    When the cart is converted, the loan ends. If `new_status` is not None, the tool then gets this status.
    """

    loan: LoanRecord
    new_status: int | None = None
    committed: bool = False

    @property
    def code(self) -> str:
        """Return the code on the tool's label."""
        return self.loan.tool.code


@dataclass(slots=True)
class CartRecord:
    """A member's open cart. `touched` is the time of the cart's last use, in seconds of LibraryClock."""

    id: int
    username: str
    touched: float
    lines: dict[int, LineRecord] = field(default_factory=dict)
    returns: dict[int, ReturnMark] = field(default_factory=dict)

    @property
    def everything(self) -> list[LineRecord | ReturnMark]:
        """Return the cart's lines and marks together.

        The lines for borrowing come first, then the marks for returns.
        """
        return [*self.lines.values(), *self.returns.values()]

    @property
    def has_commits(self) -> bool:
        """Return True if at least one of the cart's lines or marks is committed."""
        return any(each.committed for each in self.everything)


@dataclass(slots=True)
class ReservationRecord:
    """A reservation of tools for a member. `open` has the ids of the tools that the member has not picked up yet."""

    id: int
    username: str
    start: date
    end: date
    tools: list[Tool]
    open: set[int]

    @property
    def fulfilled(self) -> bool:
        """Return True if the member has picked up all tools of the reservation."""
        return not self.open


@dataclass(frozen=True, slots=True)
class LoanFact:
    """A frozen copy of a loan, for tests."""

    id: int
    code: str
    name: str
    out: datetime
    due: date
    project: int | None


@dataclass(frozen=True, slots=True)
class ReservationFact:
    """A frozen copy of a reservation, for tests. `codes` has the labels of all reserved tools.

    `open` has only the labels of tools that the member has not picked up yet.
    """

    id: int
    start: date
    end: date
    codes: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CartFact:
    """A frozen copy of an open cart, for tests. Each tool is given by its label.

    The tools have the order in which they were added to the cart.
    """

    id: int
    borrows: tuple[str, ...]
    returns: tuple[str, ...]
    committed: tuple[str, ...]
    due: dict[str, date]
    new_status: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class ItemFact:
    """A frozen copy of a tool's data, for tests."""

    id: int
    code: str
    name: str
    shelf: str
    status: str | None
    on_loan_to: str | None


@dataclass(frozen=True, slots=True)
class ReceivedCall:
    """One request that has reached the server. `at` is the time in seconds of LibraryClock.

    `status` is the HTTP status of the answer, or 0 if there was no answer. `acted` is True if the server has carried
    out the request, even if the answer was damaged or lost. `about` is the thing in the request: a barcode, the id of a
    record or loan, or the name of a title. It is empty if the request names no thing. For the simulated myTurn, it is
    always empty.
    """

    name: str
    at: float
    member: str | None
    status: int
    fault: str | None
    acted: bool
    about: str = ""
