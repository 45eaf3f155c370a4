"""The settings of a myTurn site. This module is cheap to import."""

from collections.abc import Mapping
from dataclasses import field
from datetime import tzinfo

from kiosk.backends.network import STRAIGHT, Network
from kiosk.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ScanEndpoint:
    """The vendor's own log-in call for a scanned fob; the fob's code replaces `{code}` in `url` and `body`."""

    url: str
    verb: str = "POST"
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTurnSite:
    """The settings of [myturn], and all other settings about the server."""

    url: str
    """The address of the site (".../library"), or the full apiUrl (".../library/api/v1.1")."""
    timeout_s: float = 10.0
    allow_http: bool = False
    paths: Mapping[str, str] = field(default_factory=dict)
    """The lines of [myturn.paths]; kiosk.backends.myturn.paths explains them."""
    overrides: Mapping[str, object] = field(default_factory=dict)
    """The lines of [overrides]: fields of the organisation, with the names and the form that the server uses."""
    default_days: int = 7
    time_zone: tzinfo | None = None
    """The library's time zone; None means the machine's time zone."""
    scan_endpoint: ScanEndpoint | None = None
    logout_call: bool = False
    """[login] logout_call: True if the server is told of every log-out. This can end the token of a linked fob."""
    reset_field: str = "email"
    """[login] reset_field: the name of the field with the member's input, in the call for a new password."""
    conditions: tuple[str, ...] = ()
    """[returns] condition_statuses: the names of the statuses that a member may give to a tool."""
    network: Network = STRAIGHT
    language: str = "en"
    """[kiosk] language: the language of the names in `conditions`."""
