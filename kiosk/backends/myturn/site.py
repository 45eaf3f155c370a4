"""What the settings say of a myTurn site. Cheap to import."""

from collections.abc import Mapping
from dataclasses import field
from datetime import tzinfo

from kiosk.backends.network import STRAIGHT, Network
from kiosk.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ScanEndpoint:
    """The vendor's own log-in call for a scanned fob; `{code}` in url or body stands for the fob's code."""

    url: str
    verb: str = "POST"
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTurnSite:
    """[myturn] and what else in the settings concerns the server."""

    url: str
    """The site (".../library"), or the full apiUrl (".../library/api/v1.1")."""
    timeout_s: float = 10.0
    allow_http: bool = False
    paths: Mapping[str, str] = field(default_factory=dict)
    """[myturn.paths]: see kiosk.backends.myturn.paths."""
    overrides: Mapping[str, object] = field(default_factory=dict)
    """[overrides]: fields of the organisation by their own names, in the form in which the server would answer them."""
    default_days: int = 7
    time_zone: tzinfo | None = None
    """None: the machine's."""
    scan_endpoint: ScanEndpoint | None = None
    logout_call: bool = False
    """[login] logout_call: tell the server of every log-out. It can kill a linked fob's token."""
    reset_field: str = "email"
    """[login] reset_field: under which name the call for a new password takes what a member has typed."""
    conditions: tuple[str, ...] = ()
    """[returns] condition_statuses: names of the statuses that a member may give to a tool."""
    network: Network = STRAIGHT
    language: str = "en"
    """[kiosk] language, in which they are written."""
