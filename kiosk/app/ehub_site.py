"""Functions that return the settings for a content provider of eHUB, and the titles in the catalogue file."""

import re
from typing import TYPE_CHECKING

from kiosk.app.clock import local_zone
from kiosk.app.described_library import library_of
from kiosk.app.system_key import EHUB_KEY, key_place, system_key
from kiosk.backends.errors import MisconfiguredError
from kiosk.backends.network import Network
from kiosk.domain.library import Library
from kiosk.settings.model import Digital, MemberClaim, Settings, there

if TYPE_CHECKING:
    from kiosk.backends.ehub.catalogue import LabelledTitle
    from kiosk.backends.ehub.service import EHubSite


def ehub_site(settings: Settings, network: Network) -> "EHubSite":
    """Return the settings in [ehub] and [library], in the form that the back end needs.

    The kiosk sends a token with each request. During a visit, the token names the member. If the provider is the only
    system of the kiosk, the token contains only the number of the card. If the provider stands beside a main system,
    the token contains the facts that the setting `claims` names, and the table [library] can be missing. Raises
    MisconfiguredError if the key or the catalogue cannot be used.
    """
    from kiosk.backends.ehub.paths import EHubClaim, LoansPer
    from kiosk.backends.ehub.service import EHubSite

    ehub, library = there(settings.ehub), settings.library
    vouched = Digital.EHUB in settings.kiosk.digital
    claims = ehub.claims if vouched else (MemberClaim.LIBRARY_CARD,)
    return EHubSite(
        url=ehub.url,
        site_id=ehub.site_id,
        consumer_id=ehub.consumer_id,
        key=system_key(settings, EHUB_KEY),
        key_place=key_place(settings, EHUB_KEY),
        zone=local_zone(settings.kiosk.time_zone),
        api_version=ehub.api_version,
        token_expires_s=ehub.token_expires_s,
        claims=tuple(EHubClaim(each.value) for each in claims),
        vouched=vouched,
        loans=LoansPer(ehub.loans.value),
        allow_delete=ehub.allow_delete,
        remember_loans=ehub.remember_loans,
        catalogue=catalogue_of(settings),
        items=re.compile(ehub.items) if ehub.items else None,
        trusted_cards=re.compile(ehub.trusted_cards) if ehub.trusted_cards else None,
        timeout_s=ehub.request_timeout_s,
        library=library_of(settings) if library is not None else Library(),
        most_loans=(library.max_items or None) if library is not None and not vouched else None,
        network=network,
    )


def catalogue_of(settings: Settings) -> "tuple[LabelledTitle, ...]":
    """Return the titles in the catalogue file, or no titles if the settings name no file.

    Raises MisconfiguredError if the file cannot be read, or if its content is wrong.
    """
    from kiosk.backends.ehub.catalogue import titles_in

    path = there(settings.ehub).catalogue
    if path is None:
        return ()
    try:
        return titles_in(path.read_text(encoding="utf-8"))
    except OSError as why:
        said = f"cannot be read: {why.strerror}"
    except UnicodeDecodeError:
        said = "is not written in UTF-8"
    except ValueError as why:
        said = str(why)
    raise MisconfiguredError(f"[ehub] catalogue: {path}: {said}")
