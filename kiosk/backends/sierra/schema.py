"""The structs for the JSON of Sierra's answers. They contain only the fields that the kiosk needs.

Ids are numbers, texts or whole addresses. The kiosk acts on fields that have no default or that are marked CHECKED. A
wrong value in such a field makes the whole object unusable. All other fields are only shown, so a wrong value in such a
field is left out. kiosk.backends.lenient explains these rules.
"""

from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kiosk.backends.lenient import CHECKED, When

Name = Annotated[int, Meta(ge=0, le=2**62)] | Annotated[str, Meta(min_length=1, max_length=400)]
"""An id, which is a number, a text, or an address whose last part is the id."""


class _Camel(msgspec.Struct, rename="camel", frozen=True):
    pass


class TokenAnswer(msgspec.Struct, frozen=True):
    """The answer to a request for a token. `expires_in` is in seconds."""

    access_token: Annotated[str, Meta(pattern=r"^[\x21-\x7e]{1,16384}$")]
    expires_in: float | None = None


class TokenInfo(_Camel, frozen=True):
    """The roles of the kiosk's key."""

    roles: list[str | dict[str, Any]] | None = None


class SierraErrorAnswer(_Camel, frozen=True):
    """A refusal or an error. `code` is the number of its kind, and `description` says the reason in words."""

    code: int
    specific_code: int = 0
    name: str = ""
    description: str = ""


class BlockAnswer(_Camel, frozen=True):
    """A block on a patron. If `code` is empty or `-`, the patron is not blocked."""

    code: str = ""


class PatronAnswer(_Camel, frozen=True):
    """A patron, which is what Sierra calls a member."""

    id: Annotated[Name, CHECKED]
    names: list[str] | None = None
    barcodes: list[str] | None = None
    emails: list[str] | None = None
    birth_date: str | None = None
    expiration_date: When | None = None
    block_info: Annotated[BlockAnswer | None, CHECKED] = None
    auto_block_info: BlockAnswer | None = None
    deleted: Annotated[bool | None, CHECKED] = None
    money_owed: Decimal | None = None


class ItemPlace(_Camel, frozen=True):
    """The place of an item in the library."""

    name: str = ""


class ItemStatus(_Camel, frozen=True):
    """The status of an item. `code` is one character, such as "-".

    Sites send `duedate` only while the item is on loan. Some sites never send `duedate`.
    """

    code: str = ""
    duedate: str | None = None


class ItemAnswer(_Camel, frozen=True):
    """An item, which is one thing that can be lent."""

    id: Name
    bib_ids: list[Name] | None = None
    barcode: str | None = None
    call_number: str | None = None
    location: ItemPlace | None = None
    status: ItemStatus | None = None


class BibAnswer(_Camel, frozen=True):
    """The description of a title."""

    id: Name
    title: str | None = None
    author: str | None = None


class VolumeAnswer(_Camel, frozen=True):
    """One volume of a title. `volume` is its number or its name, and `bibs` has the address of the title."""

    id: Name
    volume: str | None = None
    bibs: list[Name] | None = None


class VolumesAnswer(_Camel, frozen=True):
    """A list of volumes."""

    entries: list[VolumeAnswer] | None = None


class CheckoutAnswer(_Camel, frozen=True):
    """A loan. `item` is the item's address, the item's number, or an object with the whole item."""

    id: Name
    item: Any = None
    barcode: str | None = None
    due_date: When | None = None
    call_number: str | None = None
    number_of_renewals: int | None = None
    out_date: When | None = None
    recall_date: When | None = None


class CheckoutsAnswer(_Camel, frozen=True):
    """One page of loans."""

    entries: list[CheckoutAnswer] | None = None


class ItemsAnswer(_Camel, frozen=True):
    """A list of items."""

    entries: list[ItemAnswer] | None = None


class BibsAnswer(_Camel, frozen=True):
    """A list of titles."""

    entries: list[BibAnswer] | None = None


class PickupPlace(_Camel, frozen=True):
    """The place where a patron fetches the item of a hold."""

    name: str = ""
    code: str = ""


class HoldStatus(_Camel, frozen=True):
    """The status of a hold. `code` is one character."""

    code: str = ""


class HoldAnswer(_Camel, frozen=True):
    """A hold. `record` is the address of the item, title or volume, and `record_type` says which of them it is."""

    id: Name
    status: Annotated[HoldStatus | None, CHECKED] = None
    record: str | None = None
    record_type: str | None = None
    pickup_location: PickupPlace | None = None
    priority: int | None = None
    priority_queue_length: int | None = None
    pickup_by_date: When | None = None


class HoldsAnswer(_Camel, frozen=True):
    """One page of holds."""

    entries: list[HoldAnswer] | None = None


class ChargeType(_Camel, frozen=True):
    """The kind of a fine, in the library's words."""

    display: str = ""


class FineAnswer(_Camel, frozen=True):
    """A fine. The amounts are in the library's currency."""

    id: Name
    item: str | None = None
    description: str | None = None
    charge_type: ChargeType | None = None
    item_charge: Decimal | None = None
    processing_fee: Decimal | None = None
    billing_fee: Decimal | None = None
    paid_amount: Decimal | None = None


class FinesAnswer(_Camel, frozen=True):
    """A list of fines."""

    entries: list[FineAnswer] | None = None


class LinkAnswer(_Camel, frozen=True):
    """The address of a record that a query has found, or that a check-out has made."""

    link: Annotated[str, Meta(min_length=1, max_length=400)]


class LinksAnswer(_Camel, frozen=True):
    """The addresses of the records that a query has found."""

    entries: list[LinkAnswer] | None = None
