"""The three files in the state folder, and the only thread that reads and writes these files."""

import asyncio
import logging
import sqlite3
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Lock

from kiosk.store.database import Database
from kiosk.store.reports import Mended, StoreName, StoreReport, StoreUnusable, TellReport
from kiosk.store.schema import CACHE, JOURNAL, VAULT, Schema
from kiosk.store.sqlite_file import SqliteFile, StoreError

_log = logging.getLogger("kiosk.store")


class Store:
    """The journal, the vault and the cache, with one thread for all jobs. A file is opened when it is first used."""

    def __init__(
        self, state_dir: Path, *, create: bool = True, patience_s: float = 5.0, thread: Executor | None = None
    ) -> None:
        self.state_dir = state_dir
        self._lock = Lock()
        self._listener: TellReport | None = None
        self._unheard: list[StoreReport] = []
        self._broken: set[StoreName] = set()
        self._create, self._patience_s = create, patience_s
        self._thread = thread or ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self.journal = self._database(JOURNAL)
        self.vault = self._database(VAULT)
        self.cache = self._database(CACHE)
        self._databases = (self.journal, self.vault, self.cache)

    @classmethod
    def open(cls, state_dir: Path, thread: Executor | None = None) -> "Store":
        """Return the store for the kiosk itself. The store creates the folder and the files if they are missing.

        A new folder has the mode 0700, and a new file has the mode 0600. If the disk fails, this method raises no
        error, but the first job reports the failure. If `thread` is given, the jobs run there.
        """
        if state_dir.is_dir() and state_dir.stat().st_mode & 0o077:
            # The kiosk does not change the mode of the folder. Other programs perhaps use this folder, too.
            _log.warning("others may look into %s; what the kiosk keeps there is private", state_dir)
        return cls(state_dir, thread=thread)

    @classmethod
    def beside(cls, state_dir: Path) -> "Store":
        """Return a store for a command that runs while the kiosk runs. This store creates and replaces no file."""
        return cls(state_dir, create=False)

    def listen(self, report: TellReport) -> None:
        """Make `report` the listener: the function that gets the reports of the stores.

        Call the listener now with each report that was sent before there was a listener. Later, each new report is
        passed to the listener in the thread that sends the report, which is usually the SQLite thread.
        """
        with self._lock:
            self._listener = report
            unheard, self._unheard = self._unheard, []
        for each in unheard:
            report(each)

    def tell(self, report: StoreReport) -> None:
        """Pass the report to the listener. If there is no listener yet, keep the report until there is a listener.

        Ignore a report StoreUnusable or Mended about the cache, because the kiosk also works without the cache. Also
        ignore the report Mended while another store is still broken.
        """
        if isinstance(report, StoreUnusable | Mended) and report.store is StoreName.CACHE:
            return
        with self._lock:
            if isinstance(report, StoreUnusable):
                self._broken.add(report.store)
            if isinstance(report, Mended):
                self._broken.discard(report.store)
                if self._broken:
                    return
            listener = self._listener
            if listener is None:
                self._unheard.append(report)
        if listener is not None:
            listener(report)

    async def check_writable(self) -> bool:
        """Try to write to the journal and to the vault. Return True if both can be written.

        If a store cannot be written, the app also gets a report.
        """
        answers = await asyncio.gather(self.journal.write(touch), self.vault.write(touch), return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException) and not isinstance(answer, StoreError):
                raise answer
        return not any(isinstance(answer, StoreError) for answer in answers)

    def problems(self) -> tuple[str, ...]:
        """Try to write to all three files, and return one line of text for each file that cannot be written.

        This method blocks until it has tried all files.
        """
        found = []
        for database in self._databases:
            try:
                database.write_now(touch)
            except StoreError as failed:
                found.append(str(failed))
        return tuple(found)

    def damaged_files(self) -> tuple[Path, ...]:
        """Return the damaged files that were renamed and replaced, the oldest first."""
        found = (path for path in self.state_dir.glob("*.db.damaged-*") if not path.name.endswith(("-wal", "-shm")))
        return tuple(sorted(found, key=lambda path: path.name.rpartition("-")[2]))

    def tidy(self) -> None:
        """Move the write-ahead logs into the three files in the background. Call this when nobody uses the kiosk."""
        for database in self._databases:
            database.tidy()

    def close(self, *, within_s: float | None = None) -> bool:
        """Wait until all earlier jobs have ended, then close the files. Return True if the files are closed.

        Jobs that fail do not change this result. If the files are not closed after `within_s` seconds, because the disk
        does not answer, return False. The jobs that still wait are then perhaps lost.
        """
        closing = [each for each in (database.closing() for database in self._databases) if each is not None]
        _, late = wait(closing, within_s)
        self._thread.shutdown(wait=not late)
        for each in closing:
            if each not in late:
                each.result()
        return not late

    def _database(self, schema: Schema) -> Database:
        path = self.state_dir / f"{schema.store}.db"
        file = SqliteFile(path, schema, self.tell, create=self._create, patience_s=self._patience_s)
        return Database(file, schema.store, self._thread, self.tell)


def touch(connection: sqlite3.Connection) -> None:
    """Increase a counter in the file by one. This is a small write, which shows that the file can be written."""
    connection.execute(
        "INSERT OR REPLACE INTO counters VALUES ('checked', coalesce("
        "(SELECT value FROM counters WHERE name = 'checked'), 0) + 1)"
    )
