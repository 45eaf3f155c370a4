"""Tests of a file that is damaged, missing, or of a newer version.

The kiosk reports the file. It keeps a damaged file under another name and begins a new one. It does not touch a file of
a newer version.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.reports import MovedAside, StoreName, StoreUnusable
from kiosk.store.sqlite_file import StoreError
from kiosk.store.store import Store, touch
from tests.store.conftest import Clock, Heard
from tests.store.samples import commit


@pytest.mark.parametrize("garbage", [b"this is no database " * 500, b"SQLite format 3\x00" + b"\xff" * 9000])
async def test_a_damaged_file_is_moved_aside_kept_and_reported(
    state_dir: Path, key: KioskKey, clock: Clock, garbage: bytes
) -> None:
    (state_dir / "journal.db").write_bytes(garbage)
    store, heard = Store.open(state_dir), Heard()
    journal = Journal(store.journal, key, clock)
    await journal.begin(commit(1))
    store.listen(heard)  # a new listener also gets the reports that were made before it listened
    [report] = heard.reports
    assert isinstance(report, MovedAside)
    assert report.store is StoreName.JOURNAL
    assert report.moved_to is not None
    assert report.moved_to.read_bytes() == garbage
    assert len(await journal.open_commits()) == 1
    store.close()


async def test_damage_while_it_runs(journal: Journal, store: Store, heard: Heard, state_dir: Path) -> None:
    for number in range(1, 40):
        await journal.begin(commit(number))
    store.journal.read_now(lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
    with (state_dir / "journal.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xde\xad" * 30_000)
    closing = store.journal.closing()  # close the file, so that SQLite must read the damaged pages again
    assert closing is not None
    closing.result()
    assert await journal.begin(commit(99))
    [report] = heard.reports
    assert isinstance(report, MovedAside)
    assert [found.commit for found in await journal.open_commits()] == [99]


def test_a_command_does_not_move_a_damaged_file(state_dir: Path) -> None:
    state_dir.mkdir()
    (state_dir / "journal.db").write_bytes(b"this is no database " * 500)
    beside = Store.beside(state_dir)
    with pytest.raises(StoreError, match="damaged"):
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
    with closing(sqlite3.connect(state_dir / "journal.db")) as other, other:
        other.execute("PRAGMA user_version = 99")
    store, heard = Store.open(state_dir), Heard()
    store.listen(heard)
    with pytest.raises(StoreError, match="newer version"):
        store.journal.write_now(touch)
    assert [type(report) for report in heard.reports] == [StoreUnusable]
    store.close()
