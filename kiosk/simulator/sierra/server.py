"""The simulated Sierra as a real web server on a port of this machine.

`run_until_signal` runs such a server in the calling thread, and `SierraThread` runs the server in a separate thread.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.faults import Fault
from kiosk.simulator.serving import RunningServer, ServerThread
from kiosk.simulator.sierra.control import SierraControl, sierra_control_routes
from kiosk.simulator.sierra.knobs import SierraKnobs
from kiosk.simulator.sierra.routes import SITE, served
from kiosk.simulator.sierra.state import SierraState

if TYPE_CHECKING:
    from starlette.applications import Starlette


class SierraServer(RunningServer):
    """A server for one made-up library with Sierra. The server runs in one event loop.

    Any thread can use its state (`library_state`) and its levers (`control`).
    """

    def __init__(
        self,
        *,
        port: int = 0,
        knobs: SierraKnobs | None = None,
        faults: Sequence[Fault] = (),
        today: date | None = None,
        time_zone: tzinfo | None = None,
    ) -> None:
        knobs = knobs or SierraKnobs()
        super().__init__(port, f"{SITE}/{'v6' if knobs.v6 else 'v5'}")
        self.library_state = SierraState(knobs, LibraryClock(today=today, time_zone=time_zone))
        for fault in faults:
            self.library_state.faults.add(fault)
        self.control = SierraControl(self.library_state, self._port)

    @property
    def token_url(self) -> str:
        """Return the address at which a client gets a token. This address has no version of the API in its path."""
        return f"{self.origin}{SITE}/token"

    def web_application(self, stopping: asyncio.Event) -> "Starlette":
        """Make the web application with the operations and the levers."""
        from kiosk.simulator.application import application

        levers = sierra_control_routes(self.control, self.library_state, self._port)
        return application(self.library_state, served(self.library_state), stopping, levers)


class SierraThread(ServerThread[SierraServer]):
    """A simulated Sierra that runs in a separate thread. If `port` is 0, the server uses a free port of this machine.

    The server runs until stop() is called, or until the end of a `with` block.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        knobs: SierraKnobs | None = None,
        faults: Sequence[Fault] = (),
        today: date | None = None,
        time_zone: tzinfo | None = None,
    ) -> None:
        super().__init__(SierraServer(port=port, knobs=knobs, faults=faults, today=today, time_zone=time_zone))

    @property
    def token_url(self) -> str:
        """Return the address at which a client gets a token. This address has no version of the API in its path."""
        return self._server.token_url

    @property
    def control(self) -> SierraControl:
        """Return the levers of the simulator."""
        return self._server.control

    @property
    def library_state(self) -> SierraState:
        """Return the state of the library."""
        return self._server.library_state
