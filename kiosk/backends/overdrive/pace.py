"""The limit for the number of requests in one second."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from math import inf

_LOOK_EVERY_S = 0.05


def _loop_s() -> float:
    """Return the time of the running event loop in seconds. The function asyncio.sleep uses the same clock."""
    return asyncio.get_running_loop().time()


class Pace:
    """Lets the server get at most `most` requests within `window_s` seconds. Other requests wait in a queue.

    The kiosk does not know when a request reaches the server. It knows only that this happens before the answer comes.
    So a request counts until `window_s` seconds after its answer. If the answer takes longer than `window_s` seconds,
    the request counts until 2 * `window_s` seconds after its start.
    """

    def __init__(
        self,
        most: int,
        *,
        window_s: float = 1.0,
        monotonic: Callable[[], float] = _loop_s,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._window_s, self._monotonic, self._sleep = window_s, monotonic, sleep
        self._counts_until = [[-inf] for _ in range(most)]
        """For each of the last `most` requests, a list with one number: the time until which the request counts."""
        self._order = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until the next request may begin. The caller must send the request inside the `async with` block."""
        async with self._order:
            # If an answer comes during a sleep, the wait becomes shorter. So sleep for at most 0.05 s, and then look at
            # the clock again.
            while (wait_s := min(self._counts_until)[0] - self._monotonic()) > 0:
                await self._sleep(min(wait_s, _LOOK_EVERY_S))
            own = [self._monotonic() + 2 * self._window_s]
            self._counts_until[self._counts_until.index(min(self._counts_until))] = own
        try:
            yield
        finally:
            own[0] = min(own[0], self._monotonic() + self._window_s)
