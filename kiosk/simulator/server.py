"""The simulated myTurn as a real web server on a port of this machine.

`run_until_signal` runs such a server in the calling thread, and `SimulatorThread` runs the server in a separate thread.
"""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Unpack

from kiosk.simulator.control import Control
from kiosk.simulator.knobs import Knobs
from kiosk.simulator.organization import SITE
from kiosk.simulator.routes import served
from kiosk.simulator.serving import RunningServer, ServerOptions, ServerThread
from kiosk.simulator.state import LibraryState

if TYPE_CHECKING:
    from starlette.applications import Starlette


class LibraryServer(RunningServer[LibraryState, Control]):
    """A server for one made-up library with myTurn."""

    def __init__(self, *, knobs: Knobs | None = None, **options: Unpack[ServerOptions]) -> None:
        super().__init__(SITE, partial(LibraryState, knobs or Knobs()), Control, **options)

    def web_application(self, stopping: asyncio.Event) -> "Starlette":
        """Make the web application with the operations, the pictures and the levers."""
        from kiosk.simulator.application import application, picture_route
        from kiosk.simulator.http_control import control_routes

        levers = control_routes(self.control, self.library_state, self._port)
        more = [picture_route(self.library_state), *levers]
        return application(self.library_state, served(self.library_state), stopping, more)


class SimulatorThread(ServerThread[LibraryState, Control]):
    """A simulated myTurn that runs in a separate thread."""

    def __init__(self, *, knobs: Knobs | None = None, **options: Unpack[ServerOptions]) -> None:
        super().__init__(LibraryServer(knobs=knobs, **options))
