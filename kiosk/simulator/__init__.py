"""The simulator is a real web server for a made-up tool library. The server answers like myTurn.

A knob is a setting for something that myTurn's published API does not say, for example how the server answers if a list
is empty. A fault makes an answer fail on purpose.

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
    from kiosk.simulator.server import LibraryServer, SimulatorThread

__all__ = ["MEMBERS", "Fault", "Knobs", "LibraryServer", "Person", "SimulatorThread"]


def __getattr__(name: str) -> object:
    """Return the class with this name from the module `server`. Import that module only when the name is first used."""
    if name in __all__:
        from kiosk.simulator import server

        return getattr(server, name)
    raise AttributeError(name)
