"""One SQLite file, which only the Linux user of this program can read.

When the file is opened, it is checked and gets the newest tables. A damaged file is replaced.
"""

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
"""When the write-ahead log has this number of pages (512 kB), SQLite moves the pages from the log into the file.

Without this setting, SQLite would wait for 1,000 pages (4 MB).
"""
_PRIMARY = 0xFF  # These bits of an SQLite error code say what failed. The other bits only give details.


class StoreError(LogBrokenError):
    """The file cannot be read or written now, for example because the disk is full or damaged."""

    def __init__(self, store: StoreName, why: str) -> None:
        super().__init__(f"{store}: {why}")
        self.store, self.why = store, why


class NoStoreError(StoreError):
    """The file of this store does not exist yet, and this program is not allowed to create the file."""


class _DamagedError(Exception):
    """SQLite checked the whole file and found damage."""


class SqliteFile:
    """An SQLite file and the connection to it. Only one thread is allowed to use it.

    If `create` is True, a new file is made if the file is missing or damaged. If another process writes to the file,
    wait for at most `patience_s` seconds.
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
        """Run the job and return its result. If the file is damaged, replace the file and run the job a second time.

        Raises StoreError, sqlite3.Error or OSError if the job fails or the file cannot be opened.
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
        """Close the file. The next job opens the file again.

        Call this also after a failure of the disk. If the file stayed open, the old connection could remain read-only,
        although the disk works again.
        """
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
        """Return True if the file was deleted or replaced. SQLite does not notice this, and writes to the old file."""
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
        """Create the file if it is missing. If the file exists, check that it can be read and written.

        Only the Linux user of this program can read the new file. If SQLite itself created the file, everybody could
        read it and its -wal and -shm files. The check is needed because SQLite also opens a read-only file, and then
        leaves a -wal file that nobody can write. Raises OSError if the file cannot be written. Raises NoStoreError if
        the file is missing and this program is not allowed to create the file.
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
        """Turn on the write-ahead log. If SQLite says that the file is busy, try again for `patience_s` seconds.

        Usually SQLite itself waits for a busy file. But if two processes create the file at the same time, SQLite
        raises the error "busy" without a wait.
        """
        end = time.monotonic() + self._patience_s
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchall()
            except sqlite3.OperationalError as why:
                if why.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(_AGAIN_S)  # noqa: TID251 - SQLite has no event to wait for
            else:
                return

    def _migrate(self, connection: sqlite3.Connection) -> None:
        if _version(connection) != self._schema.version:
            transaction(self._steps)(connection)

    def _steps(self, connection: sqlite3.Connection) -> None:
        # Read the version a second time, now inside the transaction: another process has perhaps just done the steps.
        version = _version(connection)
        if version > self._schema.version:
            raise StoreError(self._schema.store, "written by a newer version of the kiosk")
        for step in self._schema.steps[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {self._schema.version}")

    def _move_aside(self, why: str) -> None:
        """Rename a damaged file, for example to `journal.db.damaged-...`. The next job creates a new file.

        Raises StoreError if this program is not allowed to create files.
        """
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
    """Return a new job that runs `job` in a transaction. If `job` fails, all its changes are undone."""

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
    """Return SQLite's error code without its details, or 0 if Python's sqlite3 module itself raised the error."""
    return getattr(why, "sqlite_errorcode", 0) & _PRIMARY


def write_new(path: Path, content: bytes, owner: tuple[int, int] | None = None) -> None:
    """Write a new file to disk. Only the owner of the file can read the file.

    Raises OSError if the file exists already or cannot be written.

    `owner` gives the user and the group of the file. If `owner` is None, the file belongs to the Linux user of this
    program.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        if owner is not None:
            os.fchown(handle, *owner)
        left = memoryview(content)
        while left:  # If the disk becomes full, os.write writes only a part. The next call raises OSError.
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_directory(folder: Path) -> None:
    """Sync the folder to disk, so that new files in it are not lost in a power cut. Raises OSError if this fails."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
