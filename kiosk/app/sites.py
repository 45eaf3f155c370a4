"""Functions that read the settings for the back end of myTurn, for the network, and for facts about members."""

from pathlib import Path

from kiosk.app.clock import local_zone
from kiosk.backends.errors import MisconfiguredError
from kiosk.backends.login_file import is_open_to_others, login_in
from kiosk.backends.myturn.site import MyTurnSite, ScanEndpoint
from kiosk.backends.network import Network, wrong_certificates
from kiosk.domain.digital import MemberFact
from kiosk.domain.model import Secret
from kiosk.settings.model import FobRule, MemberClaim, Settings, there


def site_of(settings: Settings) -> MyTurnSite:
    """Return the settings that the back end of myTurn needs.

    They come from [myturn] and from other tables, such as [login], [loans] and [network]. Raises MisconfiguredError if
    a file that [network] names cannot be used.
    """
    login, myturn = settings.login, there(settings.myturn)
    endpoint = None
    if login.fob is FobRule.ENDPOINT and login.endpoint_url is not None:
        endpoint = ScanEndpoint(login.endpoint_url, login.endpoint_verb.value, login.endpoint_body)
    return MyTurnSite(
        url=myturn.url,
        timeout_s=myturn.request_timeout_s,
        allow_http=myturn.allow_http,
        paths=myturn.paths,
        overrides=settings.overrides.as_answered(),
        default_days=settings.loans.default_days,
        time_zone=local_zone(settings.kiosk.time_zone),
        scan_endpoint=endpoint,
        logout_call=login.logout_call,
        vouches=facts_to_vouch(settings),
        reset_field=login.reset_field,
        conditions=settings.returns.condition_statuses,
        language=settings.kiosk.language,
        network=network_of(settings),
    )


def facts_to_vouch(settings: Settings) -> frozenset[MemberFact]:
    """Return the personal facts about a member that a digital system needs from the main system."""
    facts = {MemberClaim.EMAIL: MemberFact.EMAIL, MemberClaim.BIRTH_DATE: MemberFact.BIRTH_DATE}
    return frozenset(facts[claim] for claim in settings.vouched_claims if claim in facts)


def network_of(settings: Settings) -> Network:
    """Return the settings in [network], together with the log-in for the proxy, which is read from its file.

    Raises MisconfiguredError if a file cannot be used.
    """
    network = settings.network
    try:
        login = _proxy_login(network.proxy_login_file) if network.proxy and network.proxy_login_file else None
    except (OSError, ValueError) as why:
        said = why.strerror if isinstance(why, OSError) else str(why)
        raise MisconfiguredError(f"[network] proxy_login_file: {network.proxy_login_file}: {said}") from None
    if network.ca_file is not None and (wrong := wrong_certificates(network.ca_file)):
        raise MisconfiguredError(f"[network] ca_file: {network.ca_file}: {wrong}")
    return Network(network.proxy or "", login, network.no_proxy, network.ca_file)


def _proxy_login(path: Path) -> Secret:
    """Return the log-in for the proxy in this file.

    Raises OSError if the file cannot be read, and ValueError if its text is wrong or if others can read it.
    """
    if is_open_to_others(path):
        raise ValueError(f"it can be read by others: chmod 600 {path}")
    return login_in(path)
