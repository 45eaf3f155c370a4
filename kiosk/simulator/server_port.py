"""The port of the server: open, closed so that connections are really refused, and open again with the same number."""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from concurrent.futures import Future

HOST = "127.0.0.1"
_PATIENCE_S = 10.0


class ServerPort:
    """The door of one server. The async methods belong to its loop; call shut_now and open_now from other threads."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._socket: socket.socket | None = None
        """Holds the port also while it is closed, so that no other program of this machine gets it meanwhile."""
        self._listening: asyncio.Server | None = None
        self._lock = asyncio.Lock()
        """Held while the port is opened or shut: to open it takes some turns of the loop."""
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: asyncio.TaskGroup | None = None
        self._protocol: Callable[[], asyncio.Protocol] | None = None
        self._cut_all: Callable[[], None] = lambda: None

    def serve(
        self, protocol: Callable[[], asyncio.Protocol], cut_all: Callable[[], None], tasks: asyncio.TaskGroup
    ) -> None:
        """Set the protocol for connections and the way to cut them all. Call this in the server's loop."""
        self._protocol, self._cut_all, self._tasks = protocol, cut_all, tasks
        self._loop = asyncio.get_running_loop()

    async def open(self) -> None:
        """Listen at the port; nothing happens if the port is open already."""
        async with self._lock:
            self._forget_timer()
            if self._listening is not None or self._loop is None or self._protocol is None:
                return
            if self._socket is None:
                self.port = self.port or _free_port()
                self._socket = socket.create_server((HOST, self.port))
            self._listening = await self._loop.create_server(self._protocol, sock=self._socket.dup())

    async def shut(self, for_s: float | None = None) -> None:
        """Close the port, and open it again after `for_s` seconds or when asked."""
        async with self._lock:
            self.close()
            if for_s is not None and self._loop is not None:
                self._timer = self._loop.call_later(for_s, self._reopen)

    def end(self) -> None:
        """Close for ever: the server's loop ends."""
        self.close()
        self._loop = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def close(self) -> None:
        """Close the port and cut every connection; no timer opens the port again."""
        self._forget_timer()
        self.refuse()
        self._cut_all()

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def refuse(self) -> None:
        """Close the port to new connections; existing connections go on."""
        if self._listening is not None and self._socket is not None:
            self._listening.close()
            self._listening = None
            self._socket.shutdown(socket.SHUT_RD)  # on Linux the socket listens no more, and keeps its port

    def shut_now(self, for_s: float | None = None) -> None:
        """Do shut() from another thread; the port is closed when this returns."""
        self._run(self.shut(for_s))

    def open_now(self) -> None:
        """Do open() from another thread; the port is open when this returns."""
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
    """Return a number that is free. A port keeps its number while it is closed only if it was bound by its number."""
    with socket.create_server((HOST, 0)) as free:
        number: int = free.getsockname()[1]
    return number
