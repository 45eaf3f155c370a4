"""The web server of any simulated system, on a port of this machine.

The server runs in the calling thread or in a separate thread.
"""

import asyncio
import signal
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date, tzinfo
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypedDict, TypeVar

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.faults import Fault
from kiosk.simulator.levers import AnyState, CommonLevers
from kiosk.simulator.server_port import HOST, ServerPort

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from uvicorn.server import ServerState

_PATIENCE_S = 10.0

AnyLevers = TypeVar("AnyLevers", bound=CommonLevers[Any])
"""The type of the levers of any simulated system."""


class ServerOptions(TypedDict, total=False):
    """The arguments that every server takes.

    If `port` is 0 or missing, the server uses any free port of this machine. `faults` are the faults that are planned
    at the start. If `today` is given, the date in the library is always this day. `time_zone` is the time zone of the
    library. `clock_of` makes the clock of the library. `port` can also be a ServerPort, which opens and closes the port
    in another way.
    """

    port: int | ServerPort
    clock_of: Callable[..., LibraryClock]
    faults: Sequence[Fault]
    today: date | None
    time_zone: tzinfo | None


class RunningServer(ABC, Generic[AnyState, AnyLevers]):
    """A server for one made-up library. The server runs in one event loop. A subclass makes the web application.

    Any thread can use the state (`library_state`) and the levers (`control`).
    """

    def __init__(
        self,
        site: str,
        state_at: Callable[[LibraryClock], AnyState],
        levers_of: Callable[[AnyState, ServerPort], AnyLevers],
        *,
        port: int | ServerPort = 0,
        clock_of: Callable[..., LibraryClock] = LibraryClock,
        faults: Sequence[Fault] = (),
        today: date | None = None,
        time_zone: tzinfo | None = None,
    ) -> None:
        """Make the state with `state_at`, and the levers with `levers_of`. `site` is the path of the library's site."""
        self._port, self._site = port if isinstance(port, ServerPort) else ServerPort(port), site
        self.library_state = state_at(clock_of(today=today, time_zone=time_zone))
        for fault in faults:
            self.library_state.faults.add(fault)
        self.control = levers_of(self.library_state, self._port)

    @property
    def url(self) -> str:
        """Return the address of the library's site.

        If no port was given, the address is right only after the server has started.
        """
        return f"{self.origin}{self._site}"

    @property
    def origin(self) -> str:
        """Return the scheme, the host and the port of the server."""
        return f"http://{HOST}:{self._port.port}"

    @abstractmethod
    def web_application(self, stopping: asyncio.Event) -> "Starlette":
        """Return a new web application.

        The application is made only at the start, because it needs starlette, which is not always installed.
        """

    async def run(self, stopping: asyncio.Event, started: Callable[[], None]) -> None:
        """Run the server until `stopping` is set, and call `started` as soon as the port is open.

        Raises an ExceptionGroup with an OSError if the port is in use.
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
                for _ in range(2):
                    await asyncio.sleep(0)
                if connected.tasks:
                    await asyncio.wait(connected.tasks, timeout=_PATIENCE_S)

    def _prepare(self, stopping: asyncio.Event, tasks: asyncio.TaskGroup) -> "ServerState":
        # These imports are not at the top, because uvicorn and starlette are not installed everywhere. They would also
        # make the import of kiosk.simulator slow.
        from uvicorn.config import Config
        from uvicorn.server import ServerState

        from kiosk.simulator.application import Connection

        app = self.web_application(stopping)
        config = Config(app, lifespan="off", ws="none", log_config=None, proxy_headers=False, timeout_keep_alive=75)
        config.load()
        connected = ServerState()
        protocol = partial(Connection, lambda: self._port.is_cut, config=config, server_state=connected, app_state={})
        self._port.serve(protocol, partial(_cut_all, connected), tasks)
        return connected


AnyServer = TypeVar("AnyServer", bound=RunningServer[Any, Any])


class ServerThread(Generic[AnyState, AnyLevers]):
    """A separate thread in which a server runs until stop() is called, or until the end of a `with` block."""

    def __init__(self, server: RunningServer[AnyState, AnyLevers]) -> None:
        self._server = server
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
    def origin(self) -> str:
        """Return the scheme, the host and the port of the server."""
        return self._server.origin

    @property
    def control(self) -> AnyLevers:
        """Return the levers of the simulator."""
        return self._server.control

    @property
    def library_state(self) -> AnyState:
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


def run_until_signal(server: AnyServer, started: Callable[[AnyServer], None]) -> None:
    """Run a server until the signal SIGINT or SIGTERM comes. Raises OSError if the port is in use.

    `started` is called with the server as soon as the server runs.
    """

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
    # the error is raised here, because Python 3.11.2 (Debian) would put an error from inside `except*` into a group
    if taken is not None:
        raise taken


def _first(trouble: "ExceptionGroup[OSError]") -> OSError:
    first = trouble.exceptions[0]
    return _first(first) if isinstance(first, ExceptionGroup) else first


def _cut_all(connected: "ServerState") -> None:
    for connection in list(connected.connections):
        connection.transport.abort()
