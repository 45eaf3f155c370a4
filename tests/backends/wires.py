"""Functions that make calls over a new Wire to a Tiny server."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

from kiosk.backends.answer import Received
from kiosk.backends.http import HttpCall, Wire, form_body
from tests.backends.tiny import Tiny, tiny


def post(server: Tiny, *, fresh: bool = False) -> HttpCall:
    return HttpCall(
        "add", "POST", f"{server.url}/x", form_body({"a": "1"}), "application/x-www-form-urlencoded", fresh=fresh
    )


def get(server: Tiny) -> HttpCall:
    return HttpCall("carts", "GET", f"{server.url}/x")


def with_wire(work: Callable[[Wire], Awaitable[None]], timeout_s: float = 5.0) -> None:
    async def run() -> None:
        wire = Wire(timeout_s=timeout_s, pauses_s=(0.0, 0.0))
        try:
            await work(wire)
        finally:
            await wire.aclose()

    asyncio.run(run())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def exchanged(
    server_does: bytes | Callable[[asyncio.StreamWriter], Awaitable[None]], timeout_s: float = 5.0
) -> Received:
    seen: list[Received] = []

    async def work(wire: Wire) -> None:
        async with tiny(server_does) as server:
            seen.append(await wire.exchange(post(server)))

    with_wire(work, timeout_s)
    return seen[0]
