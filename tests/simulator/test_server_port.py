"""The port of the simulator opens and shuts once, however many ask for it at the same moment."""

import asyncio

from kiosk.simulator.server_port import HOST, ServerPort


async def _can_connect(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except ConnectionRefusedError:
        return False
    writer.close()
    return True


def test_a_port_that_is_opened_twice_at_once_is_shut_by_one_shut() -> None:
    asyncio.run(_opened_twice())


async def _opened_twice() -> None:
    """A lever opens it at the moment at which it opens by itself."""
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: complaints.append(what))
    async with asyncio.TaskGroup() as tasks:
        port = ServerPort(0)
        port.serve(asyncio.Protocol, lambda: None, tasks)
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
    assert complaints == []
