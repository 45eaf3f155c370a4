"""The function that makes the settings for the back end of OverDrive from the settings file."""

import re
from typing import TYPE_CHECKING

from kiosk.app.clock import local_zone
from kiosk.app.described_library import library_of
from kiosk.app.system_key import OVERDRIVE_CLIENT, key_place, system_key
from kiosk.backends.network import Network
from kiosk.domain.library import Library
from kiosk.settings.model import CardPin, Environment, Settings, there

if TYPE_CHECKING:
    from kiosk.backends.overdrive.service import OverDriveSite


def overdrive_site(settings: Settings, network: Network) -> "OverDriveSite":
    """Return the settings in [overdrive] and [library] for the back end.

    If OverDrive is not the main system, the table [library] can be missing. Then the main system describes the library.
    Raises MisconfiguredError if the key of the application is wrong.
    """
    from kiosk.backends.overdrive.paths import OverDriveHost
    from kiosk.backends.overdrive.service import OverDriveSite

    overdrive, library = there(settings.overdrive), settings.library
    return OverDriveSite(
        hosts={OverDriveHost(name): url for name, url in overdrive.addresses.items()},
        client=system_key(settings, OVERDRIVE_CLIENT),
        client_place=key_place(settings, OVERDRIVE_CLIENT),
        library_id=overdrive.library_id,
        website_id=overdrive.website_id,
        authorization_name=overdrive.authorization_name,
        zone=local_zone(settings.kiosk.time_zone),
        card_pin=overdrive.card_pin is CardPin.REQUIRED,
        items=re.compile(overdrive.items) if overdrive.items else None,
        covers=overdrive.covers,
        timeout_s=overdrive.request_timeout_s,
        is_integration=overdrive.environment is Environment.INTEGRATION,
        library=library_of(settings) if library is not None else Library(),
        most_loans=(library.max_items or None) if library is not None else None,
        network=network,
    )
