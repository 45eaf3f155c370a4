"""uvicorn's HTTP connection, which hands its transport to the application so that a fault can really cut it."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol


class Connection(H11Protocol):
    """The application finds the transport as request.state.transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Keep what belongs to this connection alone."""
        super().connection_made(transport)
        self.app_state = {"transport": transport}
