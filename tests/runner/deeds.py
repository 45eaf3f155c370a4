"""The runner with all parts below it: a real server over HTTP, real files, one event loop.

The parts above the runner, for example the controller and the window, are not there.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

from kiosk.domain.carts import CommitCame
from kiosk.domain.messages.answers import BillSeen, CommitAnswered, LineAnswered, LinkKept, LoansRead, SignedIn
from kiosk.domain.messages.effects import AddLine, Commit, Effect, Identify, KeepLink, ReadLoans, SignIn
from kiosk.domain.messages.events import Event
from kiosk.domain.model import (
    CommitId,
    Direction,
    ItemCode,
    Line,
    LineId,
    LineOutcome,
    LineState,
    Moment,
    Secret,
    Staged,
    Truth,
    VisitId,
)
from kiosk.runner.tasks import Patience
from kiosk.settings.load import load
from kiosk.simulator import MEMBERS, Person, SimulatorThread
from kiosk.store.inbox import StaffInbox
from kiosk.structs import replace
from tests.runner.ground import Ground

E = TypeVar("E", bound=Event)
MARTA, JAMAL, INES, THEO = MEMBERS[:4]
ANSWER_S = 60.0


class ShiftedClock:
    """A clock with the real time, plus the seconds that a test adds."""

    def __init__(self) -> None:
        self.forward_s = 0.0

    def __call__(self) -> Moment:
        return Moment(monotonic() + self.forward_s, datetime.now().astimezone() + timedelta(seconds=self.forward_s))


class Deeds:
    """A runner for tests, which asks for effects and waits for the answers to them.

    Begin with `async with Deeds(folder, library) as deeds:`, then call deeds.ask(effect) and await deeds.answer(kind).
    """

    def __init__(
        self,
        folder: Path,
        library: SimulatorThread,
        *,
        more: str = "",
        patience: Patience | None = None,
        clock: Callable[[], Moment] | None = None,
    ) -> None:
        config = folder / "kiosk.toml"
        head = f'[kiosk]\nstate_dir = "{folder / "state"}"\n[myturn]\nurl = "{library.url}"\nrequest_timeout_s = 2.0\n'
        config.write_text(head + more, encoding="utf-8")
        self.library = library
        self.clock = ShiftedClock()
        self.told: list[Event] = []
        self._seen = 0
        self._at_once: tuple[type[Event], Effect] | None = None
        self._patience = patience
        self._changed = asyncio.Event()
        self._ground = Ground(load(config), clock or self.clock)
        self.stores = self._ground.stores
        self._numbers = iter(range(100, 10_000))

    async def __aenter__(self) -> Self:
        await self._ground.open(self._tell, lambda _: None, self._patience)
        self.serving = self._ground.serving
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._ground.close(kind, error, trace)

    def _tell(self, event: Event) -> None:
        self.told.append(event)
        self._changed.set()
        if self._at_once and isinstance(event, self._at_once[0]):
            self.ask(self._at_once[1])
            self._at_once = None

    def at_once(self, kind: type[Event], effect: Effect) -> None:
        """When the runner tells the next event of this kind, ask for this effect at once, as a visit does."""
        self._at_once = (kind, effect)

    # --- effects and answers -------------------------------------------------------------------------

    def ask(self, effect: Effect) -> None:
        """Ask the runner for this effect."""
        self.serving.start(effect)

    async def answer(self, kind: type[E]) -> E:
        """Wait for the next event of this kind, and return it. Skip all events before it."""
        event = await self._next(lambda event: isinstance(event, kind))
        assert isinstance(event, kind)
        return event

    async def answer_to(self, visit: VisitId) -> Event:
        """Wait for the next event that names this visit, and return it. Skip a BillSeen."""
        return await self._next(
            lambda event: getattr(event, "visit", None) == visit and not isinstance(event, BillSeen)
        )

    async def _next(self, wanted: Callable[[Event], bool]) -> Event:
        async with asyncio.timeout(ANSWER_S):
            while True:
                while self._seen < len(self.told):
                    self._seen += 1
                    if wanted(self.told[self._seen - 1]):
                        return self.told[self._seen - 1]
                self._changed.clear()
                await self._changed.wait()

    def number(self) -> int:
        """Return a new number for a visit, a line or a commit."""
        return next(self._numbers)

    def line(self, code: str, direction: Direction = Direction.BORROW) -> Line:
        """Return a line as the visit makes it from a scan."""
        return Line(LineId(self.number()), ItemCode(code), direction, LineState.CHECKING)

    # --- whole steps of a visit ----------------------------------------------------------------------

    async def identify(self, person: Person, pin: str = "") -> Event:
        """Show the fob of this person, and return the answer."""
        visit = VisitId(self.number())
        self.ask(Identify(visit, Secret(person.fob), Secret(pin) if pin else None))
        return await self.answer_to(visit)

    async def sign_in(self, person: Person = MARTA, password: str = "") -> Event:
        """Log this person in with the form, and return the answer."""
        visit = VisitId(self.number())
        self.ask(SignIn(visit, person.username, Secret(password or person.password)))
        return await self.answer_to(visit)

    async def signed_in(self, person: Person = MARTA) -> VisitId:
        """Log this person in with the form, and return the open visit."""
        answer = await self.sign_in(person)
        assert isinstance(answer, SignedIn), answer
        return answer.visit

    async def link(self, person: Person = MARTA, pin: str = "") -> VisitId:
        """Log this person in, and link the fob. Return the visit, which stays open."""
        visit = await self.signed_in(person)
        self.ask(KeepLink(visit, Secret(person.fob), certain=True, pin=Secret(pin) if pin else None))
        assert (await self.answer(LinkKept)).ok
        return visit

    async def add(self, visit: VisitId, line: Line) -> LineOutcome:
        """Send this line to the cart, and return the outcome."""
        self.ask(AddLine(visit, line))
        return (await self.answer(LineAnswered)).outcome

    async def staged(self, visit: VisitId, code: str, direction: Direction = Direction.BORROW) -> Line:
        """Send a line of this code to the cart, and return the staged line. Fail if the server refuses the line."""
        line = self.line(code, direction)
        outcome = await self.add(visit, line)
        assert isinstance(outcome, Staged), outcome
        return replace(
            line,
            state=LineState.STAGED,
            ref=outcome.ref,
            item=outcome.item,
            direction=outcome.direction or direction,
            loan=outcome.loan,
        )

    async def commit(self, visit: VisitId, *lines: Line) -> tuple[CommitId, CommitCame]:
        """Commit these lines. Return the number of the commit and the outcome."""
        commit = CommitId(self.number())
        self.ask(Commit(visit, commit, lines))
        return commit, (await self.answer(CommitAnswered)).outcome

    async def look(self, visit: VisitId, commit: CommitId, *lines: Line) -> Truth | None:
        """Read the loans once for this commit, and return the result."""
        now = self.clock()
        self.ask(ReadLoans(visit, commit, lines, now.wall - timedelta(seconds=30), now.at))
        return (await self.answer(LoansRead)).truth

    def inbox(self) -> StaffInbox:
        """Return the inbox that staff read."""
        return self._ground.inbox()

    # --- facts about the library ---------------------------------------------------------------------

    def out(self, person: Person = MARTA) -> set[str]:
        """Return the codes of the loans that the library has for this person."""
        return {loan.code for loan in self.library.library_state.loans_of(person.username)}

    def calls(self, operation: str) -> int:
        """Return the number of requests for this operation that the server has got."""
        return self.library.library_state.call_counts().get(operation, 0)

    async def until_called(self, operation: str) -> None:
        """Wait until the server has got a request for this operation."""
        await self.until(lambda: self.calls(operation) > 0)

    async def until(self, fact: Callable[[], bool]) -> None:
        """Wait until `fact` returns True. Fail after ANSWER_S seconds."""
        async with asyncio.timeout(ANSWER_S):
            while not fact():  # noqa: ASYNC110 - the server runs in another thread
                await asyncio.sleep(0.01)

    async def until_settled(self) -> None:
        """Wait until the journal has no open commit. Fail after ANSWER_S seconds."""
        async with asyncio.timeout(ANSWER_S):
            while await self.stores.journal.open_commits():  # noqa: ASYNC110 - a file sends no event
                await asyncio.sleep(0.01)
