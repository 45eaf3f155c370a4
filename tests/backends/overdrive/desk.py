"""A small real server that answers each OverDrive call as a test says, and a back end that uses this server."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from kiosk.backends.overdrive.account import OverDriveAccount
from kiosk.backends.overdrive.backend import OverDriveBackend
from kiosk.backends.overdrive.paths import GUESSES, OverDriveHost
from kiosk.backends.overdrive.service import OverDriveSite
from kiosk.backends.protocol import Password
from kiosk.domain.library import Library
from kiosk.domain.model import Secret, VisitId
from kiosk.structs import replace
from tests.backends.listening import listening
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.sierra.desk import Answer, Asked, Desk

ZONE = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
QUICK = replace(GUESSES, most_per_s=500)
CARD, PIN, KEY = "21234000123456", "sawdust-and-tea", "K1:s3cret-of-the-application"
ONE = "2EEC1B6A-9C0A-4FFF-BAAB-60B3B1019E6A"
TWO = "E96BA937-CB3E-4B8F-B2E7-51A8B43C10D1"
NEW = "76C1B7D0-17F4-4C05-8397-C66C17411584"
COLLECTION = "v1P2BvyQAAAImAAA1U"
TOKEN, PATRON_TOKEN = "POST /token", "POST /patrontoken"
ME, LOANS, BORROW = "GET /v1/patrons/me", "GET /v1/patrons/me/checkouts", "POST /v1/patrons/me/checkouts"
HOLDS = "GET /v1/patrons/me/holds"
TITLES = f"GET /v1/collections/{COLLECTION}/bulkmetadata"
SEARCH = f"GET /v1/collections/{COLLECTION}/products"
AVAILABILITY = f"GET /v2/collections/{COLLECTION}/availability"
LIBRARY = "GET /v1/libraries/4425"


def give_back(ident: str) -> str:
    """Return the name of the call that gives this title back."""
    return f"DELETE /v1/patrons/me/checkouts/{ident}"


def open_of(ident: str, word: str = "downloadRedirect") -> str:
    """Return the name of the call that asks for the address that opens this loan."""
    return f"GET /v1/patrons/me/checkouts/{ident}/formats/{word}"


def title_of(ident: str) -> str:
    """Return the name of the call that reads one title."""
    return f"GET /v1/collections/{COLLECTION}/products/{ident.lower()}/metadata"


def loan(ident: str = ONE, number: int = 19532, **more: Any) -> dict[str, Any]:
    """Return a loan in the form in which OverDrive sends it.

    If a value in `more` is None, the loan does not have this key.
    """
    own = f"https://patron.api.overdrive.com/v1/patrons/me/checkouts/{ident}"
    whole: dict[str, Any] = {
        "reserveId": ident,
        "crossRefId": number,
        "expires": "2026-12-04T04:30:00Z",
        "isFormatLockedIn": False,
        "links": {
            "self": {"href": own, "type": "application/vnd.overdrive.circulation.api+json"},
            "downloadRedirect": {"href": f"{own}/formats/downloadRedirect"},
        },
        "actions": {"earlyReturn": {"href": own, "method": "delete"}},
        "checkoutDate": "2026-11-13T14:41:20Z",
    }
    return {key: value for key, value in (whole | more).items() if value is not None}


def loans(*those: Any, **more: Any) -> tuple[int, Any]:
    """Return the answer with these loans."""
    return 200, {"totalItems": len(those), "totalCheckouts": len(those), "checkouts": list(those)} | more


def title(ident: str, name: str, **more: Any) -> dict[str, Any]:
    """Return the description of a title in the form in which OverDrive sends it."""
    return {"id": ident.lower(), "title": name, "mediaType": "eBook"} | more


def titles(*those: Any) -> tuple[int, Any]:
    """Return the answer with the descriptions of these titles."""
    return 200, {"metadata": list(those)}


def no(code: str, status: int = 400, words: str = "Not today.") -> tuple[int, Any]:
    """Return the answer with which OverDrive refuses a request."""
    return status, {"errorCode": code, "message": words, "token": "a3df449f-3cec-41b0-9d8c-a24f0491bbd1"}


def redirect(to: str, status: int = 302) -> bytes:
    """Return a redirect to this address. If the address is "", leave the header Location out."""
    where = f"location: {to}\r\n" if to else ""
    return f"HTTP/1.1 {status} X\r\n{where}content-length: 0\r\nconnection: close\r\n\r\n".encode()


def form(asked: Asked) -> dict[str, str]:
    """Return the fields of the form in the body of this request."""
    return dict(parse_qsl(asked.body.decode(), keep_blank_values=True))


def usual() -> dict[str, Sequence[Answer]]:
    """Return the answers of an OverDrive in which everything works."""
    token = {"token_type": "bearer", "expires_in": 3600}
    return {
        TOKEN: [(200, token | {"access_token": "client-1"}), (200, token | {"access_token": "client-2"})],
        PATRON_TOKEN: [(200, token | {"access_token": "patron-1"}), (200, token | {"access_token": "patron-2"})],
        LIBRARY: [(200, {"id": 4425, "name": "API Library", "collectionToken": COLLECTION})],
        ME: [(200, {"patronId": 112233, "collectionToken": COLLECTION, "checkoutLimit": 5, "holdLimit": 3})],
        LOANS: [loans()],
        TITLES: [titles()],
        HOLDS: [(200, {"totalItems": 0, "holds": []})],
    }


@dataclass
class Kiosk:
    """The server (`desk`) and the back end, with the back end's log, item memory and clock."""

    desk: Desk
    backend: OverDriveBackend
    log: MemoryLog
    memory: MemoryItems
    clock: list[float]
    url: str

    async def enter(self, card: str = CARD, pin: str = PIN) -> OverDriveAccount:
        """Sign the member in, and return the account."""
        return await self.backend.sign_in(Password(card, Secret(pin)), VisitId(7), "en")

    def names(self) -> list[str]:
        """Return the names of all requests, in order."""
        return [f"{each.verb} {each.path}" for each in self.desk.asked]


def site_at(url: str, **more: Any) -> OverDriveSite:
    """Return the settings of a kiosk that finds all four hosts of OverDrive at this address."""
    facts: dict[str, Any] = {"library": Library(name="Bend"), "guesses": QUICK}
    hosts = dict.fromkeys(OverDriveHost, url)
    return OverDriveSite(hosts, Secret(KEY), 4425, 100300, "bend-ils", ZONE, **(facts | more))


@asynccontextmanager
async def kiosk(says: Mapping[str, Sequence[Answer]] | None = None, **site: Any) -> AsyncIterator[Kiosk]:
    """Yield a back end and its server. `says` replaces some of the usual answers, and `site` some of the settings."""
    desk, log, memory, clock = Desk(usual() | dict(says or {})), MemoryLog(), MemoryItems(), [0.0]
    async with listening(desk.serve) as port:
        url = f"http://127.0.0.1:{port}"
        backend = OverDriveBackend(
            site_at(url, **site), log, memory, lambda: NOON, pauses_s=(), monotonic=lambda: clock[0]
        )
        try:
            yield Kiosk(desk, backend, log, memory, clock, url)
        finally:
            await backend.aclose()


def told(
    story: Callable[[Kiosk], Awaitable[None]], says: Mapping[str, Sequence[Answer]] | None = None, **site: Any
) -> None:
    """Run this story with a new Kiosk. A story is an async function inside a test."""

    async def run() -> None:
        async with kiosk(says, **site) as here:
            await story(here)

    asyncio.run(run())


LABELS = re.compile("OD-(.+)")
