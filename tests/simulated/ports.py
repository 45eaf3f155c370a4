"""Servers in the simulated network: the real web applications of the simulators, behind uvicorn's own protocol."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.server_port import ServerPort
from kiosk.simulator.serving import AnyServer
from tests.simulated.loop import SimulatedLoop
from tests.simulated.network import Network

FIRST_PORT = 40_001
_SLOWER = 10.0
"""The walks with real sockets run ten times as fast as the clock, and give the times of a server in real seconds."""


class SimulatedPort(ServerPort):
    """A port that exists only in a simulated network."""

    def __init__(self, network: Network, port: int) -> None:
        super().__init__(port)
        self._network = network
        self._accept: Callable[[], asyncio.Protocol] | None = None
        self._reopens: asyncio.TimerHandle | None = None

    def serve(
        self,
        protocol: Callable[[], asyncio.Protocol],
        cut_all: Callable[[], None],  # noqa: ARG002 - the network knows all connections
        tasks: asyncio.TaskGroup,  # noqa: ARG002 - a timer of the loop opens the port again
    ) -> None:
        """Set the protocol for new connections."""
        self._accept = protocol

    async def open(self) -> None:
        """Open the port."""
        self.open_now()

    async def shut(self, for_s: float | None = None) -> None:
        """Close the port, and open it again after `for_s` seconds."""
        self.shut_now(for_s)

    def open_now(self) -> None:
        """Open the port."""
        self._do_not_reopen()
        if self._accept is not None:
            self.is_cut = False
            self._network.listen(self.port, self._accept)

    def shut_now(self, for_s: float | None = None) -> None:
        """Close the port, and open it again after `for_s` seconds."""
        self.close()
        if for_s is not None:
            self._reopens = self._network.loop.call_later(_SLOWER * for_s, self.open_now)

    def close(self) -> None:
        """Close the port and cut every connection."""
        self._do_not_reopen()
        self.refuse()
        self.is_cut = True
        self._network.cut_all(self.port)

    def refuse(self) -> None:
        """Refuse new connections."""
        self._network.refuse(self.port)

    def end(self) -> None:
        """Close the port for ever."""
        self.close()
        self._accept = None

    def _do_not_reopen(self) -> None:
        if self._reopens is not None:
            self._reopens.cancel()
            self._reopens = None


class Machines:
    """All machines that serve in the simulated network. `now` is their wall clock, in UTC."""

    def __init__(self, loop: SimulatedLoop, network: Network, now: Callable[[], datetime]) -> None:
        self._loop, self._network, self._now = loop, network, now
        self._ports = iter(range(FIRST_PORT, FIRST_PORT + 100))

    @contextmanager
    def __call__(self, make: Callable[..., AnyServer], /) -> Iterator[AnyServer]:
        """Run this server in the loop, until the end of the `with` block."""
        clock_of = partial(LibraryClock, seconds=self._loop.time, wall=self._now)
        server = make(port=SimulatedPort(self._network, next(self._ports)), clock_of=clock_of)
        stopping, started = asyncio.Event(), asyncio.Event()
        running = self._loop.create_task(server.run(stopping, started.set))
        self._loop.run_until_complete(started.wait())
        try:
            yield server
        finally:
            stopping.set()
            if not self._loop.is_closed():
                self._loop.run_until_complete(running)
