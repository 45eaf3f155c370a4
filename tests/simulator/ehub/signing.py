"""Clients of the simulated eHUB provider for tests, and the function that signs their tokens.

The simulator checks the tokens with code of its own. So the tests find a mistake that is in only one of the two.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from urllib.parse import quote

import httpx

from kiosk.simulator.ehub import CONSUMER_ID, EHUB_PEOPLE, SECRET_KEY, SITE_ID, ProviderPerson

Claims = Mapping[str, object]


def person(key: str) -> ProviderPerson:
    """Return the made-up person with this key."""
    return next(each for each in EHUB_PEOPLE if each.key == key)


def part(value: object) -> str:
    """Return this value as one part of a token: JSON, in the base64 form for URLs."""
    return bare(json.dumps(value, separators=(",", ":")).encode())


def bare(content: bytes) -> str:
    """Return the bytes in the base64 form for URLs, without the signs "=" at the end."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def signed(claims: Claims, secret: str = SECRET_KEY, head: Claims | None = None) -> str:
    """Return a token with these claims, signed with the key `secret` (in base64). `head` replaces the usual header."""
    told = f"{part(head or {'alg': 'HS256'})}.{part(claims)}"
    return f"{told}.{bare(hmac.digest(base64.b64decode(secret), told.encode(), hashlib.sha256))}"


def claims_of(key: str, **changes: object) -> dict[str, object]:
    """Return the usual claims for a person, with `changes`. If the value of a claim is None, leave the claim out."""
    one, now = person(key), int(time.time())
    claims: dict[str, object] = {
        "iss": SITE_ID,
        "iat": now,
        "exp": now + 300,
        "ehubConsumerId": CONSUMER_ID,
        "patronId": one.patron_id,
        "libraryCard": one.card,
        "email": one.email or None,
    }
    return {name: value for name, value in (claims | changes).items() if value is not None}


class ProviderClient:
    """A client that signs a new token for each request. Each method that sends a request returns the HTTP response."""

    def __init__(self, url: str, key: str, version: str = "v1", **changes: object) -> None:
        self.http = httpx.Client(base_url=f"{url}/{version}", timeout=5.0, verify=False)
        self.key, self.changes = key, changes

    def headers(self) -> dict[str, str]:
        """Return the header with a new token."""
        return {"Authorization": f"Bearer {signed(claims_of(self.key, **self.changes))}"}

    def send(self, verb: str, path: str, token: str | None = None, body: object = None) -> httpx.Response:
        """Send a request. If `token` is given, send this token instead of a new token."""
        headers = self.headers() if token is None else {"Authorization": f"Bearer {token}"}
        return self.http.request(verb, path, headers=headers, json=body)

    def record(self, record_id: str) -> httpx.Response:
        """Read the record with this id. A "/" in the id is encoded, so that the id is one part of the path."""
        return self.send("GET", f"/records/{quote(record_id, safe='')}")

    def borrow(self, record_id: str, format_id: str | None = None) -> httpx.Response:
        """Make a loan."""
        body = {"recordId": record_id} if format_id is None else {"recordId": record_id, "formatId": format_id}
        return self.send("POST", "/checkouts", body=body)

    def loan(self, checkout_id: str) -> httpx.Response:
        """Read the loan with this id. A "/" in the id is encoded, so that the id is one part of the path."""
        return self.send("GET", f"/checkouts/{quote(checkout_id, safe='')}")

    def give_back(self, checkout_id: str) -> httpx.Response:
        """End a loan early."""
        return self.send("DELETE", f"/checkouts/{quote(checkout_id, safe='')}")


def refusal_of(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and the code of a refusal. The refusal must also have a message, and nothing else."""
    body = answer.json()
    assert set(body) == {"code", "message"}
    assert body["message"]
    return answer.status_code, body["code"]
