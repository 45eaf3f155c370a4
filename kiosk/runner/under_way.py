"""A commit on its way. It is answered in time even if it takes longer, and then it still runs to its end."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

from kiosk.domain.model import InDoubt
from kiosk.runner.tasks import Spawn

COMMIT_ANSWER_S = 30.0

T = TypeVar("T")


class UnderWay:
    """The commit under way. Nothing is sent beside it: a second commit could do what the first is still about to do."""

    def __init__(self, spawn: Spawn) -> None:
        self._spawn = spawn
        self._ended = asyncio.Event()
        self._ended.set()

    @property
    def flies(self) -> bool:
        """Return True if the server may still carry out a part of the commit."""
        return not self._ended.is_set()

    async def ended(self) -> None:
        """Return when no commit is on its way any more."""
        await self._ended.wait()

    async def answered(self, commit: Coroutine[object, object, T], late: Callable[[T], None]) -> T | InDoubt:
        """Return the commit's result, or InDoubt after `COMMIT_ANSWER_S`; the result is then told to `late`."""
        self._ended.clear()
        task = self._spawn(commit)
        task.add_done_callback(lambda _: self._ended.set())
        done, _ = await asyncio.wait({task}, timeout=COMMIT_ANSWER_S)
        if done:
            return task.result()
        task.add_done_callback(lambda ended: _tell(ended, late))
        return InDoubt()


def _tell(ended: asyncio.Task[T], late: Callable[[T], None]) -> None:
    """Tell the result of a late commit, unless it was cancelled or has failed: then nobody knows a result."""
    if not ended.cancelled() and ended.exception() is None:
        late(ended.result())
