"""The table of the verbs and paths of myTurn's calls. Its paths can be wrong, because myTurn's documents have no paths.

If a site has another path, staff can correct the table in the settings, without a new version of the kiosk:

    [myturn.paths]
    convert = "/api/v1.1/self-checkout/carts/{cart}/commit"      # the path, below the site (".../library")
    change_checkout = "PATCH /api/v1.1/self-checkout/carts/{cart}/checkouts/{line}"      # the verb and the path

A path in the settings must have exactly the same placeholders, such as {cart}, as the path in this table.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import Enum
from typing import Self
from urllib.parse import urlsplit

from msgspec import Struct

from kiosk.backends.errors import MisconfiguredError
from kiosk.backends.network import is_local
from kiosk.backends.path_part import path_part

VERSION = "/api/v1.1"
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Base(Enum):
    """The address to which a path is added."""

    SITE = "B"
    """The site: https://NAME.myturn.com/library."""
    VERSIONED = "V"
    """The versioned root: /api/v1.1 below the site."""


class Operation(Struct, frozen=True):
    """One line of the table, for one call of myTurn. `path` can contain placeholders such as {cart}."""

    verb: str
    base: Base
    path: str

    @property
    def placeholders(self) -> frozenset[str]:
        """Return the names in the path that must be replaced with values."""
        return frozenset(re.findall(r"{(\w+)}", self.path))

    @property
    def below_site(self) -> str:
        """Return the path below the site, which is the form that the settings use."""
        return self.path if self.base is Base.SITE else VERSION + self.path


B, V = Base.SITE, Base.VERSIONED

OPERATIONS: Mapping[str, Operation] = {
    "log_in": Operation("POST", B, "/api/login"),
    "renew_token": Operation("POST", B, "/oauth/access_token"),
    "log_out": Operation("POST", B, "/api/logout"),
    "reset_password": Operation("POST", V, "/reset-password"),
    "organization": Operation("GET", V, "/organization"),
    "languages": Operation("GET", V, "/languages"),
    "statuses": Operation("GET", V, "/statuses"),
    "locations": Operation("GET", V, "/locations"),
    "items": Operation("GET", V, "/items"),
    "item": Operation("GET", V, "/items/{id}"),
    "categories": Operation("GET", V, "/categories"),
    "category": Operation("GET", V, "/categories/{id}"),
    "category_items": Operation("GET", V, "/categories/{id}/items"),
    "reservations": Operation("GET", V, "/reservations"),
    "reservation": Operation("GET", V, "/reservations/{id}"),
    "remove_reserved_item": Operation("DELETE", V, "/reservations/{id}/items/{item}"),
    "projects": Operation("GET", V, "/projects"),
    "carts": Operation("GET", V, "/self-checkout/carts"),
    "create_cart": Operation("POST", V, "/self-checkout/carts"),
    "cart": Operation("GET", V, "/self-checkout/carts/{cart}"),
    "delete_cart": Operation("DELETE", V, "/self-checkout/carts/{cart}"),
    "add_checkin": Operation("POST", V, "/self-checkout/carts/{cart}/checkins/{loan}"),
    "remove_checkin": Operation("DELETE", V, "/self-checkout/carts/{cart}/checkins/{loan}"),
    "commit_checkin": Operation("POST", V, "/self-checkout/carts/{cart}/checkins/{loan}/commit"),
    "add_checkout": Operation("POST", V, "/self-checkout/carts/{cart}/checkouts"),
    "change_checkout": Operation("PUT", V, "/self-checkout/carts/{cart}/checkouts/{line}"),
    "remove_checkout": Operation("DELETE", V, "/self-checkout/carts/{cart}/checkouts/{line}"),
    "commit_checkout": Operation("POST", V, "/self-checkout/carts/{cart}/checkouts/{line}/commit"),
    "convert": Operation("POST", V, "/self-checkout/carts/{cart}/convert"),
}


class Target(Struct, frozen=True):
    """The verb and the URL of one call."""

    verb: str
    url: str


class Paths:
    """The table of operations for one site, with the changes that staff have made in the settings.

    Raises MisconfiguredError if a line of the settings is wrong. The error names this line.
    """

    def __init__(self, url: str, overridden: Mapping[str, str] | None = None, *, allow_http: bool = False) -> None:
        self.site, self.versioned = bases(url, allow_http=allow_http)
        for name, why in wrong_lines(overridden or {}).items():
            raise MisconfiguredError(f"[myturn.paths] {name}: {why}")
        changed = {name: _operation(name, _Line.of(text)) for name, text in (overridden or {}).items()}
        self._operations = {**OPERATIONS, **changed}

    def target(self, name: str, **ids: str) -> Target:
        """Return the verb and the URL of an operation. `ids` are the values for the placeholders in its path."""
        operation = self._operations[name]
        path = operation.path
        for placeholder, value in ids.items():
            path = path.replace(f"{{{placeholder}}}", path_part(value))
        return Target(operation.verb, (self.site if operation.base is B else self.versioned) + path)

    def is_ours(self, api_url: str) -> bool:
        """Return True if `api_url`, which the server sent for a library, is an address of the site in the settings."""
        try:
            return bases(api_url, allow_http=True)[0].casefold() == self.site.casefold()
        except MisconfiguredError:
            return False


def bases(url: str, *, allow_http: bool = False) -> tuple[str, str]:
    """Return the address of the site and of its versioned root. Raises MisconfiguredError if `url` is wrong.

    `url` is the address of a site, or the address of its versioned root, which myTurn calls apiUrl.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise MisconfiguredError(
            f"[myturn] url: {url!r} is not the address of a site, such as https://NAME.myturn.com/library"
        )
    if parts.scheme == "http" and not (allow_http or is_local(url)):
        raise MisconfiguredError(
            "[myturn] url: http:// would send passwords in the clear; use https://, or set allow_http"
        )
    address = url.strip().rstrip("/")
    if re.search(r"/library/api/v\d+(\.\d+)*$", address):
        return re.sub(r"/api/v[\d.]+$", "", address), address
    if address.endswith("/library"):
        return address, address + VERSION
    raise MisconfiguredError(f'[myturn] url: {url!r} should end in "/library" or "/library/api/v1.1"')


def wrong_lines(overridden: Mapping[str, str]) -> Mapping[str, str]:
    """Return the names of the wrong lines in [myturn.paths], each with the reason why the line cannot be used."""
    wrong = {name: _why_not(name, _Line.of(text)) for name, text in overridden.items()}
    return {name: why for name, why in wrong.items() if why}


class _Line(Struct, frozen=True):
    """One value of [myturn.paths], in the form "/path" or "VERB /path". The path is below the site."""

    verb: str
    path: str

    @classmethod
    def of(cls, text: str) -> Self:
        verb, _, path = text.strip().rpartition(" ")
        return cls(verb.strip().upper(), path)


def _operation(name: str, line: _Line) -> Operation:
    return Operation(line.verb or OPERATIONS[name].verb, B, line.path)


def _why_not(name: str, line: _Line) -> str:
    if name not in OPERATIONS:
        near = get_close_matches(name, OPERATIONS, n=1, cutoff=0.5)
        hint = f"; the nearest is {near[0]!r}" if near else ""
        return f"there is no operation of this name{hint}"
    usual, changed = OPERATIONS[name], _operation(name, line)
    if changed.verb not in VERBS:
        return f"{line.verb!r} is not one of {', '.join(VERBS)}"
    if not re.fullmatch(r"(/[\w.~{}-]+)+", line.path, re.ASCII) or ".." in line.path:
        return f'{line.path!r} is not a path below the site; the usual one is "{usual.below_site}"'
    if changed.placeholders != usual.placeholders:
        wanted = ", ".join(f"{{{one}}}" for one in sorted(usual.placeholders)) or "none"
        return f'the placeholders must be: {wanted}; the usual path is "{usual.below_site}"'
    return ""
