"""The simulated myTurn as a real web server on a port of this machine.

`run_until_signal` runs such a server in the calling thread, and `SimulatorThread` runs the server in a separate thread.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.control import Control
from kiosk.simulator.faults import Fault
from kiosk.simulator.knobs import Knobs
from kiosk.simulator.organization import SITE
from kiosk.simulator.routes import served
from kiosk.simulator.serving import RunningServer, ServerThread
from kiosk.simulator.state import LibraryState

if TYPE_CHECKING:
    from starlette.applications import Starlette


class LibraryServer(RunningServer):
    """A server for one made-up library. The server runs in one event loop.

    Any thread can use its state (`library_state`) and its levers (`control`).
    """

    def __init__(
        self,
        *,
        port: int = 0,
        knobs: Knobs | None = None,
        faults: Sequence[Fault] = (),
        today: date | None = None,
        time_zone: tzinfo | None = None,
    ) -> None:
        super().__init__(port, SITE)
        self.library_state = LibraryState(knobs or Knobs(), LibraryClock(today=today, time_zone=time_zone))
        for fault in faults:
            self.library_state.faults.add(fault)
        self.control = Control(self.library_state, self._port)

    def web_application(self, stopping: asyncio.Event) -> "Starlette":
        """Make the web application with the operations, the pictures and the levers."""
        from kiosk.simulator.application import application, picture_route
        from kiosk.simulator.http_control import control_routes

        levers = control_routes(self.control, self.library_state, self._port)
        more = [picture_route(self.library_state), *levers]
        return application(self.library_state, served(self.library_state), stopping, more)


class SimulatorThread(ServerThread[LibraryServer]):
    """A simulated myTurn that runs in a separate thread. If `port` is 0, the server uses a free port of this machine.

    The server runs until stop() is called, or until the end of a `with` block.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        knobs: Knobs | None = None,
        faults: Sequence[Fault] = (),
        today: date | None = None,
        time_zone: tzinfo | None = None,
    ) -> None:
        super().__init__(LibraryServer(port=port, knobs=knobs, faults=faults, today=today, time_zone=time_zone))

    @property
    def control(self) -> Control:
        """Return the levers of the simulator."""
        return self._server.control

    @property
    def library_state(self) -> LibraryState:
        """Return the state of the library."""
        return self._server.library_state
