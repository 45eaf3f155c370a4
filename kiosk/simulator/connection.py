"""uvicorn's HTTP connection, which hands its transport to the application so that a fault can really cut it."""

import asyncio
import socket

from uvicorn.protocols.http.h11_impl import H11Protocol


class Connection(H11Protocol):
    """The application finds the transport as request.state.transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Keep what belongs to this connection alone."""
        super().connection_made(transport)
        self.app_state = {"transport": transport}
        # asyncio does this itself only for sockets that name TCP as their protocol; without it each answer takes 40 ms.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
