"""Full, read-only, damaged, locked, cut off: what happened stays known, and what cannot be kept is said."""

import asyncio
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.backends import ActEnd, LogBroken
from kiosk.domain.messages import Record, RecordKind
from kiosk.domain.model import CommitId, ItemCode, VisitId
from kiosk.store.commits import Settlement
from kiosk.store.file import NotThere, StoreFailed
from kiosk.store.files import Store, touch
from kiosk.store.inbox import StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.keys import KioskKey, load_key
from kiosk.store.reports import Broken, Mended, MovedAside, StoreName
from tests.store.conftest import Clock, Heard
from tests.store.samples import borrow, commit

ROOT = Path(__file__).parents[2]


@contextmanager
def full_disk(limit: int) -> Iterator[None]:
    """No file may grow beyond this many bytes: writes fail as they do on a full disk."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def python(code: str, *arguments: str | Path) -> "subprocess.Popen[str]":
    """Another process, with the same modules."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


# --- modes -----------------------------------------------------------------------------------------


def test_what_is_kept_is_private(state_dir: Path) -> None:
    earlier = os.umask(0)
    try:
        store = Store.open(state_dir)
        assert store.problems() == ()
        load_key(state_dir, {})
        modes = {path.name: path.stat().st_mode & 0o777 for path in state_dir.iterdir()}
        assert state_dir.stat().st_mode & 0o777 == 0o700
        assert set(modes.values()) == {0o600}
        assert {"journal.db", "journal.db-wal", "journal.db-shm", "vault.db", "cache.db", "kiosk-key"} <= set(modes)
    finally:
        os.umask(earlier)
        store.close()


def test_the_journal_is_written_ahead_and_synced(store: Store) -> None:
    def pragmas(connection: sqlite3.Connection) -> tuple[str, int]:
        return (
            connection.execute("PRAGMA journal_mode").fetchone()[0],
            connection.execute("PRAGMA synchronous").fetchone()[0],
        )

    full, normal = 2, 1
    assert store.journal.read_now(pragmas) == ("wal", full)
    assert store.vault.read_now(pragmas) == ("wal", full)
    assert store.cache.read_now(pragmas) == ("wal", normal)


# --- killed ----------------------------------------------------------------------------------------

_BEGINS = """
    import asyncio, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from kiosk.store.files import Store
    from kiosk.store.journal import Journal
    from kiosk.store.keys import load_key
    from tests.store.samples import commit

    async def main():
        state_dir = Path(sys.argv[1])
        store = Store.open(state_dir)
        journal = Journal(store.journal, load_key(state_dir, {}), lambda: datetime.now(UTC))
        for number in range(1, 10**9):
            act = await journal.begin(commit(number))
            print(number, flush=True)       # "sent"
            if number % 3 == 0:
                await journal.settle(number, __import__("kiosk.store.commits").store.commits.Settlement.DONE)

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
    assert numbers <= must_be_open | {sent, sent + 1}  # begun and not yet told, or told and not yet settled
    assert heard.reports == []


# --- full ------------------------------------------------------------------------------------------


async def test_on_a_full_disk_nothing_may_be_sent_until_it_works_again(
    journal: Journal, store: Store, heard: Heard
) -> None:
    first = await journal.begin(commit(1))
    with full_disk(0):
        with pytest.raises(LogBroken):
            await journal.begin(commit(2))
        with pytest.raises(LogBroken):
            await journal.begin(commit(3))
        assert not await store.check_writable()
        await journal.end(first, ActEnd.DONE)  # does not raise
        assert not await journal.record(Record(RecordKind.CANCELLED, VisitId(3), (ItemCode("A"),)))
        assert not await journal.settle(CommitId(1), Settlement.DONE)
    kinds = [type(report) for report in heard.reports]
    assert kinds.count(Broken) == len({r.store for r in heard.reports if isinstance(r, Broken)})  # told once
    assert Mended not in kinds
    assert await store.check_writable()
    assert isinstance(heard.reports[-1], Mended)
    assert await journal.open_commits() == ()  # what was owed has been written: answer, note, settlement
    owed = store.journal.read_now(lambda connection: connection.execute("SELECT kind FROM notes").fetchall())
    assert owed == [("cancelled",)]


def test_a_kiosk_that_starts_on_a_full_disk_has_numbers_of_its_own(journal: Journal) -> None:
    usual = journal.next_id_seed()
    with full_disk(0):
        without_disk = journal.next_id_seed()
    assert 1000 * usual < without_disk < 2**53
    assert journal.next_id_seed() == usual + 1_000_000


async def test_a_new_write_pays_first_what_is_owed_in_its_order(journal: Journal, store: Store) -> None:
    act = await journal.begin(borrow())
    with full_disk(0):
        await journal.end(act, ActEnd.UNKNOWN)
        await journal.end(act, ActEnd.DONE)
    await journal.begin(borrow(8))
    answers = store.journal.read_now(lambda connection: connection.execute("SELECT answer FROM acts").fetchall())
    assert answers == [("done",), (None,)]


async def test_closing_writes_what_is_owed(journal: Journal, store: Store, state_dir: Path) -> None:
    act = await journal.begin(borrow())
    with full_disk(0):
        await journal.end(act, ActEnd.DONE)
    store.close()
    with sqlite3.connect(state_dir / "journal.db") as other:
        assert other.execute("SELECT answer FROM acts").fetchall() == [("done",)]


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("mount") is None, reason="only root mounts a small disk")
def test_a_really_full_file_system(tmp_path: Path, clock: Clock) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", disk], check=False, capture_output=True
    ).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        store = Store.open(disk / "state")
        journal = Journal(store.journal, load_key(disk / "state", {}), clock)

        async def fill() -> int:
            for number in range(1, 10_000):
                try:
                    await journal.begin(commit(number))
                except LogBroken:
                    return number - 1
            raise AssertionError("the disk never was full")

        begun = asyncio.run(fill())
        assert len(asyncio.run(journal.open_commits())) == begun
        subprocess.run(["mount", "-o", "remount,size=3m", disk], check=True)
        assert asyncio.run(store.check_writable())
        store.close()
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


# --- read-only, no permission, not there ------------------------------------------------------------

_READ_ONLY = """
    import logging, os, sys
    from pathlib import Path
    from kiosk.store.files import Store
    from kiosk.store.reports import Broken, Mended
    state_dir = Path(sys.argv[1])
    if os.geteuid() == 0:
        os.setgid(65534); os.setuid(65534)
    logging.disable()
    reports = []
    store = Store.open(state_dir / "state")
    store.listen(reports.append)
    state_dir.chmod(0o500)
    print(len(store.problems()), [type(r).__name__ for r in reports], flush=True)
    state_dir.chmod(0o700)
    print(len(store.problems()), [type(r).__name__ for r in reports], flush=True)
    (state_dir / "state" / "journal.db").chmod(0o400)
    store.close()
    store = Store.open(state_dir / "state")
    print(len(store.problems()), flush=True)
    (state_dir / "state" / "journal.db").chmod(0o600)
    print(len(store.problems()), flush=True)
    store.close()
"""


@pytest.mark.slow
def test_a_folder_or_file_that_may_not_be_written_is_reported_and_mended_without_a_restart() -> None:
    with tempfile.TemporaryDirectory() as folder:  # not tmp_path: nobody may look into that
        if os.geteuid() == 0:
            os.chown(folder, 65534, 65534)
        out, err = python(_READ_ONLY, folder).communicate(timeout=60)
    assert err == ""
    assert out.splitlines() == ["3 ['Broken', 'Broken']", "0 ['Broken', 'Broken', 'Mended']", "1", "0"]


def test_a_command_beside_makes_nothing(state_dir: Path) -> None:
    beside = Store.beside(state_dir)
    with pytest.raises(NotThere):
        beside.journal.read_now(touch)
    beside.close()
    assert not state_dir.exists()


# --- damaged, removed -------------------------------------------------------------------------------


@pytest.mark.parametrize("garbage", [b"this is no database " * 500, b"SQLite format 3\x00" + b"\xff" * 9000])
async def test_a_damaged_file_is_moved_aside_kept_and_reported(
    state_dir: Path, key: KioskKey, clock: Clock, garbage: bytes
) -> None:
    (state_dir / "journal.db").write_bytes(garbage)
    store, heard = Store.open(state_dir), Heard()
    journal = Journal(store.journal, key, clock)
    await journal.begin(commit(1))
    store.listen(heard)  # what was said before somebody listened is said then
    [report] = heard.reports
    assert isinstance(report, MovedAside)
    assert report.store is StoreName.JOURNAL
    assert report.kept is not None
    assert report.kept.read_bytes() == garbage
    assert len(await journal.open_commits()) == 1
    store.close()


async def test_damage_while_it_runs(journal: Journal, store: Store, heard: Heard, state_dir: Path) -> None:
    for number in range(1, 40):
        await journal.begin(commit(number))
    store.journal.read_now(lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
    with (state_dir / "journal.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xde\xad" * 30_000)
    store.journal.close()  # as if the machine had restarted
    assert await journal.begin(commit(99))
    [report] = heard.reports
    assert isinstance(report, MovedAside)
    assert [found.commit for found in await journal.open_commits()] == [99]


def test_a_command_does_not_move_a_damaged_file(state_dir: Path) -> None:
    state_dir.mkdir()
    (state_dir / "journal.db").write_bytes(b"this is no database " * 500)
    beside = Store.beside(state_dir)
    with pytest.raises(StoreFailed, match="damaged"):
        beside.journal.read_now(touch)
    beside.close()
    assert [path.name for path in state_dir.iterdir()] == ["journal.db"]


async def test_a_file_removed_under_it_is_noticed_and_begun_anew(
    journal: Journal, store: Store, heard: Heard, state_dir: Path
) -> None:
    await journal.begin(commit(1))
    for name in ("journal.db", "journal.db-wal", "journal.db-shm"):
        (state_dir / name).unlink()
    await journal.begin(commit(2))
    assert (state_dir / "journal.db").exists()
    assert [type(report) for report in heard.reports] == [MovedAside]
    assert [found.commit for found in await journal.open_commits()] == [2]


def test_a_file_of_a_newer_version_is_left_alone(state_dir: Path) -> None:
    Store.open(state_dir).close()
    state_dir.mkdir(exist_ok=True)
    with sqlite3.connect(state_dir / "journal.db") as other:
        other.execute("PRAGMA user_version = 99")
    store, heard = Store.open(state_dir), Heard()
    store.listen(heard)
    with pytest.raises(StoreFailed, match="newer version"):
        store.journal.write_now(touch)
    assert [type(report) for report in heard.reports] == [Broken]
    store.close()


# --- two processes ---------------------------------------------------------------------------------

_RESOLVES = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from kiosk.store.files import Store
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
        with pytest.raises(LogBroken, match="locked"):
            await journal.begin(commit(2))
    finally:
        holder.close()
    assert heard.reports == []
    await journal.begin(commit(3))
    store.close()


_OPENS = """
    import sys
    from pathlib import Path
    from kiosk.store.files import Store
    sys.stdin.readline()
    store = Store.open(Path(sys.argv[1]))
    print(store.problems())
    store.close()
"""


@pytest.mark.slow
def test_two_processes_may_make_the_files_at_the_same_time(state_dir: Path) -> None:
    racers = [python(_OPENS, state_dir) for _ in range(4)]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    assert [racer.communicate(timeout=60) for racer in racers] == [("()\n", "")] * 4
