"""The simulated Sierra, which is a real web server for a made-up library of tools and books.

Each check-out and each check-in changes the library at once, because Sierra has no cart.

with SierraThread(knobs=SierraKnobs(checkout_answer="link"), time_zone=ZoneInfo("America/New_York")) as library:
    library.url                                             # http://127.0.0.1:40123/iii/sierra-api/v6
    library.control.fault("checkout", "drop", acts=True)
    library.library_state.loans_of("marta")
    library.library_state.acts("checkout")
"""

from kiosk.simulator.sierra.knobs import SierraKnobs
from kiosk.simulator.sierra.patron_calls import KEY, KEY_SECRET
from kiosk.simulator.sierra.people import PATRONS, Patron
from kiosk.simulator.sierra.server import SierraServer, SierraThread

__all__ = ["KEY", "KEY_SECRET", "PATRONS", "Patron", "SierraKnobs", "SierraServer", "SierraThread"]
