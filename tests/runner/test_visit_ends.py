"""Tests of the queue of a visit's writes, when something ends the sending of lines.

The sign-in is lost, the journal cannot be written, the member presses Finish, or the visit ends.
"""

from kiosk.backends.errors import LogBrokenError, SignInLostError
from kiosk.domain.messages.answers import CommitAnswered, LineAnswered, LineGone, LineStays, SignInLost
from kiosk.domain.messages.effects import AddLine, Commit, Farewell, TakeOut
from kiosk.domain.messages.events import StoreBroken
from kiosk.domain.model import CommitDone, CommitId, InDoubt, LineId, NotSent, Staged
from kiosk.runner.tasks import Patience
from tests.runner.desk import VISIT, Desk, line, play
from tests.runner.fakes import ScriptedAccount


def test_a_lost_sign_in_keeps_what_waits_and_sends_it_when_the_member_is_back() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        desk.open.want(AddLine(VISIT, line(2)))
        await desk.heard(3)
        desk.open.back_in(ScriptedAccount())
        await desk.heard(5)

    desk = play(lambda: ScriptedAccount(SignInLostError()), story)

    assert SignInLost(VISIT) in desk.told
    staged = [e.line for e in desk.told if isinstance(e, LineAnswered) and isinstance(e.outcome, Staged)]
    assert sorted(staged) == [1, 2]


def test_a_lost_sign_in_answers_the_commit_and_the_removal_that_wait() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        await desk.heard(1)
        desk.open.want(AddLine(VISIT, line(2)))
        desk.open.want(TakeOut(VISIT, line(1)))
        desk.open.want(Commit(VISIT, CommitId(5), (line(1),)))
        await desk.heard(5)
        desk.open.back_in(ScriptedAccount())
        await desk.heard(6)

    desk = play(lambda: ScriptedAccount(Staged("r"), SignInLostError()), story)

    assert LineStays(VISIT, LineId(1)) in desk.told
    assert CommitAnswered(VISIT, CommitId(5), NotSent()) in desk.told
    assert [act for act, _ in desk.account.calls] == ["borrow", "borrow"]


def test_taking_out_a_line_whose_retry_flies_waits_for_its_answer() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        await desk.heard(2)
        desk.open.try_now()
        await desk.until_called(2)
        desk.open.want(TakeOut(VISIT, line(1)))
        assert LineGone(VISIT, LineId(1)) not in desk.told
        desk.account.go.set()
        await desk.heard(3)

    desk = play(lambda: ScriptedAccount(NotSent(), "wait"), story)

    assert isinstance(desk.told[2], LineAnswered)


def test_two_removals_of_one_line_are_one() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        await desk.heard(1)
        desk.open.want(TakeOut(VISIT, line(1)))
        desk.open.want(TakeOut(VISIT, line(1)))
        await desk.heard(2)

    desk = play(ScriptedAccount, story)

    assert [act for act, _ in desk.account.calls] == ["borrow", "take out"]


def test_a_broken_log_is_told_and_nothing_counts_as_sent() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        await desk.heard(2)

    told = play(lambda: ScriptedAccount(LogBrokenError()), story).told

    assert told[0] == StoreBroken()
    assert told[1] == LineAnswered(VISIT, LineId(1), NotSent())


def test_the_commit_comes_after_every_write_before_it() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        desk.open.want(Commit(VISIT, CommitId(5), (line(1),)))
        await desk.heard(2)

    desk = play(ScriptedAccount, story)

    assert desk.account.calls == [("borrow", "T-1"), ("commit", "5 of 1 at 12:00")]
    assert desk.told[-1] == CommitAnswered(VISIT, CommitId(5), CommitDone())


def test_a_commit_that_takes_too_long_is_answered_as_in_doubt_and_goes_on() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(Commit(VISIT, CommitId(5), (line(1),)))
        await desk.heard(1)
        desk.account.go.set()

    desk = play(lambda: ScriptedAccount("wait"), story, Patience(commit_answer_s=0.05))

    assert desk.told[0] == CommitAnswered(VISIT, CommitId(5), InDoubt())


def test_a_lost_sign_in_during_the_commit_proves_that_nothing_was_done() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(Commit(VISIT, CommitId(5), (line(1),)))
        await desk.heard(2)

    told = play(lambda: ScriptedAccount(SignInLostError()), story).told

    assert CommitAnswered(VISIT, CommitId(5), NotSent()) in told
    assert SignInLost(VISIT) in told


def test_the_farewell_drops_what_was_not_sent_and_takes_out_what_was_staged() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        await desk.heard(1)
        desk.open.want(AddLine(VISIT, line(2)))
        await desk.leave(line(1), line(2))

    desk = play(ScriptedAccount, story)

    assert desk.account.calls == [("borrow", "T-1"), ("take out", "ref-T-1")]


def test_the_farewell_waits_for_the_write_that_flies_and_takes_it_out() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        await desk.until_called(1)
        desk.open.leave(Farewell(VISIT, (line(1),)))
        desk.account.go.set()
        await desk.running

    desk = play(lambda: ScriptedAccount("wait"), story)

    assert desk.account.calls == [("borrow", "T-1"), ("take out", "ref-T-1")]
