"""The queue of one visit's writes: one at a time, in scan order, nothing lost and nothing sent twice."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kiosk.backends import LogBroken, SignInLost
from kiosk.domain.messages import (
    AddLine,
    Commit,
    CommitAnswered,
    Event,
    Farewell,
    LineAnswered,
    LineGone,
    LineStays,
    ServerAway,
    ServerBack,
    StoreBroken,
    TakeOut,
)
from kiosk.domain.messages import SignInLost as SignInLostEvent
from kiosk.domain.model import (
    CommitDone,
    CommitId,
    Direction,
    InDoubt,
    ItemCode,
    Line,
    LineId,
    LineState,
    NotSent,
    Refusal,
    RefusalKind,
    Refused,
    Staged,
    VisitId,
)
from kiosk.runner import visit as visit_module
from kiosk.runner.server import ServerWatch
from kiosk.runner.tasks import Wiring
from kiosk.runner.visit import OpenVisit
from tests.runner.fakes import ScriptedAccount, TurnedClock

VISIT = VisitId(7)


def line(ident: int, code: str = "") -> Line:
    return Line(LineId(ident), ItemCode(code or f"T-{ident}"), Direction.BORROW, LineState.CHECKING)


class Desk:
    """An open visit over a scripted account, with everything that it told."""

    def __init__(self, tasks: asyncio.TaskGroup, account: ScriptedAccount) -> None:
        self.told: list[Event] = []
        self.changed = asyncio.Event()
        self.account = account
        self.clock = TurnedClock()
        self.open = OpenVisit(
            VISIT,
            account,
            wiring=Wiring(self.tell, tasks.create_task, self.clock),
            server=ServerWatch(self.tell),
        )
        self.running = tasks.create_task(self.open.run())

    def tell(self, event: Event) -> None:
        self.told.append(event)
        self.changed.set()

    async def heard(self, count: int) -> list[Event]:
        """The events, once there are so many."""
        async with asyncio.timeout(5):
            while len(self.told) < count:
                self.changed.clear()
                await self.changed.wait()
        return self.told

    async def until_called(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.account.calls) < count:  # noqa: ASYNC110 - the fake has no event for it
                await asyncio.sleep(0)

    async def leave(self, *lines: Line) -> None:
        self.open.leave(Farewell(VISIT, lines))
        await self.running


Story = Callable[[Desk], Awaitable[None]]


def play(account: Callable[[], ScriptedAccount], story: Story) -> Desk:
    desks: list[Desk] = []

    async def main() -> None:
        async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
            desk = Desk(tasks, account())
            desks.append(desk)
            await story(desk)
            if not desk.running.done():
                await desk.leave()

    asyncio.run(main())
    return desks[0]


def test_lines_are_written_one_at_a_time_in_scan_order() -> None:
    async def story(desk: Desk) -> None:
        for number in (1, 2, 3):
            desk.open.add(AddLine(VISIT, line(number)))
        await desk.heard(3)

    desk = play(ScriptedAccount, story)

    assert desk.account.calls == [("borrow", "T-1"), ("borrow", "T-2"), ("borrow", "T-3")]
    assert [event.line for event in desk.told if isinstance(event, LineAnswered)] == [1, 2, 3]


def test_a_line_taken_out_before_it_was_sent_is_dropped() -> None:
    async def story(desk: Desk) -> None:
        desk.open.add(AddLine(VISIT, line(1)))
        desk.open.add(AddLine(VISIT, line(2)))
        desk.open.take_out(TakeOut(VISIT, line(2)))
        await desk.heard(2)

    desk = play(ScriptedAccount, story)

    assert LineGone(VISIT, LineId(2)) in desk.told
    assert desk.account.calls == [("borrow", "T-1")]


def test_taking_out_a_line_that_flies_waits_for_its_answer() -> None:
    async def story(desk: Desk) -> None:
        desk.open.add(AddLine(VISIT, line(1)))
        await desk.until_called(1)
        desk.open.take_out(TakeOut(VISIT, line(1)))
        desk.account.go.set()
        await desk.heard(1)
        desk.open.take_out(TakeOut(VISIT, line(1)))
        await desk.heard(2)

    desk = play(lambda: ScriptedAccount("wait"), story)

    assert desk.account.calls == [("borrow", "T-1"), ("take out", "ref-T-1")]
    assert desk.told[1] == LineGone(VISIT, LineId(1))


def test_a_line_that_was_not_sent_is_tried_again_after_one_two_four_seconds() -> None:
    async def story(desk: Desk) -> None:
        desk.open.add(AddLine(VISIT, line(1)))
        await desk.heard(2)
        for wait_s in (1.0, 2.0):
            desk.clock.at += wait_s
            desk.open._wake.set()
            await desk.until_called(len(desk.account.calls) + 1)
        await desk.heard(5)

    desk = play(lambda: ScriptedAccount(NotSent(), NotSent()), story)

    answers = [event.outcome for event in desk.told if isinstance(event, LineAnswered)]
    assert answers[:2] == [NotSent(), NotSent()]
    assert isinstance(answers[2], Staged)
    assert [type(event) for event in desk.told if isinstance(event, ServerAway | ServerBack)][-1] is ServerBack


def test_scanning_a_line_again_that_was_not_sent_replaces_its_retry() -> None:
    async def story(desk: Desk) -> None:
        desk.open.add(AddLine(VISIT, line(1, "DR-1")))
        await desk.heard(2)
        desk.open.add(AddLine(VISIT, line(9, "DR-1")))
        await desk.heard(4)
        desk.open.try_now()

    desk = play(lambda: ScriptedAccount(NotSent()), story)

    assert desk.account.calls == [("borrow", "DR-1")] * 2


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Refused(Refusal(RefusalKind.OTHER, "no")), LineStays(VISIT, LineId(1), "no")),
        (NotSent(), LineStays(VISIT, LineId(1))),
        (InDoubt(), LineStays(VISIT, LineId(1))),
    ],
)
def test_a_removal_that_did_not_work_says_that_the_line_stays(
    answer: Refused | NotSent | InDoubt, told: LineStays
) -> None:
    async def story(desk: Desk) -> None:
        desk.open.add(AddLine(VISIT, line(1)))
        await desk.heard(1)
        desk.open.take_out(TakeOut(VISIT, line(1)))
        await desk.heard(2)

    assert told in play(lambda: ScriptedAccount(Staged("r"), answer), story).told


def test_a_lost_sign_in_keeps_what_waits_and_sends_it_when_the_member_is_back() -> None:
    async def story(desk: Desk) -> None:
        desk.open.add(AddLine(VISIT, line(1)))
        desk.open.add(AddLine(VISIT, line(2)))
        await desk.heard(3)
        desk.open.back_in(ScriptedAccount())
        await desk.heard(5)

    desk = play(lambda: ScriptedAccount(SignInLost()), story)

    assert SignInLostEvent(VISIT) in desk.told
    staged = [e.line for e in desk.told if isinstance(e, LineAnswered) and isinstance(e.outcome, Staged)]
    assert sorted(staged) == [1, 2]


def test_a_broken_log_is_told_and_nothing_counts_as_sent() -> None:
    async def story(desk: Desk) -> None:
        desk.open.add(AddLine(VISIT, line(1)))
        await desk.heard(2)

    told = play(lambda: ScriptedAccount(LogBroken()), story).told

    assert told[0] == StoreBroken()
    assert told[1] == LineAnswered(VISIT, LineId(1), NotSent())


def test_the_commit_comes_after_every_write_before_it() -> None:
    async def story(desk: Desk) -> None:
        desk.open.add(AddLine(VISIT, line(1)))
        desk.open.commit(Commit(VISIT, CommitId(5), (line(1),)))
        await desk.heard(2)

    desk = play(ScriptedAccount, story)

    assert desk.account.calls == [("borrow", "T-1"), ("commit", "5 of 1 at 12:00")]
    assert desk.told[-1] == CommitAnswered(VISIT, CommitId(5), CommitDone())


def test_a_commit_that_takes_too_long_is_answered_as_in_doubt_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_module, "COMMIT_ANSWER_S", 0.05)

    async def story(desk: Desk) -> None:
        desk.open.commit(Commit(VISIT, CommitId(5), (line(1),)))
        await desk.heard(1)
        desk.account.go.set()

    desk = play(lambda: ScriptedAccount("wait"), story)

    assert desk.told[0] == CommitAnswered(VISIT, CommitId(5), InDoubt())


def test_a_lost_sign_in_during_the_commit_proves_that_nothing_was_done() -> None:
    async def story(desk: Desk) -> None:
        desk.open.commit(Commit(VISIT, CommitId(5), (line(1),)))
        await desk.heard(2)

    told = play(lambda: ScriptedAccount(SignInLost()), story).told

    assert CommitAnswered(VISIT, CommitId(5), NotSent()) in told
    assert SignInLostEvent(VISIT) in told


def test_the_farewell_drops_what_was_not_sent_and_takes_out_what_was_staged() -> None:
    async def story(desk: Desk) -> None:
        desk.open.add(AddLine(VISIT, line(1)))
        await desk.heard(1)
        desk.open.add(AddLine(VISIT, line(2)))
        await desk.leave(line(1), line(2))

    desk = play(ScriptedAccount, story)

    assert desk.account.calls == [("borrow", "T-1"), ("take out", "ref-T-1")]


def test_the_farewell_waits_for_the_write_that_flies_and_takes_it_out() -> None:
    async def story(desk: Desk) -> None:
        desk.open.add(AddLine(VISIT, line(1)))
        await desk.until_called(1)
        desk.open.leave(Farewell(VISIT, (line(1),)))
        desk.account.go.set()
        await desk.running

    desk = play(lambda: ScriptedAccount("wait"), story)

    assert desk.account.calls == [("borrow", "T-1"), ("take out", "ref-T-1")]
