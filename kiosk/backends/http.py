"""The HTTP code for all lending systems. It sends requests, waits for answers, and decides which answers to believe.

The kiosk speaks HTTP/1.1, follows no redirects and asks for no compression. It reads at most 2 MB of each answer,
counted after unpacking. It stores no cookies, because a cookie could mix the session of one member with the visit of
the next member. Requests and answers are never logged. A log line names only the operation and its problem.
"""

import asyncio
import logging
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeVar
from urllib.parse import urlencode

from msgspec import Struct

from kiosk import version
from kiosk.backends.answer import MOVES, HttpAnswer, Received, UselessAnswer, bare_address
from kiosk.backends.content import UnreadableContentError, too_big, unpacked
from kiosk.backends.errors import ServerAwayError
from kiosk.backends.httpx_import import httpx
from kiosk.backends.lenient import Oddities
from kiosk.backends.network import STRAIGHT, Network
from kiosk.backends.unanswered import why_lost
from kiosk.domain.model import Secret
from kiosk.domain.outcome import NeverLeft, NoAnswer
from kiosk.structs import hiding

_log = logging.getLogger("kiosk.http")
# These two loggers would write whole URLs into the log. At level DEBUG, httpcore would also write headers with tokens.
for _chatty in ("httpx", "httpcore"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)

LARGEST_ANSWER = 2 * 1024 * 1024
KEEP_ALIVE_S = 4.0
"""The number of seconds after which the kiosk closes a connection that it does not use.

The kiosk must close a connection before the server closes it. If the kiosk sends a write on a connection that the
server has closed, no answer comes, and the kiosk cannot know if the server has got the write.
"""
READ_PAUSES_S = (0.3, 1.0)
_LONGEST_PAUSE_S = 2.0
_TRY_AGAIN = frozenset({408, 425, 429})
_ASKS_STAFF = frozenset({407, 511})
"""The HTTP status codes after which a second try is useless. Staff must first allow this machine into the network."""
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class HttpCall(Struct, frozen=True):
    """One request to a server. Only the `name` of the request is written to the log.

    If `fresh` is True, the request is sent on a new connection.
    """

    name: str
    verb: str
    url: str
    body: bytes = b""
    content_type: str = ""
    token: Secret | None = None
    language: str = ""
    fresh: bool = False
    accept: str = JSON
    most: int = LARGEST_ANSWER
    """The largest number of bytes that the kiosk reads from the answer."""
    login: Secret | None = None
    """A name and a password with a colon between them, sent as basic authentication instead of a token."""
    forwarded_for: str = ""
    """The address of the machine that the member uses (this kiosk), for the header X-Forwarded-For.

    If the address is empty, the header is not sent.
    """
    refuses_with_500: bool = False
    """True if the system sends refusals as JSON with the status 500. Such an answer is not logged as a fault."""
    redirects: bool = False
    """True if the right answer is a redirect. Its address can be secret, so the log does not name it."""

    __repr__ = hiding("url", "body")


def form_body(fields: Mapping[str, str]) -> bytes:
    """Return the fields as the body of a urlencoded form."""
    return urlencode(fields, errors="replace").encode("ascii")


T = TypeVar("T")


class Wire:
    """The connections to one lending system. A request and its whole answer together take at most `timeout_s` seconds.

    `tls` is None if no address of the system begins with https. In that case no certificates are loaded. Each try to
    send a request runs inside of the context `pace`. This context can make the request wait, for example so that not
    too many requests are sent in a short time.
    """

    def __init__(
        self,
        *,
        timeout_s: float,
        tls: ssl.SSLContext | None = None,
        pauses_s: tuple[float, ...] = READ_PAUSES_S,
        network: Network = STRAIGHT,
        oddities: Oddities | None = None,
        pace: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
    ) -> None:
        self._timeout_s, self._tls, self._pauses_s, self._network = timeout_s, tls, pauses_s, network
        self._pace = pace
        self._running: set[asyncio.Task[object]] = set()
        self._clients: dict[tuple[bool, bool], httpx.AsyncClient] = {}
        self._away = False
        self.oddities = oddities or Oddities()
        """The values that were ignored in the answers until now."""

    def beside(self) -> "Wire":
        """Return a second Wire to this lending system. The two wires share no connections, but they share the pace."""
        return Wire(
            timeout_s=self._timeout_s,
            tls=self._tls,
            pauses_s=self._pauses_s,
            network=self._network,
            oddities=self.oddities,
            pace=self._pace,
        )

    async def exchange(self, call: HttpCall) -> Received:
        """Send the request once. Return the answer, NoAnswer or NeverLeft.

        NoAnswer means that the kiosk began to send the request, but no answer came. NeverLeft means that no byte of the
        request was sent. A fault of the network or the server never raises an error.
        """
        received, _ = await self._exchange(call)
        return received

    async def read(self, call: HttpCall) -> HttpAnswer:
        """Send a request that only reads, and return the answer.

        If no useful answer comes, wait for a short pause and send the request again, usually at most twice. Raises
        ServerAwayError if no try succeeds.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._timeout_s
        for pause_s in (*self._pauses_s, None):
            received, wrong = await self._exchange(call)
            if isinstance(received, HttpAnswer) and received.status < 500 and received.status not in _TRY_AGAIN:
                return received
            asked_s = received.retry_after_s if isinstance(received, HttpAnswer) else None
            wait_s = max(pause_s or 0.0, asked_s or 0.0)
            hopeless = isinstance(received, HttpAnswer) and received.status in _ASKS_STAFF
            if pause_s is None or hopeless or wait_s > _LONGEST_PAUSE_S or loop.time() + wait_s > ends:
                what = wrong or UselessAnswer("no answer")
                raise ServerAwayError(f"{call.name}: {what.words}", asked_s, what.reason)
            await asyncio.sleep(wait_s)
        raise AssertionError("the last try returns or raises")

    def run_to_end(self, work: Coroutine[object, object, T]) -> "asyncio.Task[T]":
        """Start this work in a task of its own, and return the task. If the caller is cancelled, the work goes on.

        This is needed because the server's answer can contain a new token. A cancelled task would lose this token.
        """
        task = asyncio.ensure_future(work)  # noqa: TID251 - the task needs a few seconds, and aclose() waits for it
        self._running.add(task)
        task.add_done_callback(self._heard)
        return task

    def _heard(self, task: "asyncio.Task[object]") -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # Read the exception, because asyncio logs an exception that nobody has read.

    async def aclose(self) -> None:
        """Wait for the work that `run_to_end` started, and then close all connections."""
        while self._running:
            await asyncio.wait(set(self._running))
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.aclose()

    async def _exchange(self, call: HttpCall) -> tuple[Received, UselessAnswer | None]:
        async with self._pace():
            received, wrong = await self._send(call)
        self._note(call.name, wrong)
        return received, wrong

    async def _send(self, call: HttpCall) -> tuple[Received, UselessAnswer | None]:
        """Send the request once. Return the answer, and the reason why the answer is useless.

        The reason is None if the answer is usable. If no answer came, return NoAnswer or NeverLeft, and the reason.
        """
        left = _Left()
        try:
            async with asyncio.timeout(self._timeout_s):
                answer = await self._answer(call, left)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as lost:
            wrong = why_lost(lost, left=left.begun, now=datetime.now(UTC))
            return (NoAnswer() if left.begun else NeverLeft()), wrong
        return answer, _wrong_with(answer, call)

    async def _answer(self, call: HttpCall, left: "_Left") -> HttpAnswer:
        client = self._client(fresh=call.fresh, proxied=self._network.goes_through_proxy(call.url))
        request = client.build_request(
            call.verb,
            call.url,
            content=call.body or None,
            headers=_headers(call),
            extensions={"trace": left.trace, "timeout": self._timeouts()},
        )
        response = await client.send(request, stream=True)
        try:
            return await _read(response, call, self.oddities)
        finally:
            await response.aclose()

    def _client(self, *, fresh: bool, proxied: bool = False) -> httpx.AsyncClient:
        kind = (fresh, proxied)
        if kind not in self._clients:
            self._clients[kind] = self._new_client(keep=0 if fresh else 2, proxied=proxied)
        return self._clients[kind]

    def _new_client(self, *, keep: int, proxied: bool) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            # Without `tls`, the context has no certificates and trusts no server. This is enough for plain HTTP, and
            # loading certificates would cost time and memory.
            verify=self._tls or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=keep, keepalive_expiry=KEEP_ALIVE_S),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"Connection": "keep-alive" if keep else "close", "User-Agent": f"lending-kiosk/{version()}"},
            trust_env=False,
            http2=False,
            follow_redirects=False,
            proxy=_proxy(self._network) if proxied else None,
        )

    def _timeouts(self) -> dict[str, float]:
        # The connection must be made in half of the time limit. If there is no connection after this half, the write
        # was certainly not sent. If there is no answer after the whole time limit, the server perhaps has the write.
        return dict.fromkeys(("read", "write", "pool"), self._timeout_s) | {"connect": self._timeout_s / 2}

    def _note(self, name: str, wrong: UselessAnswer | None) -> None:
        if wrong is not None:
            _log.log(logging.DEBUG if self._away else logging.WARNING, "%s: %s", name, wrong.words)
        elif self._away:
            _log.info("%s: the server answers again", name)
        self._away = wrong is not None


class _Left:
    """A mark, `begun`, which becomes True when httpx begins to send the request. httpx calls `trace` at each step.

    A CONNECT to the proxy does not change the mark. If the proxy refuses the CONNECT, the request itself is never sent.
    """

    def __init__(self) -> None:
        self.begun = False

    async def trace(self, event: str, details: Mapping[str, object]) -> None:
        if event.endswith("send_request_headers.started"):
            self.begun = self.begun or getattr(details.get("request"), "method", b"") != b"CONNECT"


def _proxy(network: Network) -> httpx.Proxy:
    name, _, password = network.login.reveal().partition(":") if network.login else ("", "", "")
    tls = network.tls() if network.proxy.startswith("https:") else None
    return httpx.Proxy(network.proxy, ssl_context=tls, auth=(name, password) if network.login else None)


def _headers(call: HttpCall) -> dict[str, str]:
    headers = {"Accept": call.accept, "Accept-Encoding": "identity"}
    if call.content_type:
        headers["Content-Type"] = call.content_type
    if call.language:
        headers["Accept-Language"] = call.language
    if call.token is not None:
        headers["Authorization"] = f"Bearer {call.token.reveal()}"
    if call.forwarded_for:
        headers["X-Forwarded-For"] = call.forwarded_for
    if call.login is not None:
        headers["Authorization"] = f"Basic {b64encode(call.login.reveal().encode()).decode('ascii')}"
    if call.verb in {"POST", "PUT", "PATCH"} and not call.body:
        headers["Content-Length"] = "0"  # Without this header, some servers answer an empty POST with 411.
    return headers


async def _read(response: httpx.Response, call: HttpCall, oddities: Oddities) -> HttpAnswer:
    unread = ""
    try:
        packed = await _at_most(response.aiter_raw(), call.most)
        body = unpacked(packed, response.headers.get("content-encoding", ""), call.most)
    except UnreadableContentError as why:
        body, unread = b"", str(why.args[0])
    return HttpAnswer(
        response.status_code,
        body,
        response.headers.get("content-type", "").lower(),
        unread,
        _retry_after(response.headers.get("retry-after", "")),
        _date(response.headers.get("date", "")),
        _age(response.headers.get("age", "0")),
        bare_address(call.url),
        response.headers.get("location", "").strip(),
        call.name,
        oddities,
    )


async def _at_most(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise UnreadableContentError(too_big(limit))
    return bytes(body)


def _wrong_with(answer: HttpAnswer, call: HttpCall) -> UselessAnswer | None:
    """Return the reason why the answer is useless, or None if the kiosk can use the answer."""
    if call.redirects and answer.status in MOVES:
        return None
    if call.refuses_with_500 and answer.status == 500 and answer.can_be_json and answer.body.lstrip().startswith(b"{"):
        return None
    usable = answer.status < 500 and answer.status not in _ASKS_STAFF and answer.can_be_json
    return None if usable and not 300 <= answer.status < 400 else answer.meaning


def _retry_after(text: str) -> float | None:
    """Return the wait in seconds, at most 3600, that a Retry-After header asks for.

    The text is a number of seconds or a date. Return None if the text is neither a number nor a date.
    """
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


def _age(text: str) -> float | None:
    return float(text[:9]) if text.isascii() and text.isdigit() else None
