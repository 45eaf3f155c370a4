"""One SQLite file, which is made private, checked, migrated, and moved aside if it is damaged. For one thread only."""

import errno
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from kiosk.backends.errors import LogBrokenError
from kiosk.store.reports import MovedAside, StoreName, TellReport
from kiosk.store.schema import Schema

T = TypeVar("T")
StoreJob = Callable[[sqlite3.Connection], T]

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_AGAIN_S = 0.01
_LOG_PAGES = 128
"""The pages of the write-ahead log after which it is moved into the file: 512 kB. SQLite's default is 1,000, 4 MB."""
_PRIMARY = 0xFF  # the rest of an SQLite error code says where it happened


class StoreError(LogBrokenError):
    """The disk or the file does not allow us to read or write now."""

    def __init__(self, store: StoreName, why: str) -> None:
        super().__init__(f"{store}: {why}")
        self.store, self.why = store, why


class NoStoreError(StoreError):
    """There is no such store yet, and this program must not create one."""


class _DamagedError(Exception):
    """The check of the whole file found damage."""


class SqliteFile:
    """A file and its connection. If `create`, a missing file is created, and a damaged file is replaced by a new one.

    `patience_s` is the longest wait, in seconds, while another process writes.
    """

    def __init__(self, path: Path, schema: Schema, tell: TellReport, *, create: bool, patience_s: float) -> None:
        self._path = path
        self._schema = schema
        self._tell = tell
        self._create = create
        self._patience_s = patience_s
        self._open: sqlite3.Connection | None = None
        self._inode = 0

    def do(self, job: StoreJob[T]) -> T:
        """Run the job and return its result; if the file is damaged, run it on a new file.

        Raises StoreError, and the errors of SQLite and of the operating system.
        """
        try:
            return job(self._connection())
        except _DamagedError as why:
            self._move_aside(str(why))
        except sqlite3.DatabaseError as why:
            if primary_code(why) not in _DAMAGED:
                raise
            self._move_aside(str(why))
        return job(self._connection())

    def let_go(self) -> None:
        """Close the file; the next job opens it again. A connection that failed once may stay read-only for ever."""
        if self._open is not None:
            with suppress(sqlite3.Error):
                self._open.close()
        self._open = None

    def _connection(self) -> sqlite3.Connection:
        if self._open is not None and self._is_gone():
            self.let_go()
            self._tell(MovedAside(self._schema.store, None, "the file was removed while it was in use"))
        if self._open is None:
            self._open = self._opened()
            self._inode = self._path.stat().st_ino
        return self._open

    def _is_gone(self) -> bool:
        """Return True if the file was deleted or replaced. SQLite would silently continue to write to the old one."""
        try:
            return self._path.stat().st_ino != self._inode
        except FileNotFoundError:
            return True

    def _opened(self) -> sqlite3.Connection:
        self._make()
        connection = sqlite3.connect(self._path, timeout=self._patience_s, isolation_level=None)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _make(self) -> None:
        """Create the file if it is missing, readable only for us. Raises OSError if it cannot be written, NoStoreError.

        SQLite would create a file that everybody can read, and its -wal and -shm copy that mode. SQLite would also
        open a read-only file, and leave a -wal that nobody can ever write.
        """
        if self._path.exists():
            if not os.access(self._path, os.R_OK | os.W_OK):
                raise self._not_to_be_written()
            return
        if not self._create:
            raise NoStoreError(self._schema.store, "nothing has been kept yet")
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        sync_directory(self._path.parent)

    def _not_to_be_written(self) -> OSError:
        if os.statvfs(self._path).f_flag & os.ST_RDONLY:
            return OSError(errno.EROFS, "the disk can only be read", str(self._path))
        return PermissionError(errno.EACCES, "this account may not write it", str(self._path))

    def _prepare(self, connection: sqlite3.Connection) -> None:
        self._log_ahead(connection)
        for pragma in (
            f"synchronous = {'FULL' if self._schema.precious else 'NORMAL'}",
            "secure_delete = ON",
            "trusted_schema = OFF",
            "cache_size = -256",
            f"wal_autocheckpoint = {_LOG_PAGES}",
            f"journal_size_limit = {_LOG_PAGES * 4096}",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        if self._schema.precious:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise _DamagedError(found)
        self._migrate(connection)

    def _log_ahead(self, connection: sqlite3.Connection) -> None:
        """Turn the write-ahead log on. If two processes create the file at once, SQLite refuses one without waiting."""
        end = time.monotonic() + self._patience_s
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchall()
            except sqlite3.OperationalError as why:
                if why.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(_AGAIN_S)  # noqa: TID251 - SQLite has no event for it
            else:
                return

    def _migrate(self, connection: sqlite3.Connection) -> None:
        if _version(connection) != self._schema.version:
            transaction(self._steps)(connection)

    def _steps(self, connection: sqlite3.Connection) -> None:
        version = _version(connection)  # again, inside the transaction: another process may have been faster
        if version > self._schema.version:
            raise StoreError(self._schema.store, "written by a newer version of the kiosk")
        for step in self._schema.steps[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {self._schema.version}")

    def _move_aside(self, why: str) -> None:
        """Rename a damaged file to `journal.db.damaged-...`; the next job creates a new one. Raises StoreError."""
        self.let_go()
        if not self._create:
            raise StoreError(self._schema.store, f"the file is damaged: {why}")
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        moved_to = self._path.with_name(f"{self._path.name}.damaged-{stamp}")
        for tail in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                self._path.with_name(self._path.name + tail).rename(f"{moved_to}{tail}")
        self._path.rename(moved_to)
        sync_directory(self._path.parent)
        self._tell(MovedAside(self._schema.store, moved_to, why))


def transaction(job: StoreJob[T]) -> StoreJob[T]:
    """Return the same job inside a transaction: all of its changes are made, or none."""

    def in_one(connection: sqlite3.Connection) -> T:
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = job(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            raise
        return result

    return in_one


def primary_code(why: sqlite3.Error) -> int:
    """Return SQLite's error code without its details, or 0 if Python itself raised the error."""
    return getattr(why, "sqlite_errorcode", 0) & _PRIMARY


def write_new(path: Path, content: bytes, owner: tuple[int, int] | None = None) -> None:
    """Write a new file, readable only for us or for `owner` (user, group), to disk. Raises OSError if it exists."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        if owner is not None:
            os.fchown(handle, *owner)
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_directory(folder: Path) -> None:
    """Write the names of new files in this folder to disk. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
