"""A very small server that gives the answers that a test has chosen, also answers that no good server gives."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.backends.listening import listening

Reaction = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Request:
    """A request, and the number of its connection, counted from 1."""

    connection: int
    line: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Tiny:
    """A server that gives its answers in order, over all connections. The last answer is repeated."""

    answers: Sequence[bytes | Reaction]
    url: str = ""
    requests: list[Request] = field(default_factory=list)
    connections: int = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        connection = self.connections
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in head[1:])}
                body = await reader.readexactly(int(headers.get("content-length") or 0))
                self.requests.append(Request(connection, head[0], headers, body))
                answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                else:
                    await answer(writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the client is gone, or the test is over
        finally:
            writer.close()


@asynccontextmanager
async def tiny(*answers: bytes | Reaction) -> AsyncIterator[Tiny]:
    """Yield a Tiny that serves on a port of loopback."""
    here = Tiny(answers)
    async with listening(here._serve) as port:
        here.url = f"http://127.0.0.1:{port}"
        yield here


def http(body: bytes = b"{}", status: int = 200, **headers: str) -> bytes:
    """Return the bytes of a whole answer. In the names of the headers, _ stands for -."""
    said = {"content-type": "application/json", "content-length": str(len(body))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + body


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """End the connection without an answer."""
    writer.close()


async def never(_writer: asyncio.StreamWriter) -> None:
    """Give no answer, and keep the connection open."""
    await asyncio.Event().wait()


def then_hang_up(answer: bytes) -> Reaction:
    """Return a reaction that sends these bytes and closes the connection. The bytes can be a part of an answer."""

    async def react(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    return react
