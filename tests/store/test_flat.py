"""Tests that SQLite's logs (the -wal files) do not grow with the number of visits."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.backends.ports import ActEnd, ItemMemo
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import CommitId, ItemCode, VisitId
from kiosk.store.cache import ItemCache
from kiosk.store.journal import Journal
from kiosk.store.open_commits import Settlement
from kiosk.store.store import Store
from tests.store.samples import borrow, commit

MOST_AHEAD = 1_000_000
A_VISIT = 400_000


async def visit(store: Store, journal: Journal, number: int) -> None:
    """Write everything that a visit with five tools writes."""
    for _ in range(5):
        await journal.end(await journal.begin(borrow()), ActEnd.DONE)
    await journal.end(await journal.begin(commit(number)), ActEnd.DONE)
    await journal.settle(CommitId(number), Settlement.DONE)
    await journal.record(Record(RecordKind.COMMIT_SETTLED, VisitId(number), (ItemCode("DR-1"),)))
    items = ItemCache(store.cache)
    for each in range(5):
        items.remember(ItemCode(f"T-{number}-{each}"), ItemMemo("A tool with a name"))


async def at_rest(store: Store) -> None:
    for database in (store.journal, store.vault, store.cache):
        await database.read(lambda _: None)


def largest_log(store: Store) -> int:
    """Return the size of SQLite's largest log in bytes."""
    return max(path.stat().st_size for path in store.state_dir.glob("*.db-wal"))


async def test_the_log_of_a_day_is_the_log_of_a_visit(store: Store, journal: Journal) -> None:
    sizes = []
    for number in range(1, 61):
        await visit(store, journal, number)
        store.tidy()
        await at_rest(store)
        sizes.append(largest_log(store))
    assert max(sizes) < A_VISIT
    assert sizes[9] == sizes[-1], "it is written over, from its beginning"


async def test_a_long_visit_does_not_make_it_long(store: Store, journal: Journal) -> None:
    for number in range(1, 61):
        await visit(store, journal, number)
    assert largest_log(store) < MOST_AHEAD


@pytest.mark.parametrize("name", ["journal", "cache"])
async def test_whoever_reads_beside_the_kiosk_keeps_it_only_while_reading(
    store: Store, journal: Journal, name: str
) -> None:
    await visit(store, journal, 1)
    await at_rest(store)
    with closing(sqlite3.connect(Path(store.state_dir / f"{name}.db"), isolation_level=None)) as beside:
        beside.execute("BEGIN")
        beside.execute("SELECT * FROM counters").fetchall()
        for number in range(2, 12):
            await visit(store, journal, number)
            store.tidy()
        await at_rest(store)
        long = largest_log(store)
    for number in range(12, 42):
        await visit(store, journal, number)
        store.tidy()
    await at_rest(store)
    assert largest_log(store) <= max(long, MOST_AHEAD)
    assert await store.check_writable()


async def test_tidying_a_store_that_is_closed_or_was_never_made_is_no_trouble(store: Store, tmp_path: Path) -> None:
    beside = Store.beside(tmp_path / "nothing")
    beside.tidy()
    beside.close()
    store.close()
    store.tidy()
