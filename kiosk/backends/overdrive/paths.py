"""The table of OverDrive's operations, and other values that the kiosk must know about OverDrive.

A value with the mark GUESS is in no published page, and in no recorded answer of OverDrive. If the real system has
another value, change the value here.
"""

from collections.abc import Mapping
from enum import StrEnum, auto
from typing import NamedTuple
from urllib.parse import quote, unquote, urlencode, urlsplit

from msgspec import Struct

from kiosk.backends.path_part import path_part


class OverDriveHost(StrEnum):
    """One of the four hosts of OverDrive."""

    OAUTH = auto()
    """The host that gives a token to the kiosk's application."""
    OAUTH_PATRON = auto()
    """The host that gives a token for one member."""
    API = auto()
    """The host of the catalogue."""
    PATRON = auto()
    """The host of the members' loans and holds."""


class OverDriveCall(NamedTuple):
    """The HTTP verb and the address of one operation."""

    verb: str
    url: str


_OPERATIONS: Mapping[str, tuple[str, OverDriveHost, str]] = {
    "client_token": ("POST", OverDriveHost.OAUTH, "/token"),
    "patron_token": ("POST", OverDriveHost.OAUTH_PATRON, "/patrontoken"),
    "library": ("GET", OverDriveHost.API, "/v1/libraries/{id}"),
    "search": ("GET", OverDriveHost.API, "/v1/collections/{collection}/products"),
    "titles": ("GET", OverDriveHost.API, "/v1/collections/{collection}/bulkmetadata"),
    "title": ("GET", OverDriveHost.API, "/v1/collections/{collection}/products/{id}/metadata"),
    "availability": ("GET", OverDriveHost.API, "/v2/collections/{collection}/availability"),
    "patron": ("GET", OverDriveHost.PATRON, "/v1/patrons/me"),
    "loans": ("GET", OverDriveHost.PATRON, "/v1/patrons/me/checkouts"),
    "borrow": ("POST", OverDriveHost.PATRON, "/v1/patrons/me/checkouts"),
    "give_back": ("DELETE", OverDriveHost.PATRON, "/v1/patrons/me/checkouts/{id}"),
    "open": ("GET", OverDriveHost.PATRON, "/v1/patrons/me/checkouts/{id}/formats/downloadRedirect"),
    "holds": ("GET", OverDriveHost.PATRON, "/v1/patrons/me/holds"),
    "cancel_hold": ("DELETE", OverDriveHost.PATRON, "/v1/patrons/me/holds/{id}"),
}


class OverDriveGuesses(Struct, frozen=True):
    """The values that no published page of OverDrive gives, or that other programs for OverDrive use in different ways.

    The tests also try other values.
    """

    borrow_field: str = "id"
    """The name of the field with the title's id in a request for a loan.

    OverDrive's published page has the name "id", but older programs send "reserveId".
    """
    client_refused: frozenset[int] = frozenset({401, 403})
    """The HTTP status codes with which OverDrive refuses the kiosk's application, and not the member. A GUESS.

    They count in the answer to a request for the token of a member. There is one exception: an answer with the error
    code "unauthorized_client" refuses the member, whatever its status code is.
    """
    opens_s: float = 60.0
    """The number of seconds for which the address of a loan works. A GUESS: other programs say "about a minute"."""
    hold_is_ready_by: frozenset[str] = frozenset({"action", "date"})
    """The facts about a hold which show that the member can borrow its title now. One of them is enough.

    "action" means that the hold has the action "checkout". "date" means that it has the date `holdExpires`, which is a
    GUESS.
    """
    most_per_s: int = 2
    """The largest number of requests in one second. OverDrive publishes no number, so this is the kiosk's own limit."""


GUESSES = OverDriveGuesses()
"""The values that the kiosk uses."""

NO_PIN = "[ignore]"
"""The text that the kiosk sends as the PIN if the cards have no PIN. OverDrive accepts no empty text."""
RENEWED_AT = 0.9
"""The part of a token's life after which the kiosk asks for a new token."""
BATCH = 25
"""The largest number of titles in one request for their descriptions or for their availability."""
KINDLE = "ebook-kindle"
"""The format of an e-book that the member has sent to Kindle."""
APP = "Libby"
"""The name of OverDrive's app for members of public libraries, which opens the links `shareInLibby`."""
REDIRECT = 302
"""The status with which OverDrive sends the address of a loan."""

NOT_ON_LOAN = frozenset({"TitleNotCheckedOut", "PatronDoesntHaveTitleCheckedOut"})
NOT_ON_HOLD = "PatronDoesntHaveTitleOnHold"
UNKNOWN_TITLE = frozenset({"NotFound", "InvalidGuid"})
KINDLE_RETURN = "CannotEarlyReturnWhenFulfilledOnKindle"
MEMBER_REFUSED = "unauthorized_client"
CLIENT_REFUSED = "invalid_client"
SCOPE_REFUSED = "invalid_scope"  # GUESS: the usual code of OAuth for a wrong website or a wrong authorization name


class OverDrivePaths:
    """The addresses of the operations. `hosts` has the base address of each host."""

    def __init__(self, hosts: Mapping[OverDriveHost, str]) -> None:
        self._hosts = {host: url.rstrip("/") for host, url in hosts.items()}

    def target(
        self, operation: str, ident: str = "", query: Mapping[str, str] | None = None, *, collection: str = ""
    ) -> OverDriveCall:
        """Return the verb and the address of an operation.

        In the id and in the collection's token, encode all characters with a meaning in a path, such as a slash.
        """
        verb, host, path = _OPERATIONS[operation]
        path = path.replace("{id}", path_part(ident)).replace("{collection}", path_part(collection))
        url = self._hosts[host] + path
        return OverDriveCall(verb, f"{url}?{urlencode(query, safe=',')}" if query else url)

    def linked(self, operation: str, link: str, ident: str) -> OverDriveCall:
        """Return the verb of the operation, and the address of a link that OverDrive has sent.

        A token goes only to the hosts in the settings. So take the host from the settings, and only the path and the
        query from the link. If the link is missing, or if its path does not contain `ident`, return the usual address
        of the operation. Also return the usual address if the path is not absolute. Such a path could add letters to
        the end of the host's name, and the token would then go to another host.
        """
        verb, host, _ = _OPERATIONS[operation]
        try:
            parts = urlsplit(link)
        except ValueError:
            return self.target(operation, ident)
        is_absolute = parts.path.startswith("/") and not {".", ".."} & set(unquote(parts.path).split("/"))
        is_right = bool(ident) and ident.lower() in parts.path.lower().split("/")
        if not is_absolute or not is_right or not link.isprintable():
            return self.target(operation, ident)
        base = urlsplit(self._hosts[host])
        path = quote(parts.path, safe="/%")
        query = f"?{parts.query}" if parts.query else ""
        return OverDriveCall(verb, f"{base.scheme}://{base.netloc}{path}{query}")
