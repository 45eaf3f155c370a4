"""The simulated OverDrive, which is a real web server for a made-up library of e-books, audio books and magazines.

Each check-out and each return changes the library at once, because OverDrive has no cart.

with OverdriveThread(knobs=OverdriveKnobs(pins=False)) as library:
    library.url                                             # http://127.0.0.1:40123, for all of OverDrive's hosts
    library.control.fault("checkout", "drop", acts=True)
    library.library_state.loans_of("marta")
    library.library_state.acts("checkout")
"""

from kiosk.simulator.overdrive.knobs import OverdriveKnobs
from kiosk.simulator.overdrive.people import OVERDRIVE_PATRONS, OverdrivePatron
from kiosk.simulator.overdrive.server import OverdriveServer, OverdriveThread
from kiosk.simulator.overdrive.tokens import AUTHORIZATION_NAME, CLIENT_KEY, CLIENT_SECRET, LIBRARY_ID, WEBSITE_ID

__all__ = [
    "AUTHORIZATION_NAME",
    "CLIENT_KEY",
    "CLIENT_SECRET",
    "LIBRARY_ID",
    "OVERDRIVE_PATRONS",
    "WEBSITE_ID",
    "OverdriveKnobs",
    "OverdrivePatron",
    "OverdriveServer",
    "OverdriveThread",
]
