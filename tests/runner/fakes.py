"""A lending account that does what a test tells it, and a clock that only a test moves."""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Self

from kiosk.backends.errors import LogBrokenError, SignInLostError
from kiosk.backends.ports import SecretKeeper
from kiosk.backends.protocol import Vouched
from kiosk.domain.carts import CartNow
from kiosk.domain.digital import ItemFacts
from kiosk.domain.model import (
    ChangeOutcome,
    CommitDone,
    CommitId,
    CommitOutcome,
    Direction,
    Gone,
    Item,
    ItemCode,
    Line,
    LineOutcome,
    Loan,
    LoanId,
    Member,
    Moment,
    Opening,
    Secret,
    Staged,
    TakeOutOutcome,
    Truth,
)
from kiosk.domain.money import NOTHING, Balance, Bill
from kiosk.domain.reservations import Released, ReleaseOutcome, Reservation
from kiosk.domain.search import Details, Query, Results, Shelves
from kiosk.domain.terms import Changed, Offers, ReservationId

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

Kept = ReleaseOutcome | tuple[Reservation, ...]
Answered = LineOutcome | TakeOutOutcome | ChangeOutcome | CommitOutcome | Results | Kept


class TurnedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> Moment:
        return Moment(self.at, NOON + timedelta(seconds=self.at - 1000.0))


class ScriptedAccount:
    """An account that answers requests with the entries of its script, in order, and then with the usual answers.

    An entry is an outcome, an error to raise, or "wait". At "wait", the account waits until the test sets `go`. Then it
    answers with the entry after "wait".
    """

    def __init__(self, *script: "Answered | SignInLostError | LogBrokenError | str") -> None:
        self.script = deque(script)
        self.calls: list[tuple[str, str]] = []
        self.go = asyncio.Event()
        self.truths: deque[Truth] = deque()
        self.signed_out = False

    member = Member("m-1", "Marta")
    vouched = Vouched("m-1")
    opening = Opening()
    renewable: Secret | None = None
    cart_now: CartNow | None = None
    bill: Bill | None = None
    language = ""

    @property
    def staging(self) -> Self:
        return self

    @property
    def billing(self) -> Self:
        return self

    @property
    def owing(self) -> Self:
        return self

    @property
    def digital(self) -> None:
        return None

    @property
    def joining(self) -> None:
        return None

    @property
    def offering(self) -> Self:
        return self

    @property
    def reserving(self) -> Self:
        return self

    @property
    def searching(self) -> Self:
        return self

    def keep_with(self, keeper: SecretKeeper) -> None:
        self.keeper = keeper

    def speak(self, language: str) -> None:
        self.language = language

    def own_loan(self, code: ItemCode) -> Loan | None:
        self.calls.append(("own_loan", code))
        return None

    async def _next(self, act: str, what: str) -> object:
        self.calls.append((act, what))
        answer = self.script.popleft() if self.script else None
        if answer == "wait":
            await self.go.wait()
            answer = self.script.popleft() if self.script else None
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def act(self, line: Line) -> LineOutcome:
        answer = await self._next("give back" if line.direction is Direction.RETURN else "borrow", line.code)
        return answer if answer is not None else Staged(f"ref-{line.code}")  # type: ignore[return-value]

    async def change(self, line: Line) -> ChangeOutcome:
        assert line.wish is not None
        answer = await self._next("change", f"{line.ref} to {line.wish.terms.due}")
        return answer if answer is not None else Changed(line.wish.terms)  # type: ignore[return-value]

    async def offers(self) -> Offers:
        await self._next("offers", "")
        return Offers()

    async def search(self, query: Query) -> Results:
        answer = await self._next("search", query.words)
        return answer if isinstance(answer, Results) else Results()

    async def shelves(self) -> Shelves:
        await self._next("shelves", "")
        return Shelves()

    async def details(self, ident: str) -> Details | None:
        await self._next("details", ident)
        return Details(ident)

    async def titles(self, items: Sequence[Item]) -> tuple[ItemFacts, ...]:
        answer = await self._next("titles", ",".join(item.ident for item in items))
        return answer if answer is not None else ()  # type: ignore[return-value]

    async def balance(self) -> Balance:
        answer = await self._next("balance", "")
        return answer if answer is not None else Balance(NOTHING)  # type: ignore[return-value]

    async def reservations(self) -> tuple[Reservation, ...]:
        answer = await self._next("reservations", "")
        return answer if answer is not None else ()  # type: ignore[return-value]

    async def release(self, reservation: ReservationId, item: Item | None) -> ReleaseOutcome:
        answer = await self._next("release", f"{item.ident if item else 'all'} of {reservation}")
        return answer if answer is not None else Released(None)  # type: ignore[return-value]

    async def take_out(self, line: Line) -> TakeOutOutcome:
        answer = await self._next("take out", line.ref)
        return answer if answer is not None else Gone()  # type: ignore[return-value]

    async def commit(self, commit: CommitId, lines: Sequence[Line], *, finished: datetime) -> CommitOutcome:
        answer = await self._next("commit", f"{commit} of {len(lines)} at {finished:%H:%M}")
        return answer if answer is not None else CommitDone()  # type: ignore[return-value]

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        known = "" if before is None else f", before {len(before)}"
        self.calls.append(("read", f"{len(lines)} since {finished:%H:%M}{known}"))
        return self.truths.popleft() if self.truths else Truth()

    async def sign_out(self) -> None:
        self.signed_out = True
