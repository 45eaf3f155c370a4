"""The table of Sierra's operations, and other values that the kiosk must know about Sierra.

A value with the mark GUESS is in no published page, and in no recorded answer of a real Sierra. If a real system has
another value, change the value here.
"""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from kiosk.backends.path_part import path_part
from kiosk.domain.digital import MemberFact


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
    "volumes": ("GET", "/volumes"),
    "holds": ("GET", "/patrons/{id}/holds"),
    "cancel_hold": ("DELETE", "/patrons/holds/{id}"),
    "fines": ("GET", "/patrons/{id}/fines"),
}

ROLES: Mapping[str, tuple[str, str]] = {
    "Patrons Read": ("patron", "members cannot log in"),
    "Patrons Write": ("check_out", "nothing can be borrowed or kept longer"),
    "Items Read": ("items", "no title is shown, and not where a returned thing belongs"),
    "Items Write": ("check_in", "nothing can be brought back"),  # GUESS: the role for a check-in
    "Bibs Read": ("bibs", "no title is shown"),  # GUESS: the role for the titles
    "Patrons Hold CRUD": ("holds", "reservations are neither shown nor cancelled"),
}
"""The roles that the key needs, each with its operation and with words that say what fails without the role."""
VALIDATE_ROLE = "Patrons Validate"

PATRON_FIELDS = ("names", "barcodes", "expirationDate", "blockInfo", "deleted")
PATRON_EXTRAS = ("autoBlockInfo", "message", "moneyOwed")
"""More fields of a patron. If a site does not know one of these fields, the kiosk stops asking this site for them."""
VOUCHED_FIELDS = {MemberFact.EMAIL: "emails", MemberFact.BIRTH_DATE: "birthDate"}
"""Fields of a patron. The kiosk asks for one of them only if a digital system beside Sierra needs this fact."""
LOAN_FIELDS = ("default", "barcode", "callNumber", "numberOfRenewals")
LOAN_EXTRAS = ("recallDate",)
ITEM_FIELDS = ("barcode", "bibIds", "callNumber", "location", "status")
BIB_FIELDS = ("title", "author")
VOLUME_FIELDS = ("volume", "bibs")
HOLDS_ROLE = "Patrons Hold CRUD"
HOLD_FIELDS = ("record", "recordType", "status", "pickupLocation", "priority")
HOLD_EXTRAS = ("priorityQueueLength", "pickupByDate")
HOLD_ON_ITEM, HOLD_ON_TITLE, HOLD_ON_VOLUME = "i", "b", "j"
"""The types of a hold: on an item, on a title, or on one volume of a title."""
HOLD_READY = frozenset({"i", "b", "j"})
"""The status codes of a hold that is ready. With every other status code, the patron still waits for the item."""
HOLD_COMING = frozenset({"t"})
"""The status codes of a hold whose item is on its way to the place where the patron picks it up."""
FIRST_PLACE = 1  # GUESS: some sites may count the places of a queue from 0
BARE = frozenset({"check_in", "cancel_hold"})
"""The writes that Sierra answers with HTTP 204 and no body if they succeed. For `cancel_hold` this is a GUESS."""
FINE_FIELDS = (
    "item", "description", "chargeType", "itemCharge", "processingFee", "billingFee", "paidAmount",
)  # fmt: skip
"""The fields of a fine. The open amount is itemCharge + processingFee + billingFee - paidAmount. This sum is a GUESS.

The amounts are in the library's currency.
"""
PAGE = 100
"""The number of entries of a list, for example loans, that the kiosk asks for in one call. A site can send fewer.

The kiosk does not use the field `total` of the answer, because its number can be wrong.
"""
ROUND = 10
"""If the length of a page is not a multiple of this number, the page is the last page of the list.

A site can have its own limit for the length of a page. The kiosk expects that this limit is a multiple of 10.
"""
CIRC_LOGIN = "username"
"""The parameter that names the kiosk's account at Sierra.

GUESS for the check-in: the answers that we know show this parameter only for the check-out.
"""
STATGROUP = "statgroup"
"""The parameter that names the statistics group of the kiosk.

GUESS for the check-in: the answers that we know show this parameter only for the check-out and the renewal.
"""
AGAIN = 929
"""The specificCode of a refusal if Sierra already got the same request. Only the loans show if the act was done."""
DAY_HOUR = 4
"""The hour of the day at which every loan for whole days is due, in the library's time zone.

A loan for some hours can be due at any other time.
"""
SHELF, IN_TRANSIT, HOLD_SHELF = "-", "t", "!"
"""The status codes that say where an item belongs after a return. No other code says this."""


class SierraPaths:
    """The addresses below the base address of a site. If `token_url` is set, tokens come from this address."""

    def __init__(self, url: str, token_url: str = "") -> None:
        self._base = url.rstrip("/")
        self.token = token_url or f"{self._base}/token"

    def target(self, operation: str, ident: str = "", query: Mapping[str, str] | None = None) -> SierraCall:
        """Return the verb and the address. Spaces and slashes in the id are encoded, because a label can have them."""
        verb, path = _OPERATIONS[operation]
        url = self._base + path.replace("{id}", path_part(ident))
        return SierraCall(verb, f"{url}?{urlencode(query)}" if query else url)
