"""The simulated eHUB provider as a real web server on a port of this machine.

`EhubThread` runs the server in a separate thread.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.ehub.control import EhubControl, ehub_control_routes
from kiosk.simulator.ehub.knobs import EhubKnobs
from kiosk.simulator.ehub.routes import SITE, served
from kiosk.simulator.ehub.state import EhubState
from kiosk.simulator.faults import Fault
from kiosk.simulator.serving import RunningServer, ServerThread

if TYPE_CHECKING:
    from starlette.applications import Starlette


class EhubServer(RunningServer):
    """A server for one made-up provider. The server runs in one event loop.

    Its address has no version of the API in its path. Any thread can use the state (`library_state`) and the levers
    (`control`).
    """

    def __init__(
        self,
        *,
        port: int = 0,
        knobs: EhubKnobs | None = None,
        faults: Sequence[Fault] = (),
        today: date | None = None,
        time_zone: tzinfo | None = None,
    ) -> None:
        super().__init__(port, SITE)
        self.library_state = EhubState(knobs or EhubKnobs(), LibraryClock(today=today, time_zone=time_zone))
        for fault in faults:
            self.library_state.faults.add(fault)
        self.control = EhubControl(self.library_state, self._port)

    def web_application(self, stopping: asyncio.Event) -> "Starlette":
        """Make the web application with the operations and the levers."""
        from kiosk.simulator.application import application

        levers = ehub_control_routes(self.control, self.library_state, self._port)
        return application(self.library_state, served(self.library_state), stopping, levers)


class EhubThread(ServerThread[EhubServer]):
    """A simulated eHUB provider in a separate thread. If `port` is 0, it uses any free port of this machine.

    It runs until stop() is called, or until the end of a `with` block.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        knobs: EhubKnobs | None = None,
        faults: Sequence[Fault] = (),
        today: date | None = None,
        time_zone: tzinfo | None = None,
    ) -> None:
        super().__init__(EhubServer(port=port, knobs=knobs, faults=faults, today=today, time_zone=time_zone))

    @property
    def origin(self) -> str:
        """Return the scheme, the host and the port of the server. The levers and the covers are below it."""
        return self._server.origin

    @property
    def control(self) -> EhubControl:
        """Return the levers of the simulator."""
        return self._server.control

    @property
    def library_state(self) -> EhubState:
        """Return the state of the provider."""
        return self._server.library_state
