"""The limit for the number of requests in one second."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic as machine_s


class Pace:
    """Lets at most `most` requests begin within `window_s` seconds. The other requests wait in their order."""

    def __init__(
        self,
        most: int,
        *,
        window_s: float = 1.0,
        monotonic: Callable[[], float] = machine_s,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._window_s, self._monotonic, self._sleep = window_s, monotonic, sleep
        self._begun: deque[float] = deque(maxlen=most)
        self._order = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until the next request may begin, and count this request."""
        async with self._order:
            # The loop's timers are coarse. So after a sleep, the clock says if the wait is over.
            while (wait_s := self._wait_s()) > 0:
                await self._sleep(wait_s)
            self._begun.append(self._monotonic())

    def _wait_s(self) -> float:
        if len(self._begun) < (self._begun.maxlen or 1):
            return 0.0
        return self._begun[0] + self._window_s - self._monotonic()
