"""The simulated eHUB provider as a real web server on a port of this machine.

`EhubThread` runs the server in a separate thread.
"""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Unpack

from kiosk.simulator.ehub.control import EhubControl, ehub_control_routes
from kiosk.simulator.ehub.knobs import EhubKnobs
from kiosk.simulator.ehub.routes import SITE, served
from kiosk.simulator.ehub.state import EhubState
from kiosk.simulator.serving import RunningServer, ServerOptions, ServerThread

if TYPE_CHECKING:
    from starlette.applications import Starlette


class EhubServer(RunningServer[EhubState, EhubControl]):
    """A server for one made-up provider. The address of the server does not contain the version of the API."""

    def __init__(self, *, knobs: EhubKnobs | None = None, **options: Unpack[ServerOptions]) -> None:
        super().__init__(SITE, partial(EhubState, knobs or EhubKnobs()), EhubControl, **options)

    def web_application(self, stopping: asyncio.Event) -> "Starlette":
        """Make the web application with the operations and the levers."""
        from kiosk.simulator.application import application

        levers = ehub_control_routes(self.control, self.library_state, self._port)
        return application(self.library_state, served(self.library_state), stopping, levers)


class EhubThread(ServerThread[EhubState, EhubControl]):
    """A simulated eHUB provider that runs in a separate thread."""

    def __init__(self, *, knobs: EhubKnobs | None = None, **options: Unpack[ServerOptions]) -> None:
        super().__init__(EhubServer(knobs=knobs, **options))
