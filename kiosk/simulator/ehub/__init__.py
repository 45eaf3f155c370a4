"""The simulated content provider of Axiell eHUB, which is a real web server for made-up e-books and audio books.

Each check-out and each return changes the provider's state at once. The provider checks the signature of
each request. But it checks no cards and no PINs, because it trusts the kiosk.

with EhubThread(knobs=EhubKnobs(loan_mode="LPF")) as library:
    library.url                                             # http://127.0.0.1:40123/ep/api
    library.control.fault("checkout", "drop", acts=True)
    library.library_state.loans_of("marta")
    library.library_state.acts("checkout")
"""

from kiosk.simulator.ehub.knobs import EhubKnobs
from kiosk.simulator.ehub.people import EHUB_PEOPLE, ProviderPerson
from kiosk.simulator.ehub.server import EhubServer, EhubThread
from kiosk.simulator.ehub.signed_tokens import CONSUMER_ID, SECRET_KEY, SITE_ID

__all__ = [
    "CONSUMER_ID",
    "EHUB_PEOPLE",
    "SECRET_KEY",
    "SITE_ID",
    "EhubKnobs",
    "EhubServer",
    "EhubThread",
    "ProviderPerson",
]
