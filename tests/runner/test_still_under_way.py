"""Tests of a commit whose answer takes too long, and of other requests while this commit is still running."""

import asyncio
from typing import TypeVar

import pytest

from kiosk.backends.errors import LogBrokenError, SignInLostError
from kiosk.domain.messages.answers import CommitAnswered, LoansRead, ReservationsRead, SearchAnswered, SignInLost
from kiosk.domain.messages.effects import AddLine, Commit, ReadLoans, ReadReservations, Record, RecordKind, Search
from kiosk.domain.messages.events import Event
from kiosk.domain.model import (
    CommitDone,
    CommitId,
    CommitOutcome,
    CommitRefused,
    InDoubt,
    ItemCode,
    LineId,
    LineState,
    NotSent,
    Proof,
    Staged,
    Truth,
    VisitId,
)
from kiosk.domain.search import Query, Results
from kiosk.runner.searches import Searching
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.settling import APART_S
from kiosk.runner.tasks import Patience, Wiring
from kiosk.runner.visit_reads import VisitReads
from kiosk.runner.visit_writes import CommitUnderWay
from kiosk.store.open_commits import Settlement
from kiosk.structs import replace
from tests.runner.desk import VISIT, Desk, line, play
from tests.runner.fakes import NOON, ScriptedAccount

E = TypeVar("E", bound=Event)
LINES = (line(1), line(2))
WAITING = Truth(absent=frozenset({LineId(1), LineId(2)}))
PROVEN = Truth((Proof(LineId(1)), Proof(LineId(2))))


IMPATIENT = Patience(commit_answer_s=0.02)


class Settled:
    """A fake for the part that settles commits. It stores the settlements, the questions to staff, and the codes."""

    def __init__(self) -> None:
        self.known: list[tuple[CommitId, Settlement]] = []
        self.found: list[str] = []
        self.questions: list[Record] = []

    async def found_out(self, _: VisitId, codes: tuple[ItemCode, ...]) -> None:
        self.found.extend(codes)

    async def settled(
        self, commit: CommitId, settlement: Settlement, question: Record | None = None, member: str = ""
    ) -> None:
        self.known.append((commit, settlement))
        if question is not None:
            assert member == ScriptedAccount.member.reference
            self.questions.append(question)


def looking(desk: Desk, settled: Settled) -> VisitReads:
    return VisitReads(settled, ServerWatch(desk.tell), tell=desk.tell, clock=desk.clock)


def told(desk: Desk, kind: type[E]) -> list[E]:
    return [event for event in desk.told if isinstance(event, kind)]


def test_nothing_else_is_sent_before_the_commit_has_come_to_its_end() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(Commit(VISIT, CommitId(5), LINES))
        desk.open.want(AddLine(VISIT, line(3)))
        desk.open.want(Commit(VISIT, CommitId(6), LINES))
        # two events: the commit is in doubt, and the library is away
        await desk.heard(2)
        for _ in range(20):
            await asyncio.sleep(0)
        assert [act for act, _ in desk.account.calls] == ["commit"]
        desk.account.go.set()
        await desk.until_called(3)

    desk = play(lambda: ScriptedAccount("wait"), story, IMPATIENT)

    assert [act for act, _ in desk.account.calls] == ["commit", "borrow", "commit"]


async def _look(looks: VisitReads, desk: Desk, commit: int = 5) -> object:
    effect = ReadLoans(VISIT, CommitId(commit), LINES, NOON, desk.clock.at)
    await looks.read(effect, lambda: desk.open)
    return told(desk, LoansRead)[-1].truth


def test_while_the_commit_is_on_its_way_no_look_proves_that_nothing_was_done() -> None:
    settled = Settled()

    async def story(desk: Desk) -> None:
        looks = looking(desk, settled)
        desk.account.truths.extend([WAITING, WAITING, PROVEN])
        desk.open.want(Commit(VISIT, CommitId(5), LINES))
        await desk.heard(2)
        assert await _look(looks, desk) is None
        desk.clock.at += APART_S
        assert await _look(looks, desk) is None
        assert settled.known == []
        assert await _look(looks, desk) == PROVEN
        desk.account.go.set()

    play(lambda: ScriptedAccount("wait"), story, IMPATIENT)

    assert settled.known == [(CommitId(5), Settlement.DONE)]


def test_once_the_commit_has_come_to_its_end_two_looks_prove_it() -> None:
    settled = Settled()

    async def story(desk: Desk) -> None:
        looks = looking(desk, settled)
        desk.account.truths.extend([WAITING, WAITING])
        assert await _look(looks, desk) == WAITING
        desk.clock.at += APART_S
        assert await _look(looks, desk) == WAITING

    play(ScriptedAccount, story)

    assert settled.known == [(CommitId(5), Settlement.NOT_DONE)]


def test_a_result_that_nobody_can_find_out_is_settled_together_with_its_question_to_staff() -> None:
    settled = Settled()

    async def story(desk: Desk) -> None:
        desk.account.truths.append(Truth(hopeless=frozenset(line.ident for line in LINES)))
        await _look(looking(desk, settled), desk)

    play(ScriptedAccount, story)

    assert settled.known == [(CommitId(5), Settlement.TO_STAFF)]
    codes = tuple(line.code for line in LINES)
    assert settled.questions == [Record(RecordKind.LINE_UNKNOWN, VISIT, codes, inbox=True)]


def test_a_renewed_token_that_cannot_be_written_is_no_look_and_no_crash() -> None:
    class FullDisk(ScriptedAccount):
        async def reconcile(self, *_: object, **__: object) -> Truth:
            raise LogBrokenError("vault: disk full")

    async def story(desk: Desk) -> None:
        looks = looking(desk, Settled())
        assert await _look(looks, desk) is None
        await looks.read(ReadReservations(VISIT), lambda: desk.open)

    desk = play(lambda: FullDisk(LogBrokenError("vault: disk full")), story)

    assert told(desk, ReservationsRead) == [ReservationsRead(VISIT, None)]


# --- lines that were no part of the commit -----------------------------------------------------------------

OTHER = line(9, "SAW-0087")
NOT_OURS = [
    (PROVEN, Settlement.DONE, []),
    (replace(PROVEN, absent=frozenset({OTHER.ident})), Settlement.DONE, []),
    (replace(PROVEN, proven=(*PROVEN.proven, Proof(OTHER.ident))), Settlement.DONE, ["SAW-0087"]),
    (WAITING, None, []),
    (replace(WAITING, proven=(Proof(OTHER.ident),)), None, ["SAW-0087"]),
]


@pytest.mark.parametrize(("truth", "settlement", "found"), NOT_OURS)
def test_a_line_that_was_no_part_of_the_commit_neither_settles_it_nor_keeps_it_open(
    truth: Truth, settlement: Settlement | None, found: list[str]
) -> None:
    settled = Settled()

    async def story(desk: Desk) -> None:
        desk.account.truths.append(truth)
        effect = ReadLoans(VISIT, CommitId(5), LINES, NOON, desk.clock.at, (OTHER,))
        await looking(desk, settled).read(effect, lambda: desk.open)

    play(ScriptedAccount, story)

    assert settled.known == ([(CommitId(5), settlement)] if settlement else [])
    assert settled.found == found


def test_a_line_of_unknown_fate_that_is_looked_for_alone_is_found_out() -> None:
    settled = Settled()

    async def story(desk: Desk) -> None:
        desk.account.truths.append(Truth((Proof(OTHER.ident),)))
        lines = (replace(OTHER, state=LineState.UNKNOWN),)
        await looking(desk, settled).read(ReadLoans(VISIT, CommitId(5), lines, NOON, 0.0), lambda: desk.open)

    play(ScriptedAccount, story)

    assert settled.found == ["SAW-0087"]


# --- late answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (CommitDone(), CommitDone()),
        (NotSent(), NotSent()),
        (CommitRefused("No"), CommitRefused("No")),
        (SignInLostError("dead"), NotSent()),
        (LogBrokenError("full"), NotSent()),
    ],
)
def test_a_commit_that_takes_too_long_is_answered_again_when_it_has_come_to_its_end(
    end: CommitOutcome | SignInLostError | LogBrokenError, outcome: CommitOutcome
) -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(Commit(VISIT, CommitId(5), LINES))
        await desk.heard(2)
        desk.account.go.set()
        await desk.heard(4 if isinstance(end, Exception) else 3)

    desk = play(lambda: ScriptedAccount("wait", end), story, IMPATIENT)

    assert [event.outcome for event in told(desk, CommitAnswered)] == [InDoubt(), outcome]
    assert desk.open.never_left(CommitId(5)) is (outcome == NotSent())


def test_a_commit_that_is_given_up_on_the_way_is_answered_by_nobody() -> None:
    heard: list[object] = []

    async def main() -> None:
        async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
            way = CommitUnderWay(tasks.create_task, answer_s=0.02)
            assert await way.answered(asyncio.sleep(60), late=heard.append) == InDoubt()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await way.ended()

    asyncio.run(main())

    assert heard == []


# --- searches during a commit ---------------------------------------------------------------------------


def search_beside(desk: Desk, tasks: asyncio.TaskGroup) -> Searching:
    return Searching(
        None,  # type: ignore[arg-type] # it is asked only where no visit is open
        wiring=Wiring(desk.tell, tasks.create_task, desk.clock),
        server=ServerWatch(desk.tell),
        visits={VISIT: desk.open},
        find_out=lambda: None,
    )


async def _found(desk: Desk) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        search_beside(desk, tasks).start(Search(VISIT, 1, "en", Query("saw"), 0.0))


class DeadToken(ScriptedAccount):
    """An account whose search raises SignInLostError when the test sets `found_out`."""

    def __init__(self, *script: str) -> None:
        super().__init__(*script)
        self.asked, self.found_out = asyncio.Event(), asyncio.Event()

    async def search(self, _: Query) -> Results:
        self.asked.set()
        await self.found_out.wait()
        raise SignInLostError


def test_a_search_whose_token_is_dead_does_not_say_that_the_commit_did_nothing() -> None:
    async def story(desk: Desk) -> None:
        assert isinstance(desk.account, DeadToken)
        desk.account.found_out.set()
        desk.open.want(Commit(VISIT, CommitId(5), LINES))
        await desk.until_called(1)
        await _found(desk)
        desk.account.go.set()

    desk = play(lambda: DeadToken("wait"), story, IMPATIENT)

    assert told(desk, SignInLost) == []
    assert len(told(desk, SearchAnswered)) == 1


def test_a_search_of_the_former_sign_in_does_not_end_the_new_one() -> None:
    async def story(desk: Desk) -> None:
        assert isinstance(desk.account, DeadToken)
        new = ScriptedAccount(Staged("r"))
        async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
            tasks.create_task(_found(desk))
            await desk.account.asked.wait()
            desk.open.back_in(new)
            desk.account.found_out.set()
        assert desk.open.account is new

    assert told(play(DeadToken, story), SignInLost) == []


def test_a_search_that_cannot_keep_a_renewed_token_finds_nothing_and_is_no_crash() -> None:
    desk = play(lambda: ScriptedAccount(LogBrokenError("vault: disk full")), _found)

    assert [event.results for event in told(desk, SearchAnswered)] == [None]
