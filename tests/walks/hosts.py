"""How a walk runs the server of a simulated system: usually in a thread of its own, with real sockets."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from kiosk.simulator.serving import AnyServer, ServerThread


class Host(Protocol):
    """A function that makes a server, and runs this server until the end of a `with` block."""

    def __call__(self, make: Callable[..., AnyServer], /) -> AbstractContextManager[AnyServer]:
        """Make the server, perhaps with more options, and run it."""
        ...


@contextmanager
def in_a_thread(make: Callable[..., AnyServer]) -> Iterator[AnyServer]:
    """Run the server in a thread of its own, on a port of this machine."""
    server = make()
    with ServerThread(server):
        yield server
