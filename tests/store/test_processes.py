"""Tests of a process that is killed while it writes, and of several processes that use one file.

The row of a request is on disk before the request is sent, so a kill must not lose the row.
"""

import asyncio
import signal
import sqlite3
from pathlib import Path

import pytest

from kiosk.backends.errors import LogBrokenError
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import ItemCode
from kiosk.store.inbox import StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import KioskKey, load_key
from kiosk.store.store import Store
from tests.store.another_process import python
from tests.store.conftest import Clock, Heard
from tests.store.samples import borrow, commit

# --- killed ---------------------------------------------------------------------------------------


_BEGINS = """
    import asyncio, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from kiosk.store.store import Store
    from kiosk.store.journal import Journal
    from kiosk.store.kiosk_key import load_key
    from tests.store.samples import commit

    async def main():
        state_dir = Path(sys.argv[1])
        store = Store.open(state_dir)
        journal = Journal(store.journal, load_key(state_dir, {}), lambda: datetime.now(UTC))
        for number in range(1, 10**9):
            act = await journal.begin(commit(number))
            print(number, flush=True)       # "sent"
            if number % 3 == 0:
                await journal.settle(number, __import__("kiosk.store.open_commits").store.open_commits.Settlement.DONE)

    asyncio.run(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 4, 60])
def test_kill_9_between_begin_and_end_leaves_every_row_that_was_sent(state_dir: Path, clock: Clock, after: int) -> None:
    process = python(_BEGINS, state_dir)
    assert process.stdout is not None
    with process:
        for _ in range(after):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        sent = after + len(process.stdout.read().split())
    store = Store.open(state_dir)
    heard = Heard()
    store.listen(heard)
    found = asyncio.run(Journal(store.journal, load_key(state_dir, {}), clock).open_commits())
    store.close()
    numbers = {int(commit.commit) for commit in found}
    must_be_open = {number for number in range(1, sent + 1) if number % 3}
    assert must_be_open <= numbers
    # Nobody knows how far the process came before the kill: perhaps it has not settled its last commit, and perhaps it
    # has already begun the next commit.
    assert numbers <= must_be_open | {sent, sent + 1}
    assert heard.reports == []


# --- two processes --------------------------------------------------------------------------------


_RESOLVES = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from kiosk.store.store import Store
    from kiosk.store.inbox import StaffInbox
    store = Store.beside(Path(sys.argv[1]))
    inbox = StaffInbox(store.journal, None, lambda: datetime.now(UTC))
    done = 0
    while done < 40:
        for entry in inbox.entries():
            done += inbox.resolve(entry.ident, "seen", "staff")
    store.close()
    print(done)
"""


@pytest.mark.slow
async def test_staff_resolves_while_the_kiosk_writes(
    journal: Journal, store: Store, key: KioskKey, clock: Clock, state_dir: Path
) -> None:
    await journal.record(Record(RecordKind.TRAY_WITHOUT_FOB, codes=(ItemCode("0"),), inbox=True))
    process = python(_RESOLVES, state_dir)
    for number in range(1, 60):
        await journal.begin(borrow(number))
        await journal.record(Record(RecordKind.TRAY_WITHOUT_FOB, codes=(ItemCode(str(number)),), inbox=True))
    out, err = await asyncio.to_thread(process.communicate, timeout=60)
    assert (err, int(out) >= 40) == ("", True)
    everything = StaffInbox(store.journal, key, clock).entries(with_resolved=True)
    assert len(everything) == 60
    assert sum(entry.resolved is not None for entry in everything) == int(out)


async def test_a_file_held_too_long_by_another_process_is_a_failed_write_and_no_broken_store(
    state_dir: Path, key: KioskKey, clock: Clock
) -> None:
    store, heard = Store(state_dir, patience_s=0.05), Heard()
    store.listen(heard)
    journal = Journal(store.journal, key, clock)
    await journal.begin(commit(1))
    holder = sqlite3.connect(state_dir / "journal.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(LogBrokenError, match="locked"):
            await journal.begin(commit(2))
    finally:
        holder.close()
    assert heard.reports == []
    await journal.begin(commit(3))
    store.close()


_OPENS = """
    import sys
    from pathlib import Path
    from kiosk.store.store import Store
    print("here", flush=True)
    sys.stdin.readline()
    store = Store.open(Path(sys.argv[1]))
    print(store.problems())
    store.close()
"""


@pytest.mark.slow
def test_two_processes_may_make_the_files_at_the_same_time(state_dir: Path) -> None:
    racers = [python(_OPENS, state_dir) for _ in range(4)]
    for racer in racers:  # first wait until all processes run, so that they make the files at the same time
        assert racer.stdout is not None
        assert racer.stdout.readline() == "here\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    assert [racer.communicate(timeout=60) for racer in racers] == [("()\n", "")] * 4
