"""The queue of jobs for one SQLite file. Every job runs in the SQLite thread, in the order in which jobs are added."""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import TypeVar

from kiosk.store.reports import Mended, StoreName, StoreUnusable, TellReport
from kiosk.store.sqlite_file import NoStoreError, SqliteFile, StoreError, StoreJob, primary_code, transaction

T = TypeVar("T")

_MOST_POSTPONED = 10_000
# An SQLite error with one of these codes comes from a mistake in the kiosk's code, and not from the disk. So it does
# not become a StoreError, and the crash handler gets it. The code 0 means that Python's sqlite3 module raised the
# error.
_OURS = {0, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_MISUSE}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

_log = logging.getLogger("kiosk.store")


class Database:
    """The queue of jobs for the file of one store.

    If a job finds that the file cannot be used, the app gets one report. When a job can write to the file again, the
    app gets a second report.
    """

    def __init__(self, file: SqliteFile, name: StoreName, thread: Executor, tell: TellReport) -> None:
        self._name = name
        self._file = file
        self._thread = thread
        self._tell = tell
        self._is_broken = False
        self._postponed: deque[StoreJob[object]] = deque()

    # --- called in any thread --------------------------------------------------------------------

    async def read(self, job: StoreJob[T]) -> T:
        """Run a job that only reads, and return its result. Raises StoreError if the file cannot be read."""
        return await _in_loop(self._submit(lambda: self._done(job)))

    async def write(self, job: StoreJob[T]) -> T:
        """Run a job that writes, and return the result when the changes are on disk.

        The job runs even if the caller is cancelled. Raises StoreError if the file cannot be written.
        """
        return await _in_loop(self._submit(lambda: self._written(job)))

    async def write_or_postpone(self, job: StoreJob[object]) -> bool:
        """Run a job that writes, and return True when the changes are on disk. Never raises.

        If the disk fails, return False and keep the job. Before the next job that writes, the kept jobs run, the oldest
        first.
        """
        try:
            return await _in_loop(self._submit(lambda: self._written_or_postponed(job)))
        except StoreError:
            _log.error("%s: written to after its end", self._name)
            return False

    def read_now(self, job: StoreJob[T]) -> T:
        """Run a job that only reads, and block until its result is there. Raises StoreError if the file cannot be read.

        Commands use this method. The kiosk itself uses this method only before the event loop runs.
        """
        return self._submit(lambda: self._done(job)).result()

    def write_now(self, job: StoreJob[T]) -> T:
        """Run a job that writes, and block until the changes are on disk.

        Raises StoreError if the file cannot be written.
        """
        return self._submit(lambda: self._written(job)).result()

    def write_behind(self, job: StoreJob[object]) -> None:
        """Run a job that writes in the background. Never raises.

        If the disk fails, the app gets a report of the failure. The job is lost.
        """
        with suppress(StoreError):
            self._submit(lambda: self._tried(job)).add_done_callback(_tell_of_bug)

    def tidy(self) -> None:
        """Move SQLite's write-ahead log into the file in the background, so that the log stays small."""
        with suppress(StoreError):
            self._submit(self._tidied).add_done_callback(_tell_of_bug)

    def closing(self) -> "Future[None] | None":
        """Close the file in the background after all postponed jobs.

        The returned future is done when the file is closed. Return None if the SQLite thread has already ended.
        """
        try:
            return self._submit(self._closed)
        except StoreError:
            return None

    def _submit(self, work: Callable[[], T]) -> "Future[T]":
        try:
            return self._thread.submit(work)
        except RuntimeError as ended:
            raise StoreError(self._name, "closed") from ended

    # --- in the SQLite thread --------------------------------------------------------------------

    def _written(self, job: StoreJob[T]) -> T:
        self._write_postponed()
        result = self._done(transaction(job))
        self._succeeded()
        return result

    def _write_postponed(self) -> None:
        while self._postponed:
            job = self._postponed.popleft()
            try:
                self._done(transaction(job))
            except StoreError:
                self._postponed.appendleft(job)
                raise

    def _written_or_postponed(self, job: StoreJob[object]) -> bool:
        if self._tried(job):
            return True
        if len(self._postponed) >= _MOST_POSTPONED:
            _log.error("%s: too much waits for the disk; the oldest is dropped", self._name)
            self._postponed.popleft()
        self._postponed.append(job)
        return False

    def _tried(self, job: StoreJob[object]) -> bool:
        try:
            self._written(job)
        except StoreError:
            return False
        return True

    def _done(self, job: StoreJob[T]) -> T:
        try:
            return self._file.do(job)
        except NoStoreError:
            raise
        except StoreError as failed:
            raise self._failed(failed) from None
        except OSError as why:
            raise self._failed(StoreError(self._name, why.strerror or str(why))) from why
        except sqlite3.Error as why:
            if primary_code(why) in _OURS:
                raise
            fault = StoreError(self._name, str(why))
            # The error "busy" means only that another process has used the file for too long. So send no report.
            raise (fault if primary_code(why) in _BUSY else self._failed(fault)) from why

    def _failed(self, failed: StoreError) -> StoreError:
        self._file.let_go()
        if not self._is_broken:
            self._is_broken = True
            _log.warning("%s cannot be used: %s", self._name, failed.why)
            self._tell(StoreUnusable(self._name, failed.why))
        return failed

    def _succeeded(self) -> None:
        if self._is_broken:
            self._is_broken = False
            _log.info("%s can be written again", self._name)
            self._tell(Mended(self._name))

    def _tidied(self) -> None:
        # A passive checkpoint does not wait for other processes that read the file. If they still use a part of the
        # log, this part stays in the log until the next checkpoint.
        with suppress(StoreError):
            self._done(lambda connection: connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall())

    def _closed(self) -> None:
        if self._postponed:
            with suppress(StoreError):
                self._write_postponed()
        self._file.let_go()


def _tell_of_bug(future: "Future[bool] | Future[None]") -> None:
    if bug := future.exception():
        _log.error("a background write failed for no reason of the disk's", exc_info=bug)


async def _in_loop(future: "Future[T]") -> T:
    """Wait for the job and return its result. If the waiting task is cancelled, the job still runs."""
    waiting = asyncio.wrap_future(future)
    waiting.add_done_callback(_read_exception)
    return await asyncio.shield(waiting)


def _read_exception(future: "asyncio.Future[T]") -> None:
    """Read the exception of a job, and ignore it.

    If the caller was cancelled, nobody else reads the exception. Without this function, asyncio would log a warning.
    """
    if not future.cancelled():
        future.exception()
