"""A small real server that answers each Sierra call as a test says, and a back end that uses this server."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from kiosk.backends.http import Wire
from kiosk.backends.protocol import Password
from kiosk.backends.sierra.account import SierraAccount
from kiosk.backends.sierra.backend import SierraBackend
from kiosk.backends.sierra.service import SierraSite
from kiosk.domain.library import Library
from kiosk.domain.model import Direction, ItemCode, Line, LineId, LineState, Secret, VisitId
from tests.backends.listening import listening
from tests.backends.ports import MemoryItems, MemoryLog

ZONE = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
PATRON = {"id": 1042514, "names": ["OKAFOR, MARTA JANE"], "expirationDate": "2027-06-01", "blockInfo": {"code": "-"}}
ROLES = ["Patrons Read", "Patrons Write", "Patrons Validate", "Items Read", "Items Write", "Patrons Hold CRUD"]
WRONG_CARD = {
    "code": 108,
    "specificCode": 0,
    "httpStatus": 400,
    "name": "Invalid parameter",
    "description": "Invalid parameter : Invalid barcode or PIN",
}


@dataclass(frozen=True)
class Asked:
    """One request that the server has got."""

    verb: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Return the body of the request, decoded from JSON."""
        return json.loads(self.body)


Answer = tuple[int, Any] | bytes | Callable[[Asked], "tuple[int, Any] | bytes"] | None
"""One answer of the desk: a status and a JSON value, or the bytes of a whole answer, or a function, or None.

If the JSON value is None, the answer has no body. A function gets the request, and returns the status or the bytes. If
the answer is None, the desk closes the connection without an answer.
"""


@dataclass
class Desk:
    """A small Sierra server. `says` has the answers for each "VERB path", where the path begins after the base URL.

    The desk gives the answers in order, and then repeats the last answer.
    """

    says: dict[str, Sequence[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def of(self, name: str) -> list[Asked]:
        """Return the requests with this "VERB path", in order."""
        return [each for each in self.asked if f"{each.verb} {each.path}" == name]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {name.lower(): text.strip() for name, _, text in (one.partition(":") for one in head[1:])}
                body = await reader.readexactly(int(headers.get("content-length") or 0))
                verb, target, _ = head[0].split(" ")
                parts = urlsplit(target)
                path = unquote(parts.path.removeprefix("/iii/sierra-api/v6"))
                asked = Asked(verb, path, dict(parse_qsl(parts.query)), headers, body)
                self.asked.append(asked)
                answer = self._answer(asked)
                if answer is None:
                    return
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, asked: Asked) -> bytes | None:
        name = f"{asked.verb} {asked.path}"
        said = self.says.get(name)
        if said is None:
            return whole(404, {"code": 107, "specificCode": 0, "httpStatus": 404, "name": "Record not found"})
        answer = said[min(len(self.of(name)), len(said)) - 1]
        answer = answer(asked) if callable(answer) else answer
        return answer if answer is None or isinstance(answer, bytes) else whole(*answer)


def whole(status: int, value: Any) -> bytes:
    """Return the bytes of a whole answer with this status and JSON value."""
    body = b"" if value is None else json.dumps(value).encode()
    kind = "" if value is None else "content-type: application/json;charset=UTF-8\r\n"
    return f"HTTP/1.1 {status} X\r\n{kind}content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body


def usual() -> dict[str, Sequence[Answer]]:
    """Return the answers of a library in which everything works."""
    return {
        "POST /token": [(200, {"access_token": "t-1", "token_type": "bearer", "expires_in": 3600})],
        "GET /info/token": [(200, {"keyId": "k", "roles": [{"name": each} for each in ROLES]})],
        "POST /patrons/auth": [(200, 1042514)],
        "GET /patrons/1042514": [(200, PATRON)],
        "GET /patrons/find": [(200, PATRON)],
        "GET /patrons/1042514/checkouts": [(200, {"total": 0, "entries": []})],
    }


def error(code: int, status: int, words: str = "", *, specific: int = 0, name: str = "XCirc error") -> tuple[int, Any]:
    """Return the status and the body with which Sierra reports an error."""
    body = {"code": code, "specificCode": specific, "httpStatus": status, "name": name}
    return status, body | ({"description": words} if words else {})


def checkout(ident: int, item: str, **more: Any) -> dict[str, Any]:
    """Return a loan in the form in which Sierra sends it."""
    base = "https://example-library.edu/iii/sierra-api/v6"
    return {
        "id": f"{base}/patrons/checkouts/{ident}",
        "patron": f"{base}/patrons/1042514",
        "item": f"{base}/items/{item}",
        "dueDate": "2026-12-04T09:00:00Z",
        "outDate": "2026-11-20T17:00:00Z",
    } | more


def line(code: str, direction: Direction = Direction.BORROW, number: int = 1, **more: Any) -> Line:
    """Return a line that the server has not answered yet."""
    return Line(LineId(number), ItemCode(code), direction, LineState.CHECKING, **more)


@dataclass
class Counter:
    """The desk, the back end, and the back end's log, item memory and clock."""

    desk: Desk
    backend: SierraBackend
    log: MemoryLog
    memory: MemoryItems
    clock: list[float]

    async def enter(self, card: str = "21234000123456", pin: str = "4711") -> SierraAccount:
        """Sign the member in, and return the account."""
        return await self.backend.sign_in(Password(card, Secret(pin)), VisitId(7), "en")


@asynccontextmanager
async def counter(says: Mapping[str, Sequence[Answer]] | None = None, **site: Any) -> AsyncIterator[Counter]:
    """Yield a back end with its desk. `says` replaces some of the usual answers, and `site` some of the settings."""
    desk, log, memory, clock = Desk(usual() | dict(says or {})), MemoryLog(), MemoryItems(), [0.0]
    async with listening(desk.serve) as port:
        desk.url = f"http://127.0.0.1:{port}/iii/sierra-api/v6"
        facts = SierraSite(desk.url, Secret("key:s3cret"), ZONE, library=Library(name="Bend"), **site)
        wire = Wire(timeout_s=5.0, pauses_s=())
        backend = SierraBackend(facts, log, memory, lambda: NOON, wire=wire, monotonic=lambda: clock[0])
        try:
            yield Counter(desk, backend, log, memory, clock)
        finally:
            await backend.aclose()


def told(
    story: Callable[[Counter], Awaitable[None]], says: Mapping[str, Sequence[Answer]] | None = None, **site: Any
) -> None:
    """Run this story with a new Counter. A story is an async function inside a test."""

    async def run() -> None:
        async with counter(says, **site) as here:
            await story(here)

    asyncio.run(run())
