"""The structs for the JSON of the provider's answers. They contain only the fields that the kiosk needs.

The kiosk acts on fields that have no default. If such a field has a value of the wrong form, the whole object cannot be
used. Every other field is only shown, so only the value of the wrong form is left out. kiosk.backends.lenient explains
these rules.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk.backends.lenient import When
from kiosk.structs import hiding

OpaqueId = Annotated[str, Meta(min_length=1, max_length=500)]
"""The id of a record, of a format or of a loan. It can contain any characters."""


class _Camel(msgspec.Struct, rename="camel", frozen=True):
    pass


class ErrorAnswered(_Camel, frozen=True):
    """A refusal or an error. The answer also has a message, but the message is only for the provider's logs."""

    code: str | int


class HrefAnswered(_Camel, frozen=True):
    """One address that opens a part of a title, or a supplement of it."""

    href: str = ""

    __repr__ = hiding("href")


class FormatAnswered(_Camel, frozen=True):
    """The addresses of one format of a loan."""

    content_links: list[HrefAnswered] | None = None
    supplement_links: list[HrefAnswered] | None = None


class CheckoutAnswered(_Camel, frozen=True):
    """A loan. If one loan is for all formats of a title, `format_metadata` has the addresses by the id of the format.

    If one loan is for one format, the loan itself has the addresses.
    """

    id: OpaqueId
    format_metadata: dict[str, FormatAnswered | None] | None = None
    content_links: list[HrefAnswered] | None = None
    supplement_links: list[HrefAnswered] | None = None
    expiration_date: When | None = None


class RecordFormat(_Camel, frozen=True):
    """One format in which a title can be borrowed."""

    id: OpaqueId


class RecordAnswered(_Camel, frozen=True):
    """A title, and the formats that this member can borrow. The answer has no name of the title."""

    id: str = ""
    formats: list[RecordFormat] | None = None
