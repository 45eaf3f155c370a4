"""The table of the provider's operations, and other values that the kiosk must know about providers.

A value with the mark GUESS is in no published page of eHUB. If a real provider has another value, change the value
here.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

from kiosk.backends.path_part import path_part
from kiosk.domain.model import Medium, RefusalKind


class ProviderCall(NamedTuple):
    """The HTTP verb and the address of one operation."""

    verb: str
    url: str


class EHubClaim(StrEnum):
    """A fact about the member that the signed token can name. The provider knows the member only by these facts."""

    PATRON_ID = "patronId"
    LIBRARY_CARD = "libraryCard"
    EMAIL = "email"
    BIRTH_DATE = "birthDate"


class LoansPer(StrEnum):
    """The content of one loan. With PRODUCT, a loan has all formats of the title. With FORMAT, it has only one."""

    PRODUCT = "product"
    FORMAT = "format"


_OPERATIONS: Mapping[str, tuple[str, str]] = {
    "record": ("GET", "/records/{id}"),
    "borrow": ("POST", "/checkouts"),
    "loan": ("GET", "/checkouts/{id}"),
    "give_back": ("DELETE", "/checkouts/{id}"),
}

REFUSALS: Mapping[str, RefusalKind] = {
    "BORROWER_LIMIT_REACHED": RefusalKind.LIMIT_REACHED,
    "LIBRARY_LIMIT_REACHED": RefusalKind.NOT_AVAILABLE,
    "ALREADY_ON_LOAN": RefusalKind.ALREADY_YOURS,
    "CHECKOUT_NOT_FOUND": RefusalKind.NOT_ON_ACCOUNT,
    "INVALID_LOAN_ID": RefusalKind.NOT_ON_ACCOUNT,
    "INACTIVE_LOAN": RefusalKind.NOT_ON_ACCOUNT,
    "INVALID_CONTENT_PROVIDER_RECORD_ID": RefusalKind.ITEM_UNKNOWN,
    "PRODUCT_INACTIVE": RefusalKind.NOT_AVAILABLE,
    "PRODUCT_UNAVAILABLE": RefusalKind.NOT_AVAILABLE,
    "INVALID_FORMAT_ID": RefusalKind.NOT_AVAILABLE,
    "ANOTHER_FORMAT_LOCKED_IN": RefusalKind.NOT_AVAILABLE,
    "INVALID_PATRON": RefusalKind.MAY_NOT_BORROW,
    "UNFULFILLED_AGE_LIMIT": RefusalKind.OTHER,
    "MAX_NO_OF_DOWNLOADS_FOR_PRODUCT_REACHED": RefusalKind.OTHER,
    "MISSING_CONTENT_IN_LOAN": RefusalKind.OTHER,
    "CREATE_LOAN_FAILED": RefusalKind.OTHER,
    "INVALID_REGION_ID": RefusalKind.OTHER,
}
"""The published error codes. A provider can send other codes, too. Such a code counts as RefusalKind.OTHER."""
GONE = frozenset(code for code, kind in REFUSALS.items() if kind is RefusalKind.NOT_ON_ACCOUNT)
"""The codes that say that there is no such loan, or that the loan has ended."""


def _media() -> Mapping[str, Medium]:
    return {
        "ebook": Medium.EBOOK,
        "audio": Medium.AUDIOBOOK,
        "video": Medium.VIDEO,
        "magazine": Medium.MAGAZINE,
    }


class EHubGuesses(Struct, frozen=True):
    """The values that no published page of eHUB gives. The tests also try other values."""

    key_as_text: bool = False
    """True if the provider reads the bytes of the key as a UTF-8 text. Wrong bytes then become the sign U+FFFD.

    If the key is valid UTF-8, True and False give the same token. A GUESS.
    """
    token_refused: frozenset[int] = frozenset({401, 403})
    """The status codes with which the provider refuses the kiosk's token, and not the member. A GUESS.

    If the answer has a published error code, the provider refuses the member, and the status code does not matter.
    """
    in_between: frozenset[int] = frozenset({502, 503, 504})
    """The status codes that usually come from a server between the kiosk and the provider. A GUESS.

    An answer with such a status code is a refusal of the provider only if it contains a published error code.
    """
    bare_error_refuses: bool = False
    """True if the provider has refused a write which it answers with status 500 and without an error code. A GUESS.

    If this value is False, such an answer does not show if the write was done.
    """
    media: Mapping[str, Medium] = field(default_factory=_media)
    """The medium of a title, by the first letters of its format's id. Each provider has its own ids. A GUESS."""


GUESSES = EHubGuesses()
"""The values for providers of eHUB as they are today."""

PROBED_RECORD = "lending-kiosk-check"
"""The id of a record that no provider has.

If the catalogue is empty, the kiosk asks for this record to find out if the provider answers.
"""


class EHubPaths:
    """The addresses of the operations. `url` is the base address of the provider, without the version of the API."""

    def __init__(self, url: str, version: str) -> None:
        self._base = f"{url.rstrip('/')}/{path_part(version)}"

    def target(self, operation: str, ident: str = "") -> ProviderCall:
        """Return the verb and the address. The id can have any characters, because it is encoded as one part."""
        verb, path = _OPERATIONS[operation]
        return ProviderCall(verb, self._base + path.replace("{id}", path_part(ident)))
