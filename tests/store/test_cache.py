"""Tests of the cache, which stores the last known data about the library and its items."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backends.ports import ItemMemo, ItemMemory
from kiosk.domain.library import Contact, KioskTexts, Language, Library, OpeningHours
from kiosk.domain.model import ItemCode
from kiosk.store.cache import ItemCache, LibraryCache
from kiosk.store.store import Store
from tests.examples import examples
from tests.store.conftest import Heard

LIBRARY = Library(
    name="Werkzeugbibliothek \N{LATIN SMALL LETTER U WITH DIAERESIS}",
    logout_timeout=2.5,
    two_phase=True,
    contact=Contact("555-0100", "desk@example.org"),
    hours=(OpeningHours(time(9), time(17, 30)), OpeningHours()),
    languages=(
        Language("en", "English", is_default=True),
        Language("de", "Deutsch"),
    ),
    texts=KioskTexts(welcome="<b>Hello</b>"),
)


@pytest.fixture
def library(store: Store) -> LibraryCache:
    return LibraryCache(store.cache)


@pytest.fixture
def items(store: Store) -> ItemCache:
    return ItemCache(store.cache, most=5)


def code(number: int) -> ItemCode:
    return ItemCode(f"T-{number}")


def flush(store: Store) -> None:
    """Wait until all earlier writes to the cache are done: read something, because reads wait in the same queue."""
    store.cache.read_now(lambda connection: connection.execute("SELECT 1").fetchall())


def test_the_library_comes_back_as_it_was(library: LibraryCache) -> None:
    assert library.load() is None
    library.save(LIBRARY)
    assert library.load() == LIBRARY
    library.save(Library(name="Renamed"))
    assert library.load() == Library(name="Renamed")


def test_the_same_library_again_writes_nothing(library: LibraryCache, store: Store, state_dir: Path) -> None:
    library.save(LIBRARY)
    flush(store)
    with closing(sqlite3.connect(state_dir / "cache.db")) as other, other:
        before = other.execute("PRAGMA data_version").fetchone()
        library.save(LIBRARY)
        library.save(LIBRARY)
        assert library.load() == LIBRARY
        rows = other.execute("SELECT rowid FROM library").fetchall()
        assert (other.execute("PRAGMA data_version").fetchone() == before, rows) == (True, [(1,)])


@pytest.mark.parametrize("body", [b"", b"{", b'{"name": 7}', b"[]", b"\xff\xfe", "text"])
def test_a_library_that_cannot_be_read_is_none(library: LibraryCache, state_dir: Path, body: bytes | str) -> None:
    library.save(LIBRARY)
    library.load()
    with closing(sqlite3.connect(state_dir / "cache.db")) as other, other:
        other.execute("UPDATE library SET body = ?", (body,))
    assert library.load() is None


def test_a_library_of_another_version_is_none(library: LibraryCache, state_dir: Path) -> None:
    library.save(LIBRARY)
    library.load()
    with closing(sqlite3.connect(state_dir / "cache.db")) as other, other:
        other.execute("UPDATE library SET version = 0")
    assert library.load() is None


def test_new_fields_have_their_defaults_and_old_ones_are_skipped(library: LibraryCache, state_dir: Path) -> None:
    library.save(LIBRARY)
    library.load()
    with closing(sqlite3.connect(state_dir / "cache.db")) as other, other:
        other.execute("""UPDATE library SET body = CAST('{"name": "Old", "gone": 1}' AS BLOB)""")
    assert library.load() == Library(name="Old")


async def test_a_broken_cache_is_nobodys_trouble(tmp_path: Path) -> None:
    os.mkdir(tmp_path / "cache.db")  # noqa: PTH102 - nobody can open a folder as a file
    store, heard = Store.open(tmp_path), Heard()
    store.listen(heard)
    library, items = LibraryCache(store.cache), ItemCache(store.cache)
    library.save(LIBRARY)
    assert library.load() is None
    items.remember(code(1), ItemMemo("Drill"))
    await items.load()
    assert items.recall(code(1)) == ItemMemo("Drill")
    store.close()
    assert heard.reports == []


async def test_items_are_recalled_at_once_and_after_a_restart(items: ItemCache, store: Store, state_dir: Path) -> None:
    port: ItemMemory = items
    port.remember(code(1), ItemMemo("Drill", 7))
    port.remember(code(2), ItemMemo("Saw"))
    assert port.recall(code(1)) == ItemMemo("Drill", 7)
    assert port.recall(code(9)) is None
    store.close()
    again = Store.open(state_dir)
    kept = ItemCache(again.cache)
    assert kept.recall(code(1)) is None
    await kept.load()
    assert (kept.recall(code(1)), kept.recall(code(2))) == (ItemMemo("Drill", 7), ItemMemo("Saw"))
    again.close()


async def test_what_this_run_has_seen_wins_over_what_is_loaded(items: ItemCache, store: Store) -> None:
    items.remember(code(1), ItemMemo("Old name", 7))
    flush(store)
    later = ItemCache(store.cache)
    later.remember(code(1), ItemMemo("New name", 14))
    await later.load()
    assert later.recall(code(1)) == ItemMemo("New name", 14)


def test_less_does_not_replace_more(items: ItemCache) -> None:
    items.remember(code(1), ItemMemo("Drill", 7))
    items.remember(code(1), ItemMemo("", 14))
    items.remember(code(1), ItemMemo("Drill, big"))
    assert items.recall(code(1)) == ItemMemo("Drill, big", 14)


def test_the_longest_unseen_is_forgotten_on_disk_too(items: ItemCache, store: Store) -> None:
    for number in (1, 2, 3, 4, 5, 1, 6):
        items.remember(code(number), ItemMemo(f"Tool {number}"))
    assert items.recall(code(2)) is None
    assert items.recall(code(1)) is not None
    flush(store)
    rows = store.cache.read_now(lambda c: c.execute("SELECT code FROM items ORDER BY code").fetchall())
    assert [code for (code,) in rows] == ["T-1", "T-3", "T-4", "T-5", "T-6"]


SEEN = st.tuples(st.integers(0, 9), st.sampled_from(["", "a", "b"]), st.sampled_from([None, 1, 2]))


@examples(30)
@given(st.lists(SEEN, max_size=40))
def test_memory_and_disk_hold_the_same(seen: list[tuple[int, str, int | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder))
        items = ItemCache(store.cache, most=5)
        for number, name, days in seen:
            items.remember(code(number), ItemMemo(name, days))
        rows = store.cache.read_now(lambda c: c.execute("SELECT code, name, loan_days FROM items").fetchall())
        known = {number: items.recall(code(number)) for number in range(10)}
        store.close()
    assert {ItemCode(each): ItemMemo(name, days) for each, name, days in rows} == {
        code(number): memo for number, memo in known.items() if memo is not None
    }


def test_reading_the_cache_loads_no_cryptography_and_no_http() -> None:
    script = (
        "import sys, kiosk.store.store, kiosk.store.cache, kiosk.store.journal, kiosk.store.kiosk_key;"
        "print(sorted({'Cryptodome', 'httpx', 'PySide6'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
