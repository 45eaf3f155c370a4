"""The simulated OverDrive as a real web server on a port of this machine.

`run_until_signal` runs such a server in the calling thread, and `OverdriveThread` runs the server in a separate thread.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.faults import Fault
from kiosk.simulator.overdrive.control import OverdriveControl, overdrive_control_routes
from kiosk.simulator.overdrive.knobs import OverdriveKnobs
from kiosk.simulator.overdrive.routes import served
from kiosk.simulator.overdrive.state import OverdriveState
from kiosk.simulator.serving import RunningServer, ServerThread

if TYPE_CHECKING:
    from starlette.applications import Starlette


class OverdriveServer(RunningServer):
    """A server for one made-up library with OverDrive. The server runs in one event loop.

    OverDrive has four hosts: two for tokens, one for titles, and one for loans. Here one address serves all four. Any
    thread can use the state (`library_state`) and the levers (`control`).
    """

    def __init__(
        self,
        *,
        port: int = 0,
        knobs: OverdriveKnobs | None = None,
        faults: Sequence[Fault] = (),
        today: date | None = None,
        time_zone: tzinfo | None = None,
    ) -> None:
        super().__init__(port, "")
        self.library_state = OverdriveState(knobs or OverdriveKnobs(), LibraryClock(today=today, time_zone=time_zone))
        for fault in faults:
            self.library_state.faults.add(fault)
        self.control = OverdriveControl(self.library_state, self._port)

    @property
    def token_url(self) -> str:
        """Return the address at which the kiosk gets a token for itself."""
        return f"{self.origin}/token"

    @property
    def patron_token_url(self) -> str:
        """Return the address at which the kiosk gets a token for a patron."""
        return f"{self.origin}/patrontoken"

    def web_application(self, stopping: asyncio.Event) -> "Starlette":
        """Make the web application with the operations and the levers."""
        from kiosk.simulator.application import application

        levers = overdrive_control_routes(self.control, self.library_state, self._port)
        return application(self.library_state, served(self.library_state), stopping, levers)


class OverdriveThread(ServerThread[OverdriveServer]):
    """A simulated OverDrive that runs in a separate thread. If `port` is 0, it uses any free port of this machine.

    It runs until stop() is called, or until the end of a `with` block.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        knobs: OverdriveKnobs | None = None,
        faults: Sequence[Fault] = (),
        today: date | None = None,
        time_zone: tzinfo | None = None,
    ) -> None:
        super().__init__(OverdriveServer(port=port, knobs=knobs, faults=faults, today=today, time_zone=time_zone))

    @property
    def token_url(self) -> str:
        """Return the address at which the kiosk gets a token for itself."""
        return self._server.token_url

    @property
    def patron_token_url(self) -> str:
        """Return the address at which the kiosk gets a token for a patron."""
        return self._server.patron_token_url

    @property
    def control(self) -> OverdriveControl:
        """Return the levers of the simulator."""
        return self._server.control

    @property
    def library_state(self) -> OverdriveState:
        """Return the state of the library."""
        return self._server.library_state
