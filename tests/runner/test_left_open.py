"""Tests of commits without an answer.

A commit is settled at the next start of the kiosk, at the member's next log-in, or by staff. It is never sent twice.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.messages.answers import CommitAnswered, LineAnswered, SignedIn
from kiosk.domain.messages.events import StoreBroken
from kiosk.domain.model import InDoubt, Moment, NotSent
from kiosk.runner.settling import CommitSettler, Pending
from kiosk.simulator import SimulatorThread
from kiosk.store.inbox import StaffInbox
from tests.runner.deeds import MARTA, Deeds, ShiftedClock
from tests.store.test_disk import full_disk

HOUR_S = 3600.0


class Leaping:
    """A clock that moves 20 s forward each time it is read."""

    def __init__(self, clock: Callable[[], Moment]) -> None:
        self._clock, self._forward = clock, timedelta()

    def __call__(self) -> Moment:
        self._forward += timedelta(seconds=20)
        now = self._clock()
        return Moment(now.at + self._forward.total_seconds(), now.wall + self._forward)


async def crash_after_finish(folder: Path, library: SimulatorThread, *, acts: bool) -> None:
    """Send a commit, lose the answer, and end the kiosk. `acts` says if the server does the commit."""
    async with Deeds(folder, library) as deeds:
        visit = await deeds.signed_in()
        drill = await deeds.staged(visit, "DR-0142")
        library.control.fault("convert", "drop", acts=acts)
        _, outcome = await deeds.commit(visit, drill)
        assert outcome == InDoubt()


async def test_done_is_found_at_the_next_start(tmp_path: Path, library: SimulatorThread) -> None:
    await crash_after_finish(tmp_path, library, acts=True)
    async with Deeds(tmp_path, library) as deeds:
        await deeds.until_settled()
        assert "DR-0142" in deeds.out()
        assert deeds.calls("convert") == 1


async def test_not_done_is_found_at_the_next_start_once_it_is_old_and_is_not_sent_again(
    tmp_path: Path, library: SimulatorThread
) -> None:
    await crash_after_finish(tmp_path, library, acts=False)
    async with Deeds(tmp_path, library, clock=Leaping(ShiftedClock())) as deeds:
        await deeds.until_settled()
        assert "DR-0142" not in deeds.out()
        assert deeds.calls("convert") == 1


def inbox_of(deeds: Deeds) -> StaffInbox:
    return StaffInbox(deeds.stores.store.journal, deeds.stores.key, lambda: deeds.clock().wall)


NOT_RECORDED = [("commit_not_sent", ("DR-0142",), MARTA.username)]


async def questions(deeds: Deeds) -> list[tuple[str, tuple[str, ...], str | None]]:
    entries = await asyncio.to_thread(inbox_of(deeds).entries)
    return [(entry.kind, entry.codes, entry.member) for entry in entries]


@pytest.mark.parametrize(("acts", "asked"), [(False, NOT_RECORDED), (True, [])])
async def test_what_is_found_not_recorded_when_nobody_is_there_goes_to_staff(
    tmp_path: Path, library: SimulatorThread, *, acts: bool, asked: list[tuple[str, tuple[str, ...], str | None]]
) -> None:
    await crash_after_finish(tmp_path, library, acts=acts)
    async with Deeds(tmp_path, library, clock=Leaping(ShiftedClock())) as deeds:
        await deeds.until_settled()
        assert await questions(deeds) == asked


@pytest.mark.parametrize(("acts", "asked"), [(False, NOT_RECORDED), (True, [])])
async def test_what_a_member_has_handed_over_and_is_not_recorded_goes_to_staff(
    tmp_path: Path, library: SimulatorThread, *, acts: bool, asked: list[tuple[str, tuple[str, ...], str | None]]
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        drill, finished = await deeds.staged(visit, "DR-0142"), deeds.clock().wall
        library.control.fault("convert", "drop", acts=acts)
        commit, _ = await deeds.commit(visit, drill)
        account = deeds.serving._runner.visits[visit].account
        assert account is not None
        settling = CommitSettler(deeds.serving.backend, deeds.stores.journal, clock=Leaping(deeds.clock))

        await settling.read_until_settled(account, Pending(visit, commit, (drill,), finished))

        assert await deeds.stores.journal.open_commits() == ()
        assert await questions(deeds) == asked


async def test_a_member_who_is_back_finds_the_lines_and_staff_are_not_asked(
    tmp_path: Path, library: SimulatorThread
) -> None:
    await crash_after_finish(tmp_path, library, acts=False)
    library.control.expire_tokens()
    async with Deeds(tmp_path, library) as deeds:
        await deeds.until(lambda: bool(deeds.serving._settling._open_since))
        deeds.clock.forward_s = 90.0
        answer = await deeds.sign_in()
        assert isinstance(answer, SignedIn)
        assert [found.item.code for found in answer.opening.earlier] == ["DR-0142"]
        assert await deeds.stores.journal.open_commits() == ()
        assert await questions(deeds) == []


async def test_with_a_dead_token_it_waits_for_the_members_next_log_in(tmp_path: Path, library: SimulatorThread) -> None:
    await crash_after_finish(tmp_path, library, acts=True)
    library.control.expire_tokens()
    async with Deeds(tmp_path, library) as deeds:
        assert len(await deeds.stores.journal.open_commits()) == 1
        assert isinstance(await deeds.sign_in(), SignedIn)
        assert await deeds.stores.journal.open_commits() == ()


async def test_nobody_comes_back_so_staff_are_asked(tmp_path: Path, library: SimulatorThread) -> None:
    await crash_after_finish(tmp_path, library, acts=True)
    library.control.go_away()
    deeds = Deeds(tmp_path, library)
    deeds.clock.forward_s = 25 * HOUR_S
    async with deeds:
        await deeds.stores.journal.to_inbox_after(24)
        assert await questions(deeds) == [("commit_unsettled", ("DR-0142",), MARTA.username)]


@pytest.mark.slow
async def test_the_log_says_once_that_a_commit_stays_open(
    tmp_path: Path, library: SimulatorThread, caplog: pytest.LogCaptureFixture
) -> None:
    await crash_after_finish(tmp_path, library, acts=True)
    caplog.set_level(logging.INFO, "kiosk.reading")
    library.control.go_away()
    async with Deeds(tmp_path, library, clock=Leaping(ShiftedClock())) as deeds:
        await deeds.until(lambda: "stays open" in caplog.text)
        caplog.clear()
        settling = CommitSettler(deeds.serving.backend, deeds.stores.journal, clock=Leaping(deeds.clock))
        await settling.settle_open_commits()
        await settling.settle_open_commits()
        said = [entry.getMessage() for entry in caplog.records if "stays open" in entry.getMessage()]
    assert len(said) == 1


async def test_what_cannot_be_written_down_is_not_sent(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        drill = await deeds.staged(visit, "DR-0142")
        with full_disk(1024):
            line = await deeds.add(visit, deeds.line("SAND-0019"))
            commit = await deeds.commit(visit, drill)

        assert isinstance(line, NotSent)
        assert isinstance(commit[1], NotSent)
        assert [type(event) for event in deeds.told if isinstance(event, StoreBroken)]
        assert (deeds.calls("add_checkout"), deeds.calls("convert")) == (1, 0)


async def test_when_it_can_be_written_again_the_same_line_and_commit_go_through(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        drill = await deeds.staged(visit, "DR-0142")
        with full_disk(1024):
            assert isinstance((await deeds.commit(visit, drill))[1], NotSent)
        await deeds.stores.store.check_writable()

        commit, _ = await deeds.commit(visit, drill)

        assert (await deeds.look(visit, commit, drill)) is not None
        assert "DR-0142" in deeds.out()
        assert deeds.calls("convert") == 1
        assert {type(event) for event in deeds.told} >= {LineAnswered, CommitAnswered, StoreBroken}
