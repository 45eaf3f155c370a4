"""The one table of Sierra's operations, and of the answers that Sierra's published pages leave open.

What is marked GUESS stands in no published page and in no recorded answer. Change it here if a real system differs.
"""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode


class SierraCall(NamedTuple):
    """The HTTP verb and the address of one operation."""

    verb: str
    url: str


_OPERATIONS: Mapping[str, tuple[str, str]] = {
    "token_info": ("GET", "/info/token"),
    "auth": ("POST", "/patrons/auth"),
    "validate": ("POST", "/patrons/validate"),
    "find_patron": ("GET", "/patrons/find"),
    "patron": ("GET", "/patrons/{id}"),
    "checkouts": ("GET", "/patrons/{id}/checkouts"),
    "checkout_of": ("GET", "/patrons/checkouts/{id}"),
    "check_out": ("POST", "/patrons/checkout"),
    "renew": ("POST", "/patrons/checkouts/{id}/renewal"),
    "check_in": ("DELETE", "/items/checkouts/{id}"),
    "find_item": ("POST", "/items/query"),
    "items": ("GET", "/items"),
    "item": ("GET", "/items/{id}"),
    "bibs": ("GET", "/bibs"),
}

ROLES: Mapping[str, tuple[str, str]] = {
    "Patrons Read": ("patron", "members cannot log in"),
    "Patrons Write": ("check_out", "nothing can be borrowed or kept longer"),
    "Items Read": ("items", "no title is shown, and not where a returned thing belongs"),
    "Items Write": ("check_in", "nothing can be brought back"),  # GUESS: the role for a check-in
    "Bibs Read": ("bibs", "no title is shown"),  # GUESS: the role for the titles
}
"""The roles that the key needs, each with the operation that needs it, and what a member cannot do without it."""
VALIDATE_ROLE = "Patrons Validate"

PATRON_FIELDS = ("names", "barcodes", "expirationDate", "blockInfo", "deleted")
PATRON_EXTRAS = ("autoBlockInfo", "message", "moneyOwed")
"""The fields of a patron that not every site knows. They are left out for good if the site refuses them once."""
LOAN_FIELDS = ("default", "barcode", "callNumber", "numberOfRenewals")
LOAN_EXTRAS = ("recallDate",)
ITEM_FIELDS = ("barcode", "bibIds", "callNumber", "location", "status")
BIB_FIELDS = ("title", "author")
PAGE = 100
"""The number of loans that the kiosk asks for in one call. A site can allow less, and `total` cannot be trusted."""
ROUND = 10
"""A page whose length is no multiple of this number is the last one. A site's own limit is a round number."""
CIRC_LOGIN = "username"  # GUESS for the check-in: recorded for the check-out only
STATGROUP = "statgroup"  # GUESS for the check-in: recorded for the check-out and the renewal
AGAIN = 929
"""The specific code of a refusal that means: the same request came before. The loans show what it did."""
DAY_HOUR = 4
"""A due moment at this hour of the library's own zone means a day, and not an hour."""
SHELF, IN_TRANSIT, HOLD_SHELF = "-", "t", "!"
"""The status codes of an item after a return. Every other code says nothing about where the item belongs."""


class SierraPaths:
    """The addresses below the base address of a site. `token_url` replaces the address of the token if it is set."""

    def __init__(self, url: str, token_url: str = "") -> None:
        self._base = url.rstrip("/")
        self.token = token_url or f"{self._base}/token"

    def target(self, operation: str, ident: str = "", query: Mapping[str, str] | None = None) -> SierraCall:
        """Return the verb and the address. The id is encoded whole, because a label can contain blanks and slashes."""
        verb, path = _OPERATIONS[operation]
        url = self._base + path.replace("{id}", quote(ident, safe=""))
        return SierraCall(verb, f"{url}?{urlencode(query)}" if query else url)
