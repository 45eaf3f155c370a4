"""What the server keeps that changes: loans, carts, reservations; and the frozen facts that tests read."""

from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.simulator.catalogue import Tool


@dataclass(slots=True)
class LoanRecord:
    """A tool that somebody has out."""

    id: int
    username: str
    tool: Tool
    out: datetime
    due: date
    project: int | None = None


@dataclass(slots=True)
class LineRecord:
    """A tool in a cart, to be borrowed."""

    id: int
    tool: Tool
    due: date
    project: int | None = None
    reservation: int | None = None
    committed: bool = False

    @property
    def code(self) -> str:
        """The tool's label."""
        return self.tool.code


@dataclass(slots=True)
class ReturnMark:
    """A loan marked for return in a cart."""

    loan: LoanRecord
    new_status: int | None = None
    committed: bool = False

    @property
    def code(self) -> str:
        """The tool's label."""
        return self.loan.tool.code


@dataclass(slots=True)
class CartRecord:
    """A member's open cart; `touched` in the clock's seconds."""

    id: int
    username: str
    touched: float
    lines: dict[int, LineRecord] = field(default_factory=dict)
    returns: dict[int, ReturnMark] = field(default_factory=dict)

    @property
    def everything(self) -> list[LineRecord | ReturnMark]:
        """What is to be borrowed, then what comes back."""
        return [*self.lines.values(), *self.returns.values()]

    @property
    def has_commits(self) -> bool:
        """Was a line of it committed?"""
        return any(each.committed for each in self.everything)


@dataclass(slots=True)
class ReservationRecord:
    """Tools kept for a member; `open` are those not yet picked up."""

    id: int
    username: str
    start: date
    end: date
    tools: list[Tool]
    open: set[int]

    @property
    def fulfilled(self) -> bool:
        """Everything on it was picked up."""
        return not self.open


@dataclass(frozen=True, slots=True)
class LoanFact:
    """A loan as a test reads it."""

    id: int
    code: str
    name: str
    out: datetime
    due: date
    project: int | None


@dataclass(frozen=True, slots=True)
class ReservationFact:
    """A reservation as a test reads it: labels, and those of them that nobody has picked up."""

    id: int
    start: date
    end: date
    codes: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CartFact:
    """An open cart as a test reads it: labels, in the order they were put in."""

    id: int
    borrows: tuple[str, ...]
    returns: tuple[str, ...]
    committed: tuple[str, ...]
    due: dict[str, date]
    new_status: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class ItemFact:
    """A tool as a test reads it."""

    id: int
    code: str
    name: str
    shelf: str
    status: str | None
    on_loan_to: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """One request that reached the server. `acted`: did the state have the chance to change?"""

    name: str
    at: float
    member: str | None
    status: int
    fault: str | None
    acted: bool
