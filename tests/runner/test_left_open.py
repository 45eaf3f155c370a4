"""Commits whose answer nobody heard: settled at the next start, at the next log-in, or by staff; never sent twice."""

import asyncio
from pathlib import Path

from kiosk.domain.messages import CommitAnswered, LineAnswered, SignedIn, StoreBroken
from kiosk.domain.model import InDoubt, NotSent
from kiosk.simulator import SimulatorThread
from kiosk.store.inbox import StaffInbox
from tests.runner.deeds import Deeds
from tests.store.test_disk import full_disk

HOUR_S = 3600.0


async def crash_after_finish(folder: Path, library: SimulatorThread, *, acts: bool) -> None:
    """A kiosk that ends while the answer to its commit is on the way."""
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
    deeds = Deeds(tmp_path, library)
    deeds.clock.forward_s = 300.0
    async with deeds:
        await deeds.until_settled()
        assert "DR-0142" not in deeds.out()
        assert deeds.calls("convert") == 1


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
        inbox = StaffInbox(deeds.stores.store.journal, deeds.stores.key, lambda: deeds.clock().wall)
        entries = await asyncio.to_thread(inbox.entries)
        assert [(entry.kind, entry.codes, entry.member) for entry in entries] == [
            ("commit_unsettled", ("DR-0142",), entries[0].member)
        ]
        assert entries[0].member


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
