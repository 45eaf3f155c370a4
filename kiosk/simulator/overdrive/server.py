"""The simulated OverDrive as a real web server on a port of this machine.

`run_until_signal` runs such a server in the calling thread, and `OverdriveThread` runs the server in a separate thread.
"""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Unpack

from kiosk.simulator.overdrive.control import OverdriveControl, overdrive_control_routes
from kiosk.simulator.overdrive.knobs import OverdriveKnobs
from kiosk.simulator.overdrive.routes import served
from kiosk.simulator.overdrive.state import OverdriveState
from kiosk.simulator.serving import RunningServer, ServerOptions, ServerThread

if TYPE_CHECKING:
    from starlette.applications import Starlette


class OverdriveServer(RunningServer[OverdriveState, OverdriveControl]):
    """A server for one made-up library with OverDrive.

    OverDrive has four hosts: two for tokens, one for titles, and one for loans. This server has one address for all.
    """

    def __init__(self, *, knobs: OverdriveKnobs | None = None, **options: Unpack[ServerOptions]) -> None:
        super().__init__("", partial(OverdriveState, knobs or OverdriveKnobs()), OverdriveControl, **options)

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


class OverdriveThread(ServerThread[OverdriveState, OverdriveControl]):
    """A simulated OverDrive that runs in a separate thread."""

    def __init__(self, *, knobs: OverdriveKnobs | None = None, **options: Unpack[ServerOptions]) -> None:
        self._overdrive = OverdriveServer(knobs=knobs, **options)
        super().__init__(self._overdrive)

    @property
    def token_url(self) -> str:
        """Return the address at which the kiosk gets a token for itself."""
        return self._overdrive.token_url

    @property
    def patron_token_url(self) -> str:
        """Return the address at which the kiosk gets a token for a patron."""
        return self._overdrive.patron_token_url
