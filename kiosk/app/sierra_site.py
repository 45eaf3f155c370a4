"""The function that makes the settings for the back end of a Sierra from the settings file."""

from typing import TYPE_CHECKING

from kiosk.app.clock import local_zone
from kiosk.app.described_library import library_of
from kiosk.app.sites import facts_to_vouch
from kiosk.app.system_key import SIERRA_KEY, key_place, system_key
from kiosk.backends.network import Network
from kiosk.settings.model import CardPin, Settings, there

if TYPE_CHECKING:
    from kiosk.backends.sierra.service import SierraSite


def sierra_site(settings: Settings, network: Network) -> "SierraSite":
    """Return the settings in [sierra] and [library] for the back end. Raises MisconfiguredError if the key is wrong."""
    from kiosk.backends.sierra.service import SierraSite

    sierra, library = there(settings.sierra), there(settings.library)
    return SierraSite(
        url=sierra.url,
        key=system_key(settings, SIERRA_KEY),
        key_place=key_place(settings, SIERRA_KEY),
        zone=local_zone(settings.kiosk.time_zone),
        token_url=sierra.token_url or "",
        card_pin=sierra.card_pin is CardPin.REQUIRED,
        username=sierra.username,
        statgroup=sierra.statgroup,
        barcode_tag=sierra.barcode_tag,
        timeout_s=sierra.request_timeout_s,
        vouches=facts_to_vouch(settings),
        library=library_of(settings),
        most_loans=library.max_items or None,
        network=network,
    )
