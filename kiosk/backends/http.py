"""One HTTP behaviour for every lending system: what is sent, how long is waited, what is believed of an answer.

HTTP/1.1, no redirects followed, no cookies kept (they would carry one member's session into the next one's visit), no
compression asked for (an answer's size is what it says), at most 2 MB read. Nothing that is sent or answered is logged:
lines name the operation and what went wrong with it.
"""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlencode, urlsplit

from kiosk import version
from kiosk.backends import ServerAway
from kiosk.backends.lean_httpx import httpx
from kiosk.domain.frozen import dataclass
from kiosk.domain.model import Secret
from kiosk.domain.outcome import NeverLeft, NoAnswer

_log = logging.getLogger("kiosk.http")
# Both would write whole URLs, and httpcore at DEBUG headers with tokens.
for _chatty in ("httpx", "httpcore"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)

LARGEST_ANSWER = 2 * 1024 * 1024
KEEP_ALIVE_S = 4.0
"""People pause longer between scans, and a write on a connection that was just dropped looks like a lost answer."""
READ_PAUSES_S = (0.3, 1.0)
_LONGEST_PAUSE_S = 2.0
_TRY_AGAIN = frozenset({408, 425, 429})
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@cache
def tls_context() -> ssl.SSLContext:
    """The system's certificates, loaded once for all connections of the process."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `name` is all that logs ever say of it; `fresh`: on a connection of its own."""

    name: str
    verb: str
    url: str = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    token: Secret | None = None
    language: str = ""
    fresh: bool = False
    accept: str = JSON
    most: int = LARGEST_ANSWER
    """Bytes that are read of its answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, or nothing of one that is too big (`whole` False). `date`: the server's clock, where it says."""

    status: int
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    whole: bool = True
    retry_after_s: float | None = None
    date: datetime | None = None

    @property
    def can_be_json(self) -> bool:
        """Neither cut off nor a web page, as a captive portal sends with status 200."""
        return self.whole and "html" not in self.content_type


Received = Answer | NeverLeft | NoAnswer


def form_body(fields: Mapping[str, str]) -> bytes:
    """A urlencoded form."""
    return urlencode(fields, errors="replace").encode("ascii")


class Wire:
    """The connections to one lending system. `timeout_s`: for a whole exchange, from the first byte to the last."""

    def __init__(
        self, *, timeout_s: float, tls: ssl.SSLContext | None = None, pauses_s: tuple[float, ...] = READ_PAUSES_S
    ) -> None:
        self._timeout_s, self._tls, self._pauses_s = timeout_s, tls, pauses_s
        self._kept: httpx.AsyncClient | None = None
        self._once: httpx.AsyncClient | None = None
        self._away = False

    def beside(self) -> "Wire":
        """Another one to the same system, with connections of its own."""
        return Wire(timeout_s=self._timeout_s, tls=self._tls, pauses_s=self._pauses_s)

    async def exchange(self, call: Call) -> Received:
        """Send once. Never raises for anything that the network or the server does."""
        received, why = await self._send(call)
        self._note(call.name, why)
        return received

    async def read(self, call: Call) -> Answer:
        """Send something that changes nothing, and again where it is lost; raises ServerAway."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._timeout_s
        for pause_s in (*self._pauses_s, None):
            received = await self.exchange(call)
            if isinstance(received, Answer) and received.status < 500 and received.status not in _TRY_AGAIN:
                return received
            asked_s = received.retry_after_s if isinstance(received, Answer) else None
            wait_s = max(pause_s or 0.0, asked_s or 0.0)
            if pause_s is None or wait_s > _LONGEST_PAUSE_S or loop.time() + wait_s > ends:
                raise ServerAway(f"{call.name}: {_said(received)}", asked_s)
            await asyncio.sleep(wait_s)
        raise AssertionError("the last try returns or raises")

    async def aclose(self) -> None:
        """Let go of all connections."""
        for client in (self._kept, self._once):
            if client is not None:
                await client.aclose()
        self._kept = self._once = None

    async def _send(self, call: Call) -> tuple[Received, str]:
        """What came, and what was wrong with it (empty: nothing)."""
        left = _Left()
        try:
            async with asyncio.timeout(self._timeout_s):
                answer = await self._answer(call, left)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as lost:
            # The names of these errors are enough: their texts can hold what the server sent.
            return (NoAnswer() if left.begun else NeverLeft()), type(lost).__name__
        return answer, _wrong_with(answer)

    async def _answer(self, call: Call, left: "_Left") -> Answer:
        client = self._client(fresh=call.fresh)
        request = client.build_request(
            call.verb,
            call.url,
            content=call.body or None,
            headers=_headers(call),
            extensions={"trace": left.trace, "timeout": self._timeouts()},
        )
        response = await client.send(request, stream=True)
        try:
            return await _read(response, call.most)
        finally:
            await response.aclose()

    def _client(self, *, fresh: bool) -> httpx.AsyncClient:
        if fresh:
            self._once = self._once or self._new_client(keep=0)
            return self._once
        self._kept = self._kept or self._new_client(keep=2)
        return self._kept

    def _new_client(self, *, keep: int) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            # A bare context trusts nobody: plain HTTP needs no certificates, and loading them takes time and memory.
            verify=self._tls or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=keep, keepalive_expiry=KEEP_ALIVE_S),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"Connection": "keep-alive" if keep else "close", "User-Agent": f"lending-kiosk/{version()}"},
            trust_env=False,
            http2=False,
            follow_redirects=False,
        )

    def _timeouts(self) -> dict[str, float]:
        # Half for connecting: a write that finds no server is known as not sent before the whole time is up.
        return dict.fromkeys(("read", "write", "pool"), self._timeout_s) | {"connect": self._timeout_s / 2}

    def _note(self, name: str, why: str) -> None:
        if why:
            _log.log(logging.DEBUG if self._away else logging.WARNING, "%s: %s", name, why)
        elif self._away:
            _log.info("%s: the server answers again", name)
        self._away = bool(why)


class _Left:
    """Did any byte of the request leave? Asked of the HTTP library itself, as it happens."""

    def __init__(self) -> None:
        self.begun = False

    async def trace(self, event: str, _details: Mapping[str, object]) -> None:
        self.begun = self.begun or event.endswith("send_request_headers.started")


def _headers(call: Call) -> dict[str, str]:
    headers = {"Accept": call.accept, "Accept-Encoding": "identity"}
    if call.content_type:
        headers["Content-Type"] = call.content_type
    if call.language:
        headers["Accept-Language"] = call.language
    if call.token is not None:
        headers["Authorization"] = f"Bearer {call.token.reveal()}"
    if call.verb in {"POST", "PUT", "PATCH"} and not call.body:
        headers["Content-Length"] = "0"  # some servers answer 411 to an empty POST without it
    return headers


async def _read(response: httpx.Response, most: int) -> Answer:
    body, whole = await _at_most(response.aiter_raw(), most)
    return Answer(
        response.status_code,
        body,
        response.headers.get("content-type", "").lower(),
        whole and response.headers.get("content-encoding", "identity").lower() == "identity",
        _retry_after(response.headers.get("retry-after", "")),
        _date(response.headers.get("date", "")),
    )


async def _at_most(chunks: AsyncIterator[bytes], limit: int) -> tuple[bytes, bool]:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > limit:
            return b"", False
    return bytes(body), True


def _wrong_with(answer: Answer) -> str:
    if answer.status >= 500:
        return f"HTTP {answer.status}"
    return "" if answer.can_be_json else "a web page, or too big"


def _said(received: Received) -> str:
    match received:
        case Answer(status=status):
            return f"HTTP {status}"
        case NeverLeft():
            return "no connection"
        case NoAnswer():
            return "no answer"


def _retry_after(text: str) -> float | None:
    """Seconds, from a number or a date; at most an hour."""
    if text.isascii() and text.isdigit():
        return float(min(int(text[:9]), 3600))
    at = _date(text)
    return None if at is None else min(max((at - datetime.now(UTC)).total_seconds(), 0.0), 3600.0)


def _date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def is_local(url: str) -> bool:
    """Plain HTTP to it never leaves this machine."""
    return urlsplit(url).hostname in {"localhost", "127.0.0.1", "::1"}
