"""The port of the simulator opens and shuts once, however many ask for it at the same moment."""

import asyncio
from typing import ClassVar

from kiosk.simulator.server_port import HOST, ServerPort


class Caller(asyncio.Protocol):
    """The server's end of each connection, to be cut as the simulator cuts its own."""

    transports: ClassVar[set[asyncio.BaseTransport]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transports.add(transport)

    @classmethod
    def cut_all(cls) -> None:
        while cls.transports:
            cls.transports.pop().close()


async def _can_connect(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except ConnectionRefusedError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


def test_a_port_that_is_opened_twice_at_once_is_shut_by_one_shut() -> None:
    asyncio.run(_opened_twice())


async def _opened_twice() -> None:
    """A lever opens it at the moment at which it opens by itself."""
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
        await asyncio.sleep(0)  # the loop takes one turn to close a connection
    assert complaints == []
