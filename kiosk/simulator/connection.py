"""uvicorn's HTTP connection, which gives its transport to the application so that a fault can really cut it."""

import asyncio
import socket

from uvicorn.protocols.http.h11_impl import H11Protocol


class Connection(H11Protocol):
    """A connection whose transport the application finds as request.state.transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Give the application this connection's transport."""
        super().connection_made(transport)
        self.app_state = {"transport": transport}
        # asyncio sets this only for sockets that name TCP as their protocol; without it, each answer takes 40 ms
        # longer.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
