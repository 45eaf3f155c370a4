"""Tests of a disk that is full, read-only, or missing.

The stores report that they cannot write. They remember some writes, and do them when the disk works again.
"""

import asyncio
import os
import resource
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk.backends.errors import LogBrokenError
from kiosk.backends.ports import ActEnd
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import CommitId, ItemCode, VisitId
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import KeyProblemError, load_key
from kiosk.store.open_commits import Settlement
from kiosk.store.reports import Mended, StoreUnusable
from kiosk.store.sqlite_file import NoStoreError
from kiosk.store.store import Store, touch
from tests.store.another_process import python
from tests.store.conftest import Clock, Heard
from tests.store.samples import borrow, commit


@contextmanager
def full_disk(limit: int) -> Iterator[None]:
    """Let no file grow beyond `limit` bytes. Writes then fail as on a full disk."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


# --- the permissions of files ---------------------------------------------------------------------


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


# --- full disks -----------------------------------------------------------------------------------


async def test_on_a_full_disk_nothing_may_be_sent_until_it_works_again(
    journal: Journal, store: Store, heard: Heard
) -> None:
    first = await journal.begin(commit(1))
    with full_disk(0):
        with pytest.raises(LogBrokenError):
            await journal.begin(commit(2))
        with pytest.raises(LogBrokenError):
            await journal.begin(commit(3))
        assert not await store.check_writable()
        # this call raises no error, and the journal writes the answer later
        await journal.end(first, ActEnd.DONE)
        assert not await journal.record(Record(RecordKind.CANCELLED, VisitId(3), (ItemCode("A"),)))
        assert not await journal.settle(CommitId(1), Settlement.DONE)
    kinds = [type(report) for report in heard.reports]
    assert kinds.count(StoreUnusable) == len(
        {r.store for r in heard.reports if isinstance(r, StoreUnusable)}
    )  # each store is reported only once
    assert Mended not in kinds
    assert await store.check_writable()
    assert isinstance(heard.reports[-1], Mended)
    # now the answer, the note and the settlement are on disk; they waited until the disk worked again
    assert await journal.open_commits() == ()
    owed = store.journal.read_now(lambda connection: connection.execute("SELECT kind FROM notes").fetchall())
    assert owed == [("cancelled",)]


@pytest.mark.parametrize("free", range(0, 32, 5))
def test_a_disk_that_fills_up_within_the_key_leaves_no_half_key(state_dir: Path, free: int) -> None:
    with full_disk(free), pytest.raises(KeyProblemError, match="cannot be made"):
        load_key(state_dir, {})
    assert not list(state_dir.iterdir())
    assert load_key(state_dir, {}).is_new


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
    with closing(sqlite3.connect(state_dir / "journal.db")) as other, other:
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
                except LogBrokenError:
                    return number - 1
            raise AssertionError("the disk never was full")

        begun = asyncio.run(fill())
        assert len(asyncio.run(journal.open_commits())) == begun
        subprocess.run(["mount", "-o", "remount,size=3m", disk], check=True)
        assert asyncio.run(store.check_writable())
        store.close()
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("mount") is None, reason="only root mounts a small disk")
def test_a_disk_that_can_only_be_read_is_called_so(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", disk], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        store = Store.open(disk / "state")
        assert store.problems() == ()
        store.close()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        store = Store.open(disk / "state")
        assert store.problems()[0] == "journal: the disk can only be read"
        store.close()
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


# --- read-only, without permission, missing -------------------------------------------------------


_READ_ONLY = """
    import logging, os, sys
    from pathlib import Path
    from kiosk.store.store import Store
    from kiosk.store.reports import Mended, StoreUnusable
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
    with tempfile.TemporaryDirectory() as folder:  # not tmp_path: another user must be able to open the folder
        if os.geteuid() == 0:
            os.chown(folder, 65534, 65534)
        out, err = python(_READ_ONLY, folder).communicate(timeout=60)
    assert err == ""
    unusable = "'StoreUnusable', 'StoreUnusable'"
    assert out.splitlines() == [f"3 [{unusable}]", f"0 [{unusable}, 'Mended']", "1", "0"]


def test_a_command_beside_makes_nothing(state_dir: Path) -> None:
    beside = Store.beside(state_dir)
    with pytest.raises(NoStoreError):
        beside.journal.read_now(touch)
    beside.close()
    assert not state_dir.exists()
