"""The port of the server, which can be closed and opened again with the same number.

While the port is closed, the machine really refuses connections.
"""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from concurrent.futures import Future

HOST = "127.0.0.1"
_PATIENCE_S = 10.0


class ServerPort:
    """The port of one server. The async methods must be called in the server's event loop.

    Other threads can call shut_now and open_now.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._socket: socket.socket | None = None
        """The socket that reserves the port even while the port is closed, so that no other program can take it."""
        self._listening: asyncio.Server | None = None
        self._lock = asyncio.Lock()
        """The lock for `open` and `shut`, so that two tasks never open or close the port at the same time."""
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: asyncio.TaskGroup | None = None
        self._protocol: Callable[[], asyncio.Protocol] | None = None
        self._cut_all: Callable[[], None] = lambda: None
        self.is_cut = False
        """True from a call of `close` until the next call of `open`.

        While `is_cut` is True, each new connection is cut, even if it was accepted before the port was closed.
        """

    def serve(
        self, protocol: Callable[[], asyncio.Protocol], cut_all: Callable[[], None], tasks: asyncio.TaskGroup
    ) -> None:
        """Set the protocol for new connections, and the function that cuts all connections.

        Call this in the server's loop. If `shut` is called with a number of seconds, a task in the group `tasks` opens
        the port again after these seconds.
        """
        self._protocol, self._cut_all, self._tasks = protocol, cut_all, tasks
        self._loop = asyncio.get_running_loop()

    async def open(self) -> None:
        """Open the port for connections. Nothing happens if the port is open already."""
        async with self._lock:
            self._forget_timer()
            if self._listening is not None or self._loop is None or self._protocol is None:
                return
            if self._socket is None:
                self.port = self.port or _free_port()
                self._socket = socket.create_server((HOST, self.port))
            self._listening = await self._loop.create_server(self._protocol, sock=self._socket.dup())
            self.is_cut = False

    async def shut(self, for_s: float | None = None) -> None:
        """Close the port, and open the port again after `for_s` seconds.

        If `for_s` is None, the port stays closed until `open` is called.
        """
        async with self._lock:
            self.close()
            if for_s is not None and self._loop is not None:
                self._timer = self._loop.call_later(for_s, self._reopen)

    def end(self) -> None:
        """Close the port for ever, because the loop ends. After this call, the loop must run for two more turns."""
        self.close()
        self._loop = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def close(self) -> None:
        """Close the port and cut every connection. The port stays closed until `open` is called."""
        self._forget_timer()
        self.refuse()
        self.is_cut = True
        self._cut_all()

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def refuse(self) -> None:
        """Refuse new connections. Connections that already exist stay open.

        Perhaps asyncio has just accepted a connection, and makes the transport of this connection only in the next turn
        of the loop. If the server were closed before that turn, asyncio could not make the transport, and nobody could
        close the connection. So the server accepts nothing from now on, but is closed only one turn later.
        """
        if self._listening is not None and self._socket is not None and self._loop is not None:
            for listening in self._listening.sockets:
                self._loop.remove_reader(listening.fileno())
            self._loop.call_soon(self._listening.close)
            self._listening = None
            # on Linux, after this call the socket refuses connections but keeps its port
            self._socket.shutdown(socket.SHUT_RD)

    def shut_now(self, for_s: float | None = None) -> None:
        """Close the port as shut() does, and wait until the port is closed.

        All threads except the server's own thread can call this.
        """
        self._run(self.shut(for_s))

    def open_now(self) -> None:
        """Open the port as open() does, and wait until the port is open.

        All threads except the server's own thread can call this.
        """
        self._run(self.open())

    def _reopen(self) -> None:
        if self._tasks is not None:
            self._tasks.create_task(self.open())

    def _run(self, work: Coroutine[None, None, None]) -> None:
        if self._loop is None:
            work.close()
            raise RuntimeError("the simulator is not running")
        done: Future[None] = asyncio.run_coroutine_threadsafe(work, self._loop)
        done.result(_PATIENCE_S)


def _free_port() -> int:
    """Return the number of a port that no program uses.

    The port gets this number each time it is opened. If Linux chose a number each time, the number would change.
    """
    with socket.create_server((HOST, 0)) as free:
        number: int = free.getsockname()[1]
    return number
