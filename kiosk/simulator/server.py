"""The simulator as a real web server on a port of this machine.

`serve` runs the server in the calling thread, and `SimulatorThread` runs the server in a separate thread.
"""

import asyncio
import signal
import threading
from collections.abc import Callable, Sequence
from datetime import date, tzinfo
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.control import Control
from kiosk.simulator.faults import Fault
from kiosk.simulator.knobs import Knobs
from kiosk.simulator.organization import SITE
from kiosk.simulator.server_port import HOST, ServerPort
from kiosk.simulator.state import LibraryState

if TYPE_CHECKING:
    from uvicorn.server import ServerState

_PATIENCE_S = 10.0


class LibraryServer:
    """A server for one made-up library. The server runs in one event loop.

    Any thread can use its state (`library_state`) and its levers (`control`).
    """

    def __init__(
        self,
        *,
        port: int = 0,
        knobs: Knobs | None = None,
        faults: Sequence[Fault] = (),
        today: date | None = None,
        time_zone: tzinfo | None = None,
    ) -> None:
        self.library_state = LibraryState(knobs or Knobs(), LibraryClock(today=today, time_zone=time_zone))
        for fault in faults:
            self.library_state.faults.add(fault)
        self._port = ServerPort(port)
        self.control = Control(self.library_state, self._port)

    @property
    def url(self) -> str:
        """Return the address of the library's site. If no port was given, read `url` only after the start."""
        return f"http://{HOST}:{self._port.port}{SITE}"

    async def run(self, stopping: asyncio.Event, started: Callable[[], None]) -> None:
        """Run the server until `stopping` is set, and call `started` as soon as the port is open.

        Raises OSError, in an ExceptionGroup, if the port is in use.
        """
        async with asyncio.TaskGroup() as tasks:
            connected = self._prepare(stopping, tasks)
            await self._port.open()
            try:
                started()
                await stopping.wait()
            finally:
                stopping.set()
                self._port.end()
                if connected.tasks:
                    await asyncio.wait(connected.tasks, timeout=_PATIENCE_S)

    def _prepare(self, stopping: asyncio.Event, tasks: asyncio.TaskGroup) -> "ServerState":
        # These imports are here, because not every installation has uvicorn and starlette, and because the import of
        # kiosk.simulator must be quick.
        from uvicorn.config import Config
        from uvicorn.server import ServerState

        from kiosk.simulator.application import Connection, application
        from kiosk.simulator.http_control import control_routes

        routes = control_routes(self.control, self.library_state, self._port)
        app = application(self.library_state, stopping, routes)
        config = Config(app, lifespan="off", ws="none", log_config=None, proxy_headers=False, timeout_keep_alive=75)
        config.load()
        connected = ServerState()
        protocol = partial(Connection, lambda: self._port.is_cut, config=config, server_state=connected, app_state={})
        self._port.serve(protocol, partial(_cut_all, connected), tasks)
        return connected


class SimulatorThread:
    """A simulator that runs in a separate thread, on a free port of this machine unless `port` names one.

    It runs until stop() is called, or until the end of a `with` block.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        knobs: Knobs | None = None,
        faults: Sequence[Fault] = (),
        today: date | None = None,
        time_zone: tzinfo | None = None,
    ) -> None:
        self._server = LibraryServer(port=port, knobs=knobs, faults=faults, today=today, time_zone=time_zone)
        self._started = threading.Event()
        self._trouble: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._work, name="simulator", daemon=True)
        self._thread.start()
        self._started.wait(_PATIENCE_S)
        if self._trouble is not None:
            raise self._trouble

    @property
    def url(self) -> str:
        """Return the address of the library's site, for example http://127.0.0.1:40123/library."""
        return self._server.url

    @property
    def control(self) -> Control:
        """Return the levers of the simulator."""
        return self._server.control

    @property
    def library_state(self) -> LibraryState:
        """Return the state of the library."""
        return self._server.library_state

    def stop(self) -> None:
        """End the server and wait until its thread has ended. Nothing happens if the server has ended already."""
        if self._loop is not None and self._stopping is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(_PATIENCE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _work(self) -> None:
        try:
            asyncio.run(self._main())
        except* OSError as trouble:
            self._trouble = _first(trouble)
        finally:
            self._started.set()

    async def _main(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        await self._server.run(self._stopping, self._started.set)


def serve(
    port: int = 0,
    knobs: Knobs | None = None,
    *,
    faults: Sequence[Fault] = (),
    today: date | None = None,
    time_zone: tzinfo | None = None,
    started: Callable[[LibraryServer], None] = lambda _server: None,
) -> None:
    """Run a server until the signal SIGINT or SIGTERM comes. Raises OSError if the port is in use.

    `started` is called with the server as soon as the server runs.
    """
    server = LibraryServer(port=port, knobs=knobs, faults=faults, today=today, time_zone=time_zone)

    async def main() -> None:
        stopping, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopping.set)
        await server.run(stopping, partial(started, server))

    taken: OSError | None = None
    try:
        asyncio.run(main())
    except* OSError as trouble:
        taken = _first(trouble)
    if taken is not None:  # in Python 3.11.2 (Debian), an error from inside `except*` would come as a group
        raise taken


def _first(trouble: "ExceptionGroup[OSError]") -> OSError:
    first = trouble.exceptions[0]
    return _first(first) if isinstance(first, ExceptionGroup) else first


def _cut_all(connected: "ServerState") -> None:
    for connection in list(connected.connections):
        connection.transport.abort()
