"""An event loop whose clock runs faster than the real clock. So sleeps and waits in the loop take less real time."""

import asyncio
import selectors
from time import monotonic


class _Hasty(selectors.DefaultSelector):
    """A selector that waits for the given time divided by `speed`."""

    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout / self._speed if timeout is not None else None)


class FastLoop(asyncio.SelectorEventLoop):
    """A loop whose `time()` runs `speed` times as fast as the real clock. A test can also skip some of its time."""

    def __init__(self, speed: float) -> None:
        self.speed, self._began, self._skipped_s = speed, monotonic(), 0.0
        self._hasty = _Hasty(speed)
        super().__init__(self._hasty)
        self._own_files = len(self._hasty.get_map())

    def time(self) -> float:
        """Return the time of the loop in seconds, including the skipped time."""
        return self._began + (monotonic() - self._began) * self.speed + self._skipped_s

    @property
    def waits_for_network(self) -> bool:
        """Return True if a task of the loop waits for a connection or for an answer on a connection."""
        return len(self._hasty.get_map()) > self._own_files

    def skip(self, seconds: float) -> None:
        """Move the loop's clock forward by this time. Then the loop runs everything that is due, in the usual order."""
        self._skipped_s += seconds
