"""Tests of the journal of a system that acts at once.

An act without an answer stays open until a read-back settles it.
"""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest

from kiosk.backends.ports import ActEnd, ActKind, PlannedWrite
from kiosk.backends.sierra.backend import SierraBackend
from kiosk.backends.sierra.service import SierraSite
from kiosk.domain.messages.effects import RecordKind
from kiosk.domain.model import CommitId, Direction, InDoubt, ItemCode, LineId, Moment, Secret, VisitId
from kiosk.runner.settling import CommitSettler
from kiosk.simulator.sierra import KEY, KEY_SECRET, SierraThread
from kiosk.store.inbox import StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import load_key
from kiosk.store.open_commits import Settlement
from kiosk.store.store import Store
from kiosk.structs import replace
from tests.backends.houses import SIERRA_ZONE, sierra_house
from tests.backends.ports import MemoryItems
from tests.backends.sierra.desk import line
from tests.runner.test_left_open import Leaping
from tests.store.conftest import Clock
from tests.store.samples import BORROWED, FINISHED

SAW, NAILER = "30800000001013", "30800000001010"


def act(number: int = 7, kind: ActKind = ActKind.BORROW) -> PlannedWrite:
    """Return the write for an act that counts at once. By default, the act is a borrow."""
    sent = replace(BORROWED, ident=LineId(number), due_before=date(2026, 3, 1), renewals_before=2)
    return PlannedWrite(
        kind, VisitId(3), "1042514", LineId(number), sent.code, CommitId(number), (sent,), FINISHED, frozenset()
    )


@pytest.fixture
def journal(store: Store, state_dir: Path, clock: Clock) -> Journal:
    return Journal(store.journal, load_key(state_dir), clock)


@pytest.mark.parametrize(("end", "kept"), [
    (ActEnd.UNKNOWN, True), (ActEnd.DONE, False), (ActEnd.REFUSED, False), (ActEnd.NOT_SENT, False),
])  # fmt: skip
async def test_the_token_of_an_act_is_kept_until_its_answer_has_come(
    journal: Journal, store: Store, end: ActEnd, *, kept: bool
) -> None:
    row = await journal.begin(replace(act(), token=Secret("patron-token-1")))
    (found,) = await journal.open_commits()
    assert found.token == Secret("patron-token-1")
    await journal.end(row, end)
    rows = await store.journal.read(lambda connection: connection.execute("SELECT token FROM sealed").fetchall())
    assert bool(rows) is kept
    if kept:
        await journal.settle(CommitId(7), Settlement.DONE)
        assert await journal.open_commits() == ()


async def test_an_act_is_open_until_it_is_settled_also_after_a_restart(journal: Journal) -> None:
    row = await journal.begin(act())
    assert await journal.close_unanswered(staged=True) == 0
    (found,) = await journal.open_commits()
    assert (found.commit, found.account, found.token) == (7, "1042514", None)
    assert (found.lines[0].due_before, found.lines[0].renewals_before) == (date(2026, 3, 1), 2)
    await journal.end(row, ActEnd.UNKNOWN)
    assert len(await journal.commits_of("1042514")) == 1
    await journal.settle(CommitId(7), Settlement.DONE)
    assert await journal.open_commits() == ()


@pytest.mark.parametrize("end", [ActEnd.DONE, ActEnd.REFUSED, ActEnd.NOT_SENT])
@pytest.mark.parametrize("kind", [ActKind.BORROW, ActKind.GIVE_BACK, ActKind.RENEW])
async def test_an_answer_settles_its_act_at_once(journal: Journal, end: ActEnd, kind: ActKind) -> None:
    await journal.end(await journal.begin(act(kind=kind)), end)
    assert await journal.open_commits() == ()


async def test_an_act_without_a_number_could_never_be_settled(journal: Journal) -> None:
    with pytest.raises(ValueError, match="number"):
        await journal.begin(replace(act(), commit=None))


async def test_an_open_act_is_not_purged_and_goes_to_staff_after_a_time(journal: Journal, clock: Clock) -> None:
    await journal.end(await journal.begin(act()), ActEnd.UNKNOWN)
    clock.forward(days=40)
    await journal.purge(30)
    assert len(await journal.open_commits()) == 1
    assert await journal.to_inbox_after(24) == 1
    assert await journal.open_commits() == ()


@pytest.mark.parametrize("acts", [True, False])
@pytest.mark.parametrize(("code", "name"), [(SAW, "checkout"), (NAILER, "checkin")])
async def test_a_lost_act_of_a_former_run_is_settled_by_the_loans_and_never_sent_again(
    state_dir: Path, code: str, name: str, *, acts: bool
) -> None:
    with SierraThread(time_zone=SIERRA_ZONE) as library:
        house = sierra_house(library)
        site = SierraSite(library.url, Secret(f"{KEY}:{KEY_SECRET}"), SIERRA_ZONE)
        now = library.library_state.clock.now
        store = Store.open(state_dir)
        journal = Journal(store.journal, load_key(state_dir), now)
        backend = SierraBackend(site, journal, MemoryItems(), now)
        account = await backend.sign_in(house.who, VisitId(3), "en")
        library.control.fault(name, "drop", acts=acts)
        assert await account.act(line(code)) == InDoubt()
        await backend.aclose()
        store.close()

        store = Store.open(state_dir)
        journal = Journal(store.journal, load_key(state_dir), now)
        backend = SierraBackend(site, journal, MemoryItems(), now)
        settler = CommitSettler(backend, journal, clock=Leaping(lambda: Moment(0.0, now())))
        await settler.settle_open_commits()
        assert await journal.open_commits() == ()
        inbox = StaffInbox(store.journal, load_key(state_dir), now)
        assert [each.kind for each in inbox.entries()] == ([] if acts else [RecordKind.COMMIT_NOT_SENT.value])
        assert library.library_state.call_counts()[name] == 1
        await backend.aclose()
        store.close()


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from datetime import UTC, datetime
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import load_key
from kiosk.store.store import Store
from tests.store.test_acts_at_once import act
folder = Path(sys.argv[1])
store = Store.open(folder)
journal = Journal(store.journal, load_key(folder), lambda: datetime.now(UTC))
asyncio.run(journal.begin(act()))
os.kill(os.getpid(), signal.SIGKILL)
"""


async def test_an_act_that_was_begun_before_a_kill_is_open_at_the_next_start(state_dir: Path, clock: Clock) -> None:
    load_key(state_dir)
    done = subprocess.run(  # noqa: ASYNC221 - no other task runs
        [sys.executable, "-c", textwrap.dedent(KILLED), str(state_dir)], cwd=Path(__file__).parents[2], check=False
    )
    assert done.returncode == -signal.SIGKILL, os.strerror(abs(done.returncode))
    store = Store.open(state_dir)
    journal = Journal(store.journal, load_key(state_dir), clock)
    (found,) = await journal.open_commits()
    assert (found.lines[0].code, found.lines[0].direction, found.answer) == (
        ItemCode("DR-0142"),
        Direction.BORROW,
        None,
    )
    store.close()
