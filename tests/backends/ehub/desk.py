"""A small real server that gives the answers of a content provider as a test says, and a back end for the server."""

import asyncio
import hashlib
import hmac
import json
import re
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kiosk.backends.ehub.account import EHubAccount
from kiosk.backends.ehub.backend import EHubBackend
from kiosk.backends.ehub.service import EHubSite
from kiosk.backends.protocol import Password
from kiosk.domain.library import Library
from kiosk.domain.model import Secret, VisitId
from tests.backends.listening import listening
from tests.backends.ports import MemoryItems, MemoryLog, MemoryRegister
from tests.backends.sierra.desk import Answer, Asked, whole

ZONE = ZoneInfo("Europe/Stockholm")
NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
CARD, KEY = "21234000123456", "c2VjcmV0S2V5"
BORROW = "POST /ep/api/v1/checkouts"
LABELS = re.compile(r"EH-([^@]+)(?:@(.+))?")


def record_of(ident: str) -> str:
    """Return the name of the call that reads the record with this encoded id."""
    return f"GET /ep/api/v1/records/{ident}"


def loan_of(ident: str, verb: str = "GET") -> str:
    """Return the name of the call that reads the loan with this encoded id, or that gives the loan back."""
    return f"{verb} /ep/api/v1/checkouts/{ident}"


def hrefs(*those: str) -> list[dict[str, str]]:
    """Return links with these addresses, in the form in which the provider sends them."""
    return [{"href": each} for each in those]


def lent(ident: str = "c-1", formats: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a loan of a whole title with these formats. If `formats` is None, use an e-book with one address."""
    usual = {"ebook": {"contentLinks": hrefs("https://media.example/c-1"), "supplementLinks": []}}
    return {"id": ident, "formatMetadata": formats or usual, "expirationDate": "2026-12-04T04:30:00Z"}


def no(code: str, status: int = 500) -> tuple[int, Any]:
    """Return the answer with which the provider refuses a request."""
    return status, {"code": code, "message": "Internal words about record r-77"}


def claims_in(asked: Asked, key: bytes = b"secretKey") -> dict[str, Any]:
    """Check the signature of the token in this request. Return the claims of the token, in their order."""
    scheme, _, token = asked.headers["authorization"].partition(" ")
    head, body, signature = token.split(".")
    right = hmac.new(key, f"{head}.{body}".encode(), hashlib.sha256).digest()
    assert (scheme, unpacked(signature), unpacked(head)) == ("Bearer", right, b'{"alg":"HS256"}')
    claims: dict[str, Any] = json.loads(unpacked(body))
    return claims


def unpacked(text: str) -> bytes:
    """Return the bytes of a base64url text that has no padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class ProviderDesk:
    """A small provider. `says` has the answers for each "VERB path", such as "GET /a%20b".

    The desk gives the answers in order, and then repeats the last answer. For other paths, it answers that the record
    is unknown.
    """

    says: dict[str, Sequence[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

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
                asked = Asked(verb, urlsplit(target).path, {}, headers, body)
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
            return whole(*no("INVALID_CONTENT_PROVIDER_RECORD_ID", 404))
        answer = said[min(len(self.of(name)), len(said)) - 1]
        answer = answer(asked) if callable(answer) else answer
        return answer if answer is None or isinstance(answer, bytes) else whole(*answer)


@dataclass
class Provider:
    """The server (`desk`) and the back end, with the back end's log and register of loans."""

    desk: ProviderDesk
    backend: EHubBackend
    log: MemoryLog
    url: str
    register: MemoryRegister = field(default_factory=MemoryRegister)

    async def enter(self, card: str = CARD) -> EHubAccount:
        """Sign the member in, and return the account."""
        return await self.backend.sign_in(Password(card, Secret("")), VisitId(7), "en")


def site_at(url: str, **more: Any) -> EHubSite:
    """Return the settings of a kiosk whose provider is at this address."""
    facts: dict[str, Any] = {
        "library": Library(name="Umeå"),
        "items": LABELS,
        "trusted_cards": re.compile(r"2\d{13}"),
        "key": Secret(KEY),
    }
    return EHubSite(url, "site-9", 3, zone=ZONE, **(facts | more))


@asynccontextmanager
async def provider(says: Mapping[str, Sequence[Answer]] | None = None, **site: Any) -> AsyncIterator[Provider]:
    """Yield a back end and its server. `says` has the server's answers, and `site` replaces some of the settings."""
    desk, log = ProviderDesk(dict(says or {})), MemoryLog()
    async with listening(desk.serve) as port:
        url = f"http://127.0.0.1:{port}"
        facts = site_at(f"{url}/ep/api", **site)
        register = MemoryRegister()
        backend = EHubBackend(facts, log, MemoryItems(), lambda: NOON, pauses_s=(0.0,), register=register)
        try:
            yield Provider(desk, backend, log, url, register)
        finally:
            await backend.aclose()


def told(
    story: Callable[[Provider], Awaitable[None]], says: Mapping[str, Sequence[Answer]] | None = None, **site: Any
) -> None:
    """Run this story with a new Provider. A story is an async function inside a test."""

    async def run() -> None:
        async with provider(says, **site) as here:
            await story(here)

    asyncio.run(run())
