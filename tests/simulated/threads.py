"""Executors without threads. They run each job in the loop, in order, after a random time."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from tests.walks.dice import Dice


class _Waited(Future[Any]):
    """The result of a job. Somebody who blocks for it lets all earlier jobs run first."""

    def __init__(self, run_all: Callable[[], None]) -> None:
        super().__init__()
        self._run_all = run_all

    def result(self, timeout: float | None = None) -> Any:
        """Return the result of the job, and let the job run now if it still waits."""
        if not self.done():
            self._run_all()
        return super().result(timeout)


class OneAfterTheOther(Executor):
    """An executor whose jobs run in the loop, each after up to `most_s` seconds."""

    def __init__(self, loop: asyncio.AbstractEventLoop, dice: Dice, most_s: float) -> None:
        self._loop, self._dice, self._most_s = loop, dice, most_s
        self._jobs: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._is_dead = self._at_once = False
        self._busy_until = 0.0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Plan this job."""
        job = _Waited(self.run_all)
        if self._is_dead:
            job.cancel()
            return job
        self._jobs.append((job, lambda: fn(*args, **kwargs)))
        if self._at_once:
            self.run_all()
        else:
            took_s = self._most_s * self._dice.one_of((0.0, 0.0, 0.1, 0.3, 1.0))
            self._busy_until = max(self._busy_until, self._loop.time()) + took_s + 1e-6
            self._loop.call_at(self._busy_until, self._run_one)
        return job

    def _run_one(self) -> None:
        if not self._jobs:
            return
        future, work = self._jobs.popleft()
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - the caller of the job gets the error
            future.set_exception(error)
        else:
            future.set_result(result)

    def run_all(self) -> None:
        """Run all planned jobs now."""
        while self._jobs:
            self._run_one()

    def die(self) -> None:
        """Lose all planned jobs and all later jobs, as a process does that is killed."""
        self._is_dead = True
        while self._jobs:
            self._jobs.popleft()[0].cancel()

    def end(self) -> None:
        """Run each later job at once, because somebody now blocks until the files are closed."""
        self.run_all()
        self._is_dead, self._at_once = False, True

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Run all planned jobs."""
        self.run_all()
