"""The web application of the simulator.

The application reads a request, lets the library carry out the request, and sends the reply. If a fault is planned for
the request, the application damages the reply or closes the connection. The module also makes the pictures of the logo
and the tools.
"""

import asyncio
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable, Iterable
from email.utils import format_datetime
from typing import Any

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from kiosk.simulator.faults import Fault
from kiosk.simulator.records import ReceivedCall
from kiosk.simulator.refusals import language_of
from kiosk.simulator.served_state import ServedState
from kiosk.simulator.wire import Reply, ServedPath, WireRequest, damaged, form_fields, json_body

Endpoint = Callable[[Request], Awaitable[Response]]
_PHRASES = {401: "Unauthorized", 405: "Method Not Allowed", 408: "Request Timeout", 429: "Too Many Requests"}


def application(
    state: ServedState, operations: Iterable[ServedPath], stopping: asyncio.Event, more: list[Route]
) -> Starlette:
    """Return the web application that serves these operations, and also the routes in `more`.

    If a request fits both an operation and a route in `more`, the route in `more` answers.
    """
    routes = [
        Route(path, _endpoint(state, operation, stopping), methods=list(operation.verbs))
        for operation in operations
        for path in operation.paths
    ]
    return Starlette(routes=[*more, *routes])


def _endpoint(state: ServedState, operation: ServedPath, stopping: asyncio.Event) -> Endpoint:
    async def respond(request: Request) -> Response:
        with state.answering():
            try:
                return await respond_now(request)
            except ClientDisconnect:  # the client closed the connection before the whole request had arrived
                return Response()

    async def respond_now(request: Request) -> Response:
        fault = state.faults.take(operation.name)
        if fault is not None and fault.kind == "refuse":
            _log(state, operation, None, 0, fault)
            return await _cut(request, reset=True)
        asked = await _asked(request)
        if fault is None:
            reply = operation.answer(asked)
            _log(state, operation, asked, reply.status, None)
            return _response(reply, state, request)
        return await _go_wrong(state, operation, request, asked, fault, stopping)

    return respond


async def _go_wrong(
    state: ServedState,
    operation: ServedPath,
    request: Request,
    asked: WireRequest,
    fault: Fault,
    stopping: asyncio.Event,
) -> Response:
    resets_before = state.resets
    await _pause(fault.delay_s, stopping)
    # If the state was reset while this call waited, or if the server stops, the request must not change anything.
    if stopping.is_set() or resets_before != state.resets:
        return await _cut(request, reset=False)
    reply = Reply({})
    for number in range(fault.deliveries if fault.server_acts else 0):
        if number:  # Only the last delivery gets an answer, so log the earlier delivery with the status 0.
            _log(state, operation, asked, 0, fault)
        reply = operation.answer(asked)
    shown = _failed(fault, reply, asked)
    _log(state, operation, asked, 0 if fault.kind == "drop" else shown.status, fault)
    await _pause(fault.answer_delay_s, stopping)
    if fault.kind == "drop":
        return await _cut(request, reset=False)
    return _HalfResponse(request, shown) if fault.kind == "cut" else _response(shown, state, request)


def _failed(fault: Fault, reply: Reply, asked: WireRequest) -> Reply:
    if fault.kind == "redirect":
        return Reply(status=302, headers={"location": f"{asked.origin}/library/elsewhere"})
    if fault.kind != "status":
        return damaged(fault.kind, reply)
    headers = {} if fault.retry_after_s is None else {"retry-after": str(fault.retry_after_s)}
    if fault.status == 401:
        headers["www-authenticate"] = 'Bearer error="invalid_token"'
    return Reply({"status": fault.status, "error": _PHRASES.get(fault.status, "Error")}, fault.status, headers)


async def _asked(request: Request) -> WireRequest:
    body = await request.body()
    kind = request.headers.get("content-type", "")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return WireRequest(
        verb=request.method,
        ids={name: value for name, value in request.path_params.items() if isinstance(value, int)},
        words={name: value for name, value in request.path_params.items() if isinstance(value, str)},
        raw_path=request.scope["raw_path"].decode("latin-1"),
        authorization=request.headers.get("authorization", ""),
        headers=dict(request.headers),
        query=dict(request.query_params),
        fields=form_fields(kind, body),
        json=json_body(kind, body),
        language=language_of(request.headers.get("accept-language", "")),
        token=token if scheme.lower() == "bearer" else "",
        origin=f"{request.url.scheme}://{request.url.netloc}",
    )


def _response(reply: Reply, state: ServedState, request: Request) -> Response:
    """Return the HTTP response for a reply. Like every web server, the simulator sends a Date header.

    The header has the date of the library's clock.
    """
    date = {"date": format_datetime(state.clock.now(), usegmt=True)}
    ending = BackgroundTask(_close, request.state.transport) if reply.cut_after else None
    return Response(reply.content(), reply.status, reply.all_headers() | date, background=ending)


async def _close(transport: asyncio.Transport) -> None:
    """Close the connection. This is a coroutine because starlette runs a plain function in another thread."""
    transport.close()


def _log(
    state: ServedState, operation: ServedPath, asked: WireRequest | None, status: int, fault: Fault | None
) -> None:
    member, about = operation.told(asked) if asked else (None, "")
    acted = fault is None or fault.server_acts
    kind = fault.kind if fault else None
    call = ReceivedCall(operation.name, state.clock.seconds(), member, status, kind, acted, about)
    state.log_call(call)


async def _pause(seconds: float, stopping: asyncio.Event) -> None:
    """Wait for this number of seconds, but return at once if the server stops."""
    if seconds <= 0:
        return
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return


async def _cut(request: Request, *, reset: bool) -> Response:
    """End the TCP connection without an answer.

    If `reset` is True, the client gets a RST packet (an abrupt end), else a FIN packet (a normal end).
    """
    transport: asyncio.Transport = request.state.transport
    connection: socket.socket = transport.get_extra_info("socket")
    if reset:
        # With the socket option SO_LINGER at 0 seconds, the kernel sends RST instead of FIN.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    transport.abort()
    await _gone(request)
    return Response()  # nobody reads this response, because the connection is closed


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class _HalfResponse(Response):
    """A response that sends all headers but only half of the body, and then closes the connection."""

    def __init__(self, request: Request, reply: Reply) -> None:
        super().__init__(reply.content(), reply.status, reply.all_headers())
        self._request = request

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        half = bytes(self.body)[: len(self.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        self._request.state.transport.close()
        await _gone(self._request)


class Connection(H11Protocol):
    """A connection of uvicorn that stores its transport in request.state.transport.

    A fault needs the transport to cut the connection.
    """

    def __init__(
        self, is_cut: Callable[[], bool], config: Config, server_state: ServerState, app_state: dict[str, Any]
    ):
        """Make a connection. `is_cut` returns True while the port of the library is closed.

        All other arguments are passed to uvicorn.
        """
        super().__init__(config, server_state, app_state)
        self._is_cut = is_cut
        # uvicorn would log the address of each request, which can contain a secret such as a personal code
        self.access_log = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn does the same
        """Store the transport of this connection for the application. Send small packets without delay.

        If the port was closed after this connection was accepted, cut the connection at once.
        """
        super().connection_made(transport)
        if self._is_cut():
            transport.abort()
            return
        self.app_state = {"transport": transport}
        # Without the option TCP_NODELAY, an answer takes 40 ms longer. asyncio sets this option only if the protocol of
        # the socket is given as TCP, but the simulator's socket gives no protocol. So the option is set here.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


# --- pictures -------------------------------------------------------------------------------------

_SIDE = 64


def picture_route(state: ServedState) -> Route:
    """Return the route for pictures. The addresses of the logo and of the tools' pictures lead to this route."""

    async def respond(request: Request) -> Response:
        state.log_call(ReceivedCall("picture", state.clock.seconds(), None, 200, None, acted=False))
        return Response(picture(request.path_params["name"]), media_type="image/png")

    return Route("/library/images/{name}", respond)


def picture(name: str) -> bytes:
    """Return a square picture (PNG) that has only one colour. The colour depends on the name."""
    seed = zlib.crc32(name.encode())
    colour = bytes((96 + seed % 128, 80 + (seed >> 8) % 112, 64 + (seed >> 16) % 96))
    rows = (b"\0" + colour * _SIDE) * _SIDE
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
