"""The simulator: a real web server for a made-up tool library, which answers like myTurn.

A knob sets how the server answers in a case that myTurn's published API leaves open. A fault makes an answer fail on
purpose.

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
    """Return a name of the module `server`, which is imported only now, so that this package is quick to import."""
    if name in __all__:
        from kiosk.simulator import server

        return getattr(server, name)
    raise AttributeError(name)
