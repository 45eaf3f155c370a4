"""A small real HTTP proxy on loopback. It forwards plain requests, and opens a tunnel for each CONNECT request."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.backends.listening import listening


@dataclass(slots=True)
class Proxy:
    """The proxy. `login` is the "name:password" that each request must have, or empty if no request needs a log-in.

    If `refuses` is not empty, the proxy gives these bytes as the answer to every request. `hosts` says for each host
    name on which port of loopback its server listens.
    """

    login: str = ""
    refuses: bytes = b""
    hosts: Mapping[str, int] = field(default_factory=dict)
    url: str = ""
    asked: list[str] = field(default_factory=list)
    """The verb and the target of each request."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Forward the bytes of one connection."""
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            await self._carry(reader, writer)
        writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        verb, target, _ = head.split(b"\r\n")[0].decode("ascii").split(" ")
        self.asked.append(f"{verb} {target}")
        if refusal := self._refusal(head):
            writer.write(refusal)
            await writer.drain()
            return
        place = urlsplit(target if verb != "CONNECT" else f"//{target}")
        port = self.hosts.get(place.hostname or "", place.port or 0)
        to_reader, to_writer = await asyncio.open_connection("127.0.0.1", port)
        if verb == "CONNECT":
            writer.write(b"HTTP/1.1 200 Go ahead\r\n\r\n")
        else:
            to_writer.write(head.replace(target.encode(), (place.path or "/").encode(), 1))
        await asyncio.gather(_pour(reader, to_writer), _pour(to_reader, writer))

    def _refusal(self, head: bytes) -> bytes:
        wanted = b"Basic " + b64encode(self.login.encode())
        if self.login and wanted not in head:
            return b"HTTP/1.1 407 s3cret words\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>"
        return self.refuses


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def proxy(
    *, login: str = "", refuses: bytes = b"", hosts: Mapping[str, int] | None = None
) -> AsyncIterator[Proxy]:
    """Yield a proxy that serves on a port of loopback."""
    here = Proxy(login, refuses, hosts or {})
    async with listening(here.serve) as port:
        here.url = f"http://127.0.0.1:{port}"
        yield here
