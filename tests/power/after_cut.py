"""The laws for the stores after a power cut, and the search for disks that break a law.

The stores must open, and must be usable. The journal and the vault must be as they were at some moment between the last
mark and the power cut: never older, and never half of a step. The cache can be older. The kiosk key must be there as
soon as the kiosk has used it.
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
"""SQLite uses these files only once, while it makes a new and empty store."""
Tables = dict[str, bytes]
"""A hash of the content of each store, by the name of the store."""


class PowerCut(Struct, frozen=True):
    """A power cut after the first `events` events. The number `seed` decides what is lost."""

    events: int
    seed: int


class StoresAfterCut(Struct, frozen=True):
    """The stores after a power cut: a hash of each, the kiosk key, the number of acts, and the reports to the app."""

    tables: Tables
    key: bytes | None
    acts: int
    reports: tuple[StoreReport, ...]


class CutLaws:
    """The laws for one recorded run. It remembers the content of the stores after each event."""

    def __init__(self, events: Sequence[DiskEvent]) -> None:
        self._events = events
        self._known: dict[int, Tables] = {}
        self._hashes: set[bytes] = set()

    @property
    def distinct(self) -> int:
        """Return the number of different disks that were tried until now."""
        return len(self._hashes)

    def broken_by(self, cut: PowerCut) -> list[str]:
        """Return one line for each law that the stores break after this power cut."""
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
        """Return the content of the stores if the power fails after this number of events, and nothing is lost."""
        if place not in self._known:
            self._known[place] = opened(CutDisk(self._events[:place]).whole()).tables
        return self._known[place]


def files_after(events: Sequence[DiskEvent], cut: PowerCut) -> Files:
    """Return the files that are left on the disk after this power cut."""
    return CutDisk(events[: cut.events]).left(random.Random(cut.seed))


def synced_names(events: Iterable[DiskEvent]) -> tuple[str, ...]:
    """Return the names of the files that were synced. The empty name stands for the folder."""
    return tuple(sorted({each.name for each in events if isinstance(each, Synced)} - _NEVER_NEEDED))


def without_syncs(events: Iterable[DiskEvent], name: str) -> tuple[DiskEvent, ...]:
    """Return the events of a kiosk that never syncs the file with this name. The empty name stands for the folder."""
    return tuple(each for each in events if not (isinstance(each, Synced) and each.name == name))


def first_broken(events: Sequence[DiskEvent], dice: random.Random, most: int = 1000) -> list[str]:
    """Return the laws that the first bad disk breaks, or an empty list if `most` disks break no law."""
    laws = CutLaws(events)
    for cut in cuts(events, dice):
        wrongs = laws.broken_by(cut)
        if wrongs or laws.distinct >= most:
            return wrongs
    return []


def cuts(events: Sequence[DiskEvent], dice: random.Random) -> Iterator[PowerCut]:
    """Return power cuts without end: one after each event, and then at random events."""
    for place in range(1, len(events) + 1):
        yield PowerCut(place, dice.getrandbits(32))
    while True:
        yield PowerCut(dice.randint(1, len(events)), dice.getrandbits(32))


def opened(files: Files) -> StoresAfterCut:
    """Write these files to a new folder, open the stores of a kiosk there, and return what they hold."""
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
    """Return a hash of all rows of all tables."""
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
