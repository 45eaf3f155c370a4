"""A server of a few lines that answers what it is told to, for what no well-behaved server does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.backends.listening import listening

Reaction = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Request:
    """What arrived, and on which connection (counted from 1)."""

    connection: int
    line: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Tiny:
    """Answers in turn, over all connections; the last one again and again."""

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
    """Serve on a loopback port."""
    here = Tiny(answers)
    async with listening(here._serve) as port:
        here.url = f"http://127.0.0.1:{port}"
        yield here


def http(body: bytes = b"{}", status: int = 200, **headers: str) -> bytes:
    """A whole answer; header names with _ for -."""
    said = {"content-type": "application/json", "content-length": str(len(body))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + body


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """End the connection without an answer."""
    writer.close()


async def never(_writer: asyncio.StreamWriter) -> None:
    """Say nothing for as long as anybody listens."""
    await asyncio.Event().wait()


def then_hang_up(answer: bytes) -> Reaction:
    """Answer, or begin to, and end the connection."""

    async def react(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    return react
