"""The cache of data about the library and its items, for the time before the network works. It has no personal data."""

import logging
import sqlite3
from threading import Lock

import msgspec

from kiosk.backends.ports import ItemMemo
from kiosk.domain.library import Library
from kiosk.domain.model import ItemCode
from kiosk.store.database import Database
from kiosk.store.sqlite_file import StoreError

LIBRARY_VERSION = 1
"""The version of the rows in the table `library`. The kiosk ignores rows that have another version.

Increase this number if the meaning of a field of Library changes.
"""
MOST_ITEMS = 20_000

_log = logging.getLogger("kiosk.cache")


class LibraryCache:
    """The cache of the library's settings, as the kiosk last read them from the lending system.

    The cache stores the values that the kiosk uses: a value in [overrides] of the settings file has already replaced
    the server's value. Unsafe HTML is removed from the texts.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self) -> Library | None:
        """Return the library that was saved last, or None if no library is saved or the saved library cannot be read.

        Blocks for some milliseconds. Never raises.
        """
        try:
            body = self._database.read_now(_library_body)
            return msgspec.json.decode(body, type=Library) if body is not None else None
        except StoreError as why:
            _log.warning("the last known library settings cannot be read: %s", why)
        except (msgspec.MsgspecError, ValueError) as why:
            _log.warning("the last known library settings are not as this version keeps them: %s", why)
        return None

    def save(self, library: Library) -> None:
        """Write the library in the background if it is different from the saved library."""
        body = msgspec.json.encode(library)

        def write(connection: sqlite3.Connection) -> None:
            if _library_body(connection) != body:
                connection.execute("DELETE FROM library")
                connection.execute("INSERT INTO library (version, body) VALUES (?,?)", (LIBRARY_VERSION, body))

        self._database.write_behind(write)


class ItemCache:
    """The cache of items, in memory and on disk. It gives the name and the loan length for the code on a label.

    This class implements the protocol `ItemMemory`. Changes are written to disk in the background. If there are more
    than `most` items, the cache deletes the item whose last call of `remember` is the oldest.
    """

    def __init__(self, database: Database, most: int = MOST_ITEMS) -> None:
        self._database = database
        self._most = most
        self._items: dict[ItemCode, ItemMemo] = {}
        self._lock = Lock()
        self._unwritten: dict[ItemCode, ItemMemo | None] = {}

    async def load(self) -> None:
        """Read the items from disk. Never raises.

        Before this call, the cache knows only the items that were added since the start of the program.
        """
        try:
            rows = await self._database.read(lambda connection: _items(connection, self._most))
        except StoreError as why:
            _log.warning("the memory of items cannot be read: %s", why)
            return
        on_disk = {ItemCode(code): ItemMemo(name, days) for code, name, days in rows}
        self._items = on_disk | self._items

    def recall(self, code: ItemCode) -> ItemMemo | None:
        """Return the name and loan length for this label, or None if the label is not known. Does not read the disk."""
        return self._items.get(code)

    def remember(self, code: ItemCode, memo: ItemMemo) -> None:
        """Remember the name and loan length. An empty name or an unknown loan length does not replace a known value."""
        known = self._items.pop(code, None)
        if known is not None:
            days = memo.loan_days if memo.loan_days is not None else known.loan_days
            memo = ItemMemo(memo.name or known.name, days)
        self._items[code] = memo
        changes: dict[ItemCode, ItemMemo | None] = {} if memo == known else {code: memo}
        while len(self._items) > self._most:
            longest_unseen = next(iter(self._items))
            del self._items[longest_unseen]
            changes[longest_unseen] = None
        if changes:
            self._write_behind(changes)

    def _write_behind(self, changes: dict[ItemCode, ItemMemo | None]) -> None:
        """Write these changes to disk in the background.

        At most one such job waits in the queue. If other changes come before this job runs, the job writes them, too.
        """
        with self._lock:
            is_queued = bool(self._unwritten)
            self._unwritten |= changes
        if not is_queued:
            self._database.write_behind(self._flush)

    def _flush(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            batch, self._unwritten = self._unwritten, {}
        (seen,) = connection.execute("SELECT coalesce(max(seen), 0) FROM items").fetchone()
        for place, (code, memo) in enumerate(batch.items(), start=seen + 1):
            if memo is None:
                connection.execute("DELETE FROM items WHERE code = ?", (code,))
            else:
                row = (code, memo.name, memo.loan_days, place)
                connection.execute("INSERT OR REPLACE INTO items VALUES (?,?,?,?)", row)


def _library_body(connection: sqlite3.Connection) -> bytes | None:
    row = connection.execute("SELECT body FROM library WHERE version = ?", (LIBRARY_VERSION,)).fetchone()
    return row[0] if row and isinstance(row[0], bytes) else None


def _items(connection: sqlite3.Connection, most: int) -> list[tuple[str, str, int | None]]:
    rows = connection.execute("SELECT code, name, loan_days FROM items ORDER BY seen DESC LIMIT ?", (most,)).fetchall()
    return msgspec.convert(rows[::-1], list[tuple[str, str, int | None]])
