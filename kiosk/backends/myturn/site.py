"""The settings of a myTurn site, and the facts that are the same for every visit. This module is quick to import."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, tzinfo

from msgspec import Struct, field

from kiosk.backends.network import STRAIGHT, Network
from kiosk.backends.ports import ItemMemory, WriteLog
from kiosk.domain.days import Hours
from kiosk.domain.digital import MemberFact
from kiosk.domain.terms import Offers

_MOST_MOMENTS = 40


class ScanEndpoint(Struct, frozen=True):
    """The vendor's own log-in call for a scanned fob. The fob's code replaces `{code}` in `url` and `body`."""

    url: str
    verb: str = "POST"
    body: str = ""


class MyTurnSite(Struct, frozen=True, kw_only=True):
    """The settings of [myturn], and the settings of other sections that are about the server."""

    url: str
    """The address of the site (".../library"), or the full apiUrl (".../library/api/v1.1")."""
    timeout_s: float = 10.0
    allow_http: bool = False
    paths: Mapping[str, str] = field(default_factory=dict)
    """The lines of [myturn.paths]. The module kiosk.backends.myturn.paths explains these lines."""
    overrides: Mapping[str, object] = field(default_factory=dict)
    """The lines of [overrides]. They are fields of the organisation, with the same names as in the server's answer."""
    default_days: int = 7
    time_zone: tzinfo | None = None
    """The library's time zone, or None for this machine's time zone."""
    scan_endpoint: ScanEndpoint | None = None
    logout_call: bool = False
    """The setting logout_call in [login]. If it is True, the kiosk sends a call to the server at each log-out.

    This call can make the token of a linked fob invalid.
    """
    vouches: frozenset[MemberFact] = frozenset()
    """The personal facts about a member that digital systems need. The account gives only these facts to them."""
    reset_field: str = "email"
    """The setting reset_field in [login], which is the name of a form field.

    A member who wants a new password types a user name or a mail address. The kiosk sends this text in the form field.
    """
    conditions: tuple[str, ...] = ()
    """The setting condition_statuses in [returns]. A member may give a tool only a status with one of these names."""
    network: Network = STRAIGHT
    language: str = "en"
    """The setting language in [kiosk]. The names in `conditions` are written in this language."""


@dataclasses.dataclass(slots=True)
class Learned:
    """The facts that the kiosk has learned about a site from its answers.

    `update_verb` is the HTTP verb that the site accepts for a changed line, or "" if it is not known yet.
    `deletes_carts` is False if the site has refused to delete a cart. `marks_again` is True if a loan that is marked
    for return can be marked again with another status. `offers` are the projects and conditions that every member can
    choose. `due_moments` are the moments at which loans are due. They show if the kiosk has the right time zone.
    """

    update_verb: str = ""
    deletes_carts: bool = True
    marks_again: bool = True
    offers: Offers = dataclasses.field(default_factory=Offers)
    due_moments: tuple[datetime, ...] = ()

    def learn_moments(self, moments: Iterable[datetime]) -> None:
        """Add these moments to `due_moments`. If there are too many, forget the earliest moments."""
        self.due_moments = tuple(sorted({*self.due_moments, *moments})[-_MOST_MOMENTS:])


class SiteFacts(Struct, frozen=True, kw_only=True):
    """The facts about this site that are the same for every visit."""

    write_log: WriteLog
    memory: ItemMemory
    now: Callable[[], datetime]
    today: Callable[[], date]
    learned: Learned
    default_days: int = 7
    two_phase: bool = False
    logout_call: bool = False
    hours: Hours = ()
    conditions: tuple[str, ...] = ()
    """The names of the statuses that a member may give to a tool."""
    projects: bool = False
    language: str = ""
    """The language of the names in `conditions`."""
