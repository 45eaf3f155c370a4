"""An event loop without a selector. Its clock is a number, and jumps to the next planned event when nothing else runs.

So a wait of an hour takes no time, and what happens depends on the seed only.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context
from itertools import count
from threading import get_ident
from typing import Any, Protocol

from tests.simulated.threads import OneAfterTheOther

_BEGINS_S = 1000.0
_MOMENT_S = 1e-7


class NothingHappensError(Exception):
    """All tasks wait, and nothing is planned that could wake one of them."""


class Connects(Protocol):
    """A network in which a loop can make connections."""

    async def connect(
        self, protocol: Callable[[], asyncio.Protocol], port: int
    ) -> tuple[asyncio.Transport, asyncio.Protocol]:
        """Connect this protocol with the server at this port. Raises OSError if that fails."""
        ...


class _NumberedTask(asyncio.Task[Any]):
    """A task whose hash is its number, so that a set of tasks has the same order in each run."""

    def __init__(self, number: int, work: Coroutine[Any, Any, Any], **how: Any) -> None:
        self._number = number
        super().__init__(work, **how)

    def __hash__(self) -> int:
        return self._number

    def __eq__(self, other: object) -> bool:
        return self is other


class _Skipping:
    """The part that a loop has in place of a selector. It waits by setting the clock of the loop forward."""

    def __init__(self, loop: "SimulatedLoop") -> None:
        self._loop = loop

    def select(self, timeout: float | None) -> tuple[()]:
        """Let `timeout` seconds pass at once."""
        if timeout is None:
            raise NothingHappensError
        self._loop.turns += 1
        if timeout > 0:
            self._loop.now += timeout
        elif self._loop.turns >= self._loop.calls_at:
            self._loop.calls_at, call = 1 << 62, self._loop.at_turn
            call()
        return ()

    def close(self) -> None:
        """Do nothing."""


class SimulatedLoop(asyncio.BaseEventLoop):
    """A loop in one thread, with a clock and a network that only exist here."""

    network: Connects

    def __init__(self) -> None:
        super().__init__()
        self.now, self.turns = _BEGINS_S, 0
        self.calls_at = 1 << 62
        self.at_turn: Callable[[], None] = lambda: None
        self._thread, self._numbers = get_ident(), count(1)
        self._selector = _Skipping(self)
        self.set_task_factory(self._numbered)  # type: ignore[arg-type]  # typeshed knows no context here

    def _numbered(
        self, _loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], context: Context | None = None
    ) -> asyncio.Task[Any]:
        return _NumberedTask(next(self._numbers), work, loop=self, context=context)

    def time(self) -> float:
        """Return the time of the loop in seconds. Two calls never return the same time, as with a real clock."""
        self.now += _MOMENT_S
        return self.now

    def call_in_turns(self, turns: int, call: Callable[[], None]) -> None:
        """Call this once, between two steps of tasks, after the loop has made this number of turns."""
        self.calls_at, self.at_turn = self.turns + turns, call

    def _process_events(self, event_list: object) -> None:
        """Do nothing, because no file and no socket can be ready."""

    def _write_to_self(self) -> None:
        """Check that no other thread has called. The loop never sleeps, so nobody must wake it."""
        if get_ident() != self._thread:
            raise RuntimeError("a second thread speaks to a simulated loop")

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:  # type: ignore[override]  # simpler
        """Run this in an executor, if the executor has no thread."""
        if not isinstance(executor, OneAfterTheOther):
            raise TypeError(f"{func} must not run in a thread")
        return asyncio.wrap_future(executor.submit(func, *args), loop=self)

    async def create_connection(  # type: ignore[override]  # only what httpx asks for
        self, protocol_factory: Callable[[], asyncio.Protocol], _host: str, port: int, **_more: object
    ) -> tuple[asyncio.Transport, asyncio.Protocol]:
        """Connect to a port of the simulated network."""
        return await self.network.connect(protocol_factory, port)
