"""The class Bench, a kiosk for tests. It has no window, and no program carries out its effects.

A test gives events to the kiosk and sets its clock. The bench remembers all effects.
"""

from datetime import timedelta
from typing import Self, TypeVar

from kiosk.domain.carts import CommitCame
from kiosk.domain.library import House, Library
from kiosk.domain.messages.answers import CommitAnswered, LineAnswered, LineGone, LineStays, LoansRead, SignedIn
from kiosk.domain.messages.effects import AddLine, Commit, Effect, Farewell, Play, ReadLoans, Record, Sound, TakeOut
from kiosk.domain.messages.events import EitherRead, Event, FobRead, ItemRead, Scanned, Tick
from kiosk.domain.messages.intents import FormSent
from kiosk.domain.model import (
    CommitDone,
    ItemCode,
    Limits,
    Line,
    LineOutcome,
    LineState,
    Member,
    Moment,
    Opening,
    Proof,
    Secret,
    Truth,
    VisitId,
)
from kiosk.domain.visit import begin, step
from kiosk.domain.visit.lasting import Notice, NoticeKey
from kiosk.domain.visit.state_parts import visit_of
from kiosk.domain.visit.states import Committing, Kiosk, ReadingBack, Resolving, Serving, Settling, State
from tests.domain.cast import FOB, LIBRARY, MARTA, NEXT_WEEK, NOON, loan, staged

E = TypeVar("E")
S = TypeVar("S")


class Bench:
    """The kiosk of a test. `asked` has all effects so far, and `last` has the effects of the last event."""

    def __init__(self, library: Library | None = LIBRARY, house: House | None = None) -> None:
        self.at = 1000.0
        self.asked: list[Effect] = []
        self.last: tuple[Effect, ...] = ()
        self.kiosk: Kiosk = begin(house or House(), self._moment(), library, next_id=1)

    def _moment(self) -> Moment:
        return Moment(self.at, NOON + timedelta(seconds=self.at - 1000.0))

    # --- telling ---------------------------------------------------------------------------------

    def tell(self, event: Event) -> Self:
        """Give this event to the kiosk now, and remember the effects."""
        result = step(self.kiosk.at(self._moment()), event)
        self.kiosk = result.kiosk
        self.last = result.effects
        self.asked.extend(result.effects)
        return self

    def wait(self, seconds: float) -> Self:
        """Let these seconds pass, and tell the kiosk each second with the event `Tick`."""
        for _ in range(int(seconds)):
            self.at += 1.0
            self.tell(Tick())
        return self

    def later(self, seconds: float) -> Self:
        """Let time pass without a tick."""
        self.at += seconds
        return self

    def fob(self, code: str = FOB) -> Self:
        """Show a fob to the fob reader."""
        return self.tell(Scanned(FobRead(Secret(code))))

    def scan(self, *codes: str) -> Self:
        """Scan these items with the item scanner."""
        for code in codes:
            self.tell(Scanned(ItemRead(ItemCode(code))))
        return self

    def either(self, code: str) -> Self:
        """Scan a code with a reader for fobs and items. No rule says whether the code is a fob or an item."""
        return self.tell(Scanned(EitherRead(Secret(code))))

    def sign_in(
        self,
        member: Member = MARTA,
        *,
        opening: Opening | None = None,
        loans: tuple[str, ...] = (),
        limits: Limits | None = None,
        renewable: bool = False,
        at_once: bool = False,
    ) -> Self:
        """Tell the kiosk that the member is signed in."""
        opening = opening or Opening(tuple(loan(code) for code in loans), limits=limits or Limits())
        return self.tell(SignedIn(self.visit, member, opening, renewable, at_once=at_once))

    def answer(self, code: str, outcome: LineOutcome | None = None) -> Self:
        """Give the server's answer to the line of this code. By default, the line is staged."""
        return self.tell(LineAnswered(self.visit, self.line(code).ident, outcome or staged(code)))

    def gone(self, code: str) -> Self:
        """Tell the kiosk that the line of this code is out of the cart."""
        return self.tell(LineGone(self.visit, self.line(code).ident))

    def stays(self, code: str) -> Self:
        """Tell the kiosk that the line of this code could not be taken out of the cart."""
        return self.tell(LineStays(self.visit, self.line(code).ident))

    def stage(self, *codes: str) -> Self:
        """Scan these items, and let the server accept each of them."""
        for code in codes:
            self.scan(code).answer(code)
        return self

    def send_form(self, name: str = "marta", secret: str = "long enough", pin: str = "") -> Self:
        """Send the form on the screen."""
        form = getattr(self.kiosk.state, "form", 0)
        return self.tell(FormSent(form, name, Secret(secret), Secret(pin)))

    def answer_commit(self, outcome: CommitCame | None = None) -> Self:
        """Give the server's answer to the commit. By default, the server has accepted the commit."""
        return self.tell(CommitAnswered(self.visit, self.commit.commit, outcome or CommitDone()))

    def read(self, proven: tuple[str, ...] = (), in_cart: tuple[str, ...] = ()) -> Self:
        """Give the result of a read-back.

        The read-back proves the lines `proven`. The lines `in_cart` are in the cart, so they are not done.
        """
        ids = {line.code: line.ident for line in (*self.commit.lines, *self.commit.serving.lines)}
        proofs = tuple(Proof(ids[ItemCode(code)], NEXT_WEEK) for code in proven)
        seen = frozenset(ids[ItemCode(code)] for code in in_cart)
        return self.tell(LoansRead(self.visit, self.commit.commit, Truth(proofs, seen)))

    def read_nothing(self) -> Self:
        """Tell the kiosk that a read-back did not reach the server."""
        return self.tell(LoansRead(self.visit, self.commit.commit, None))

    # --- state and effects -----------------------------------------------------------------------

    @property
    def state(self) -> State:
        """Return the state of the kiosk."""
        return self.kiosk.state

    def is_in(self, kind: type[S]) -> S:
        """Return the state of the kiosk, and fail if the state is of another kind."""
        assert isinstance(self.kiosk.state, kind), type(self.kiosk.state).__name__
        return self.kiosk.state

    @property
    def visit(self) -> VisitId:
        """Return the id of the open visit. If no visit is open, return -1, which is the id of no visit."""
        return visit_of(self.kiosk.state) or VisitId(-1)

    @property
    def serving(self) -> Serving:
        """Return the state Serving, which has the basket. If another state contains a Serving, return this Serving.

        If there is no Serving, fail.
        """
        match self.kiosk.state:
            case Serving() as serving:
                return serving
            case Settling(serving) | Committing(serving):
                return serving
            case ReadingBack(of) | Resolving(of):
                return of.serving
            case other:
                raise AssertionError(type(other).__name__)

    @property
    def commit(self) -> Committing:
        """Return the commit that waits for its answer, or whose result the kiosk reads from the loans.

        In any other state, fail.
        """
        match self.kiosk.state:
            case Committing() as act:
                return act
            case ReadingBack(of) | Resolving(of):
                return of
            case other:
                raise AssertionError(type(other).__name__)

    def line(self, code: str) -> Line:
        """Return the line of this code, and fail if there is not exactly one."""
        found = [line for line in self.serving.lines if line.code == code]
        assert len(found) == 1, f"{len(found)} lines of {code}"
        return found[0]

    @property
    def basket(self) -> dict[str, LineState]:
        """Return the codes of the basket, newest first, each with the state of its line."""
        return {line.code: line.state for line in self.serving.lines}

    def notice(self) -> NoticeKey | None:
        """Return the key of the notice on the screen, or None."""
        notice: Notice | None = self.kiosk.lasting.notice
        return notice.key if notice else None

    def the(self, kind: type[E]) -> E:
        """Return the effect of this kind that the last event asked for, and fail if there is not exactly one."""
        found = [effect for effect in self.last if isinstance(effect, kind)]
        assert len(found) == 1, f"{len(found)} of {kind.__name__} in {self.last}"
        return found[0]

    def wants(self, kind: type[E]) -> list[E]:
        """Return all effects of this kind so far."""
        return [effect for effect in self.asked if isinstance(effect, kind)]

    @property
    def work(self) -> list[str]:
        """Return the effects of the last event in order, without the sounds. An example is `AddLine DR-1`."""
        return [_named(effect) for effect in self.last if not isinstance(effect, Play)]

    @property
    def sounds(self) -> list[Sound]:
        """Return the sounds that the last event asked for."""
        return [effect.sound for effect in self.last if isinstance(effect, Play)]

    @property
    def inbox(self) -> list[str]:
        """Return all codes that were sent to the staff inbox so far."""
        return [code for record in self.wants(Record) if record.inbox for code in record.codes]


def _named(effect: Effect) -> str:
    match effect:
        case AddLine(line=line) | TakeOut(line=line):
            return f"{type(effect).__name__} {line.code}"
        case Commit(lines=lines):
            return " ".join(("Commit", *(line.code for line in lines)))
        case ReadLoans(lines=lines, doubtful=doubtful):
            codes = [line.code for line in lines] + [f"{line.code}?" for line in doubtful]
            return " ".join(("ReadLoans", *codes))
        case Farewell(take_out=lines):
            return " ".join(("Farewell", *(line.code for line in lines)))
        case Record(kind=kind, inbox=inbox, codes=codes):
            return " ".join((f"Record {kind}{'!' if inbox else ''}", *codes))
        case _:
            return type(effect).__name__
