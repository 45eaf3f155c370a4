"""The server's data that changes (loans, carts, reservations), and frozen copies that tests read."""

from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.simulator.catalogue import Tool


@dataclass(slots=True)
class LoanRecord:
    """A tool on loan to a member."""

    id: int
    username: str
    tool: Tool
    out: datetime
    due: date
    project: int | None = None


@dataclass(slots=True)
class LineRecord:
    """A line of a cart: a tool to borrow."""

    id: int
    tool: Tool
    due: date
    project: int | None = None
    reservation: int | None = None
    committed: bool = False

    @property
    def code(self) -> str:
        """Return the tool's label."""
        return self.tool.code


@dataclass(slots=True)
class ReturnMark:
    """A loan marked for return in a cart."""

    loan: LoanRecord
    new_status: int | None = None
    committed: bool = False

    @property
    def code(self) -> str:
        """Return the tool's label."""
        return self.loan.tool.code


@dataclass(slots=True)
class CartRecord:
    """A member's open cart. `touched` is the time of its last use, in seconds of the clock."""

    id: int
    username: str
    touched: float
    lines: dict[int, LineRecord] = field(default_factory=dict)
    returns: dict[int, ReturnMark] = field(default_factory=dict)

    @property
    def everything(self) -> list[LineRecord | ReturnMark]:
        """Return the lines to borrow, then the marked returns."""
        return [*self.lines.values(), *self.returns.values()]

    @property
    def has_commits(self) -> bool:
        """Return True if a line or a return in the cart is committed."""
        return any(each.committed for each in self.everything)


@dataclass(slots=True)
class ReservationRecord:
    """Tools that are kept for a member; `open` are the ids of the tools that are not picked up yet."""

    id: int
    username: str
    start: date
    end: date
    tools: list[Tool]
    open: set[int]

    @property
    def fulfilled(self) -> bool:
        """Return True if all its tools are picked up."""
        return not self.open


@dataclass(frozen=True, slots=True)
class LoanFact:
    """A loan, in the form that tests read."""

    id: int
    code: str
    name: str
    out: datetime
    due: date
    project: int | None


@dataclass(frozen=True, slots=True)
class ReservationFact:
    """A reservation, in the form that tests read: all its labels, and the labels that are not picked up yet."""

    id: int
    start: date
    end: date
    codes: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CartFact:
    """An open cart, in the form that tests read: labels in the order in which they were added."""

    id: int
    borrows: tuple[str, ...]
    returns: tuple[str, ...]
    committed: tuple[str, ...]
    due: dict[str, date]
    new_status: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class ItemFact:
    """A tool, in the form that tests read."""

    id: int
    code: str
    name: str
    shelf: str
    status: str | None
    on_loan_to: str | None


@dataclass(frozen=True, slots=True)
class ReceivedCall:
    """One request that reached the server. `acted` says if the server may have changed its state."""

    name: str
    at: float
    member: str | None
    status: int
    fault: str | None
    acted: bool
