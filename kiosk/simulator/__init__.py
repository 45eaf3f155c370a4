"""A made-up tool library that answers like myTurn, as a real server with knobs and faults.

with SimulatorThread(knobs=Knobs(empty_as="404")) as library:
    library.url                                             # http://127.0.0.1:40123/library
    library.control.fault("convert", "drop", acts=True)
    library.library_state.loans_of("marta")
"""

from typing import TYPE_CHECKING

from kiosk.simulator.faults import Fault
from kiosk.simulator.knobs import Knobs
from kiosk.simulator.people import MEMBERS, Person

if TYPE_CHECKING:
    from kiosk.simulator.server import LibraryServer, SimulatorThread, serve

__all__ = ["MEMBERS", "Fault", "Knobs", "LibraryServer", "Person", "SimulatorThread", "serve"]


def __getattr__(name: str) -> object:
    """Import the server when one of its names is first asked for: importing this package stays cheap."""
    if name in __all__:
        from kiosk.simulator import server

        return getattr(server, name)
    raise AttributeError(name)
