"""Tests of a restart with an open commit, on a machine whose clock has changed.

The kiosk must not use the time of this clock to decide if the commit is done.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.messages.answers import SignedIn
from kiosk.domain.messages.effects import Commit
from kiosk.domain.model import CommitId, Line, Moment, VisitId
from kiosk.simulator import SimulatorThread
from kiosk.store.inbox import StaffInbox
from tests.runner.deeds import Deeds

HOUR_S, DAY_S = 3600.0, 86400.0
DRILL, LEVEL = "DR-0142", "LVL-0002"


class OtherWall:
    """A clock whose time of day has jumped. Its second value, a count of seconds that never jumps, is unchanged."""

    def __init__(self, deeds: Deeds, jump_s: float) -> None:
        self._clock, self._jump_s = deeds.clock, jump_s

    def __call__(self) -> Moment:
        now = self._clock()
        return Moment(now.at, now.wall + timedelta(seconds=self._jump_s))


def restarted(folder: Path, library: SimulatorThread, jump_s: float) -> Deeds:
    """Return the kiosk after a crash, on a machine whose clock has jumped by `jump_s` seconds."""
    deeds = Deeds(folder, library)
    wall = OtherWall(deeds, jump_s)
    return Deeds(folder, library, clock=wall)


async def killed_while_the_server_works(folder: Path, library: SimulatorThread, delay_s: float) -> tuple[Line, ...]:
    """Send a commit and end the process before the answer. The server records the commit some seconds later."""
    async with Deeds(folder, library) as deeds:
        visit = await deeds.signed_in()
        lines = (await deeds.staged(visit, DRILL), await deeds.staged(visit, LEVEL))
        library.control.fault("convert", "delay", delay_s=delay_s)
        deeds.ask(Commit(visit, CommitId(deeds.number()), lines))
        await deeds.until(lambda: not library.library_state.faults.waiting())  # the request has reached the server
        assert len(await deeds.stores.journal.open_commits()) == 1
    return lines


def questions(deeds: Deeds) -> list[str]:
    return [
        entry.kind
        for entry in StaffInbox(deeds.stores.store.journal, deeds.stores.key, lambda: deeds.clock().wall).entries()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("jump_s", [HOUR_S, 23 * HOUR_S, 120.0, 0.0, -120.0, -HOUR_S, -3 * DAY_S])
async def test_what_the_server_records_after_the_restart_is_never_called_not_done(
    tmp_path: Path, library: SimulatorThread, jump_s: float
) -> None:
    await killed_while_the_server_works(tmp_path, library, delay_s=3.0)
    async with restarted(tmp_path, library, jump_s) as deeds:
        await deeds.until(lambda: deeds.calls("carts") > 1)
        assert len(await deeds.stores.journal.open_commits()) == 1
        assert questions(deeds) == []
        await deeds.until(lambda: DRILL in deeds.out())
        await deeds.until_settled()
        assert questions(deeds) == []
        assert LEVEL not in deeds.out()
        assert deeds.calls("convert") == 1


@pytest.mark.parametrize("jump_s", [HOUR_S, -HOUR_S])
async def test_a_member_who_is_back_at_once_after_the_restart_settles_nothing_by_one_look(
    tmp_path: Path, library: SimulatorThread, jump_s: float
) -> None:
    await killed_while_the_server_works(tmp_path, library, delay_s=3.0)
    library.control.expire_tokens()
    async with restarted(tmp_path, library, jump_s) as deeds:
        assert isinstance(await deeds.sign_in(), SignedIn)
        assert len(await deeds.stores.journal.open_commits()) == 1
        assert questions(deeds) == []


async def test_a_member_who_is_back_long_after_the_restart_settles_it_by_one_look(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        line = await deeds.staged(visit, DRILL)
        library.control.fault("convert", "drop", acts=False)
        await deeds.commit(visit, line)
    library.control.expire_tokens()
    async with Deeds(tmp_path, library) as deeds:
        await deeds.until(lambda: bool(deeds.serving._settling._open_since))
        deeds.clock.forward_s = 90.0
        assert isinstance(await deeds.sign_in(), SignedIn)
        assert await deeds.stores.journal.open_commits() == ()


async def test_a_commit_of_this_run_is_known_for_as_long_as_it_is(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        line = await deeds.staged(visit, DRILL)
        library.control.fault("convert", "drop", acts=False)
        await deeds.commit(visit, line)
        account = deeds.serving._runner.visits[VisitId(visit)].account
        assert account is not None
        await deeds.serving._settling.settle_commits_of(account)
        assert len(await deeds.stores.journal.open_commits()) == 1
        deeds.clock.forward_s = 81.0
        await deeds.serving._settling.settle_commits_of(account)
        assert await deeds.stores.journal.open_commits() == ()
