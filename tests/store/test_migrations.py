"""Tests that the kiosk changes a file of any earlier version into the present version, and keeps its content."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.store.schema import CACHE, JOURNAL, VAULT, Schema
from kiosk.store.sqlite_file import StoreError
from kiosk.store.store import Store, touch

EVERY_VERSION = [(schema, version) for schema in (JOURNAL, VAULT, CACHE) for version in range(schema.version + 1)]


def shape(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()


def make_version(path: Path, schema: Schema, version: int) -> None:
    """Make a database file of this version of the schema, as an older kiosk would have made it."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        for step in schema.steps[:version]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")
        if version > 0:
            connection.execute("INSERT INTO counters VALUES ('kept', 42)")


@pytest.mark.parametrize(("schema", "version"), EVERY_VERSION, ids=lambda value: getattr(value, "store", value))
def test_every_earlier_version_becomes_the_present_one(tmp_path: Path, schema: Schema, version: int) -> None:
    fresh, old = tmp_path / "fresh", tmp_path / "old"
    make_version(old / f"{schema.store}.db", schema, version)
    for folder in (fresh, old):
        store = Store.open(folder)
        assert store.problems() == ()
        store.close()
    path = old / f"{schema.store}.db"
    assert shape(path) == shape(fresh / path.name)
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.version,)
        kept = connection.execute("SELECT value FROM counters WHERE name = 'kept'").fetchall()
    assert kept == ([(42,)] if version else [])


def test_a_step_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        # The first step of the migration makes some tables, and then a table with this name. So it fails half-way.
        connection.execute("CREATE TABLE inbox (surprise TEXT)")
    os.chmod(path, 0o600)  # noqa: PTH101
    store = Store.open(tmp_path)
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        store.journal.write_now(touch)
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("inbox",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)


def test_a_failed_step_is_no_failure_of_the_disk() -> None:
    """A step that fails is a bug, and ends the kiosk. The kiosk must not report a full or broken disk instead."""
    assert not issubclass(sqlite3.OperationalError, StoreError)
