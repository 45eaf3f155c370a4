"""Tests of the queue of a visit's writes.

The writes are sent one at a time, in the order of the scans. No write is lost, and none is sent twice.
"""

import pytest

from kiosk.domain.messages.answers import LineAnswered, LineGone, LineStays
from kiosk.domain.messages.effects import AddLine, TakeOut
from kiosk.domain.messages.events import ServerAway, ServerBack
from kiosk.domain.model import (
    InDoubt,
    LineId,
    NotSent,
    Refusal,
    RefusalKind,
    Refused,
    Staged,
)
from tests.runner.desk import VISIT, Desk, line, play
from tests.runner.fakes import ScriptedAccount


def test_lines_are_written_one_at_a_time_in_scan_order() -> None:
    async def story(desk: Desk) -> None:
        for number in (1, 2, 3):
            desk.open.want(AddLine(VISIT, line(number)))
        await desk.heard(3)

    desk = play(ScriptedAccount, story)

    assert desk.account.calls == [("borrow", "T-1"), ("borrow", "T-2"), ("borrow", "T-3")]
    assert [event.line for event in desk.told if isinstance(event, LineAnswered)] == [1, 2, 3]


def test_a_line_taken_out_before_it_was_sent_is_dropped() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        desk.open.want(AddLine(VISIT, line(2)))
        desk.open.want(TakeOut(VISIT, line(2)))
        await desk.heard(2)

    desk = play(ScriptedAccount, story)

    assert LineGone(VISIT, LineId(2)) in desk.told
    assert desk.account.calls == [("borrow", "T-1")]


def test_taking_out_a_line_that_flies_waits_for_its_answer() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        await desk.until_called(1)
        desk.open.want(TakeOut(VISIT, line(1)))
        desk.account.go.set()
        await desk.heard(1)
        desk.open.want(TakeOut(VISIT, line(1)))
        await desk.heard(2)

    desk = play(lambda: ScriptedAccount("wait"), story)

    assert desk.account.calls == [("borrow", "T-1"), ("take out", "ref-T-1")]
    assert desk.told[1] == LineGone(VISIT, LineId(1))


def test_a_line_that_was_not_sent_is_tried_again_after_one_two_four_seconds() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
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
        desk.open.want(AddLine(VISIT, line(1, "DR-1")))
        await desk.heard(2)
        desk.open.want(AddLine(VISIT, line(9, "DR-1")))
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
        desk.open.want(AddLine(VISIT, line(1)))
        await desk.heard(1)
        desk.open.want(TakeOut(VISIT, line(1)))
        await desk.heard(2)

    assert told in play(lambda: ScriptedAccount(Staged("r"), answer), story).told
