"""A lending system in memory that records each scan at once.

The system refuses an act with HTTP 500 and a number in the body, as some real systems do.
"""

# ruff: noqa: ARG002 - the protocol has more arguments than this small system needs

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kiosk.backends.errors import ServerAwayError, WrongLoginError
from kiosk.backends.ports import ActEnd, ActKind, PlannedWrite, WriteLog
from kiosk.backends.protocol import Account, Credential, Finder, LendingBackend, Password, ServerIdentity
from kiosk.domain.library import Library, Searchers
from kiosk.domain.model import (
    Direction,
    InDoubt,
    Item,
    ItemCode,
    Line,
    LineOutcome,
    Loan,
    LoanId,
    Member,
    NotSent,
    Opening,
    Proof,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
    Truth,
    VisitId,
)
from kiosk.domain.outcome import Answered, BodyKind, NeverLeft, Outcome, outcome
from kiosk.domain.search import Details, FoundTool, Query, Results, Shelves, Standing

_NOES = {132: RefusalKind.ON_LOAN, 107: RefusalKind.ITEM_UNKNOWN}


@dataclass
class Shelf:
    """The records of the library: its items, its loans, and the number of requests that have come."""

    passwords: dict[str, str]
    items: dict[str, str]
    loans: dict[str, tuple[str, datetime, date]] = field(default_factory=dict)
    requests: int = 0
    away: bool = False

    def check_out(self, member: str, code: str, at: datetime) -> tuple[int, int]:
        """Lend the item if nobody has it. Return the HTTP status of the answer and the number in its body."""
        self.requests += 1
        if code not in self.items:
            return 500, 107
        if code in self.loans:
            return 500, 132
        self.loans[code] = (member, at, at.date() + timedelta(days=14))
        return 200, 0

    def check_in(self, member: str, code: str) -> tuple[int, int]:
        self.requests += 1
        if self.loans.get(code, ("",))[0] != member:
            return 500, 107
        del self.loans[code]
        return 200, 0


class ShelfFinder:
    """A Finder that searches the items of a Shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def search(self, query: Query) -> Results:
        if self._shelf.away:
            raise ServerAwayError("no connection")
        self._shelf.requests += 1
        names = [code for code, name in self._shelf.items.items() if query.words.casefold() in name.casefold()]
        page = names[query.offset : query.offset + query.limit]
        return Results(tuple(self._found(code) for code in page), more=len(names) > query.offset + query.limit)

    async def shelves(self) -> Shelves:
        if self._shelf.away:
            raise ServerAwayError("no connection")
        return Shelves()

    async def details(self, ident: str) -> Details | None:
        return Details(self._shelf.items[ident]) if ident in self._shelf.items else None

    def _found(self, code: str) -> FoundTool:
        loan = self._shelf.loans.get(code)
        tool = Item(ItemCode(code), self._shelf.items[code], ident=code)
        return FoundTool(tool, Standing.OUT, until=loan[2]) if loan else FoundTool(tool, Standing.FREE)


class ShelfReturns:
    """The part of the system that takes an item back without asking who brings the item."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def is_out(self, code: ItemCode) -> bool | None:
        if self._shelf.away:
            raise ServerAwayError("no connection")
        return code in self._shelf.loans if code in self._shelf.items else None

    async def check_in(self, code: ItemCode) -> Recorded | Refused | NotSent | InDoubt:
        if self._shelf.away:
            return NotSent()
        self._shelf.requests += 1
        if code not in self._shelf.items:
            return Refused(Refusal(RefusalKind.ITEM_UNKNOWN))
        self._shelf.loans.pop(code, None)
        return Recorded(Item(code, self._shelf.items[code]), None, Direction.RETURN)


class ImmediateAccount(Account):
    """The account of a member. The system records each line before the account answers."""

    def __init__(self, shelf: Shelf, member: str, visit: VisitId, log: WriteLog, now: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._visit, self._log, self._now = visit, log, now
        self.member = Member(reference=member, first_name=member.title())
        self.opening = Opening(loans=self._loans())

    @property
    def searching(self) -> Finder:
        return ShelfFinder(self._shelf)

    def own_loan(self, code: ItemCode) -> Loan | None:
        return next((each for each in self._loans() if each.item.code == code), None)

    async def act(self, line: Line) -> LineOutcome:
        match line.direction:
            case Direction.BORROW if self.own_loan(line.code) is None:
                return await self._borrow(line)
            case Direction.BORROW | Direction.RETURN:
                return await self._give_back(line)
            case Direction.RENEW:
                return Refused(Refusal(RefusalKind.OTHER))

    async def _borrow(self, line: Line) -> LineOutcome:
        answer = await self._written(
            ActKind.BORROW, line, lambda: self._shelf.check_out(self._who, line.code, self._now())
        )
        if not isinstance(answer, Outcome):
            return answer
        loan = next(each for each in self._loans() if each.item.code == line.code)
        return Recorded(loan.item, loan.due, Direction.BORROW, loan.ident)

    async def _give_back(self, line: Line) -> LineOutcome:
        own = self.own_loan(line.code)
        if own is None:
            return Refused(Refusal(RefusalKind.NOT_ON_ACCOUNT))
        answer = await self._written(ActKind.GIVE_BACK, line, lambda: self._shelf.check_in(self._who, line.code))
        return Recorded(own.item, None, Direction.RETURN, own.ident) if isinstance(answer, Outcome) else answer

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        if self._shelf.away:
            raise ServerAwayError("no connection")
        out = {each.item.code: each for each in self._loans()}
        proven = [
            Proof(line.ident, out[line.code].due if line.code in out else None)
            for line in lines
            if (line.code in out) is (line.direction is Direction.BORROW)
        ]
        return Truth(tuple(proven), frozenset(), tuple(out.values()))

    @property
    def _who(self) -> str:
        return self.member.reference

    def _loans(self) -> tuple[Loan, ...]:
        return tuple(
            Loan(LoanId(code), Item(ItemCode(code), self._shelf.items[code]), since, due)
            for code, (member, since, due) in self._shelf.loans.items()
            if member == self._who
        )

    async def _written(
        self, kind: ActKind, line: Line, act: Callable[[], tuple[int, int]]
    ) -> Outcome | Refused | NotSent | InDoubt:
        """Write the act into the log, do the act, and return the result. If the system is away, the act is not sent.

        The function `outcome` judges the answer of the system.
        """
        row = await self._log.begin(PlannedWrite(kind, self._visit, self._who, line.ident, line.code))
        if self._shelf.away:
            status, code, result = 0, 0, outcome(NeverLeft())
        else:
            status, code = act()
            result = outcome(Answered(status, BodyKind.DECLARED if code in _NOES else BodyKind.RIGHT))
        ends = {Outcome.DONE: ActEnd.DONE, Outcome.REFUSED: ActEnd.REFUSED, Outcome.NOT_SENT: ActEnd.NOT_SENT}
        await self._log.end(row, ends.get(result, ActEnd.UNKNOWN), f"HTTP {status}")
        match result:
            case Outcome.DONE:
                return result
            case Outcome.REFUSED:
                return Refused(Refusal(_NOES[code], f"Refused ({code})."))
            case Outcome.NOT_SENT:
                return NotSent()
            case _:
                return InDoubt()


class ImmediateBackend(LendingBackend):
    """A LendingBackend whose library is a Shelf."""

    def __init__(self, shelf: Shelf, log: WriteLog, now: Callable[[], datetime]) -> None:
        self._shelf, self._log, self._now = shelf, log, now

    @property
    def returning(self) -> "ShelfReturns":
        return ShelfReturns(self._shelf)

    async def probe(self) -> ServerIdentity:
        self._reach()
        return ServerIdentity("a shelf in memory")

    async def library(self, language: str) -> Library:
        self._reach()
        return Library(name="Shelf", at_once=True, searchers=Searchers.ANYONE)

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> Account:
        self._reach()
        if (
            not isinstance(credential, Password)
            or self._shelf.passwords.get(credential.name) != credential.secret.reveal()
        ):
            raise WrongLoginError
        return ImmediateAccount(self._shelf, credential.name, visit, self._log, self._now)

    def account_for(self, reference: str, visit: VisitId, token: Secret | None) -> Account:
        return ImmediateAccount(self._shelf, reference, visit, self._log, self._now)

    def searching(self, language: str) -> Finder:
        return ShelfFinder(self._shelf)

    def _reach(self) -> None:
        if self._shelf.away:
            raise ServerAwayError("no connection")
