"""The laws for the stores after a power cut, and the search for disks that break a law.

The stores must open, and the kiosk must be able to write to them. The journal and the vault must be as they were at one
moment between the last mark and the power cut: never older, and never with half of a step. (At a mark, the kiosk relies
on everything that was written before the mark.) The cache can be older. As soon as the kiosk has used the kiosk key,
the key must be on the disk.
"""

import hashlib
import random
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from kiosk.store.kiosk_key import NAME, KeyProblemError, load_key
from kiosk.store.reports import MovedAside, StoreReport
from kiosk.store.sqlite_file import StoreError
from kiosk.store.store import Store, touch
from tests.power.cut_disk import CutDisk, Files
from tests.power.disk_events import IN_MEMORY, DiskEvent, Marked, Synced

PRECIOUS = ("journal", "vault")
_NEVER_NEEDED = {f"{store}.db-journal" for store in (*PRECIOUS, "cache")}
"""SQLite uses these files only while it makes a new and empty store, so no data is lost without their syncs."""
Tables = dict[str, bytes]
"""A hash of the content of each store, by the name of the store."""


class PowerCut(Struct, frozen=True):
    """A power cut after the first `events` events. The number `seed` decides which changes are lost."""

    events: int
    seed: int


class StoresAfterCut(Struct, frozen=True):
    """The stores after a power cut: a hash of each, the kiosk key, the number of acts, and the stores' reports."""

    tables: Tables
    key: bytes | None
    acts: int
    reports: tuple[StoreReport, ...]


class CutLaws:
    """The laws for the disks of one recorded run. An object remembers a hash of each disk, and tries no disk twice."""

    def __init__(self, events: Sequence[DiskEvent]) -> None:
        self._events = events
        self._known: dict[int, Tables] = {}
        self._hashes: set[bytes] = set()

    @property
    def distinct(self) -> int:
        """Return the number of different disks that were tried until now."""
        return len(self._hashes)

    def broken_by(self, cut: PowerCut) -> list[str]:
        """Return one line for each law that the stores break after this power cut.

        Return an empty list if an earlier power cut has left the same disk.
        """
        files = files_after(self._events, cut)
        digest = _hash_of(files)
        if digest in self._hashes:
            return []
        self._hashes.add(digest)
        try:
            after = opened(files)
        except (StoreError, KeyProblemError, sqlite3.Error, OSError) as why:
            return [f"{cut}: the stores cannot be used: {why!r}"]
        return [f"{cut}: {wrong}" for wrong in self._wrongs(cut.events, after)]

    def _wrongs(self, end: int, after: StoresAfterCut) -> Iterator[str]:
        last = self._last_mark(end)
        begun = 0
        if last is not None:
            begun = int(last[1].rpartition(" ")[2])
            if after.key != CutDisk(self._events[:end]).whole().get(NAME):
                yield "the kiosk key is lost"
        for each in after.reports:
            if isinstance(each, MovedAside):
                yield f"{each.store} was replaced: {each.why}"
        if after.acts < begun:
            yield f"only {after.acts} of {begun} acts are in the journal"
        for store in after.tables:
            first = (last[0] if last is not None else 0) if store in PRECIOUS else 0
            if not any(self._tables_at(place)[store] == after.tables[store] for place in range(end, first - 1, -1)):
                yield f"{store} is not as it was at any moment since the event {first}"

    def _last_mark(self, end: int) -> tuple[int, str] | None:
        for place in range(end - 1, -1, -1):
            event = self._events[place]
            if isinstance(event, Marked):
                return place, event.text
        return None

    def _tables_at(self, place: int) -> Tables:
        """Return a hash of each store after this number of events, if nothing is lost."""
        if place not in self._known:
            self._known[place] = opened(CutDisk(self._events[:place]).whole()).tables
        return self._known[place]


def files_after(events: Sequence[DiskEvent], cut: PowerCut) -> Files:
    """Return the files that are left on the disk after this power cut."""
    return CutDisk(events[: cut.events]).left(random.Random(cut.seed))


def synced_names(events: Iterable[DiskEvent]) -> tuple[str, ...]:
    """Return the names of the synced files, but not of the files in _NEVER_NEEDED. The empty name is the folder."""
    return tuple(sorted({each.name for each in events if isinstance(each, Synced)} - _NEVER_NEEDED))


def without_syncs(events: Iterable[DiskEvent], name: str) -> tuple[DiskEvent, ...]:
    """Return the events without the syncs of the file with this name. The empty name is the folder."""
    return tuple(each for each in events if not (isinstance(each, Synced) and each.name == name))


def first_broken(events: Sequence[DiskEvent], dice: random.Random, most: int = 1000) -> list[str]:
    """Try disks until one breaks a law, and return the laws that this disk breaks.

    Return an empty list if `most` different disks break no law.
    """
    laws = CutLaws(events)
    for cut in cuts(events, dice):
        wrongs = laws.broken_by(cut)
        if wrongs or laws.distinct >= most:
            return wrongs
    return []


def cuts(events: Sequence[DiskEvent], dice: random.Random) -> Iterator[PowerCut]:
    """Yield power cuts without end: first one cut after each event in order, and then cuts after random events."""
    for place in range(1, len(events) + 1):
        yield PowerCut(place, dice.getrandbits(32))
    while True:
        yield PowerCut(dice.randint(1, len(events)), dice.getrandbits(32))


def opened(files: Files) -> StoresAfterCut:
    """Write these files to a new folder, open the stores there, write to them, and return their content.

    Raises StoreError, KeyProblemError, sqlite3.Error or OSError if the stores cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="cut-", dir=IN_MEMORY) as name:
        folder = Path(name)
        for each, content in files.items():
            (folder / each).write_bytes(content)
        reports: list[StoreReport] = []
        load_key(folder, {})
        store = Store.open(folder)
        store.listen(reports.append)
        databases = {"journal": store.journal, "vault": store.vault, "cache": store.cache}
        try:
            tables = {each: database.read_now(_digest) for each, database in databases.items()}
            acts = store.journal.read_now(lambda c: int(c.execute("SELECT max(id) FROM acts").fetchone()[0] or 0))
            for database in databases.values():
                database.write_now(touch)
        finally:
            store.close()
        return StoresAfterCut(tables, files.get(NAME), acts, tuple(reports))


def _digest(connection: sqlite3.Connection) -> bytes:
    """Return a hash of all tables with their rows."""
    found = hashlib.sha256()
    tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for table, sql in tables:
        found.update(f"{table} {sql}".encode())
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall():
            found.update(repr(row).encode())
    return found.digest()


def _hash_of(files: Files) -> bytes:
    found = hashlib.sha256()
    for name in sorted(files):
        found.update(f"{name} {len(files[name])} ".encode() + files[name])
    return found.digest()
