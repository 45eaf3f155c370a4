"""The simulated Sierra as a real web server on a port of this machine.

`run_until_signal` runs such a server in the calling thread, and `SierraThread` runs the server in a separate thread.
"""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Unpack

from kiosk.simulator.serving import RunningServer, ServerOptions, ServerThread
from kiosk.simulator.sierra.control import SierraControl, sierra_control_routes
from kiosk.simulator.sierra.knobs import SierraKnobs
from kiosk.simulator.sierra.routes import SITE, served
from kiosk.simulator.sierra.state import SierraState

if TYPE_CHECKING:
    from starlette.applications import Starlette


class SierraServer(RunningServer[SierraState, SierraControl]):
    """A server for one made-up library with Sierra."""

    def __init__(self, *, knobs: SierraKnobs | None = None, **options: Unpack[ServerOptions]) -> None:
        knobs = knobs or SierraKnobs()
        site = f"{SITE}/{'v6' if knobs.v6 else 'v5'}"
        super().__init__(site, partial(SierraState, knobs), SierraControl, **options)

    @property
    def token_url(self) -> str:
        """Return the address at which a client gets a token. This address has no version of the API in its path."""
        return f"{self.origin}{SITE}/token"

    def web_application(self, stopping: asyncio.Event) -> "Starlette":
        """Make the web application with the operations and the levers."""
        from kiosk.simulator.application import application

        levers = sierra_control_routes(self.control, self.library_state, self._port)
        return application(self.library_state, served(self.library_state), stopping, levers)


class SierraThread(ServerThread[SierraState, SierraControl]):
    """A simulated Sierra that runs in a separate thread."""

    def __init__(self, *, knobs: SierraKnobs | None = None, **options: Unpack[ServerOptions]) -> None:
        self._sierra = SierraServer(knobs=knobs, **options)
        super().__init__(self._sierra)

    @property
    def token_url(self) -> str:
        """Return the address at which a client gets a token. This address has no version of the API in its path."""
        return self._sierra.token_url
