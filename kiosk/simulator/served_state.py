"""The state that every simulated system has. It has a lock, a clock, planned faults and the list of received calls."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Condition, RLock
from typing import TYPE_CHECKING

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.faults import FaultPlan
from kiosk.simulator.records import ReceivedCall

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class ServedState(ABC):
    """The lock, the clock, the planned faults and the received calls of one library. Any thread can call the methods.

    `resets` counts the resets of the library. If this number changes while a request waits, the request must not
    change anything.
    """

    knobs: "DataclassInstance"
    """The values of the knobs of this system."""

    def __init__(self, clock: LibraryClock) -> None:
        self.lock = RLock()
        self._called = Condition(self.lock)
        self._listeners: tuple[Callable[[ReceivedCall], None], ...] = ()
        self._under_way = 0
        self._calls: list[ReceivedCall] = []
        self.clock = clock
        self.faults = FaultPlan()
        self.resets = 0

    @abstractmethod
    def reset(self) -> None:
        """Go back to the state at the start."""

    @abstractmethod
    def turn(self, changes: Mapping[str, object]) -> None:
        """Change some knobs while the server runs. Raises WrongKnobError if a name or a value is wrong."""

    def begin_again(self) -> None:
        """Remove the received calls and the planned faults, undo every move of the clock, and count this reset.

        The method `reset` of each subclass calls this method.
        """
        self.resets += 1
        self.clock.set_right()
        self._calls = []
        self.faults.clear()

    def calls(self) -> tuple[ReceivedCall, ...]:
        """Return all requests since the start or the last reset, in the order in which they were answered."""
        with self.lock:
            return tuple(self._calls)

    def call_counts(self) -> Counter[str]:
        """Return the number of calls of each operation since the start or the last reset."""
        return Counter(each.name for each in self.calls())

    def wait_for_calls(self, name: str, count: int = 1, timeout_s: float = 5.0) -> bool:
        """Wait until the operation was called `count` times since the last reset, and return True.

        Return False if this has not happened after `timeout_s` seconds.
        """
        with self._called:
            return self._called.wait_for(lambda: self.call_counts()[name] >= count, timeout_s)

    def log_call(self, call: ReceivedCall) -> None:
        """Add a request to the list of calls, and call every listener with the request."""
        with self._called:
            self._calls.append(call)
            self._called.notify_all()
        for listener in self._listeners:
            listener(call)

    def listen(self, listener: Callable[[ReceivedCall], None]) -> None:
        """Call `listener` for every later request, in the server's thread, before the answer is sent."""
        self._listeners = (*self._listeners, listener)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Return a context manager for the answer to one request.

        `under_way` counts the request until the end of the `with` block.
        """
        with self.lock:
            self._under_way += 1
        try:
            yield
        finally:
            with self.lock:
                self._under_way -= 1

    @property
    def under_way(self) -> int:
        """Return the number of requests that have arrived and are still waiting for their answer."""
        return self._under_way
