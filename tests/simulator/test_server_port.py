"""Tests of the port of the simulator.

Several callers can open or shut the port at the same moment. A shut port must leave no connection open.
"""

import asyncio
import gc
import socket
import warnings
from contextlib import suppress
from typing import ClassVar

from kiosk.simulator.server import LibraryServer
from kiosk.simulator.server_port import HOST, ServerPort


class Caller(asyncio.Protocol):
    """The server's end of a connection. The class keeps all connections, and `cut_all` closes them."""

    transports: ClassVar[set[asyncio.BaseTransport]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transports.add(transport)

    @classmethod
    def cut_all(cls) -> None:
        while cls.transports:
            cls.transports.pop().close()


async def _can_connect(port: int, host: str = HOST) -> bool:
    try:
        _, writer = await asyncio.open_connection(host, port)
    except ConnectionRefusedError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


def test_a_port_that_is_opened_twice_at_once_is_shut_by_one_shut() -> None:
    asyncio.run(_opened_twice())


async def _opened_twice() -> None:
    """Open or shut the port from two tasks at the same moment. For example, a lever and the simulator could do this."""
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: complaints.append(what))
    async with asyncio.TaskGroup() as tasks:
        port = ServerPort(0)
        port.serve(Caller, Caller.cut_all, tasks)
        await asyncio.gather(port.open(), port.open())
        for opened in (port.open(), port.open()), (port.shut(), port.open()), (port.open(), port.shut(0.0)):
            await asyncio.gather(*opened)
        await port.open()
        assert await _can_connect(port.port)
        await port.shut()
        for _ in range(3):
            assert not await _can_connect(port.port)
        await port.open()
        assert await _can_connect(port.port)
        port.end()
        await asyncio.sleep(0)  # the loop needs one turn to close a connection
    assert complaints == []


def test_a_connection_that_is_accepted_while_the_port_shuts_is_cut() -> None:
    asyncio.run(_accepted_while_it_shuts())


async def _accepted_while_it_shuts() -> None:
    """Make a connection that Linux accepts before the port is shut, and that the loop handles after that moment.

    The port must close this connection, because no other part of the simulator knows the connection.
    """
    library, stopping, started = LibraryServer(), asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(library.run(stopping, started.set))
        await started.wait()
        port, new = library._port, library._port._protocol
        assert new is not None
        await port.shut()

        def shut_just_before_it_begins() -> asyncio.Protocol:
            asyncio.get_running_loop().call_soon(port.close)
            return new()

        port._protocol = shut_just_before_it_begins
        await port.open()
        reader, writer = await asyncio.open_connection(HOST, port.port)
        async with asyncio.timeout(5):
            with suppress(ConnectionResetError):
                assert await reader.read() == b""
        writer.close()
        port._protocol = new
        await port.open()
        assert await _can_connect(port.port)
        stopping.set()


def test_a_connection_that_waits_for_its_transport_while_the_port_shuts_is_closed() -> None:
    """Shut the port between two steps of asyncio: after it accepts a connection, and before it makes the transport."""
    with warnings.catch_warnings(record=True) as left_open:
        warnings.simplefilter("always", ResourceWarning)
        asyncio.run(_waits_for_its_transport())
        gc.collect()
    assert [str(each.message) for each in left_open] == []


async def _waits_for_its_transport() -> None:
    async with asyncio.TaskGroup() as tasks:
        port = ServerPort(0)
        port.serve(Caller, Caller.cut_all, tasks)
        await port.open()
        with socket.create_connection((HOST, port.port)) as caller:
            await asyncio.sleep(0)  # the loop accepts the connection after this task has run
            await asyncio.sleep(0)
            port.close()
            for _ in range(3):
                await asyncio.sleep(0)
            Caller.cut_all()
            for _ in range(3):
                await asyncio.sleep(0)
            caller.setblocking(False)
            with suppress(ConnectionResetError):
                assert caller.recv(1) == b""
        port.end()
        await asyncio.sleep(0)


def test_other_machines_cannot_connect() -> None:
    """A port that is open to other machines is open on each address of this machine, also on 127.0.0.2."""
    asyncio.run(_from_elsewhere())


async def _from_elsewhere() -> None:
    async with asyncio.TaskGroup() as tasks:
        port = ServerPort(0)
        port.serve(Caller, Caller.cut_all, tasks)
        await port.open()
        assert await _can_connect(port.port)
        assert not await _can_connect(port.port, "127.0.0.2")
        port.end()
