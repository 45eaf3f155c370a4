"""An event loop with a clock that runs faster than the world's: whatever sleeps in it, or waits, sleeps shorter."""

import asyncio
import selectors
from time import monotonic


class _Hasty(selectors.DefaultSelector):
    """Waits a fraction of what it is told."""

    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout / self._speed if timeout is not None else None)


class FastLoop(asyncio.SelectorEventLoop):
    """`time()` is `speed` times as fast as the real clock, and can be put forward as well."""

    def __init__(self, speed: float) -> None:
        self.speed, self._began, self._skipped_s = speed, monotonic(), 0.0
        super().__init__(_Hasty(speed))

    def time(self) -> float:
        """Seconds that have passed in here, with what was skipped."""
        return self._began + (monotonic() - self._began) * self.speed + self._skipped_s

    def skip(self, seconds: float) -> None:
        """Let time pass at once; what was to happen meanwhile happens in its order."""
        self._skipped_s += seconds
