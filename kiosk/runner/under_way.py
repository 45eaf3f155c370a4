"""A commit on its way: answered in time also where it takes longer, and then seen through to its end."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

from kiosk.domain.model import InDoubt
from kiosk.runner.tasks import Spawn

COMMIT_ANSWER_S = 30.0

T = TypeVar("T")


class UnderWay:
    """Nothing is sent meanwhile: of two commits at once the second could make real what the first is still about to."""

    def __init__(self, spawn: Spawn) -> None:
        self._spawn = spawn
        self._ended = asyncio.Event()
        self._ended.set()

    @property
    def flies(self) -> bool:
        """The server may still do something of it."""
        return not self._ended.is_set()

    async def ended(self) -> None:
        """Return when nothing of it is on its way any more."""
        await self._ended.wait()

    async def answered(self, commit: Coroutine[object, object, T], late: Callable[[T], None]) -> T | InDoubt:
        """What it came to; in doubt if that takes longer than a person can be kept waiting, and then told to `late`."""
        self._ended.clear()
        task = self._spawn(commit)
        task.add_done_callback(lambda _: self._ended.set())
        done, _ = await asyncio.wait({task}, timeout=COMMIT_ANSWER_S)
        if done:
            return task.result()
        task.add_done_callback(lambda ended: _tell(ended, late))
        return InDoubt()


def _tell(ended: asyncio.Task[T], late: Callable[[T], None]) -> None:
    """Tell what it came to; one that was cancelled or has failed came to nothing that anybody knows."""
    if not ended.cancelled() and ended.exception() is None:
        late(ended.result())
